package pipeline

import (
	"slices"

	"vigil"
	"vigil/internal/merge"
	"vigil/internal/resolve/when"
)

// DateStory dates the undated among the reports of one story by what they and
// the others say, and reads those that got a date again from the resolution of
// names on. A report that cannot be placed stays as it is. It returns the
// indices of those that changed.
func (a *Analyser) DateStory(story []*Analysis) (changed []int) {
	undated := func(x *Analysis) bool { return !x.Report.Published.Known() }
	if len(story) < 2 || !slices.ContainsFunc(story, undated) {
		return nil
	}
	clues := make([]when.Clues, len(story))
	for i, x := range story {
		clues[i] = when.New().Clues(&x.Report, x.Doc)
	}
	for i, x := range story {
		if !undated(x) {
			continue
		}
		others := make([]when.Clues, 0, len(story)-1)
		others = append(append(others, clues[:i]...), clues[i+1:]...)
		if pub := when.Infer(clues[i], others...); pub.Known() {
			rep := x.Report
			rep.Published = pub
			story[i] = a.resolved(&Analysis{Report: rep, Doc: x.Doc})
			changed = append(changed, i)
		}
	}
	return changed
}

// date gives the undated reports of a story, or of one that shares copied
// sentences with theirs, the days that they give one another, and reads them
// again. It looks at those that hang together with a fresh one; nil: at all.
// It returns those that got a day.
func (c *Composer) date(in *merge.Input, fresh map[string]bool) (dated []*Analysis) {
	if c.Analyser == nil {
		return nil
	}
	at := make(map[string]int, len(in.Reports))
	for i := range in.Reports {
		at[in.Reports[i].ID] = i
	}
	undated := func(id string) bool { return !in.Reports[at[id]].Published.Known() }
	for _, ids := range companions(in) {
		if !slices.ContainsFunc(ids, undated) || fresh != nil && !slices.ContainsFunc(ids, func(id string) bool { return fresh[id] }) {
			continue
		}
		set := make([]*Analysis, len(ids))
		if !readAgain(set, func(i int) *Analysis { return c.Analyser.Analyse(in.Reports[at[ids[i]]]) }) {
			continue
		}
		for _, k := range c.Analyser.DateStory(set) {
			dated = append(dated, set[k])
			in.Reports[at[ids[k]]] = set[k].Report
		}
	}
	return dated
}

// readAgain fills a set; false where the analysis fails over one of it, as it
// did when the report came: that leaves its story undated and the rest alone.
func readAgain(set []*Analysis, read func(i int) *Analysis) (ok bool) {
	defer func() { ok = recover() == nil }()
	for i := range set {
		set[i] = read(i)
	}
	return true
}

// withClaims puts the claims of reports that were read again in place of those
// that were read before.
func withClaims(claims []vigil.Claim, anew []*Analysis) []vigil.Claim {
	read := map[string]bool{}
	for _, a := range anew {
		read[a.Report.ID] = true
	}
	claims = slices.DeleteFunc(slices.Clone(claims), func(x vigil.Claim) bool { return read[x.Report] })
	for _, a := range anew {
		claims = append(claims, a.Claims...)
	}
	return claims
}
