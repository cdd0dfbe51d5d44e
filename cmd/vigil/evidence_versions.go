package main

import (
	"context"
	"fmt"

	"vigil/internal/collect/item"
	"vigil/internal/collect/watch"
	"vigil/internal/store"
)

// capturesOf finds the captures of a report's id or a page's address.
func capturesOf(ctx context.Context, db store.Full, of string) ([]store.Capture, error) {
	for _, key := range []string{of, item.Key(of), "list " + item.Key(of)} {
		caps, err := db.Captures(ctx, key)
		if err != nil || len(caps) > 0 {
			return caps, err
		}
	}
	return nil, fmt.Errorf("%s: %w", of, errNoCapture)
}

// diffVersions prints what changed from version to version of a report.
func diffVersions(ctx context.Context, db store.Full, id string) error {
	vs, err := db.Versions(ctx, id)
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	for i := 1; i < len(vs); i++ {
		fmt.Printf("--- version %d, fetched %s\n+++ version %d, fetched %s\n", i, vs[i-1].Fetched.Format("2006-01-02 15:04"), i+1, vs[i].Fetched.Format("2006-01-02 15:04"))
		if vs[i-1].Title != vs[i].Title {
			fmt.Printf("-%s\n+%s\n", vs[i-1].Title, vs[i].Title)
		}
		for _, c := range watch.Diff(vs[i-1].Text, vs[i].Text) {
			if c.Op != watch.Same {
				fmt.Printf("%c%s\n", c.Op, c.Text)
			}
		}
	}
	if len(vs) == 1 {
		fmt.Println("one version")
	}
	return nil
}
