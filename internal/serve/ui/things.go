package ui

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// incident shows one incident: each value with what the reports have for it.
func (u *UI) incident(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	in, rev, err := desk.Incident(ctx, u.Store, id)
	if err != nil {
		return err
	}
	in.Rev = rev
	ev, err := desk.Behind(ctx, u.Store, in.Claims)
	if err != nil {
		return err
	}
	history, err := u.history(ctx, id)
	if err != nil {
		return err
	}
	near, err := desk.Near(ctx, u.Store, in)
	if err != nil {
		return err
	}
	decisions, err := u.decisionRows(r, in)
	if err != nil {
		return err
	}
	kept, err := u.lastKept(ctx, ev)
	if err != nil {
		return err
	}
	p := people.From(ctx)
	u.render(w, r, http.StatusOK, "incident", map[string]any{"Decisions": decisions, "Fields": fieldNames, "Grades": desk.Grades, "ActNames": actNames(),
		"Queue": r.URL.Query().Get("queue") != "", "In": in, "When": export.When(in.When), "Where": desk.Where(in.Place),
		"Slots": slots(in, ev), "Voices": vigil.Independent(in.Voices), "Tellings": tellings(ev), "Kept": kept, "History": history, "Near": near,
		"CanReview": p.May(people.Analyst)})
	return nil
}

// actNames are the acts that an incident can be.
func actNames() []string {
	var out []string
	for i := range vigil.Acts {
		if vigil.Acts[i].Happened() {
			out = append(out, vigil.Acts[i].ID)
		}
	}
	return out
}

// slot is one value of a thing with what each report has for it.
type slot struct {
	Name, Value, Note string
	Corrected         bool
	Told              []told
}

type told struct {
	Text, Source, Outlet, Day string
	Href                      template.URL
	Superseded                bool
}

// ReportURL is the address of a stretch of a report, marked.
func ReportURL(report, claim string, s vigil.Span) template.URL {
	q := ""
	if claim != "" {
		q = "?claim=" + template.URLQueryEscaper(claim)
		if s.Len() > 0 {
			q += fmt.Sprintf("&at=%d-%d", s.Start, s.End)
		}
	}
	return template.URL(Path("/reports/", report, q+"#mark"))
}

func tell(t desk.Telling, words string, s vigil.Span) told {
	if s.Len() == 0 && len(t.Claim.Evidence) > 0 {
		s = t.Claim.Evidence[0]
	}
	return told{Text: words, Source: export.Parties(t.Claim.Sources()), Outlet: t.Outlet(), Day: t.Report.Published.Days.To.String(),
		Href: ReportURL(t.Report.ID, t.Claim.ID, s)}
}

// slots lists what an incident says, slot by slot.
func slots(in *vigil.Incident, ev []desk.Telling) []slot {
	out := []slot{{Name: "act", Value: in.Act}, {Name: "when", Value: export.When(in.When)},
		{Name: "where", Value: cmp.Or(desk.Where(in.Place), text("not told")), Note: desk.Exactness(in.Place)},
		{Name: "who", Value: cmp.Or(export.Parties(in.Actors), text("not told"))}, {Name: "to whom", Value: cmp.Or(export.Parties(in.Targets), text("not told"))},
		{Name: "weapon"}}
	var weapons []string
	for _, t := range ev {
		c := t.Claim
		out[0].Told = append(out[0].Told, tell(t, cmp.Or(c.Trigger.In(t.Report.Text), c.Act), c.Trigger))
		if c.When != nil {
			out[1].Told = append(out[1].Told, tell(t, cmp.Or(c.When.Text, export.When(c.When)), c.When.Span))
		}
		if c.Place != nil {
			out[2].Told = append(out[2].Told, tell(t, cmp.Or(c.Place.Text, c.Place.Name), c.Place.Span))
		}
		for i, ps := range [][]vigil.Party{c.Actors, c.Targets} {
			for _, p := range ps {
				out[3+i].Told = append(out[3+i].Told, tell(t, cmp.Or(p.Text, p.Name), p.Span))
			}
		}
		if c.Weapon != "" {
			out[5].Told = append(out[5].Told, tell(t, c.Weapon, vigil.Span{}))
			if !slices.Contains(weapons, c.Weapon) {
				weapons = append(weapons, c.Weapon)
			}
		}
	}
	out[5].Value = strings.Join(weapons, "; ")
	if len(weapons) == 0 {
		out = out[:5]
	}
	out = append(out, tallySlots(in, ev)...)
	for i := range out {
		out[i].Corrected = in.Review != nil && slices.Contains(in.Review.Corrected, field(out[i].Name))
		out[i].Name = text(out[i].Name)
	}
	return out
}

// field is the name of a slot in a decision.
func field(slot string) string {
	switch slot {
	case "where":
		return "place"
	case "who":
		return "actors"
	case "to whom":
		return "targets"
	}
	return slot
}

func tallySlots(in *vigil.Incident, ev []desk.Telling) []slot {
	var out []slot
	for _, t := range in.Tallies {
		s := slot{Name: string(t.Measure), Value: desk.Range(t.Min, t.Max), Note: text("by the rule “%s”", t.Rule)}
		for _, f := range t.Figures {
			i := slices.IndexFunc(ev, func(x desk.Telling) bool { return x.Claim.ID == f.Claim })
			if i < 0 {
				continue
			}
			w := tell(ev[i], desk.Figure(f.Figure), f.Span)
			if f.Source != nil {
				w.Source = f.Source.Name
			}
			w.Superseded = f.Superseded
			s.Told = append(s.Told, w)
		}
		out = append(out, s)
	}
	return out
}

// telling is one claim with its sentences.
type telling struct {
	Claim, Report, Outlet, Title, Day, Status, Speakers, Denied, Digest string
	Copied                                                              bool
	Href                                                                template.URL
	Sentences                                                           []struct {
		Text string
		Href template.URL
	}
}

// First is the first sentence, for a label.
func (t telling) First() string {
	if len(t.Sentences) == 0 {
		return ""
	}
	return clip(t.Sentences[0].Text, 120)
}

func tellings(ev []desk.Telling) []telling {
	out := make([]telling, len(ev))
	for i, e := range ev {
		t := telling{Claim: e.Claim.ID, Report: e.Report.ID, Digest: e.Report.Digest, Outlet: e.Outlet(), Title: e.Report.Title, Day: e.Report.Published.Days.To.String(), Copied: e.Claim.Copied,
			Speakers: export.Parties(e.Claim.Sources()), Denied: export.Parties(e.Claim.DeniedBy), Href: ReportURL(e.Report.ID, e.Claim.ID, vigil.Span{})}
		if e.Claim.Status != vigil.Occurred {
			t.Status = string(e.Claim.Status)
		}
		for _, s := range e.Claim.Evidence {
			if words := strings.Join(strings.Fields(s.In(e.Report.Text)), " "); words != "" {
				t.Sentences = append(t.Sentences, struct {
					Text string
					Href template.URL
				}{words, ReportURL(e.Report.ID, e.Claim.ID, s)})
			}
		}
		out[i] = t
	}
	return out
}

// revision is a step of a history and what it changed.
type revision struct {
	vigil.Revision
	Changed []string
}

func (u *UI) history(ctx context.Context, id string) ([]revision, error) {
	revs, err := u.Store.History(ctx, id)
	out := make([]revision, len(revs))
	for i, r := range revs {
		out[len(revs)-1-i] = revision{r, changed(r.Before, r.After)}
	}
	return out, err
}

// changed names the values that differ between two states.
func changed(before, after []byte) []string {
	if before == nil || after == nil {
		return nil
	}
	var a, b map[string]json.RawMessage
	if json.Unmarshal(before, &a) != nil || json.Unmarshal(after, &b) != nil {
		return nil
	}
	var out []string
	for k, v := range b {
		if k != "rev" && string(a[k]) != string(v) {
			out = append(out, k)
		}
		delete(a, k)
	}
	for k := range a {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// statement shows one statement.
func (u *UI) statement(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	var st vigil.Statement
	if _, err := desk.Get(ctx, u.Store, store.Statement, id, &st); err != nil {
		return err
	}
	ev, err := desk.Behind(ctx, u.Store, st.Claims)
	if err != nil {
		return err
	}
	history, err := u.history(ctx, id)
	if err != nil {
		return err
	}
	due := ""
	if st.Due != nil {
		due = export.When(st.Due)
	}
	u.render(w, r, http.StatusOK, "statement", map[string]any{"St": st, "When": export.When(st.When), "Where": desk.Where(st.Place), "Due": due,
		"From": export.Parties(st.From), "To": export.Parties(st.To), "Tellings": tellings(ev), "History": history})
	return nil
}

func slug(s any) string { return strings.ReplaceAll(fmt.Sprint(s), " ", "-") }
