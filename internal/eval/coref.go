package eval

import (
	"slices"
	"strings"
)

// corefDoc is what a gold or predicted line has of mentions.
type corefDoc struct {
	ID       string           `json:"id"`
	Genre    string           `json:"genre"`
	Mentions []corefMention   `json:"mentions"`
	Names    []corefPredicted `json:"names"`
	Refs     []corefPredicted `json:"refs"`
}

type corefMention struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Type    string `json:"type"`
	Cluster int    `json:"cluster"`
	Named   bool   `json:"named"`
	Pron    bool   `json:"pron"`
}

type corefPredicted struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Text   string `json:"text"`
	Entity string `json:"entity"`
}

// judgeCoref scores the clusters of names and pronouns in news and interviews:
// MUC, B³ and CEAFe over clusters of two and more, and their mean (Pradhan et
// al. 2014). A gold mention is a whole noun phrase, a predicted name the name
// alone: it is the mention of the smallest named phrase that holds it.
func judgeCoref(gold, folder, predicted string) (map[string]float64, error) {
	docs, err := readLines[corefDoc](gold)
	if err != nil {
		return nil, err
	}
	preds, err := readLines[corefDoc](predicted)
	if err != nil {
		return nil, err
	}
	by := map[string]*corefDoc{}
	for i := range preds {
		by[preds[i].ID] = &preds[i]
	}
	var both, names corefScore
	for i := range docs {
		if g := &docs[i]; g.Genre == "news" || g.Genre == "interview" {
			p := by[g.ID]
			if p == nil {
				p = &corefDoc{}
			}
			both.add(g.clusters(true), g.alike(p, true))
			names.add(g.clusters(false), g.alike(p, false))
		}
	}
	out := map[string]float64{}
	both.put(out, "")
	names.put(out, "names ")
	return out, nil
}

// counts reports whether a gold mention is scored: names, and pronouns if
// asked for, but neither times nor relative clauses.
func (m *corefMention) counts(pronouns bool) bool {
	return m.Named && m.Type != "time" || m.Pron && pronouns
}

// clusters returns the gold clusters, as sets of indices into Mentions.
func (d *corefDoc) clusters(pronouns bool) [][]int {
	by := map[int][]int{}
	var order []int
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if !m.counts(pronouns) {
			continue
		}
		if by[m.Cluster] == nil {
			order = append(order, m.Cluster)
		}
		by[m.Cluster] = append(by[m.Cluster], i)
	}
	var out [][]int
	for _, c := range order {
		out = append(out, by[c])
	}
	return large(out)
}

// large keeps the clusters of two and more.
func large(clusters [][]int) [][]int {
	return slices.DeleteFunc(clusters, func(c []int) bool { return len(c) < 2 })
}

// alike returns p's clusters over the same indices; what is no gold mention
// has indices of its own.
func (d *corefDoc) alike(p *corefDoc, pronouns bool) [][]int {
	used := map[int]bool{}
	by := map[string][]int{}
	var order []string
	next := len(d.Mentions)
	put := func(m *corefPredicted, pron bool) {
		i := d.find(m, pron)
		if i < 0 || used[i] {
			i = next
			next++
		}
		used[i] = true
		if by[m.Entity] == nil {
			order = append(order, m.Entity)
		}
		by[m.Entity] = append(by[m.Entity], i)
	}
	for i := range p.Names {
		put(&p.Names[i], false)
	}
	for i := range p.Refs {
		if pronouns && isPronoun(p.Refs[i].Text) {
			put(&p.Refs[i], true)
		}
	}
	var out [][]int
	for _, e := range order {
		out = append(out, by[e])
	}
	return large(out)
}

// find returns the gold mention that m is, or -1.
func (d *corefDoc) find(m *corefPredicted, pron bool) int {
	best, size := -1, 0
	for i := range d.Mentions {
		g := &d.Mentions[i]
		switch {
		case pron && !g.Pron, !pron && (!g.Named || g.Type == "time"), g.Start > m.Start, g.End < m.End:
		case pron && (g.Start != m.Start || g.End != m.End):
		case best < 0 || g.End-g.Start < size:
			best, size = i, g.End-g.Start
		}
	}
	return best
}

func isPronoun(s string) bool {
	switch strings.ToLower(s) {
	case "i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs", "themselves", "you", "your", "yours", "yourself":
		return true
	}
	return false
}

// corefScore sums the parts of the three measures: recall's numerator and
// denominator, then precision's.
type corefScore struct{ muc, b3, ceaf [4]float64 }

func (s *corefScore) add(gold, pred [][]int) {
	n, d := links(gold, pred)
	s.muc[0], s.muc[1] = s.muc[0]+n, s.muc[1]+d
	n, d = links(pred, gold)
	s.muc[2], s.muc[3] = s.muc[2]+n, s.muc[3]+d
	n, d = cubed(gold, pred)
	s.b3[0], s.b3[1] = s.b3[0]+n, s.b3[1]+d
	n, d = cubed(pred, gold)
	s.b3[2], s.b3[3] = s.b3[2]+n, s.b3[3]+d
	n = assignment(gold, pred)
	s.ceaf[0], s.ceaf[1] = s.ceaf[0]+n, s.ceaf[1]+float64(len(gold))
	s.ceaf[2], s.ceaf[3] = s.ceaf[2]+n, s.ceaf[3]+float64(len(pred))
}

func (s *corefScore) put(out map[string]float64, prefix string) {
	sum := 0.0
	for i, x := range [...][4]float64{s.muc, s.b3, s.ceaf} {
		r, p := x[0]/max(x[1], 1), x[2]/max(x[3], 1)
		f := 0.0
		if p+r > 0 {
			f = 2 * p * r / (p + r)
		}
		out[prefix+[...]string{"muc", "b3", "ceafe"}[i]] = f
		sum += f
	}
	out[prefix+"conll_f1"] = sum / 3
}

// clusterOf maps each mention to its cluster.
func clusterOf(clusters [][]int) map[int]int {
	of := map[int]int{}
	for c, ms := range clusters {
		for _, m := range ms {
			of[m] = c
		}
	}
	return of
}

// links is MUC: the links that key's clusters need, less those that fall
// apart in the other's.
func links(key, other [][]int) (found, all float64) {
	of := clusterOf(other)
	for _, c := range key {
		parts, alone := map[int]bool{}, 0
		for _, m := range c {
			if k, ok := of[m]; ok {
				parts[k] = true
			} else {
				alone++
			}
		}
		found += float64(len(c) - len(parts) - alone)
		all += float64(len(c) - 1)
	}
	return found, all
}

// cubed is B³: for each of key's mentions, the share of its cluster that the
// other keeps with it.
func cubed(key, other [][]int) (found, all float64) {
	of := clusterOf(other)
	for _, c := range key {
		shared := map[int]int{}
		for _, m := range c {
			if k, ok := of[m]; ok {
				shared[k]++
			}
		}
		for _, n := range shared {
			found += float64(n*n) / float64(len(c))
		}
		all += float64(len(c))
	}
	return found, all
}

// assignment is CEAFe's numerator: the best one-to-one pairing of clusters by
// the Dice overlap of each pair.
func assignment(gold, pred [][]int) float64 {
	if len(gold) > len(pred) {
		gold, pred = pred, gold
	}
	if len(gold) == 0 {
		return 0
	}
	of := clusterOf(pred)
	cost := make([][]float64, len(gold))
	for i, c := range gold {
		cost[i] = make([]float64, len(pred))
		for _, m := range c {
			if k, ok := of[m]; ok {
				cost[i][k] -= 2 / float64(len(c)+len(pred[k]))
			}
		}
	}
	return -cheapest(cost)
}

// cheapest is the Hungarian method (Kuhn 1955, with potentials): rows, no more
// than columns, are given a column each at the least sum.
func cheapest(cost [][]float64) float64 {
	n, m := len(cost), len(cost[0])
	u, v := make([]float64, n+1), make([]float64, m+1)
	row, way := make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		j0 := 0
		least, used := make([]float64, m+1), make([]bool, m+1)
		for j := range least {
			least[j] = 1e18
		}
		for row[j0] != 0 {
			used[j0] = true
			i0, delta, j1 := row[j0], 1e18, 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := cost[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[row[j]], v[j] = u[row[j]]+delta, v[j]-delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for j0 != 0 {
			row[j0] = row[way[j0]]
			j0 = way[j0]
		}
	}
	return -v[0]
}
