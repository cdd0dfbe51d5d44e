package mlp

// Lengths are multiples of 8. The conversions keep compilers from fusing a
// product and a sum, which rounds otherwise.

func plusGo(a, b []float32) {
	for i, x := range b {
		a[i] += x
	}
}

func axpyGo(a []float32, k float32, b []float32) {
	for i, x := range b {
		a[i] += float32(k * x)
	}
}

// dotsGo sums the products of every eighth pair.
func dotsGo(a, b []float32, out *[8]float32) {
	*out = [8]float32{}
	for i, x := range a {
		out[i&7] += float32(x * b[i])
	}
}

func dot(a, b []float32) float32 {
	var s [8]float32
	dots(a, b, &s)
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}
