// Package sqlite keeps a store in one file: SQLite, write-ahead log, full-text
// and geographic indexes, nothing to install.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"

	"vigil/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a store in one file.
type Store struct {
	write *sql.DB // one connection: SQLite has one writer
	read  *sql.DB
	form  int64 // of its tables
}

// Open opens the store at path, making it if it is not there, and brings its
// form up to date.
func Open(ctx context.Context, path string) (*Store, error) {
	if dir := filepath.Dir(path); dir != "." {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	s, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	if err = s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), s.Close())
	}
	return s, nil
}

func open(path string) (*Store, error) {
	pragmas := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(NORMAL)", "busy_timeout(10000)", "foreign_keys(ON)", "cache_size(-65536)"}}
	writing, err := newConnector("file:" + url.PathEscape(path) + "?_txlock=immediate&" + pragmas.Encode())
	if err != nil {
		return nil, err
	}
	pragmas.Add("_pragma", "query_only(ON)")
	pragmas.Add("_pragma", "cache_size(-32768)") // each, and emptied by whatever is written
	reading, err := newConnector("file:" + url.PathEscape(path) + "?" + pragmas.Encode())
	if err != nil {
		return nil, err
	}
	write, read := sql.OpenDB(writing), sql.OpenDB(reading)
	write.SetMaxOpenConns(1)
	// A connection is dear to open and keeps a cache of its own: few, and kept.
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &Store{write: write, read: read}, nil
}

// readers is how many read at once.
const readers = 8

func (s *Store) migrate(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, dir)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	known := p.ListSources()
	s.form = known[len(known)-1].Version
	if have > s.form {
		return fmt.Errorf("written by a newer vigil (form %d, this one knows %d)", have, s.form)
	}
	if _, err = p.Up(ctx); err != nil {
		return err
	}
	return s.reindex(ctx)
}

// indexed is the version of what index.go derives: a file whose user_version is
// below it is indexed anew.
const indexed = 4

// reindex derives anew what is kept beside the items, where an earlier version
// did it or none.
func (s *Store) reindex(ctx context.Context) error {
	var have int
	if err := s.write.QueryRowContext(ctx, "pragma user_version").Scan(&have); err != nil || have >= indexed {
		return err
	}
	return s.tx(ctx, func(tx *writing) error {
		if err := putItems(ctx, tx); err != nil {
			return fmt.Errorf("indexing anew: %w", err)
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("pragma user_version = %d", indexed))
		return err
	})
}

// Form implements store.Full.
func (s *Store) Form() int64 { return s.form }

// Close closes the file.
func (s *Store) Close() error { return errors.Join(s.read.Close(), s.write.Close()) }

// Check implements store.Store: SQLite's own check, then that every revision
// and item agree.
func (s *Store) Check(ctx context.Context) error {
	var word string
	// A reading connection checks full-text indexes by what it remembers of
	// them, which may be older than the file; the writing one knows.
	if err := s.write.QueryRowContext(ctx, "pragma integrity_check").Scan(&word); err != nil {
		return err
	}
	if word != "ok" {
		return fmt.Errorf("the file is damaged: %s", word)
	}
	for _, c := range store.Invariants {
		var n int
		if err := s.read.QueryRowContext(ctx, c.Query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%d %s", n, c.What)
		}
	}
	return nil
}
