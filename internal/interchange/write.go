package interchange

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
)

// Writer writes analyses as JSON Lines.
type Writer struct {
	w      *bufio.Writer
	enc    *json.Encoder
	layers Layers
}

// NewWriter writes the given layers to w. Call Flush at the end.
func NewWriter(w io.Writer, layers Layers) *Writer {
	b := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return &Writer{w: b, enc: enc, layers: layers}
}

// Write writes one analysis as one line.
func (w *Writer) Write(a *pipeline.Analysis) error {
	c := converter{text: a.Report.Text, chars: NewChars(a.Report.Text)}
	return w.enc.Encode(c.record(a, w.layers))
}

// WriteError records a report that could not be read: {"id","error"}.
func (w *Writer) WriteError(id string, err error) error {
	var in *vigil.InputError
	if errors.As(err, &in) {
		err = in.Err
	}
	return w.enc.Encode(struct {
		ID    *string `json:"id"`
		Error string  `json:"error"`
	}{optional(id), err.Error()})
}

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.w.Flush() }

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Chars turns byte offsets into a text into character offsets: the count of
// characters before every 64th byte, so that a look-up reads 64 bytes at most.
type Chars struct {
	text  string
	ascii bool
	marks []int32
}

const markEvery = 64

// NewChars counts the characters of text.
func NewChars(text string) Chars {
	ix := Chars{text: text, ascii: true}
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ix.ascii = false
			break
		}
	}
	if ix.ascii {
		return ix
	}
	n := int32(0)
	for i := 0; i < len(text); i++ {
		if i%markEvery == 0 {
			ix.marks = append(ix.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	ix.marks = append(ix.marks, n)
	return ix
}

// At returns the number of characters that start before byte offset b.
func (ix Chars) At(b int) int {
	b = max(0, min(b, len(ix.text)))
	if ix.ascii {
		return b
	}
	n := int(ix.marks[b/markEvery])
	for i := b / markEvery * markEvery; i < b; i++ {
		if utf8.RuneStart(ix.text[i]) {
			n++
		}
	}
	return n
}

// converter turns one analysis into its JSON shape.
type converter struct {
	text  string
	chars Chars
}

func (c converter) span(s vigil.Span) span { return span{c.chars.At(s.Start), c.chars.At(s.End)} }

func (c converter) quote(s vigil.Span) quote { return quote{c.span(s), s.In(c.text)} }

func (c converter) record(a *pipeline.Analysis, layers Layers) record {
	r := a.Report
	out := record{ID: r.ID, Title: r.Title, Source: r.Source, URL: r.URL, Language: r.Lang,
		Published: c.published(r.Published)}
	if left := r.Text[len(r.Head()):]; left != "" {
		out.Unread = utf8.RuneCountInString(left)
	}
	if layers&Text != 0 {
		out.Text = r.Text
	}
	if layers&Sentences != 0 {
		out.Sentences = mapSlice(a.Doc.Sentences, func(s nlp.Sentence) span { return c.span(s.Span) })
	}
	if layers&Tokens != 0 {
		out.Tokens = mapSlice(a.Doc.Tokens, c.token)
	}
	if layers&Names != 0 {
		c.names(a.Doc, &out)
	}
	if layers&Places != 0 {
		out.Places = mapSlice(a.Resolved.Places, c.mention)
	}
	if layers&Times != 0 {
		out.Times = mapSlice(a.Resolved.Times, c.time)
	}
	if layers&Attributions != 0 {
		out.Attributions = mapSlice(a.Attributions, c.attribution)
	}
	if layers&Claims != 0 {
		for i := range a.Claims {
			c.claim(&a.Claims[i], &out)
		}
	}
	return out
}

func mapSlice[A, B any](in []A, f func(A) B) []B {
	if in == nil {
		return nil
	}
	out := make([]B, len(in))
	for i, x := range in {
		out[i] = f(x)
	}
	return out
}

func (c converter) published(p vigil.Published) *published {
	if !p.Known() {
		return &published{Basis: string(vigil.NoBasis)}
	}
	out := &published{Date: p.Day().String(), Basis: string(p.Basis), Score: p.Score}
	if p.Days.From != p.Days.To {
		out.From = p.Days.From.String()
	}
	return out
}

func (c converter) token(t nlp.Token) token {
	return token{c.span(t.Span), t.Lemma, t.UPOS.String(), t.XPOS.String(), int(t.Head), t.Deprel.String()}
}

func (c converter) names(d *nlp.Doc, out *record) {
	entity := func(i int) string {
		if i < 0 || i >= len(d.Entities) {
			return ""
		}
		return d.Entities[i].Name
	}
	out.Names = mapSlice(d.Names, func(n nlp.Name) name {
		return name{c.quote(n.Span), n.Type.String(), n.Kind, entity(n.Entity)}
	})
	out.Refs = mapSlice(d.Refs, func(r nlp.Ref) ref {
		return ref{c.quote(r.Span), entity(r.Entity), round(r.Score), r.Unsure}
	})
}

// round keeps three decimals, so that a change of a score is a visible diff
// and noise is not.
func round(x float64) float64 { return float64(int(x*1000+0.5)) / 1000 }

func (c converter) mention(p vigil.Place) place {
	out := c.place(&p)
	s := c.span(p.Span)
	out.span = &s
	return *out
}

func (c converter) place(p *vigil.Place) *place {
	if p == nil {
		return nil
	}
	out := &place{Text: p.Text, Name: p.Name, Kind: string(p.Kind), Use: string(p.Use), Relation: p.Relation, Country: p.Country, Basis: string(p.Basis),
		Admin1: p.Admin1, RadiusKm: p.RadiusKm, GeoID: p.GeoID, GeoPrec: p.GeoPrecision(), Score: round(p.Score)}
	if p.Located {
		out.Lat, out.Lon = &p.Lat, &p.Lon
	}
	return out
}

// where is the place of an incident: its name is as written, the gazetteer's
// beside it.
func (c converter) where(p *vigil.Place) *place {
	out := c.place(p)
	if out != nil && out.Text != "" {
		out.Name, out.Canonical = out.Text, out.Name
	}
	return out
}

func (c converter) time(w vigil.When) when {
	s := c.span(w.Span)
	return when{span: &s, Text: w.Text, Type: w.Type, Value: w.Value, Mod: w.Mod, Basis: w.Basis, Score: w.Score, Days: days(&w)}
}

func days(w *vigil.When) *vigil.Days {
	if w == nil || !w.Days.Known() {
		return nil
	}
	d := w.Days
	if d.From == 0 {
		d.From = d.To
	}
	if d.To == 0 {
		d.To = d.From
	}
	return &d
}

func (c converter) parties(ps []vigil.Party) []party {
	out := make([]party, len(ps))
	for i, p := range ps {
		out[i] = party{p.Name, p.Text, p.Also, p.Entity, string(p.Kind), string(p.Inter), round(p.Score), p.Unsure}
	}
	return out
}

func (c converter) attribution(a vigil.Attribution) attribution {
	pairs := func(ss []vigil.Span) [][2]int {
		out := make([][2]int, len(ss))
		for i, s := range ss {
			x := c.span(s)
			out[i] = [2]int{x.Start, x.End}
		}
		return out
	}
	return attribution{pairs(a.Source), pairs(a.Cue), pairs(a.Content), c.parties(a.Speakers), c.parties(a.Via),
		string(a.Force), a.Quoted, a.Unsure, round(a.Score)}
}

// claim adds cl to the list of its kind.
func (c converter) claim(cl *vigil.Claim, out *record) {
	switch cl.Kind {
	case vigil.IncidentClaim:
		if cl.Status == vigil.Occurred {
			out.Incidents = append(out.Incidents, c.incident(cl))
		}
	case vigil.StatementClaim:
		out.Statements = append(out.Statements, c.statement(cl))
	case vigil.TollClaim:
		out.Tolls = append(out.Tolls, c.toll(cl)...)
	case vigil.SideClaim:
		out.Sides = append(out.Sides, c.side(cl))
	case vigil.ForceClaim:
		out.Forces = append(out.Forces, c.side(cl))
	}
}

func (c converter) shared(cl *vigil.Claim) claimFields {
	var via []vigil.Party
	for _, a := range cl.By {
		for _, v := range a.Via {
			if !slices.ContainsFunc(via, func(p vigil.Party) bool { return p.Name == v.Name }) {
				via = append(via, v)
			}
		}
	}
	out := claimFields{ID: cl.ID, Status: string(cl.Status), Sources: c.parties(cl.Sources()), Via: c.parties(via),
		DeniedBy: c.parties(cl.DeniedBy), Evidence: mapSlice(cl.Evidence, c.quote), Score: round(cl.Score), Copied: cl.Copied}
	if act := vigil.ActByID(cl.Act); act != nil {
		out.Plover = act.Plover
		if cl.Mode != "" {
			out.Plover = act.PloverType() + "-" + cl.Mode
		}
	}
	return out
}

func (c converter) incident(cl *vigil.Claim) incident {
	out := incident{claimFields: c.shared(cl), SubEvent: cl.Act, Date: days(cl.When), Place: c.where(cl.Place),
		Actors: c.parties(cl.Actors), Targets: c.parties(cl.Targets), Weapon: optional(cl.Weapon),
		Figures: c.figures(cl.Figures), Background: cl.Background}
	if cl.When != nil {
		out.When = cl.When.Text
	}
	return out
}

func (c converter) figures(fs []vigil.Figure) []figure {
	out := make([]figure, len(fs))
	for i, f := range fs {
		out[i] = c.figure(f)
	}
	return out
}

func (c converter) figure(f vigil.Figure) figure {
	out := figure{Measure: string(f.Measure), Min: f.Min, Max: f.Max, Of: optional(f.Of), Part: f.Part}
	if f.Source != nil {
		out.Source = optional(f.Source.Name)
	}
	return out
}

func (c converter) statement(cl *vigil.Claim) statement {
	return statement{claimFields: c.shared(cl), Type: cl.Act, Actor: c.parties(cl.Actors), Recipient: c.parties(cl.Targets),
		Date: days(cl.When), Due: days(cl.Due), Place: c.place(cl.Place), Condition: optional(cl.Condition)}
}

// toll writes one line for each figure of the claim.
func (c converter) toll(cl *vigil.Claim) []toll {
	return mapSlice(cl.Figures, func(f vigil.Figure) toll {
		if said := cl.Sources(); f.Source == nil && len(said) > 0 {
			f.Source = &said[0]
		}
		return toll{claimFields: c.shared(cl), figure: c.figure(f), Scope: cl.Scope, Since: optional(cl.SinceText)}
	})
}

func (c converter) side(cl *vigil.Claim) side {
	return side{claimFields: c.shared(cl), Relation: cl.Relation, Actor: c.parties(cl.Actors), To: c.parties(cl.Targets),
		Place: c.place(cl.Place), Date: days(cl.When), Figures: c.figures(cl.Figures)}
}
