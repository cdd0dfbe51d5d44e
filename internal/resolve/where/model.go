package where

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Model holds the weights of two logistic models: is this mention a place
// ("is"), and which of the places of its name is it ("which").
type Model struct {
	Is    [numIs]float64
	Which [numWhich]float64
}

// ParseModel reads lines of "is|which TAB feature TAB weight". A feature that
// the program does not know is an error: the weights are of another version.
func ParseModel(text string) (*Model, error) {
	m := &Model{}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("weights, line %d: %d fields, want 3", n+1, len(f))
		}
		w, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return nil, fmt.Errorf("weights, line %d: %w", n+1, err)
		}
		names, to := isNames[:], m.Is[:]
		if f[0] == "which" {
			names, to = whichNames[:], m.Which[:]
		}
		at := -1
		for i, name := range names {
			if name == f[1] {
				at = i
			}
		}
		if at < 0 {
			return nil, fmt.Errorf("weights, line %d: no feature %q: train them anew", n+1, f[1])
		}
		to[at] = w
	}
	return m, nil
}

// Format writes weights as ParseModel reads them.
func (m *Model) Format() string {
	var b strings.Builder
	for i, w := range m.Is {
		fmt.Fprintf(&b, "is\t%s\t%.3f\n", isNames[i], w)
	}
	for i, w := range m.Which {
		fmt.Fprintf(&b, "which\t%s\t%.3f\n", whichNames[i], w)
	}
	return b.String()
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Start is a model to begin learning from: renown decides.
func Start() *Model {
	m := &Model{}
	m.Which[whichLogPop], m.Which[whichFame], m.Which[whichCountry], m.Which[whichAdmin1] = 2, 2, 4, 1
	return m
}
