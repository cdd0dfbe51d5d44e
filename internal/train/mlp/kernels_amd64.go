package mlp

import "golang.org/x/sys/cpu"

// The kernels in AVX do what the ones in Go do, operation for operation: they
// give the same bits.

//go:noescape
func plusAVX(a, b *float32, n int)

//go:noescape
func axpyAVX(a *float32, k float32, b *float32, n int)

//go:noescape
func dotAVX(a, b *float32, n int, out *[8]float32)

var fast = cpu.X86.HasAVX

func plus(a, b []float32) {
	if fast {
		plusAVX(&a[0], &b[0], len(a))
		return
	}
	plusGo(a, b)
}

func axpy(a []float32, k float32, b []float32) {
	if fast {
		axpyAVX(&a[0], k, &b[0], len(a))
		return
	}
	axpyGo(a, k, b)
}

func dots(a, b []float32, out *[8]float32) {
	if fast {
		dotAVX(&a[0], &b[0], len(a), out)
		return
	}
	dotsGo(a, b, out)
}
