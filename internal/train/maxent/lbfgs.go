package maxent

import "math"

const memory = 8 // pairs of steps and gradients that L-BFGS keeps

// minimise returns the place of the least loss, starting from x. loss puts the
// gradient at x into g.
func minimise(loss func(x, g []float64) float64, x []float64, iterations int) []float64 {
	if iterations == 0 {
		iterations = 100
	}
	n := len(x)
	g, x2, g2, d := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	var steps, grads [][]float64
	f := loss(x, g)
	for range iterations {
		direction(d, g, steps, grads)
		slope := dot(d, g)
		if slope > -1e-10 {
			break
		}
		t := 1.0
		if len(steps) == 0 {
			t = 1 / math.Sqrt(dot(g, g))
		}
		f2 := 0.0
		for try := 0; ; try++ {
			for i := range x {
				x2[i] = x[i] + t*d[i]
			}
			if f2 = loss(x2, g2); f2 <= f+1e-4*t*slope || try == 20 {
				break
			}
			t /= 2
		}
		if f2 >= f {
			break
		}
		s, y := make([]float64, n), make([]float64, n)
		for i := range x {
			s[i], y[i] = x2[i]-x[i], g2[i]-g[i]
		}
		if dot(s, y) > 1e-12 {
			steps, grads = append(steps, s), append(grads, y)
			if len(steps) > memory {
				steps, grads = steps[1:], grads[1:]
			}
		}
		small := f-f2 < 1e-6*math.Max(1, f2)
		x, x2, g, g2, f = x2, x, g2, g, f2
		if small {
			break
		}
	}
	return x
}

// direction puts into d the step that the last steps and gradients suggest:
// the two-loop recursion.
func direction(d, g []float64, steps, grads [][]float64) {
	for i := range g {
		d[i] = -g[i]
	}
	alpha := make([]float64, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		alpha[i] = dot(steps[i], d) / dot(steps[i], grads[i])
		add(d, grads[i], -alpha[i])
	}
	if k := len(steps) - 1; k >= 0 {
		scale := dot(steps[k], grads[k]) / dot(grads[k], grads[k])
		for i := range d {
			d[i] *= scale
		}
	}
	for i := range steps {
		beta := dot(grads[i], d) / dot(steps[i], grads[i])
		add(d, steps[i], alpha[i]-beta)
	}
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func add(a, b []float64, t float64) {
	for i, v := range b {
		a[i] += t * v
	}
}
