package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"vigil"
	"vigil/internal/store"
)

// BriefAsked says which brief is wanted: of what area, over what time.
type BriefAsked struct {
	Area     string // in the words of who asks
	Filter   Filter
	From, To time.Time
	AsOf     time.Time // the record as it was then; zero is as it is
}

// LoadBrief makes a situation report of what a store holds.
func LoadBrief(ctx context.Context, s store.Store, a BriefAsked) (*Brief, error) {
	history, err := store.Since(ctx, s, a.From, a.To)
	if err != nil {
		return nil, err
	}
	today := vigil.DayOf(a.To)
	rec, err := changedOrDue(ctx, s, slices.Sorted(maps.Keys(history)), a.AsOf, today)
	if err != nil {
		return nil, err
	}
	return NewBrief(BriefInput{Record: a.Filter.Apply(rec), History: history, Area: a.Area, From: a.From, To: a.To, Today: today}), nil
}

// changedOrDue loads things by their ids, and the statements that may be due.
func changedOrDue(ctx context.Context, s store.Store, ids []string, asOf time.Time, today vigil.Day) (*vigil.Record, error) {
	rec := &vigil.Record{}
	seen := map[string]bool{}
	add := func(part *vigil.Record) {
		rec.Incidents = append(rec.Incidents, unseen(part.Incidents, seen, func(x *vigil.Incident) string { return x.ID })...)
		rec.Statements = append(rec.Statements, unseen(part.Statements, seen, func(x *vigil.Statement) string { return x.ID })...)
		rec.Tolls = append(rec.Tolls, unseen(part.Tolls, seen, func(x *vigil.Toll) string { return x.ID })...)
		rec.Claims = append(rec.Claims, unseen(part.Claims, seen, func(x *vigil.Claim) string { return x.ID })...)
		rec.Copies = append(rec.Copies, unseen(part.Copies, seen, func(x *vigil.Copy) string { return fmt.Sprint("copy ", x.Report, x.Span, x.Of) })...)
		rec.Reports = append(rec.Reports, unseen(part.Reports, seen, func(x *vigil.Report) string { return "report " + x.ID })...)
	}
	for chunk := range slices.Chunk(ids, 500) {
		for _, kind := range []store.Kind{store.Incident, store.Statement, store.Toll} {
			part, err := store.Load(ctx, s, store.Query{Kind: kind, IDs: chunk, AsOf: asOf})
			if err != nil {
				return nil, err
			}
			add(part)
		}
	}
	due, err := Announced(ctx, s, asOf, today)
	if err != nil {
		return nil, err
	}
	add(due)
	return rec, nil
}

// saidWithin is how long before a day a statement of what is due on it is
// looked for.
const saidWithin = 180

// Announced loads the statements that may be due from a day on.
func Announced(ctx context.Context, s store.Store, asOf time.Time, from vigil.Day) (*vigil.Record, error) {
	q := store.Query{Kind: store.Statement, AsOf: asOf}
	if asOf.IsZero() {
		q.Days = vigil.Days{From: from - saidWithin}
	}
	return store.Load(ctx, s, q)
}

func unseen[T any](xs []T, seen map[string]bool, key func(*T) string) []T {
	return slices.DeleteFunc(xs, func(x T) bool {
		k := key(&x)
		was := seen[k]
		seen[k] = true
		return was
	})
}
