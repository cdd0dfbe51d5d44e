package desk

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"vigil"
	"vigil/internal/store"
)

// Tie is a relation between two parties with the claims that tell it.
type Tie struct {
	From, To, Relation string
	Claims             []vigil.Claim
	Outlets            int // that tell it
}

// maxSides is how many claims of sides are looked at.
const maxSides = 5000

// Ties gathers who is said to stand with or against whom, what most outlets
// tell first. What is denied or only feared is left out.
func Ties(ctx context.Context, s store.Store) ([]Tie, error) {
	claims, err := s.ClaimsOf(ctx, vigil.SideClaim, maxSides)
	if err != nil {
		return nil, err
	}
	type key struct{ from, to, relation string }
	ties := map[key]*Tie{}
	reports := map[key]map[string]bool{}
	for _, c := range claims {
		if c.Status != vigil.Occurred && c.Status != "" {
			continue
		}
		for _, a := range c.Actors {
			for _, b := range c.Targets {
				k := key{a.Name, b.Name, c.Relation}
				if a.Name == "" || b.Name == "" || a.Name == b.Name {
					continue
				}
				if ties[k] == nil {
					ties[k], reports[k] = &Tie{From: a.Name, To: b.Name, Relation: c.Relation}, map[string]bool{}
				}
				ties[k].Claims = append(ties[k].Claims, c)
				reports[k][c.Report] = true
			}
		}
	}
	var out []Tie
	for k, t := range ties {
		t.Outlets = len(reports[k])
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Tie) int {
		return cmp.Or(cmp.Compare(b.Outlets, a.Outlets), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Relation, b.Relation))
	})
	return out, nil
}

// Node is a party in the drawing of ties.
type Node struct {
	Name   string
	X, Y   int
	Anchor string // where its name stands: start, middle or end
}

// Edge is a tie in the drawing.
type Edge struct {
	X1, Y1, X2, Y2, Width int
	Relation              string
}

// Size of the drawing.
const (
	graphWidth  = 900
	graphHeight = 480
)

// Draw puts the parties of ties on an oval, those with most ties first, and
// each beside those it is tied to as far as one pass along them does it.
func Draw(ties []Tie) (nodes []Node, edges []Edge) {
	weight := map[string]int{}
	for _, t := range ties {
		weight[t.From] += t.Outlets
		weight[t.To] += t.Outlets
	}
	names := slices.SortedFunc(maps.Keys(weight), func(a, b string) int { return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(a, b)) })
	var order []string
	var visit func(string)
	visit = func(n string) {
		if slices.Contains(order, n) {
			return
		}
		order = append(order, n)
		for _, t := range ties {
			if t.From == n {
				visit(t.To)
			} else if t.To == n {
				visit(t.From)
			}
		}
	}
	for _, n := range names {
		visit(n)
	}
	at := map[string]Node{}
	for i, n := range order {
		a := 2*math.Pi*float64(i)/float64(len(order)) - math.Pi/2
		p := Node{Name: n, X: graphWidth/2 + int(math.Round(230*math.Cos(a))), Y: graphHeight/2 + int(math.Round(190*math.Sin(a))), Anchor: "middle"}
		switch c := math.Cos(a); {
		case c > .2:
			p.Anchor = "start"
		case c < -.2:
			p.Anchor = "end"
		}
		at[n] = p
		nodes = append(nodes, p)
	}
	for _, t := range ties {
		a, b := at[t.From], at[t.To]
		edges = append(edges, Edge{a.X, a.Y, b.X, b.Y, min(1+t.Outlets, 6), t.Relation})
	}
	return nodes, edges
}
