package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
)

// writing is a transaction that writes. By which words things are found is put
// into the full-text indexes at its end, all at once: an index writes out what
// it holds as a segment whenever a statement begins that may be undone by
// itself, as most do, and merging one segment for each report was a quarter of
// what storing cost.
type writing struct {
	*sql.Tx
	reports []foundReport
	items   map[int64]*string // their words by number, nil of those that are gone
}

// foundReport is a new report that is not found by its words yet.
type foundReport struct {
	seq         int64
	title, text string
}

// tx runs f in one writing transaction.
func (s *Store) tx(ctx context.Context, f func(*writing) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := &writing{Tx: tx, items: map[int64]*string{}}
	if err := f(w); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := w.index(ctx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// index makes everything that was written be found by its words.
func (w *writing) index(ctx context.Context) error {
	for _, r := range w.reports {
		if _, err := w.ExecContext(ctx, "insert into reports_words (rowid, title, text) values (?, ?, ?)", r.seq, r.title, r.text); err != nil {
			return err
		}
	}
	w.reports = nil
	order := slices.Sorted(maps.Keys(w.items)) // an index writes out, too, when numbers go back
	for _, seq := range order {
		if _, err := w.ExecContext(ctx, "delete from items_words where rowid = ?", seq); err != nil {
			return err
		}
	}
	for _, seq := range order {
		if words := w.items[seq]; words != nil {
			if _, err := w.ExecContext(ctx, "insert into items_words (rowid, words) values (?, ?)", seq, *words); err != nil {
				return err
			}
		}
	}
	clear(w.items)
	return nil
}
