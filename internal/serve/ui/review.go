package ui

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/protect"
	"vigil/internal/review"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

func (u *UI) registerReview(mux Mux) {
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /review":                      u.queue,
		"GET /review/next":                 u.nextInQueue,
		"POST /review/bulk":                u.bulk,
		"GET /review/corrections.jsonl":    u.corrections,
		"POST /incidents/{id}/judge":       u.judge,
		"POST /incidents/{id}/correct":     u.correct,
		"POST /incidents/{id}/grade":       u.grade,
		"POST /incidents/{id}/note":        u.note,
		"POST /incidents/{id}/merge":       u.merge,
		"POST /incidents/{id}/split":       u.split,
		"POST /review/decisions/{id}/undo": u.undo,
	} {
		mux.Handle(pattern, people.Need(people.Analyst, u.handle(h)))
	}
}

// fieldNames are what a person may correct.
var fieldNames = []string{"act", "when", "place", "actors", "targets", "killed", "injured", "abducted", "detained", "missing", "displaced"}

// queue lists what most wants a person's eye.
func (u *UI) queue(w http.ResponseWriter, r *http.Request) error {
	q := desk.Parse(r.URL.Query()).Query()
	q.Order, q.After = store.Weightier, ""
	items, err := u.Store.Items(r.Context(), q)
	if err != nil {
		return err
	}
	rows, err := desk.Rows(items)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(x desk.Row) bool { return x.Review != nil && x.Review.Verdict != "" })
	decisions, err := store.Decisions(r.Context(), u.Store)
	if err != nil {
		return err
	}
	slices.SortFunc(decisions, func(a, b vigil.Decision) int { return b.At.Compare(a.At) })
	u.render(w, r, http.StatusOK, "review", map[string]any{"Rows": rows, "Decisions": decisions[:min(len(decisions), 50)], "All": len(decisions),
		"Agreement": review.Agree(byTime(decisions)), "Done": r.URL.Query().Get("done")})
	return nil
}

func byTime(ds []vigil.Decision) []vigil.Decision {
	out := slices.Clone(ds)
	slices.SortFunc(out, func(a, b vigil.Decision) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return out
}

// nextInQueue leads to the first incident that wants a person's eye.
func (u *UI) nextInQueue(w http.ResponseWriter, r *http.Request) error {
	items, err := u.Store.Items(r.Context(), store.Query{Kind: store.Incident, Order: store.Weightier, Limit: 1})
	if err != nil {
		return err
	}
	to := "/review?done=all"
	if rows, err := desk.Rows(items); err != nil {
		return err
	} else if len(rows) == 1 && (rows[0].Review == nil || rows[0].Review.Verdict == "") {
		to = Path("/incidents/", rows[0].ID, "?queue=1")
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (u *UI) court() desk.Court { return desk.Court{Store: u.Kept, Kin: u.Kin, Now: u.Now} }

// maxReason is how long a reason may be.
const maxReason = 500

// decided carries out a form's decision, writes it into the trail and leads on.
func (u *UI) decided(w http.ResponseWriter, r *http.Request, what string, do func(d vigil.Decision, rev int) error) error {
	id := r.PathValue("id")
	rev, err := strconv.Atoi(r.PostFormValue("rev"))
	if err != nil {
		return errBad
	}
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	if len(reason) > maxReason {
		return errBad
	}
	d := vigil.Decision{Reason: reason, Evidence: clip(r.PostFormValue("evidence"), maxReason), By: people.From(r.Context()).Name}
	if err := do(d, rev); errors.Is(err, desk.ErrValue) {
		u.Message(w, r, http.StatusUnprocessableEntity, text("This makes no sense here"), text("The value does not fit the field. Nothing was changed."))
		return nil
	} else if err != nil {
		return err
	}
	if err := u.Trace(r, what, id, reason); err != nil {
		return err
	}
	to := Path("/incidents/", id)
	if r.PostFormValue("queue") != "" {
		to = "/review/next"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func asJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}

func verdict(s string) (vigil.Verdict, bool) {
	v := vigil.Verdict(s)
	return v, v == vigil.Accepted || v == vigil.Unverifiable || v == vigil.Excluded
}

func (u *UI) judge(w http.ResponseWriter, r *http.Request) error {
	v, ok := verdict(r.PostFormValue("verdict"))
	if !ok || v == vigil.Excluded && strings.TrimSpace(r.PostFormValue("reason")) == "" {
		u.Message(w, r, http.StatusUnprocessableEntity, text("A reason is wanted"), text("Who excludes says why."))
		return nil
	}
	return u.decided(w, r, string(v), func(d vigil.Decision, rev int) error {
		d.Kind, d.Value = vigil.Judge, asJSON(v)
		return u.court().Decide(r.Context(), r.PathValue("id"), rev, d)
	})
}

func (u *UI) grade(w http.ResponseWriter, r *http.Request) error {
	g := r.PostFormValue("grade")
	if !slices.Contains(desk.Grades, g) {
		return errBad
	}
	return u.decided(w, r, "grade", func(d vigil.Decision, rev int) error {
		d.Kind, d.Value = vigil.Regrade, asJSON(g)
		return u.court().Decide(r.Context(), r.PathValue("id"), rev, d)
	})
}

func (u *UI) note(w http.ResponseWriter, r *http.Request) error {
	if strings.TrimSpace(r.PostFormValue("reason")) == "" {
		return errBad
	}
	return u.decided(w, r, "note", func(d vigil.Decision, rev int) error {
		d.Kind = vigil.Note
		return u.court().Decide(r.Context(), r.PathValue("id"), rev, d)
	})
}

func (u *UI) correct(w http.ResponseWriter, r *http.Request) error {
	if strings.TrimSpace(r.PostFormValue("reason")) == "" {
		u.Message(w, r, http.StatusUnprocessableEntity, text("A reason is wanted"), text("Who corrects says why."))
		return nil
	}
	return u.decided(w, r, "correct "+clip(r.PostFormValue("field"), 20), func(d vigil.Decision, rev int) error {
		d.Kind, d.Field = vigil.Correct, r.PostFormValue("field")
		in, _, err := desk.Incident(r.Context(), u.Store, r.PathValue("id"))
		if err != nil {
			return err
		}
		if d.Value = fieldValue(in, d.Field, strings.TrimSpace(r.PostFormValue("value"))); d.Value == nil {
			return desk.ErrValue
		}
		return u.court().Decide(r.Context(), r.PathValue("id"), rev, d)
	})
}

// fieldValue reads what a person typed: an act's name; a day or two parted by
// "to"; names parted by semicolons; a place as "name, country[, latitude,
// longitude]"; a number or two parted by "to".
func fieldValue(in *vigil.Incident, field, s string) json.RawMessage {
	from, to, ranged := strings.Cut(s, " to ")
	if !ranged {
		to = from
	}
	switch field {
	case "act":
		return asJSON(s)
	case "when":
		a, err1 := vigil.ParseDay(strings.TrimSpace(from))
		b, err2 := vigil.ParseDay(strings.TrimSpace(to))
		if err1 != nil || err2 != nil {
			return nil
		}
		return asJSON(vigil.Days{From: a, To: b})
	case "place":
		return placeValue(in, s)
	case "actors", "targets":
		ps := []vigil.Party{}
		for name := range strings.SplitSeq(s, ";") {
			if name = strings.TrimSpace(name); name != "" {
				ps = append(ps, vigil.Party{Name: name, Score: 1})
			}
		}
		return asJSON(ps)
	}
	number := func(s string) *int {
		n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimSpace(s), ",", ""))
		if err != nil {
			return nil
		}
		return &n
	}
	b := review.Bounds{Min: number(from), Max: number(to)}
	if least, ok := strings.CutPrefix(s, "at least "); ok {
		b = review.Bounds{Min: number(least)}
	}
	if b.Min == nil && b.Max == nil {
		return nil
	}
	return asJSON(b)
}

func placeValue(in *vigil.Incident, s string) json.RawMessage {
	parts := strings.Split(s, ",")
	p := vigil.Place{Name: strings.TrimSpace(parts[0]), Text: strings.TrimSpace(parts[0]), Kind: vigil.Settlement, Score: 1}
	if in.Place != nil {
		p.Country = in.Place.Country
	}
	if len(parts) > 1 {
		p.Country = strings.ToUpper(strings.TrimSpace(parts[1]))
	}
	if len(parts) == 4 {
		lat, err1 := strconv.ParseFloat(strings.TrimSpace(parts[2]), 64)
		lon, err2 := strconv.ParseFloat(strings.TrimSpace(parts[3]), 64)
		if err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
			return nil
		}
		p.Located, p.Lat, p.Lon = true, lat, lon
	} else if in.Place != nil && strings.EqualFold(in.Place.Name, p.Name) {
		p = *in.Place
	} else if others := placesOf(in); others != nil {
		for _, o := range others {
			if strings.EqualFold(o.Name, p.Name) {
				p = o
			}
		}
	}
	return asJSON(p)
}

func placesOf(in *vigil.Incident) []vigil.Place {
	if in.Place == nil {
		return nil
	}
	return in.Place.Others
}

func (u *UI) merge(w http.ResponseWriter, r *http.Request) error {
	with := r.PostFormValue("with")
	return u.decided(w, r, "merge with "+clip(with, 40), func(d vigil.Decision, rev int) error {
		return u.court().Merge(r.Context(), r.PathValue("id"), rev, with, d)
	})
}

func (u *UI) split(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return errBad
	}
	return u.decided(w, r, "split", func(d vigil.Decision, rev int) error {
		return u.court().Split(r.Context(), r.PathValue("id"), rev, r.PostForm["claim"], d)
	})
}

func (u *UI) undo(w http.ResponseWriter, r *http.Request) error {
	reason := clip(strings.TrimSpace(r.PostFormValue("reason")), maxReason)
	if err := u.court().Undo(r.Context(), r.PathValue("id"), people.From(r.Context()).Name, reason); err != nil {
		return err
	}
	if err := u.Trace(r, "undo", r.PathValue("id"), reason); err != nil {
		return err
	}
	http.Redirect(w, r, "/review", http.StatusSeeOther)
	return nil
}

// bulk gives one verdict to the rows that were in view and chosen.
func (u *UI) bulk(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return errBad
	}
	v, ok := verdict(r.PostFormValue("verdict"))
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	if !ok || reason == "" || len(reason) > maxReason || len(r.PostForm["row"]) > desk.PageSize {
		u.Message(w, r, http.StatusUnprocessableEntity, text("A reason is wanted"), text("Who judges many at once says why."))
		return nil
	}
	for _, row := range r.PostForm["row"] {
		cut := strings.LastIndexByte(row, ' ')
		rev, err := strconv.Atoi(row[cut+1:])
		if err != nil || cut < 0 {
			return errBad
		}
		id := row[:cut]
		d := vigil.Decision{Kind: vigil.Judge, Value: asJSON(v), Reason: reason, By: people.From(r.Context()).Name}
		if err := u.court().Decide(r.Context(), id, rev, d); err != nil {
			return err
		}
		if err := u.Trace(r, string(v), id, reason); err != nil {
			return err
		}
	}
	http.Redirect(w, r, "/review?done="+strconv.Itoa(len(r.PostForm["row"])), http.StatusSeeOther)
	return nil
}

// corrections gives every decision with the sentences it is about, for training
// and tests.
func (u *UI) corrections(w http.ResponseWriter, r *http.Request) error {
	ctx := protect.Out(r.Context())
	ds, err := store.Decisions(ctx, u.Store)
	if err != nil {
		return err
	}
	if err := u.Trace(r, "export", "corrections", strconv.Itoa(len(ds))); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="corrections.jsonl"`)
	enc := json.NewEncoder(w)
	for _, d := range byTime(ds) {
		var sentences []string
		for _, a := range d.About {
			rep, err := u.Store.Report(ctx, a.Report)
			if err != nil {
				continue // the report is gone; the decision is not
			}
			sentences = append(sentences, a.In(rep.Text))
		}
		if err := enc.Encode(struct {
			vigil.Decision
			Sentences []string `json:"sentences"`
		}{d, sentences}); err != nil {
			return err
		}
	}
	return nil
}

// decisionRows tells what people decided of an incident.
func (u *UI) decisionRows(r *http.Request, in *vigil.Incident) ([]vigil.Decision, error) {
	items, err := u.Store.Items(r.Context(), store.Query{Kind: store.Decision, Claims: in.Claims})
	if err != nil {
		return nil, err
	}
	var out []vigil.Decision
	for _, it := range items {
		var d vigil.Decision
		if err := json.Unmarshal(it.JSON, &d); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return byTime(out), nil
}
