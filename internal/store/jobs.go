package store

import (
	"context"
	"time"

	"vigil"
)

// Jobs is the work that a store knows to be left: reports that nobody has read
// yet, and those that an earlier analyser read. A report and its job are
// stored at once, and so are what was read and the end of the job.
type Jobs interface {
	// Await stores reports that nobody has read, each with the job of reading it,
	// all of them or none. It does not count those whose text is read or waits
	// already. Of a report that is read the earlier version stands until the new
	// one is read too.
	Await(ctx context.Context, rs ...*vigil.Report) (changed int, err error)
	// AwaitAgain makes jobs of up to limit reports that another version of the
	// analyser read; they are begun when no other job waits.
	AwaitAgain(ctx context.Context, analyser string, limit int) (made int, err error)
	// Retry takes up again what was given up.
	Retry(ctx context.Context) (jobs int, err error)
	// InOrder is this store with an Unmerged that holds back what came after a
	// report that nobody has read yet, unless reading it failed: a record that is
	// merged through it does not depend on who reads how fast.
	InOrder() Full
	// Waiting counts the jobs.
	Waiting(ctx context.Context) (Waiting, error)
	// Worker signs a worker on. Of many processes on one store each has its own.
	Worker(ctx context.Context) (Worker, error)
}

// Worker takes jobs. What it has begun when its process ends is begun anew by
// another at once.
type Worker interface {
	// Begin takes the job whose turn it is, or gives nil.
	Begin(ctx context.Context, now time.Time) (*Job, error)
	// Finish stores what was read and ends the job; false where the job was taken
	// over or its text has changed meanwhile, and then nothing is stored.
	Finish(ctx context.Context, j *Job, r *Reading) (done bool, err error)
	// Fail puts a job back.
	Fail(ctx context.Context, j *Job, why string, again time.Time) error
	// Lead reports whether this worker is the one that groups and merges; the
	// first to ask is, until it signs off or its process ends.
	Lead(ctx context.Context) (bool, error)
	// Close signs off.
	Close() error
}

// MaxTries is how often a job is begun before it is given up: an analysis may
// end the process that runs it.
const MaxTries = 5

// Job is a report to read.
type Job struct {
	Report vigil.Report
	Tries  int // this one included
}

// Waiting says how many jobs there are.
type Waiting struct {
	New     int // reports that nobody has read
	Again   int // reports to be read again
	GivenUp int
}

// KeptJob is a job, as stores are copied.
type KeptJob struct {
	Seq    int64  `json:"seq"`
	Report string `json:"report"`
	Again  bool   `json:"again,omitzero"`
	Tries  int    `json:"tries,omitzero"`
	Due    int64  `json:"due,omitzero"` // Unix nanoseconds
	Why    string `json:"why,omitzero"` // of the last failure

	Digest *string `json:"digest,omitzero"` // with Meta and Text: the version to read, where it is not the one that stands
	Meta   *string `json:"meta,omitzero"`
	Text   []byte  `json:"text,omitzero"`
}
