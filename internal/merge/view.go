package merge

import (
	"cmp"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/trace"
)

// view is a claim with what comparing it needs.
type view struct {
	*vigil.Claim
	published vigil.Day
	outlet    string
	party     string // for which the outlet speaks

	reliability string // of the outlet
	story       string
	days        vigil.Days // when it happened, as far as is told
	act         *vigil.Act
	words       []uint32  // content words of its main sentence, sorted
	origin      *view     // the claim of the report that its main sentence is copied from
	copyOf      string    // that report, even if no claim was read from it; "" if own
	resembles   string    // that report, even if only the wording is alike
	credit      string    // the agency that its report credits, or ""
	scope       scope     // of a toll
	speakers    []speaker // see builder.speakers
	keys        []string  // of its blocks

	found, looked int // Part.marks and Part.looks when it was
}

func (v *view) copied() bool { return v.copyOf != "" }

// root follows copies of copies to the first.
func (v *view) root() *view {
	for range 16 {
		if v.origin == nil {
			break
		}
		v = v.origin
	}
	return v
}

func (b *builder) view(c *vigil.Claim) *view {
	v := &view{Claim: c, story: b.story[c.Report], act: vigil.ActByID(c.Act)}
	if c.When != nil {
		v.days = closed(c.When.Days)
	}
	if r := b.reports[c.Report]; r != nil {
		v.published = r.Published.Day()
		v.outlet, v.reliability, v.party = r.Source, r.Reliability, r.Party
		if len(c.Evidence) > 0 {
			v.words = b.contentOf(c, r)
		}
	}
	if c.Kind == vigil.TollClaim {
		v.scope = scopeOf(v)
	}
	return v
}

// contentOf returns the content words of a claim's main sentence.
func (b *builder) contentOf(c *vigil.Claim, r *vigil.Report) []uint32 {
	words, ok := b.Words[c.ID]
	if !ok {
		words = content(c.Evidence[0].In(r.Text))
		if b.Words != nil {
			b.Words[c.ID] = words
		}
	}
	return words
}

// closed gives an open range its other end.
func closed(d vigil.Days) vigil.Days {
	if d.From == 0 {
		d.From = d.To
	}
	if d.To == 0 {
		d.To = d.From
	}
	return d
}

// content returns the words of text that say something, folded, in order of
// their keys, each once.
func content(text string) []uint32 {
	var out []uint32
	for _, w := range trace.Words(nil, text) {
		if w.Flags&trace.Function == 0 {
			out = append(out, w.Key)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overlap returns how many of the shorter list's words the other has, 0..1.
func overlap(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n, j := 0, 0
	for _, k := range a {
		for j < len(b) && b[j] < k {
			j++
		}
		if j < len(b) && b[j] == k {
			n++
		}
	}
	return float64(n) / float64(min(len(a), len(b)))
}

// traceEvidence ties claims to the claims that their main sentences are copied
// from.
func (b *builder) traceEvidence(copies []vigil.Copy) {
	for _, c := range copies {
		for _, v := range b.of[c.Report] {
			switch {
			case c.Of == "" || b.reports[c.Of] == nil && strings.HasPrefix(c.Why, "credited"):
				if c.Span.Len() == 0 || len(v.Evidence) > 0 && c.Span.Overlaps(v.Evidence[0]) {
					v.credit = strings.TrimPrefix(c.Why, "credited to ")
				}
			case len(v.Evidence) > 0 && mostly(v.Evidence[0], c.Span):
				v.resembles = c.Of
				if formulaic(v, b.of[c.Of], c.From) {
					continue
				}
				v.copyOf = c.Of
				v.origin = like(v, b.of[c.Of], c.From)
			}
		}
	}
}

// formulaic reports whether v shares no more than the wording with what the
// sentence at from tells, whose claims are among others: where all of them are
// of another town, or of another number of dead, nothing was copied.
func formulaic(v *view, others []*view, from vigil.Span) bool {
	if v.Kind != vigil.IncidentClaim {
		return false
	}
	other := false
	for _, o := range others {
		if o == v || o.Kind != v.Kind || len(o.Evidence) == 0 || !o.Evidence[0].Overlaps(from) {
			continue
		}
		if !otherTown(v.Place, o.Place) && !otherToll(v.Figures, o.Figures) {
			return false
		}
		other = true
	}
	return other
}

// otherTown reports whether p and q are two towns, told by two words: one word may
// be read as two towns.
func otherTown(p, q *vigil.Place) bool {
	return p != nil && q != nil && p.GeoID != 0 && q.GeoID != 0 && p.GeoID != q.GeoID && p.Kind.Point() && q.Kind.Point() && !strings.EqualFold(cmp.Or(p.Text, p.Name), cmp.Or(q.Text, q.Name))
}

// otherToll reports whether both count the dead, and otherwise.
func otherToll(fs, gs []vigil.Figure) bool {
	f, g := total(fs, vigil.Killed), total(gs, vigil.Killed)
	return f != nil && g != nil && bound(f) != bound(g)
}

// mostly reports whether half of s lies in t.
func mostly(s, t vigil.Span) bool {
	return 2*(min(s.End, t.End)-max(s.Start, t.Start)) >= s.Len() && s.Overlaps(t)
}

// like returns the one of claims whose main sentence lies at from and that
// tells the same as v, or nil.
func like(v *view, claims []*view, from vigil.Span) *view {
	for _, o := range claims {
		if o != v && o.Kind == v.Kind && o.Act == v.Act && len(o.Evidence) > 0 && (from.Len() == 0 || o.Evidence[0].Overlaps(from)) {
			return o
		}
	}
	return nil
}

// km returns the distance of two places.
func km(a, b *vigil.Place) float64 { return vigil.Distance(a.Lat, a.Lon, b.Lat, b.Lon) }
