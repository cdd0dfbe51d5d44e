// Package work does what a store has left to do: reports that wait come in, are
// analysed, several at once, and what was read is stored with the end of their
// job; and of all workers on a store one, the leader, brings the record up to
// date. A worker may end at any moment: what it had begun another begins anew.
package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"vigil"
	"vigil/internal/store"
)

// Options of Run. Zero values are the defaults named.
type Options struct {
	Store    store.Full
	Analyse  func(vigil.Report) *store.Reading
	Analyser string                      // its version: what another read is read again
	Update   func(context.Context) error // brings the record up to date, through Store.InOrder; nil: another process leads
	Busy     func() bool                 // while it is true no job is begun: something else comes first
	Every    time.Duration               // between two updates; 10 s
	Poll     time.Duration               // how often an idle worker asks; 1 s
	Jobs     int                         // reports at once; one a processor
	Once     bool                        // stop when nothing is left to do
	Meter    *Meter                      // counts what is done; one of its own
	Log      *slog.Logger
}

// Counts are what a worker did.
type Counts struct{ Read, Failed, Lost, Updates int64 }

// runner is one worker at work.
type runner struct {
	Options
	idle    atomic.Int64 // readers that found nothing
	taking  sync.Mutex   // of who takes a job
	working sync.RWMutex // read by who works, locked by who works alone
}

// Run works until ctx ends; with Once until no job is left and the record is up
// to date. A database that goes away is waited for, except with Once.
func Run(ctx context.Context, o Options) (Counts, error) {
	if o.Every == 0 {
		o.Every = 10 * time.Second
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Jobs == 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Meter == nil {
		o.Meter = NewMeter()
	}
	o.Meter.works(o.Store)
	r := &runner{Options: o}
	err := r.run(ctx)
	return o.Meter.Counts(), err
}

func (r *runner) run(ctx context.Context) error {
	for {
		err := r.shift(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if r.Once {
			return err
		}
		r.Meter.trouble(err)
		r.Log.Error("the store is not to be had; trying again", "err", err)
		pause(ctx, 5*r.Poll)
	}
}

// shift works for as long as the store is there.
func (r *runner) shift(ctx context.Context) error {
	w, err := r.Store.Worker(ctx)
	if err != nil {
		return fmt.Errorf("signing on: %w", err)
	}
	defer w.Close()
	defer r.Meter.lead(false)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	r.idle.Store(0)
	for range r.Jobs {
		wg.Go(func() { r.readAll(ctx, w, stop) })
	}
	if r.Update != nil {
		wg.Go(func() { r.leadOn(ctx, w, stop) })
	} else if err := r.again(ctx); err != nil {
		stop(err)
	}
	wg.Wait()
	if err := context.Cause(ctx); !errors.Is(err, errDone) {
		return err
	}
	return nil
}

var errDone = errors.New("nothing is left to do")

// readAll takes job after job.
func (r *runner) readAll(ctx context.Context, w store.Worker, stop context.CancelCauseFunc) {
	for idle := false; ctx.Err() == nil; {
		r.Meter.beat()
		if r.Busy != nil && r.Busy() {
			pause(ctx, r.Poll)
			continue
		}
		j, rest, err := r.take(ctx, w)
		if err != nil {
			stop(err)
			return
		}
		if idle != (j == nil) {
			idle = j == nil
			r.idle.Add(map[bool]int64{true: 1, false: -1}[idle])
		}
		if j == nil {
			pause(ctx, r.Poll)
			continue
		}
		// What is begun is finished: a stop by a signal waits for it.
		err = r.do(context.WithoutCancel(ctx), w, j)
		rest()
		if err != nil {
			stop(err)
			return
		}
	}
}

// suspect is after how many tries a report is read with nothing else beside it:
// it may be what ends processes, and what is begun with it would be given up
// with it.
const suspect = 2

// take begins a job, or gives nil; rest is to be called at its end.
func (r *runner) take(ctx context.Context, w store.Worker) (j *store.Job, rest func(), err error) {
	r.taking.Lock()
	j, err = w.Begin(ctx, time.Now())
	if j != nil && j.Tries > suspect {
		r.working.Lock() // waits for the others, and keeps them from taking more
		return j, func() { r.working.Unlock(); r.taking.Unlock() }, nil
	}
	if j != nil {
		r.working.RLock()
	}
	r.taking.Unlock()
	return j, r.working.RUnlock, err
}

// do reads one report.
func (r *runner) do(ctx context.Context, w store.Worker, j *store.Job) error {
	rd, err := r.analyse(j.Report)
	if err != nil {
		r.Meter.failed.Inc()
		r.Log.Error("a report cannot be read", "report", j.Report.ID, "try", j.Tries, "err", err)
		return w.Fail(ctx, j, err.Error(), time.Now().Add(wait(j.Tries)))
	}
	done, err := w.Finish(ctx, j, rd)
	switch {
	case err != nil:
		return err
	case done:
		r.Meter.read.Inc()
		r.Log.Debug("read", "report", j.Report.ID, "claims", len(rd.Claims))
	default:
		r.Meter.lost.Inc() // its text has changed, or another has taken it over
	}
	return nil
}

// wait is how long a job rests after so many tries.
func wait(tries int) time.Duration { return 10 * time.Second << (2 * (tries - 1)) }

// analyse keeps one bad report from stopping the rest.
func (r *runner) analyse(rep vigil.Report) (rd *store.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			rd, err = nil, fmt.Errorf("analysis failed: %v", p)
		}
	}()
	return r.Analyse(rep), nil
}

// leadOn brings the record up to date while this worker leads.
func (r *runner) leadOn(ctx context.Context, w store.Worker, stop context.CancelCauseFunc) {
	leads := false
	var last time.Time
	for ctx.Err() == nil {
		lead, err := w.Lead(ctx)
		if err == nil && lead && !leads {
			r.Log.Info("this worker leads")
			err = r.again(ctx)
		}
		leads = lead
		r.Meter.lead(lead)
		r.Meter.beat()
		if err == nil && lead && (time.Since(last) >= r.Every || r.Once && r.resting()) {
			err = r.update(ctx)
			last = time.Now()
		}
		done := false
		if err == nil && r.Once && r.resting() {
			done, err = r.done(ctx)
		}
		switch {
		case err != nil:
			stop(err)
			return
		case done:
			stop(errDone)
			return
		}
		pause(ctx, r.Poll)
	}
}

func (r *runner) resting() bool { return r.idle.Load() == int64(r.Jobs) }

func (r *runner) update(ctx context.Context) error {
	start := time.Now()
	todo, err := r.Store.Unmerged(ctx, 1)
	if err != nil {
		return err
	}
	if err := r.Update(ctx); err != nil {
		if ctx.Err() == nil && errors.Is(err, store.ErrConflict) {
			r.Log.Info("somebody else has changed the record; later", "err", err)
			return nil
		}
		return fmt.Errorf("updating the record: %w", err)
	}
	if len(todo) > 0 {
		r.Meter.updates.Inc()
		r.Log.Info("record updated", "took", time.Since(start).Round(time.Millisecond))
	}
	return nil
}

// again makes jobs of what another version of the analyser read. A leader that
// ends midway is followed by one that goes on.
func (r *runner) again(ctx context.Context) error {
	total := 0
	for {
		n, err := r.Store.AwaitAgain(ctx, r.Analyser, 1000)
		if err != nil || n == 0 {
			if total > 0 {
				r.Log.Info("reports of another analyser are to be read again", "reports", total)
			}
			return err
		}
		total += n
	}
}

// done reports whether nothing is left to do, for this worker or another.
func (r *runner) done(ctx context.Context) (bool, error) {
	n, err := r.Store.Waiting(ctx)
	if err != nil || n.New+n.Again > 0 {
		return false, err
	}
	todo, err := r.Store.Unmerged(ctx, 1)
	return len(todo) == 0, err
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
