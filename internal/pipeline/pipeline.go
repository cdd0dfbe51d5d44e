// Package pipeline holds the order of the stages: a Report goes in, an
// Analysis comes out; many Analyses go in, a record comes out.
package pipeline

import (
	"strings"

	"vigil"
	"vigil/internal/extract"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// Version names this analyser: a claim read by another version is read anew.
const Version = "vigil 0.1"

// Reads reports whether claims are read from reports in a language, as a tag
// names it ("en-GB"); what names none is taken for English. In any other the
// words would be misread.
func Reads(lang string) bool {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(lang)), "_", "-"), "-")
	return base == "" || base == "en" || base == "eng" || base == "english"
}

// Analysis is all that was read from one report.
type Analysis struct {
	Report       vigil.Report
	Doc          *nlp.Doc
	Resolved     *resolve.Result
	Attributions []vigil.Attribution
	Claims       []vigil.Claim
}

// Analyser reads single reports. It may be used by many goroutines at once.
type Analyser struct {
	NLP     *nlp.Analyser
	Resolve resolve.Resolver
	Extract *extract.Extractor // nil: no claims are read
}

// Analyse reads one report: the head of its text (vigil.MostText).
func (a *Analyser) Analyse(rep vigil.Report) *Analysis {
	return a.resolved(&Analysis{Report: rep, Doc: a.NLP.Analyse(rep.Head())})
}

// resolved fills in what comes after the language: what mentions mean, and the
// claims.
func (a *Analyser) resolved(out *Analysis) *Analysis {
	out.Resolved = a.Resolve.Resolve(&out.Report, out.Doc)
	out.Report.Published = out.Resolved.Published
	if a.Extract == nil || !Reads(out.Report.Lang) {
		return out
	}
	out.Claims, out.Attributions = a.Extract.Extract(&out.Report, out.Doc, out.Resolved)
	return out
}
