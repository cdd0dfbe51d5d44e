package main

import (
	"context"
	"fmt"
	"net/url"
	"os"

	"vigil/internal/store"
	"vigil/internal/store/postgres"
	"vigil/internal/store/sqlite"
)

// openStore opens the store that --db names: a PostgreSQL database by its
// address, else a file, made if it is not there.
func openStore(ctx context.Context, db string) (store.Full, error) {
	if postgres.Is(db) {
		return postgres.Open(ctx, db)
	}
	return sqlite.Open(ctx, db)
}

// openKept opens a store that is there already.
func openKept(ctx context.Context, db string) (store.Full, error) {
	if !isKept(db) {
		return nil, fmt.Errorf("no store at %s", db)
	}
	return openStore(ctx, db)
}

// isKept reports whether a store is there; of a database only opening tells.
func isKept(db string) bool {
	if postgres.Is(db) {
		return true
	}
	_, err := os.Stat(db)
	return err == nil
}

// besideStore is the file beside which lies what a store does not hold: of a
// database one in the folder where vigil runs.
func besideStore(db string) string {
	if postgres.Is(db) {
		return "vigil.db"
	}
	return db
}

// storeName is how people see a store: without passwords and options.
func storeName(db string) string {
	if !postgres.Is(db) {
		return db
	}
	u, err := url.Parse(db)
	if err != nil {
		return "PostgreSQL"
	}
	if u.RawQuery = ""; u.User != nil {
		u.User = url.User(u.User.Username())
	}
	return u.String()
}
