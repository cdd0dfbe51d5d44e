package capture

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// removed is the role of a line that says a file was taken out of the archive.
const removed = "removed"

// Prune takes out the files all of whose captures are older than before, and
// says so in the log, line by line, why: the chain stays whole, and what was
// there, when, with which digest, stays known. It returns the files.
func Prune(dir, info string, before, now time.Time, why string) (files []string, err error) {
	a, err := Open(dir, info)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	files, gone, err := older(dir, before)
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		e := Entry{Seq: a.last.Seq + 1, At: now.UTC(), URL: why, Role: removed, File: name, Prev: a.last.Hash}
		e.Hash = e.hash()
		if err := a.commit([]Entry{e}); err != nil {
			return nil, fmt.Errorf("logging that %s is taken out: %w", name, err)
		}
	}
	for _, name := range append(files, gone...) {
		path, err := within(dir, name)
		if err != nil {
			return nil, err
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	return files, nil
}

// older gives the files that end before a time, and those logged as taken out.
func older(dir string, before time.Time) (files, gone []string, err error) {
	newest := map[string]time.Time{}
	out := map[string]bool{}
	var order []string
	err = Entries(dir, 0, func(e Entry) error {
		if e.Role == removed {
			out[e.File] = true
			gone = append(gone, e.File)
			return nil
		}
		if _, known := newest[e.File]; !known {
			order = append(order, e.File)
		}
		if e.At.After(newest[e.File]) {
			newest[e.File] = e.At
		}
		return nil
	})
	for _, name := range order {
		if newest[name].Before(before) && !out[name] {
			files = append(files, name)
		}
	}
	return files, gone, err
}

// removedFiles are the files that the log says were taken out.
func removedFiles(dir string) (map[string]bool, error) {
	out := map[string]bool{}
	err := Entries(dir, 0, func(e Entry) error {
		if e.Role == removed {
			out[e.File] = true
		}
		return nil
	})
	return out, err
}
