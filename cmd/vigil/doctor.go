package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigil"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/source"
)

type doctorCmd struct {
	ownFiles
	keptFiles
	Offline bool `help:"Do not look up names."`
}

// Help is printed by --help below the summary.
func (doctorCmd) Help() string {
	return `Checks what collecting needs: that reports can be read, the sources, the store,
the archive, room on the disk, open files, names. Each line says what is well
or what to do; exit status 1 if something is not.`
}

// Run implements the command.
func (c *doctorCmd) Run(ctx context.Context) error {
	bad := 0
	for _, check := range []struct {
		name string
		run  func(context.Context) (string, error)
	}{{"analyser", c.analyser}, {"sources", c.sources}, {"store", c.store}, {"archive", c.archived}, {"clock", c.clock}, {"disk", c.disk}, {"open files", c.openFiles}, {"names", c.names}} {
		said, err := check.run(ctx)
		if err != nil {
			bad++
			fmt.Printf("BAD   %-11s %v\n", check.name, err)
		} else {
			fmt.Printf("well  %-11s %s\n", check.name, said)
		}
	}
	if bad > 0 {
		return errReported
	}
	return nil
}

func (c *doctorCmd) analyser(context.Context) (string, error) {
	start := time.Now()
	a, err := newAnalyser(c.ownFiles)
	if err != nil {
		return "", err
	}
	ready := time.Since(start)
	day, _ := vigil.ParseDay("2018-09-04")
	x := a.Analyse(vigil.Report{ID: "doctor", Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given},
		Text: "Shelling hit the town on Monday and killed eight people, residents said."})
	if len(x.Claims) == 0 {
		return "", fmt.Errorf("a plain sentence gives no claim: the models do not fit this program; build it anew")
	}
	return fmt.Sprintf("ready in %v, reads a report in %v", ready.Round(time.Millisecond), (time.Since(start) - ready).Round(time.Millisecond)), nil
}

func (c *doctorCmd) sources(context.Context) (string, error) {
	f, err := source.Load(c.Sources)
	if err != nil {
		return "", err
	}
	switch {
	case len(f.Sources) == 0:
		return "", fmt.Errorf("none in %s: vigil sources add URL", c.Sources)
	case f.Contact == "":
		return "", fmt.Errorf("%s names no contact: whoever runs a site should be able to reach you (contact = \"https://… or mail\")", c.Sources)
	}
	return fmt.Sprintf("%d in %s, contact %s", len(f.Sources), c.Sources, f.Contact), nil
}

func (c *doctorCmd) store(ctx context.Context) (string, error) {
	if !isKept(c.DB) {
		return "none yet: " + c.DB + " will be made", nil
	}
	db, err := openStore(ctx, c.DB)
	if err != nil {
		return "", err
	}
	defer db.Close()
	if err := db.Check(ctx); err != nil {
		return "", fmt.Errorf("%s: %w", storeName(c.DB), err)
	}
	n, err := db.Standing(ctx)
	if err != nil {
		return "", err
	}
	w, err := db.Waiting(ctx)
	if err != nil {
		return "", err
	}
	if w.GivenUp > 0 {
		return "", fmt.Errorf("%s: %d reports could not be read: vigil worker --retry, or tell us", storeName(c.DB), w.GivenUp)
	}
	return fmt.Sprintf("%s holds together; %d pages due, %d captures to read, %d reports wait for a worker", storeName(c.DB), n["page due"], n["capture pending"], w.New+w.Again), nil
}

func (c *doctorCmd) archived(context.Context) (string, error) {
	dir := c.archive()
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return "none yet: " + dir + " will be made", nil
	}
	n := int64(0)
	var last capture.Entry
	err := capture.Entries(dir, 0, func(e capture.Entry) error {
		n++
		if e.Prev != last.Hash {
			return fmt.Errorf("the chain is broken at capture %d: vigil verify", e.Seq)
		}
		last = e
		return nil
	})
	if err != nil {
		return "", err
	}
	if last.At.After(time.Now().Add(time.Minute)) {
		return "", fmt.Errorf("the last capture is of %s, which is yet to come: check the clock", last.At.Format(time.RFC3339))
	}
	return fmt.Sprintf("%d captures in %s (vigil verify reads them all)", n, dir), nil
}

func (c *doctorCmd) clock(context.Context) (string, error) {
	synced, known := clockSynced()
	if !known {
		return "not known here", nil
	}
	if !synced {
		return "not synchronised, as far as the system knows: evidence is worth more with NTP", nil
	}
	return "synchronised", nil
}

const enoughRoom = 1 << 30

func (c *doctorCmd) disk(context.Context) (string, error) {
	dir := filepath.Dir(besideStore(c.DB))
	free, ok := freeBytes(dir)
	if !ok {
		return "not known here", nil
	}
	if free < enoughRoom {
		return "", fmt.Errorf("%d MB free at %s: a busy day of sources takes a gigabyte", free>>20, dir)
	}
	return fmt.Sprintf("%d GB free at %s", free>>30, dir), nil
}

func (c *doctorCmd) openFiles(context.Context) (string, error) {
	n, ok := maxOpenFiles()
	if !ok {
		return "not known here", nil
	}
	if n < 256 {
		return "", fmt.Errorf("%d allowed: raise it (ulimit -n 1024)", n)
	}
	return fmt.Sprintf("%d allowed", n), nil
}

// names looks up the host of the first source.
func (c *doctorCmd) names(ctx context.Context) (string, error) {
	f, err := source.Load(c.Sources)
	if err != nil || c.Offline {
		return "not looked up", nil
	}
	for _, s := range f.Sources {
		host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(s.URL, "https://"), "http://"), "/")
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if host == "" {
			continue
		}
		ctx, stop := context.WithTimeout(ctx, 10*time.Second)
		defer stop()
		if _, err := net.DefaultResolver.LookupHost(ctx, host); err != nil {
			return "", fmt.Errorf("%s is not found: %w", host, err)
		}
		return host + " is found", nil
	}
	return "no source on the web", nil
}
