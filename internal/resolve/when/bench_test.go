package when_test

import (
	"strings"
	"testing"

	"vigil"
	"vigil/internal/resolve/when"
)

const newsText = `KARSA, Sept. 4 (Valley Press) - Government forces shelled the northern town of Lemna on Monday, killing at least eight people and wounding more than 20, a monitoring group said. The attack came two days after the governor said on Saturday that a ceasefire signed last month would hold until the end of the year.
"We have lived with this since 2011, for seven years, and now they tell us to wait," said a shopkeeper who fled the town in late August. Some 1,200 families left their homes in the past week, the group said, adding that the road to the coast had been closed since early morning. Envoys of the three sides will meet on Friday in the capital, the ministry said. `

func benchReport(now string) *vigil.Report {
	rep := &vigil.Report{Text: strings.Repeat(newsText, 50)}
	if d, err := vigil.ParseDay(now); err == nil {
		rep.Published.Days = vigil.Days{From: d, To: d}
	}
	return rep
}

// BenchmarkTimes reports throughput in words, dated and undated.
func BenchmarkTimes(b *testing.B) {
	for _, now := range []string{"2018-09-04", "undated"} {
		b.Run(now, func(b *testing.B) {
			rep, r := benchReport(now), when.New()
			n := len(strings.Fields(rep.Text))
			b.ReportAllocs()
			for b.Loop() {
				r.Times(rep, nil)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
