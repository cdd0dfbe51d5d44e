package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Entry is a line of the trail.
type Entry struct {
	Seq    int64
	At     time.Time
	Who    string
	What   string // "login", "export", "correct", …
	Of     string
	Detail string
	Hash   string // over this line and the hash of the one before
}

// Record adds a line to the trail.
func (s *Store) Record(ctx context.Context, who, what, of, detail string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var e Entry
	var before string
	if err := tx.QueryRowContext(ctx, "select coalesce(max(seq), 0) + 1, coalesce((select hash from trail order by seq desc limit 1), '') from trail").Scan(&e.Seq, &before); err != nil {
		return err
	}
	e.At, e.Who, e.What, e.Of, e.Detail = s.now().UTC(), who, what, of, detail
	_, err = tx.ExecContext(ctx, "insert into trail (seq, at, who, what, of, detail, hash) values (?, ?, ?, ?, ?, ?, ?)",
		e.Seq, e.At.UnixNano(), who, what, of, detail, e.chain(before))
	if err != nil {
		return err
	}
	return tx.Commit()
}

// chain is the hash of a line that follows one with the hash before.
func (e Entry) chain(before string) string {
	line, _ := json.Marshal([]any{before, e.Seq, e.At.UnixNano(), e.Who, e.What, e.Of, e.Detail}) // strings and numbers only
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// Trail returns up to limit lines before a place, newest first; 0 is the end.
func (s *Store) Trail(ctx context.Context, before int64, limit int) ([]Entry, error) {
	if before <= 0 {
		before = 1 << 62
	}
	return s.trail(ctx, "where seq < ? order by seq desc limit ?", before, limit)
}

func (s *Store) trail(ctx context.Context, tail string, args ...any) ([]Entry, error) {
	rows, err := s.db.QueryContext(ctx, "select seq, at, who, what, of, detail, hash from trail "+tail, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		var e Entry
		var at int64
		if err := rows.Scan(&e.Seq, &at, &e.Who, &e.What, &e.Of, &e.Detail, &e.Hash); err != nil {
			return nil, err
		}
		e.At = time.Unix(0, at).UTC()
		out = append(out, e)
	}
	return out, rows.Err()
}

// CheckTrail reads the whole trail and says where it was tampered with.
func (s *Store) CheckTrail(ctx context.Context) error {
	before := ""
	for at := int64(0); ; {
		page, err := s.trail(ctx, "where seq > ? order by seq limit 1000", at)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		for _, e := range page {
			if e.Seq != at+1 {
				return fmt.Errorf("line %d of the trail is missing", at+1)
			}
			if e.chain(before) != e.Hash {
				return fmt.Errorf("line %d of the trail was changed", e.Seq)
			}
			before, at = e.Hash, e.Seq
		}
	}
}
