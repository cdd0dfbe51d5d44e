package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"vigil"
	"vigil/internal/store"
)

// RunJobs tests the part of a store that hands out work.
func RunJobs(t *testing.T, open func(t *testing.T, name string) store.Full) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *suite, store.Full)
	}{{"Once", jobOnce}, {"Many", jobMany}, {"Text", jobText}, {"Again", jobAgain}, {"Failing", jobFailing}, {"Taken", jobTaken}, {"Shared", jobShared}} {
		t.Run(c.name, func(t *testing.T) {
			s := &suite{t: t, ctx: t.Context(), name: c.name}
			db := open(t, "jobs"+c.name)
			s.Store = db
			c.test(t, s, db)
			if err := s.Check(s.ctx); err != nil {
				t.Errorf("check: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
}

func await(t *testing.T, db store.Full, id, text string, want bool) {
	t.Helper()
	r := reading(id, text).Report
	if got, err := db.Await(t.Context(), &r); (got == 1) != want || err != nil {
		t.Errorf("%s %q: waits is %v, %v", id, text, got, err)
	}
}

func worker(t *testing.T, db store.Full) store.Worker {
	t.Helper()
	w, err := db.Worker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// begin takes the next job and fails unless it is of a report and text.
func begin(t *testing.T, w store.Worker, id, text string) *store.Job {
	t.Helper()
	j, err := w.Begin(t.Context(), start)
	for wait := 0; id != "" && j == nil && err == nil && wait < 100; wait++ {
		time.Sleep(20 * time.Millisecond) // a worker that just ended may hold it for a moment
		j, err = w.Begin(t.Context(), start)
	}
	if err != nil {
		t.Fatal(err)
	}
	if id == "" {
		if j != nil {
			t.Errorf("%s is begun", j.Report.ID)
		}
		return nil
	}
	if j == nil || j.Report.ID != id || j.Report.Text != text {
		t.Fatalf("begun: %+v, want %s %q", j, id, text)
	}
	return j
}

func finish(t *testing.T, w store.Worker, j *store.Job, want bool) {
	t.Helper()
	if done, err := w.Finish(t.Context(), j, reading(j.Report.ID, j.Report.Text)); done != want || err != nil {
		t.Errorf("%s: done is %v, %v", j.Report.ID, done, err)
	}
}

func waiting(t *testing.T, db store.Full, want store.Waiting) {
	t.Helper()
	if got, err := db.Waiting(t.Context()); got != want || err != nil {
		t.Errorf("%+v wait, %v; want %+v", got, err, want)
	}
}

// A report and its job come and go together, and only what is read waits for
// the record.
func jobOnce(t *testing.T, s *suite, db store.Full) {
	await(t, db, "a", "Eight killed.", true)
	await(t, db, "a", "Eight killed.", false)
	await(t, db, "b", "Talks opened.", true)
	waiting(t, db, store.Waiting{New: 2})
	if r, err := db.Report(s.ctx, "a"); err != nil || r.Text != "Eight killed." {
		t.Errorf("a report that waits: %+v, %v", r, err)
	}
	if todo, err := db.Unmerged(s.ctx, 9); err != nil || len(todo) != 0 {
		t.Errorf("unread and merged: %+v, %v", todo, err)
	}
	w := worker(t, db)
	defer w.Close()
	a, b := begin(t, w, "a", "Eight killed."), begin(t, w, "b", "Talks opened.")
	begin(t, w, "", "")
	finish(t, w, b, true)
	if todo, err := db.InOrder().Unmerged(s.ctx, 9); err != nil || len(todo) != 0 {
		t.Errorf("merged before one that came earlier: %+v, %v", todo, err)
	}
	if todo, err := db.Unmerged(s.ctx, 9); err != nil || len(todo) != 1 {
		t.Errorf("unmerged: %+v, %v", todo, err)
	}
	finish(t, w, a, true)
	finish(t, w, a, false)
	waiting(t, db, store.Waiting{})
	s.mustHave(reading("a", "Eight killed."))
	todo, err := db.InOrder().Unmerged(s.ctx, 9)
	if err != nil || len(todo) != 2 || todo[0].Report != "a" || !todo[0].Text {
		t.Errorf("read and not merged: %+v, %v", todo, err)
	}
	await(t, db, "a", "Eight killed.", false)
}

// Of many reports handed over at once all wait, each with its job, or none.
func jobMany(t *testing.T, s *suite, db store.Full) {
	a, b, c := reading("a", "Eight killed.").Report, reading("b", "Talks opened.").Report, reading("c", "Shells fell.").Report
	bad := reading("d", "No calendar knows its day.").Report
	bad.Published.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if n, err := db.Await(s.ctx, &a, &b, &bad, &c); err == nil {
		t.Fatalf("a report that cannot be written down: %d wait", n)
	}
	for _, id := range []string{"a", "b", "c", "d"} {
		if _, err := db.Report(s.ctx, id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s is stored though not all were: %v", id, err)
		}
	}
	waiting(t, db, store.Waiting{})
	await(t, db, "b", "Talks opened.", true)
	if n, err := db.Await(s.ctx, &a, &b, &c); n != 2 || err != nil {
		t.Errorf("%d of three are new, %v; want 2", n, err)
	}
	waiting(t, db, store.Waiting{New: 3})
	w := worker(t, db)
	defer w.Close()
	for _, r := range []vigil.Report{b, a, c} {
		finish(t, w, begin(t, w, r.ID, r.Text), true)
	}
}

// A new text waits beside the one that stands; what comes meanwhile counts.
func jobText(t *testing.T, s *suite, db store.Full) {
	s.put(reading("a", "One."))
	await(t, db, "a", "Two.", true)
	await(t, db, "a", "Two.", false)
	s.mustHave(reading("a", "One."))
	w := worker(t, db)
	defer w.Close()
	two := begin(t, w, "a", "Two.")
	await(t, db, "a", "Three.", true)
	finish(t, w, two, false)
	s.mustHave(reading("a", "One."))
	finish(t, w, begin(t, w, "a", "Three."), true)
	s.mustHave(reading("a", "Three."))
	if vs, err := db.Versions(s.ctx, "a"); err != nil || len(vs) != 2 {
		t.Errorf("%d versions, %v", len(vs), err)
	}
	await(t, db, "a", "Four.", true)
	await(t, db, "a", "Three.", false) // taken back
	waiting(t, db, store.Waiting{})
	await(t, db, "b", "One.", true)
	await(t, db, "b", "Two.", true) // nobody has read the first
	finish(t, w, begin(t, w, "b", "Two."), true)
	if vs, err := db.Versions(s.ctx, "b"); err != nil || len(vs) != 2 {
		t.Errorf("%d versions, %v", len(vs), err)
	}
}

// What another analyser read is read again, after all else.
func jobAgain(t *testing.T, s *suite, db store.Full) {
	for i, analyser := range []string{"2", "1", "1, dated by its story", "2, dated by its story", "20"} {
		r := reading(fmt.Sprint(i), "One text.")
		r.Analyser = analyser
		s.put(r)
	}
	for _, want := range []int{2, 1, 0} {
		if n, err := db.AwaitAgain(s.ctx, "2", 2); n != want || err != nil {
			t.Errorf("%d are to be read again, %v; want %d", n, err, want)
		}
	}
	await(t, db, "new", "New.", true)
	waiting(t, db, store.Waiting{New: 1, Again: 3})
	w := worker(t, db)
	defer w.Close()
	finish(t, w, begin(t, w, "new", "New."), true)
	for _, id := range []string{"1", "2", "4"} {
		j := begin(t, w, id, "One text.")
		r := reading(id, "One text.")
		r.Analyser = "2"
		if done, err := w.Finish(s.ctx, j, r); !done || err != nil {
			t.Errorf("%v, %v", done, err)
		}
		s.mustHave(r)
	}
	if n, err := db.AwaitAgain(s.ctx, "2", 9); n != 1 || err != nil { // "new", read by 1
		t.Errorf("%d more, %v", n, err)
	}
}

// A job that fails is put back for later, and given up in the end.
func jobFailing(t *testing.T, s *suite, db store.Full) {
	await(t, db, "a", "Bad.", true)
	await(t, db, "b", "Good.", true)
	w := worker(t, db)
	defer w.Close()
	j := begin(t, w, "a", "Bad.")
	if err := w.Fail(s.ctx, j, "no \x00 use", start.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	finish(t, w, begin(t, w, "b", "Good."), true)
	begin(t, w, "", "") // not yet
	for range store.MaxTries - 1 {
		j, err := w.Begin(s.ctx, start.Add(time.Hour))
		if err != nil || j == nil {
			t.Fatal(j, err)
		}
		if err := w.Fail(s.ctx, j, "again", start); err != nil {
			t.Fatal(err)
		}
	}
	begin(t, w, "", "")
	waiting(t, db, store.Waiting{GivenUp: 1})
	if n, err := db.Retry(s.ctx); n != 1 || err != nil {
		t.Errorf("%d taken up again, %v", n, err)
	}
	waiting(t, db, store.Waiting{New: 1})
	await(t, db, "a", "Better.", true) // another text is tried
	begin(t, w, "a", "Better.")
}

// What a worker had begun when it ended is begun by the next.
func jobTaken(t *testing.T, s *suite, db store.Full) {
	await(t, db, "a", "Eight killed.", true)
	w := worker(t, db)
	old := begin(t, w, "a", "Eight killed.")
	begin(t, w, "", "")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	next := worker(t, db)
	defer next.Close()
	j := begin(t, next, "a", "Eight killed.")
	if j.Tries != 2 {
		t.Errorf("begun %d times", j.Tries)
	}
	finish(t, w, old, false)
	finish(t, next, j, true)
}

// Many at once: every job is done once.
func jobShared(t *testing.T, s *suite, db store.Full) {
	const n = 60
	for i := range n {
		await(t, db, fmt.Sprint(i), "One text.", true)
	}
	w := worker(t, db)
	defer w.Close()
	var mu sync.Mutex
	done := map[string]int{}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for {
				j, err := w.Begin(s.ctx, start)
				if err != nil {
					t.Error(err)
				}
				if j == nil {
					return
				}
				finish(t, w, j, true)
				mu.Lock()
				done[j.Report.ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, k := range done {
		if k != 1 {
			t.Errorf("%s is read %d times", id, k)
		}
	}
	if len(done) != n {
		t.Errorf("%d of %d are read", len(done), n)
	}
	if lead, err := w.Lead(s.ctx); !lead || err != nil {
		t.Errorf("the only worker does not lead, %v", err)
	}
}
