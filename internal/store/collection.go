package store

import (
	"context"
	"time"
)

// Collection keeps how collecting stands: which addresses sources told of,
// which of them were captured, and which captures were read. An engine that
// collects has it beside Store. Every call is all or nothing, so that a
// process may end at any moment.
type Collection interface {
	// Found adds links that are not known yet. A known one that is done becomes
	// due again when the new Stamp is later than the one it was fetched under,
	// an hour after it was fetched at the soonest: some lists stamp everything
	// with the time of day. One that was off is due again. It returns how many became due.
	Found(ctx context.Context, links []Link) (due int, err error)
	// Due returns the link that has waited longest of each host, hosts in order
	// of waiting.
	Due(ctx context.Context, now time.Time, limit int) ([]Link, error)
	// Link returns a link, or ErrNotFound.
	Link(ctx context.Context, key string) (*Link, error)
	// SetLink stores a link as it stands.
	SetLink(ctx context.Context, l *Link) error
	// Captured adds captures, and stores the link they were made for as it
	// stands, if there is one. Captures that are known change nothing.
	Captured(ctx context.Context, cs []Capture, l *Link) error
	// LastCapture is the highest number of a capture, or 0.
	LastCapture(ctx context.Context) (int64, error)
	// CaptureGaps are the numbers below the last that the store does not know:
	// captures are stored by several at once, and a process may end between two.
	CaptureGaps(ctx context.Context) ([]Gap, error)
	// Pending returns up to limit captures above a number that are to be read.
	Pending(ctx context.Context, after int64, limit int) ([]Capture, error)
	// Settle says what became of a capture, and which reports were read from it.
	Settle(ctx context.Context, seq int64, state CaptureState, why string, reports []string) error
	// Captures returns the captures of a link's key, or of a report, oldest
	// first.
	Captures(ctx context.Context, of string) ([]Capture, error)
	// Standing counts links by role and state, and captures by state.
	Standing(ctx context.Context) (map[string]int, error)
}

// Gap is a run of numbers, both ends included.
type Gap struct{ From, To int64 }

// Full is a store that collects, hands out work and can be carried elsewhere.
type Full interface {
	Store
	Collection
	Jobs
	Portable
	// Form is the number of the form of its tables: how many times it changed.
	Form() int64
}

// LinkState says whether an address is to be fetched.
type LinkState string

// States of a link.
const (
	LinkDue     LinkState = "due"
	LinkDone    LinkState = "done"
	LinkRefused LinkState = "refused" // by robots.txt, the server, or our own rules
	LinkGone    LinkState = "gone"
	LinkFailed  LinkState = "failed" // given up
	LinkOff     LinkState = "off"    // its source is no longer read
)

// Link is an address to fetch.
type Link struct {
	Key      string // the form under which it is known
	URL      string
	Source   string // id of the source that told of it first
	Role     string // page or list
	Host     string // whose turn it takes
	State    LinkState
	Due      time.Time // not before
	Found    time.Time
	Stamp    time.Time // when it changed, as the source says; zero if it does not
	Fetched  time.Time // last, with success
	Tries    int       // failures since
	ETag     string
	Modified string
	Digest   string // SHA-256 of the body as sent, last time
	Why      string // of the state
	Hint     []byte // JSON: what the source said of it
}

// CaptureState says whether a capture was read.
type CaptureState string

// States of a capture.
const (
	CapturePending CaptureState = "pending"
	CaptureRead    CaptureState = "read"
	CapturePassed  CaptureState = "passed" // holds no report: why says so
	CaptureKept    CaptureState = "kept"   // is not to be read: robots.txt, redirects, errors
)

// Capture is one line of the archive's log, and what became of it.
type Capture struct {
	Seq    int64
	At     time.Time
	Key    string // of the link it was made for, or ""
	URL    string
	Source string
	Role   string
	Status int
	Type   string
	Digest string
	Same   bool
	File   string
	Offset int64
	Length int64
	ID     string
	State  CaptureState
	Why    string
}
