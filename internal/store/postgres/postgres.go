// Package postgres keeps a store in a PostgreSQL database, for many processes
// at once: full-text and geographic indexes, nothing beyond the server itself.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"vigil/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a store in a database.
type Store struct {
	pool pool
	form int64 // of its tables
}

var _ store.Full = (*Store)(nil)

// Is reports whether an address names a PostgreSQL database.
func Is(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// maxConns is how many connections a process holds at most, if the address does
// not say (pool_max_conns).
const maxConns = 8

// Open opens the store at an address such as postgres://user@host/database and
// brings its form up to date. What the address leaves out comes from
// PostgreSQL's own variables and password file.
func Open(ctx context.Context, address string) (*Store, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the database: %w", err)
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = maxConns
	}
	name := config.ConnConfig.Host + "/" + config.ConnConfig.Database
	conns, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	s := &Store{pool: pool{conns}}
	if err := s.migrate(ctx); err != nil {
		conns.Close()
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	return s, nil
}

// migrate brings the form of the database up to date, one process at a time.
func (s *Store) migrate(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(s.pool.Pool)
	defer db.Close()
	one, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, dir, goose.WithSessionLocker(one))
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	known := p.ListSources()
	s.form = known[len(known)-1].Version
	switch {
	case have > s.form:
		return fmt.Errorf("written by a newer vigil (form %d, this one knows %d)", have, s.form)
	case have == s.form:
		return nil
	}
	_, err = p.Up(ctx)
	return err
}

// Form implements store.Full.
func (s *Store) Form() int64 { return s.form }

// Close closes the connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// Locks of the database. Writers that number what they write take turns, so
// that numbers become visible in their order and whoever reads on from the
// last one misses nothing.
const (
	lockReports = 0x76696701 + iota
	lockRecord
	lockLeader // held by the worker that leads, as long as it does
)

// tx runs f in one transaction, alone with its lock.
func (s *Store) tx(ctx context.Context, lock int64, f func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(bare pgx.Tx) error {
		tx := cleanTx{bare}
		if lock != 0 {
			if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", lock); err != nil {
				return err
			}
		}
		return f(tx)
	})
}

// send runs a batch for its effects.
func send(ctx context.Context, tx pgx.Tx, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, b).Close()
}

// Check implements store.Store: every revision and item agree, every claim has
// its report.
func (s *Store) Check(ctx context.Context) error {
	for _, c := range store.Invariants {
		var n int
		if err := s.pool.QueryRow(ctx, c.Query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%d %s", n, c.What)
		}
	}
	return nil
}

func notFound(err error, what string) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%s: %w", what, store.ErrNotFound)
	}
	return err
}
