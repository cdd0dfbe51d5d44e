//go:build !amd64

package mlp

func plus(a, b []float32)                      { plusGo(a, b) }
func axpy(a []float32, k float32, b []float32) { axpyGo(a, k, b) }
func dots(a, b []float32, out *[8]float32)     { dotsGo(a, b, out) }
