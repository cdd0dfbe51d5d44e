package eval

import (
	"math"
	"testing"
)

// The worked example of Pradhan et al. 2014: "Scoring Coreference Partitions
// of Predicted Mentions", figure 2 (which rounds B³ up).
func TestCorefScore(t *testing.T) {
	const a, b, c, d, e, f, g, h, i = 1, 2, 3, 4, 5, 6, 7, 8, 9
	var s corefScore
	s.add([][]int{{a, b, c}, {d, e, f, g}}, [][]int{{a, b}, {c, d}, {f, g, h, i}})
	out := map[string]float64{}
	s.put(out, "")
	for name, want := range map[string]float64{"muc": .40, "b3": .4545, "ceafe": .52, "conll_f1": .4582} {
		if math.Abs(out[name]-want) > .005 {
			t.Errorf("%s %.4f, want %.2f", name, out[name], want)
		}
	}
}

func TestCorefMatch(t *testing.T) {
	// "the mayor of Lodo, Ana Paz, said she ... Paz"
	gold := corefDoc{Mentions: []corefMention{
		{Start: 0, End: 26, Type: "person", Cluster: 1, Named: true},
		{Start: 13, End: 17, Type: "place", Cluster: 2, Named: true},
		{Start: 33, End: 36, Type: "person", Cluster: 1, Pron: true},
		{Start: 41, End: 44, Type: "person", Cluster: 1, Named: true}}}
	pred := corefDoc{Names: []corefPredicted{{13, 17, "Lodo", "Lodo"}, {19, 26, "Ana Paz", "Ana Paz"}, {41, 44, "Paz", "Ana Paz"}},
		Refs: []corefPredicted{{33, 36, "she", "Ana Paz"}}}
	var s corefScore
	s.add(gold.clusters(true), gold.alike(&pred, true))
	out := map[string]float64{}
	s.put(out, "")
	if out["conll_f1"] < .999 {
		t.Errorf("a perfect reading scores %v", out)
	}
}
