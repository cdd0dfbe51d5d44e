package main

import (
	"os"
	"strings"
	"testing"

	"vigil"
)

// benchText returns all of the sample texts, and their words.
func benchText(b *testing.B) (vigil.Report, int) {
	b.Helper()
	var all strings.Builder
	for _, name := range []string{"saada-1", "saada-2", "saada-3", "kramatorsk-1", "kramatorsk-3", "khartoum-1", "khartoum-2", "gaza-hospital", "istanbul"} {
		text, err := os.ReadFile("../../examples/" + name + ".txt")
		if err != nil {
			b.Fatal(err)
		}
		all.Write(text)
		all.WriteString("\n\n")
	}
	day := vigil.Date(2023, 4, 17)
	return vigil.Report{ID: "bench", Text: all.String(), Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}},
		len(strings.Fields(all.String()))
}

// BenchmarkStages times the stages that read single reports, one after another.
func BenchmarkStages(b *testing.B) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		b.Fatal(err)
	}
	rep, words := benchText(b)
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
	doc := a.NLP.Analyse(rep.Text)
	res := a.Resolve.Resolve(&rep, doc)
	run("language", func() { a.NLP.Analyse(rep.Text) })
	run("resolution", func() { a.Resolve.Resolve(&rep, doc) })
	run("extraction", func() { a.Extract.Extract(&rep, doc, res) })
	run("all", func() { a.Analyse(rep) })
}
