package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"vigil/internal/store"
)

// RunCollection tests the part of a store that collecting needs.
func RunCollection(t *testing.T, open func(t *testing.T, name string) store.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *suite, store.Collection)
	}{{"Links", links}, {"Turns", turns}, {"Captures", captures}, {"Standing", standing}} {
		t.Run(c.name, func(t *testing.T) {
			s := &suite{t: t, ctx: t.Context(), open: open, name: c.name}
			s.Store = open(t, "collect"+c.name)
			col, ok := s.Store.(store.Collection)
			if !ok {
				t.Skip("this store does not collect")
			}
			c.test(t, s, col)
			if err := s.Check(s.ctx); err != nil {
				t.Errorf("check: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
}

func link(key, host string, due time.Time) store.Link {
	return store.Link{Key: key, URL: "https://" + host + "/" + key, Source: "wire", Role: "page", Host: host, State: store.LinkDue, Due: due, Found: start, Hint: []byte(`{"title":"x"}`)}
}

func found(t *testing.T, s *suite, c store.Collection, want int, ls ...store.Link) {
	t.Helper()
	if n, err := c.Found(s.ctx, ls); err != nil || n != want {
		t.Errorf("%d found, %v; want %d", n, err, want)
	}
}

func links(t *testing.T, s *suite, c store.Collection) {
	a := link("a", "one.example", start)
	found(t, s, c, 1, a, a)
	found(t, s, c, 0, a)
	got, err := c.Link(s.ctx, "a")
	if err != nil || !same(got, a) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := c.Link(s.ctx, "no"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a link that is not there: %v", err)
	}
	got.State, got.Fetched, got.ETag, got.Tries = store.LinkDone, start.Add(time.Hour), `"x"`, 2
	if err := c.SetLink(s.ctx, got); err != nil {
		t.Fatal(err)
	}
	a.Stamp = start.Add(time.Minute)
	found(t, s, c, 0, a) // it was fetched after that change
	a.Stamp = start.Add(2 * time.Hour)
	found(t, s, c, 1, a)
	if got, _ = c.Link(s.ctx, "a"); got.State != store.LinkDue || got.ETag != `"x"` || got.Tries != 0 || !got.Due.Equal(start.Add(2*time.Hour)) {
		t.Errorf("after a change: %+v", got)
	}
	got.State = store.LinkRefused
	if err := c.SetLink(s.ctx, got); err != nil {
		t.Fatal(err)
	}
	a.Stamp = start.Add(3 * time.Hour)
	found(t, s, c, 0, a)
	got.State = store.LinkOff
	if err := c.SetLink(s.ctx, got); err != nil {
		t.Fatal(err)
	}
	found(t, s, c, 1, a) // its source is read again
}

func turns(t *testing.T, s *suite, c store.Collection) {
	for i := range 30 {
		found(t, s, c, 1, link(fmt.Sprintf("big%02d", i), "big.example", start.Add(time.Duration(30-i)*time.Second)))
	}
	found(t, s, c, 1, link("small", "small.example", start.Add(40*time.Second)))
	found(t, s, c, 1, link("later", "later.example", start.Add(time.Hour)))
	ls, err := c.Due(s.ctx, start.Add(time.Minute), 10)
	if err != nil || len(ls) != 2 || ls[0].Key != "big29" || ls[1].Key != "small" {
		t.Errorf("%+v, %v", ls, err)
	}
	if ls, err = c.Due(s.ctx, start, 10); err != nil || len(ls) != 0 {
		t.Errorf("before their time: %+v, %v", ls, err)
	}
}

func capture(seq int64, key string, state store.CaptureState) store.Capture {
	return store.Capture{Seq: seq, At: start.Add(time.Duration(seq) * time.Second), Key: key, URL: "https://one.example/" + key, Source: "wire", Role: "page", Status: 200, Type: "text/html",
		Digest: "d", File: "f", Offset: 7, Length: 9, ID: "urn:x", State: state}
}

func captures(t *testing.T, s *suite, c store.Collection) {
	l := link("a", "one.example", start)
	l.State = store.LinkDone
	all := []store.Capture{capture(1, "", store.CaptureKept), capture(2, "a", store.CapturePending)}
	for range 2 {
		if err := c.Captured(s.ctx, all, &l); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := c.LastCapture(s.ctx); n != 2 || err != nil {
		t.Errorf("the last is %d, %v", n, err)
	}
	if gaps, err := c.CaptureGaps(s.ctx); len(gaps) != 0 || err != nil {
		t.Errorf("gaps %v, %v", gaps, err)
	}
	p, err := c.Pending(s.ctx, 0, 10)
	if err != nil || len(p) != 1 || !same(p[0], all[1]) {
		t.Errorf("%+v, %v", p, err)
	}
	if p, _ = c.Pending(s.ctx, 2, 10); len(p) != 0 {
		t.Errorf("%+v", p)
	}
	s.put(reading("r1", "Eight killed."))
	s.put(reading("r2", "Talks opened."))
	for range 2 {
		if err := c.Settle(s.ctx, 2, store.CaptureRead, "", []string{"r1", "r2"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Captured(s.ctx, all, nil); err != nil { // a settled capture stays so
		t.Fatal(err)
	}
	if p, _ = c.Pending(s.ctx, 0, 10); len(p) != 0 {
		t.Errorf("settled and pending: %+v", p)
	}
	for _, of := range []string{"a", "r2"} {
		if got, err := c.Captures(s.ctx, of); err != nil || len(got) != 1 || got[0].State != store.CaptureRead {
			t.Errorf("%s: %+v, %v", of, got, err)
		}
	}
	if err := c.Settle(s.ctx, 99, store.CaptureRead, "", nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("settling nothing: %v", err)
	}
}

func standing(t *testing.T, s *suite, c store.Collection) {
	found(t, s, c, 2, link("a", "one.example", start), link("b", "one.example", start))
	if err := c.Captured(s.ctx, []store.Capture{capture(1, "a", store.CapturePending)}, nil); err != nil {
		t.Fatal(err)
	}
	got, err := c.Standing(s.ctx)
	if err != nil || got["page due"] != 2 || got["capture pending"] != 1 {
		t.Errorf("%v, %v", got, err)
	}
}
