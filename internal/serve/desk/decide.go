package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/merge"
	"vigil/internal/review"
	"vigil/internal/store"
)

// ErrValue is a correction that makes no sense.
var ErrValue = errors.New("this value makes no sense for this field")

// Court lets people's decisions bear on the record: each is kept as itself, and
// what follows from it as revisions by the person, all at once or not at all.
type Court struct {
	Store store.Store
	Kin   func(a, b string) bool // merge.Options.Kin
	Now   func() time.Time
}

// Decide adds a judgement, correction, grade or note to an incident as the
// person saw it, at revision rev.
func (c Court) Decide(ctx context.Context, id string, rev int, d vigil.Decision) error {
	in, err := c.seen(ctx, id, rev)
	if err != nil {
		return err
	}
	claims, err := c.claims(ctx, in.Claims)
	if err != nil {
		return err
	}
	if d.Kind == vigil.Correct {
		test := *in
		if d.Was = review.Value(in, d.Field); !review.Set(&test, d.Field, d.Value) {
			return ErrValue
		}
	}
	c.date(&d, id, claims)
	after := &vigil.Record{Incidents: []vigil.Incident{*in}}
	review.New([]vigil.Decision{d}, claims).Apply(after)
	return c.append(ctx, &vigil.Record{Incidents: []vigil.Incident{*in}}, after, d, nil)
}

// Grades are Airwars' levels.
var Grades = []string{"confirmed", "fair", "weak", "contested", "discounted"}

// Sensible reports whether a decision's value is one that its kind may have; of
// a correction the incident has the last word.
func Sensible(d vigil.Decision) bool {
	var s string
	switch d.Kind {
	case vigil.Judge:
		v := vigil.Verdict("")
		return json.Unmarshal(d.Value, &v) == nil && (v == vigil.Accepted || v == vigil.Unverifiable || v == vigil.Excluded)
	case vigil.Regrade:
		return json.Unmarshal(d.Value, &s) == nil && slices.Contains(Grades, s)
	case vigil.Correct:
		return d.Field != "" && len(d.Value) > 0
	}
	return d.Kind == vigil.Note
}

// seen returns an incident if nothing has changed since a person saw it.
func (c Court) seen(ctx context.Context, id string, rev int) (*vigil.Incident, error) {
	in, now, err := Incident(ctx, c.Store, id)
	if err != nil {
		return nil, err
	}
	if in.Rev = now; rev != now {
		return nil, fmt.Errorf("%s is at revision %d, seen was %d: %w", id, now, rev, store.ErrConflict)
	}
	return in, nil
}

func (c Court) claims(ctx context.Context, ids []string) ([]vigil.Claim, error) {
	claims, err := c.Store.Claims(ctx, ids)
	if err == nil && len(claims) == 0 {
		err = fmt.Errorf("its claims: %w", store.ErrNotFound)
	}
	return claims, err
}

// date gives a decision its id, its time and its anchors.
func (c Court) date(d *vigil.Decision, of string, about []vigil.Claim) {
	d.ID, d.Of, d.At = "d"+strings.ToLower(rand.Text()[:16]), of, c.Now().UTC()
	for i := range about {
		d.About = append(d.About, vigil.AnchorOf(&about[i]))
	}
}

// Merge makes one incident of two.
func (c Court) Merge(ctx context.Context, id string, rev int, with string, d vigil.Decision) error {
	in, err := c.seen(ctx, id, rev)
	if err != nil {
		return err
	}
	other, otherRev, err := Incident(ctx, c.Store, with)
	if err != nil {
		return err
	}
	other.Rev = otherRev
	if id == with {
		return ErrValue
	}
	claims, err := c.claims(ctx, slices.Concat(in.Claims, other.Claims))
	if err != nil {
		return err
	}
	d.Kind = vigil.Together
	c.date(&d, id, claims)
	if d.Value, err = json.Marshal([][]string{in.Claims, other.Claims}); err != nil {
		return err
	}
	before := &vigil.Record{Incidents: []vigil.Incident{*in, *other}}
	return c.regroup(ctx, before, [][]string{slices.Concat(in.Claims, other.Claims)}, d, nil)
}

// Split takes claims out of an incident: they tell another.
func (c Court) Split(ctx context.Context, id string, rev int, out []string, d vigil.Decision) error {
	in, err := c.seen(ctx, id, rev)
	if err != nil {
		return err
	}
	var gone, stay []string
	for _, x := range in.Claims {
		if slices.Contains(out, x) {
			gone = append(gone, x)
		} else {
			stay = append(stay, x)
		}
	}
	if len(gone) == 0 || len(stay) == 0 {
		return ErrValue
	}
	about, err := c.claims(ctx, gone)
	if err != nil {
		return err
	}
	from, err := c.claims(ctx, stay)
	if err != nil {
		return err
	}
	d.Kind = vigil.Apart
	c.date(&d, id, about)
	for i := range from {
		d.From = append(d.From, vigil.AnchorOf(&from[i]))
	}
	return c.regroup(ctx, &vigil.Record{Incidents: []vigil.Incident{*in}}, [][]string{stay, gone}, d, nil)
}

// Undo takes a decision back. The record becomes what it is without it.
func (c Court) Undo(ctx context.Context, id, by, reason string) error {
	var d vigil.Decision
	rev, err := Get(ctx, c.Store, store.Decision, id, &d)
	if err != nil {
		return err
	}
	before, err := c.holding(ctx, slices.Concat(d.About, d.From))
	if err != nil {
		return err
	}
	groups := make([][]string, len(before.Incidents))
	all := map[string]bool{}
	for i, in := range before.Incidents {
		groups[i] = in.Claims
		for _, x := range in.Claims {
			all[x] = true
		}
	}
	switch d.Kind {
	case vigil.Together:
		groups = nil
		if err := json.Unmarshal(d.Value, &groups); err != nil {
			return err
		}
	case vigil.Apart:
		one := []string{}
		for x := range all {
			one = append(one, x)
		}
		slices.Sort(one)
		groups = [][]string{one}
	}
	back := store.Change{Kind: store.Decision, Revision: vigil.Revision{Of: id, Rev: rev + 1, At: c.Now().UTC(), By: by, Cause: "taken back: " + reason}}
	d.By, d.Reason = by, "taken back ("+string(d.Kind)+" "+d.Field+"): "+reason
	return c.regroup(ctx, before, groups, d, &back)
}

// holding returns the incidents that stand on anchors' claims.
func (c Court) holding(ctx context.Context, anchors []vigil.Anchor) (*vigil.Record, error) {
	rec := &vigil.Record{}
	seen := map[string]bool{}
	for _, a := range anchors {
		items, err := c.Store.Items(ctx, store.Query{Kind: store.Incident, Report: a.Report})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			var in vigil.Incident
			if err := json.Unmarshal(it.JSON, &in); err != nil {
				return nil, err
			}
			if in.Rev = it.Rev; !seen[in.ID] && slices.Contains(in.Claims, a.Claim) {
				seen[in.ID] = true
				rec.Incidents = append(rec.Incidents, in)
			}
		}
	}
	if len(rec.Incidents) == 0 {
		return nil, fmt.Errorf("what it was about: %w", store.ErrNotFound)
	}
	return rec, nil
}

// regroup builds incidents anew out of groups of claims, under all decisions
// but one that is taken back.
func (c Court) regroup(ctx context.Context, before *vigil.Record, groups [][]string, d vigil.Decision, back *store.Change) error {
	in := merge.Input{Before: c.withBuried(ctx, before, groups)}
	reports := map[string]bool{}
	for i, g := range groups {
		claims, err := c.claims(ctx, g)
		if err != nil {
			return err
		}
		story := vigil.Story{ID: fmt.Sprint("group ", i)}
		for _, x := range claims {
			in.Claims = append(in.Claims, x)
			if reports[x.Report] {
				continue
			}
			reports[x.Report] = true
			rd, err := c.Store.Reading(ctx, x.Report)
			if err != nil {
				return err
			}
			in.Reports, in.Copies = append(in.Reports, rd.Report), append(in.Copies, rd.Copies...)
			story.Reports = append(story.Reports, x.Report)
		}
		in.Stories = append(in.Stories, story)
		for _, other := range groups[:i] {
			for _, x := range g {
				for _, y := range other {
					in.Decisions = append(in.Decisions, merge.Decision{Claims: []string{x, y}})
				}
			}
		}
		in.Decisions = append(in.Decisions, merge.Decision{Together: true, Claims: g})
	}
	decisions, err := store.Decisions(ctx, c.Store)
	if err != nil {
		return err
	}
	if back != nil {
		decisions = slices.DeleteFunc(decisions, func(x vigil.Decision) bool { return x.ID == back.Of })
	}
	after := merge.Build(in, merge.Options{Kin: c.Kin, Today: vigil.DayOf(c.Now().UTC())})
	review.New(decisions, in.Claims).Apply(after)
	return c.append(ctx, before, &vigil.Record{Incidents: after.Incidents}, d, back)
}

// withBuried adds to a record the things that once stood on the groups' claims
// and were merged into others: they get their names back.
func (c Court) withBuried(ctx context.Context, before *vigil.Record, groups [][]string) *vigil.Record {
	out := &vigil.Record{Incidents: slices.Clone(before.Incidents)}
	if len(groups) < 2 {
		return out
	}
	var ids []string
	for _, in := range before.Incidents {
		revs, err := c.Store.History(ctx, in.ID)
		if err != nil {
			continue
		}
		for _, r := range revs {
			if _, id, ok := strings.Cut(r.Cause, mergedFrom); ok {
				id, _, _ = strings.Cut(id, ";")
				ids = append(ids, id)
			}
		}
	}
	for _, id := range ids {
		revs, err := c.Store.History(ctx, id)
		if err != nil || len(revs) < 2 || revs[len(revs)-1].After != nil {
			continue
		}
		var in vigil.Incident
		if json.Unmarshal(revs[len(revs)-1].Before, &in) != nil {
			continue
		}
		out.Incidents = append(out.Incidents, in)
		for i := range out.Incidents[:len(before.Incidents)] {
			x := &out.Incidents[i]
			x.Claims = slices.DeleteFunc(slices.Clone(x.Claims), func(c string) bool { return slices.Contains(in.Claims, c) })
		}
	}
	return out
}

// mergedFrom opens the part of a cause that names what was merged into it.
const mergedFrom = "merged with "

// append stores a decision, or that one is taken back, with what follows.
func (c Court) append(ctx context.Context, before, after *vigil.Record, d vigil.Decision, back *store.Change) error {
	now := c.Now().UTC()
	last := func(id string) (int, error) {
		revs, err := c.Store.History(ctx, id)
		return len(revs), err
	}
	revs, err := merge.Diff(before, after, now, d.By, last)
	if err != nil {
		return err
	}
	var changes []store.Change
	if back != nil {
		changes = append(changes, *back)
	} else {
		ch, err := store.NewChange(store.Decision, d.ID, 1, d, d.By, string(d.Kind), now)
		if err != nil {
			return err
		}
		changes = append(changes, ch)
	}
	for _, r := range revs {
		r.Cause = cause(d, before, r)
		changes = append(changes, store.Change{Kind: store.Incident, Revision: r})
	}
	return c.Store.Append(ctx, changes)
}

// cause says in words what a person did.
func cause(d vigil.Decision, before *vigil.Record, r vigil.Revision) string {
	words := string(d.Kind)
	switch {
	case d.Kind == vigil.Together && r.After == nil:
		words = "merged into " + d.Of
	case d.Kind == vigil.Together && r.Of == d.Of && len(before.Incidents) == 2:
		words = mergedFrom + before.Incidents[1].ID
	case d.Kind == vigil.Apart:
		words = "split"
	case d.Kind == vigil.Judge, d.Kind == vigil.Regrade:
		words += " " + string(d.Value)
	case d.Kind == vigil.Correct:
		words += " " + d.Field
	}
	if d.Reason != "" {
		words += "; " + d.Reason
	}
	return words
}
