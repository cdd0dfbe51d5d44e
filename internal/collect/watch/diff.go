package watch

import "strings"

// Op says what became of a paragraph.
type Op byte

// Ops.
const (
	Same    Op = ' '
	Added   Op = '+'
	Removed Op = '-'
)

// Change is one paragraph of a comparison.
type Change struct {
	Op   Op
	Text string
}

// maxTable bounds the comparison: beyond it everything between the common head
// and tail counts as replaced.
const maxTable = 4 << 20

// Diff compares two texts paragraph by paragraph (longest common subsequence).
func Diff(before, after string) []Change {
	a, b := paragraphs(before), paragraphs(after)
	var head, tail []Change
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, Change{Same, a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append(tail, Change{Same, a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	out := append(head, middle(a, b)...)
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return out
}

func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func middle(a, b []string) []Change {
	n, m := len(a), len(b)
	var out []Change
	if n*m <= maxTable {
		table := make([]int32, (n+1)*(m+1)) // length of the common rest of a[i:] and b[j:]
		at := func(i, j int) *int32 { return &table[i*(m+1)+j] }
		for i := n - 1; i >= 0; i-- {
			for j := m - 1; j >= 0; j-- {
				if a[i] == b[j] {
					*at(i, j) = *at(i+1, j+1) + 1
				} else {
					*at(i, j) = max(*at(i+1, j), *at(i, j+1))
				}
			}
		}
		i, j := 0, 0
		for i < n && j < m {
			switch {
			case a[i] == b[j]:
				out = append(out, Change{Same, a[i]})
				i, j = i+1, j+1
			case *at(i+1, j) >= *at(i, j+1):
				out = append(out, Change{Removed, a[i]})
				i++
			default:
				out = append(out, Change{Added, b[j]})
				j++
			}
		}
		a, b = a[i:], b[j:]
	}
	for _, p := range a {
		out = append(out, Change{Removed, p})
	}
	for _, p := range b {
		out = append(out, Change{Added, p})
	}
	return out
}
