package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"vigil/internal/store"
)

// dbCmd looks after stores.
type dbCmd struct {
	Migrate dbMigrateCmd `cmd:"" help:"Bring a store into the form that this vigil writes. Opening it does the same."`
	Check   dbCheckCmd   `cmd:"" help:"Check that a store holds together."`
	Backup  dbBackupCmd  `cmd:"" help:"Write all that a store holds to a file."`
	Restore dbRestoreCmd `cmd:"" help:"Fill an empty store from a backup."`
	Copy    dbCopyCmd    `cmd:"" help:"Copy a store into an empty one, of the same kind or another."`
}

// Help is printed by --help below the summary.
func (dbCmd) Help() string {
	return `A store is a file, or a PostgreSQL database by its address. What the address
leaves out comes from PostgreSQL's own variables and ~/.pgpass, so that no
password need stand on the command line.

  vigil db check --db war.db
  vigil db backup --db war.db war-2026-12-01.vigil
  vigil db restore --db new.db war-2026-12-01.vigil
  createdb war && vigil db copy war.db postgres://localhost/war
  vigil db copy postgres://localhost/war war.db

The folder of evidence (vigil verify) and the desk's accounts lie beside the
store and are copied as files.`
}

// storeFlag names a store that is there.
type storeFlag struct {
	DB string `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
}

// with opens a store that is there, and closes it after f.
func (s *storeFlag) with(ctx context.Context, f func(store.Full) error) error {
	db, err := openKept(ctx, s.DB)
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

type dbMigrateCmd struct{ storeFlag }

// Run implements the command.
func (c *dbMigrateCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(db store.Full) error {
		fmt.Printf("%s has form %d\n", storeName(c.DB), db.Form())
		return nil
	})
}

type dbCheckCmd struct{ storeFlag }

// Run implements the command.
func (c *dbCheckCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(db store.Full) error {
		if err := db.Check(ctx); err != nil {
			return fmt.Errorf("%s: %w", storeName(c.DB), err)
		}
		fmt.Printf("%s holds together\n", storeName(c.DB))
		return nil
	})
}

type dbBackupCmd struct {
	storeFlag
	File string `arg:"" help:"The file to write; it must not be there."`
}

// Help is printed by --help below the summary.
func (dbBackupCmd) Help() string {
	return `One moment of the store, whoever writes meanwhile: JSON Lines under Zstandard,
with a digest at the end. Indexes are not in it; they are made anew.

  vigil db backup --db war.db war-2026-12-01.vigil
  vigil db backup --db postgres://localhost/war war-2026-12-01.vigil`
}

// Run implements the command.
func (c *dbBackupCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(db store.Full) error {
		if _, err := os.Stat(c.File); err == nil {
			return fmt.Errorf("%s is there already", c.File)
		}
		// Under another name until it is whole.
		f, err := os.CreateTemp(filepath.Dir(c.File), ".backup-*")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name())
		rows, err := store.Backup(ctx, f, db, "vigil "+version, time.Now())
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
		if err := os.Rename(f.Name(), c.File); err != nil {
			return err
		}
		fmt.Printf("%d rows written to %s\n", rows, c.File)
		return nil
	})
}

type dbRestoreCmd struct {
	DB   string `name:"db" help:"The store to fill, made if it is not there: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	File string `arg:"" help:"The backup." type:"existingfile"`
}

// Help is printed by --help below the summary.
func (dbRestoreCmd) Help() string {
	return `All of the backup or nothing: one that is cut short or damaged leaves the store
empty. A store that holds something is refused.

  vigil db restore --db new.db war-2026-12-01.vigil`
}

// Run implements the command.
func (c *dbRestoreCmd) Run(ctx context.Context) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	db, err := openStore(ctx, c.DB)
	if err != nil {
		return err
	}
	rows, err := store.Restore(ctx, f, db)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%s into %s: %w", c.File, storeName(c.DB), err)
	}
	fmt.Printf("%d rows restored into %s\n", rows, storeName(c.DB))
	return nil
}

type dbCopyCmd struct {
	From string `arg:"" help:"The store to copy: a file, or postgres://…"`
	To   string `arg:"" help:"An empty one: a file, made if it is not there, or postgres://…"`
}

// Help is printed by --help below the summary.
func (dbCopyCmd) Help() string {
	return `Everything is copied, with its numbers and times, in one transaction; nothing is
lost either way. Indexes are made anew.

  createdb war && vigil db copy war.db postgres://localhost/war
  vigil db copy postgres://localhost/war war.db`
}

// Run implements the command.
func (c *dbCopyCmd) Run(ctx context.Context) error {
	from, err := openKept(ctx, c.From)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := openStore(ctx, c.To)
	if err != nil {
		return err
	}
	rows := 0
	err = to.Take(ctx, func(yield func(store.Row, error) bool) {
		for row, err := range from.Rows(ctx) {
			rows++
			if !yield(row, err) {
				return
			}
		}
	})
	if err := errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("%s into %s: %w", storeName(c.From), storeName(c.To), err)
	}
	fmt.Printf("%d rows copied into %s\n", rows, storeName(c.To))
	return nil
}
