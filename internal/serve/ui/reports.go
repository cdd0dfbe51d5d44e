package ui

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// report shows a report with everything that was read from it marked in its
// text; ?claim= and &at= say what the reader came for.
func (u *UI) report(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	rd, err := u.Store.Reading(ctx, id)
	if err != nil {
		return err
	}
	versions, err := u.Store.Versions(ctx, id)
	if err != nil {
		return err
	}
	items, err := u.Store.Items(ctx, store.Query{Report: id, Limit: 500})
	if err != nil {
		return err
	}
	claim := r.URL.Query().Get("claim")
	kept, err := u.kept(ctx, id)
	if err != nil {
		return err
	}
	marks := marksOf(rd, claim, spanOf(r.URL.Query().Get("at")))
	rep := &rd.Report
	when := vigil.When{Days: rep.Published.Days}
	data := map[string]any{"Report": rep, "Day": "", "Basis": rep.Published.Basis, "Paragraphs": paragraphs(desk.Cut(rep.Text, marks)),
		"Claims": claimRows(rd, claim, thingsOf(items)), "Copies": copyRows(rd), "Analyser": rd.Analyser, "Kept": kept, "Versions": 0, "Link": webLink(rep.URL)}
	if rep.Published.Known() {
		data["Day"] = export.When(&when)
	}
	if len(versions) > 1 {
		data["Versions"] = len(versions)
	}
	u.render(w, r, http.StatusOK, "report", data)
	return nil
}

// spanOf reads "START-END".
func spanOf(s string) vigil.Span {
	a, b, _ := strings.Cut(s, "-")
	start, err1 := strconv.Atoi(a)
	end, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || start < 0 || end < start {
		return vigil.Span{}
	}
	return vigil.Span{Start: start, End: end}
}

func marksOf(rd *store.Reading, claim string, at vigil.Span) []desk.Mark {
	var out []desk.Mark
	for _, c := range rd.Claims {
		for i, s := range c.Evidence {
			out = append(out, desk.Mark{Span: s, Class: "evidence", Claim: c.ID})
			if c.ID == claim {
				out = append(out, desk.Mark{Span: s, Class: "claim", Claim: c.ID})
				if at.Len() == 0 && i == 0 {
					at = s
				}
			}
		}
	}
	if at.Len() > 0 && claim != "" {
		out = append(out, desk.Mark{Span: at, Class: "value", Claim: claim})
	}
	for _, c := range rd.Copies {
		out = append(out, desk.Mark{Span: c.Span, Class: "copy", Of: c.Of})
	}
	return out
}

// paragraphs parts pieces at line breaks, which stay out of them.
func paragraphs(pieces []desk.Piece) [][]desk.Piece {
	out := [][]desk.Piece{nil}
	for _, p := range pieces {
		for i, line := range strings.Split(p.Text, "\n") {
			if i > 0 {
				out = append(out, nil)
			}
			if line != "" {
				q := p
				q.Text, q.First = line, p.First && i == 0
				out[len(out)-1] = append(out[len(out)-1], q)
			}
		}
	}
	kept := out[:0]
	for _, p := range out {
		if len(p) > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// thing is where a claim went.
type thing struct {
	Name string
	Href template.URL
}

// thingsOf tells which things stand on each claim.
func thingsOf(items []store.Item) map[string][]thing {
	out := map[string][]thing{}
	for _, it := range items {
		ix, err := store.IndexOf(it.Kind, it.JSON)
		if err != nil {
			continue
		}
		name := text(string(it.Kind))
		if ix.Act != "" {
			name = ix.Act
		}
		href := thingURL(it.Kind, it.ID)
		if href == "" {
			continue
		}
		for _, c := range ix.Claims {
			if t := (thing{name, href}); !slices.Contains(out[c], t) {
				out[c] = append(out[c], t)
			}
		}
	}
	return out
}

// thingURL is the page of a thing, or "" if its kind has none.
func thingURL(kind store.Kind, id string) template.URL {
	switch kind {
	case store.Incident:
		return template.URL(Path("/incidents/", id))
	case store.Statement:
		return template.URL(Path("/statements/", id))
	case store.Toll:
		return template.URL("/tolls?only=" + url.QueryEscape(id))
	}
	return ""
}

type claimRow struct {
	Head, Kind, Status string
	Score              float64
	Href               template.URL
	Here               bool
	Things             []thing
}

func claimRows(rd *store.Reading, here string, things map[string][]thing) []claimRow {
	var out []claimRow
	for i := range rd.Claims {
		c := &rd.Claims[i]
		row := claimRow{Head: headOf(c), Kind: text(string(c.Kind)), Score: c.Score, Href: ReportURL(rd.Report.ID, c.ID, vigil.Span{}), Here: c.ID == here, Things: things[c.ID]}
		if c.Status != vigil.Occurred {
			row.Status = string(c.Status)
		}
		out = append(out, row)
	}
	return out
}

// headOf says in a line what a claim tells.
func headOf(c *vigil.Claim) string {
	parts := []string{cmp.Or(c.Act, c.Relation, string(c.Kind))}
	for _, f := range c.Figures {
		parts = append(parts, fmt.Sprintf("%s %s", desk.Figure(f), f.Measure))
	}
	if c.Place != nil {
		parts = append(parts, c.Place.Name)
	}
	return strings.Join(parts, ", ")
}

type copyRow struct {
	Of, Why string
	Href    template.URL
}

func copyRows(rd *store.Reading) []copyRow {
	var out []copyRow
	for _, c := range rd.Copies {
		out = append(out, copyRow{c.Of, c.Why, ReportURL(c.Of, "", vigil.Span{})})
	}
	return out
}

// webLink returns an address that may be made a link: http or https.
func webLink(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// hit is a report in a list.
type hit struct {
	ID, Title string
	Href      template.URL
	Snippet   []desk.Piece
}

// reports lists the reports, or those that hold some words.
func (u *UI) reports(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	data := map[string]any{"Words": words, "Next": int64(0), "CanUpload": u.Read != nil && people.From(ctx).May(people.Analyst)}
	var hits []hit
	if words != "" {
		found, err := u.Store.Search(ctx, words, 100)
		if err != nil {
			return err
		}
		for _, h := range found {
			hits = append(hits, hit{h.Report, cmp.Or(h.Title, h.Report), ReportURL(h.Report, "", vigil.Span{}), snippet(h.Snippet)})
		}
	} else {
		after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
		reps, next, err := u.Store.Reports(ctx, after, desk.PageSize)
		if err != nil {
			return err
		}
		for _, rep := range reps {
			hits = append(hits, hit{ID: rep.ID, Title: cmp.Or(rep.Title, rep.ID), Href: ReportURL(rep.ID, "", vigil.Span{})})
		}
		if len(reps) == desk.PageSize {
			data["Next"] = next
		}
	}
	data["Hits"] = hits
	u.render(w, r, http.StatusOK, "reports", data)
	return nil
}

// snippet turns the store's marks into pieces.
func snippet(s string) []desk.Piece {
	var out []desk.Piece
	for i, part := range strings.Split(s, "\x02") {
		words, rest, _ := strings.Cut(part, "\x03")
		if i == 0 {
			words, rest = "", part
		}
		if words != "" {
			out = append(out, desk.Piece{Text: words, Marks: []desk.Mark{{}}})
		}
		if rest != "" {
			out = append(out, desk.Piece{Text: rest})
		}
	}
	return out
}
