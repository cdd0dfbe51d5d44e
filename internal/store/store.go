// Package store says what a store keeps: reports with what was read from them,
// and the record as revisions that are only ever added. Engines live in
// folders below it; each passes storetest.
package store

import (
	"context"
	"errors"
	"hash/fnv"
	"time"

	"vigil"
)

// Faults that callers tell apart.
var (
	ErrNotFound = errors.New("not in the store")
	ErrConflict = errors.New("changed by somebody else meanwhile")
)

// Store keeps what vigil knows. It may be used by many goroutines at once.
// Every call is all or nothing.
type Store interface {
	// Put stores reports with what was read from them, all of them or none. A
	// report with the same text, read by the same analyser, changes nothing and
	// is not counted; a changed text becomes a new version and the old one is kept.
	Put(ctx context.Context, rs ...*Reading) (changed int, err error)
	// Report returns the latest version of a report, or ErrNotFound.
	Report(ctx context.Context, id string) (*vigil.Report, error)
	// Versions returns every version of a report, oldest first.
	Versions(ctx context.Context, id string) ([]vigil.Report, error)
	// Reports returns up to limit reports stored after the given place in the
	// order of storing, and the place of the last one; start at 0. A place below
	// 0 counts back from the newest.
	Reports(ctx context.Context, after int64, limit int) ([]vigil.Report, int64, error)
	// Reading returns what was read from the latest version of a report.
	Reading(ctx context.Context, id string) (*Reading, error)
	// Readings returns the same for many, with the story that each tells, in no
	// order; unknown ids are left out.
	Readings(ctx context.Context, ids []string) ([]Reading, error)
	// SetCopies replaces what is known to be copied in a report.
	SetCopies(ctx context.Context, report string, copies []vigil.Copy) error
	// Claims returns the claims with those ids, in that order; unknown ids are
	// left out.
	Claims(ctx context.Context, ids []string) ([]vigil.Claim, error)
	// ClaimsOf returns up to limit claims of a kind, those of the latest ids
	// first. Only sides are kept so that they are found at once.
	ClaimsOf(ctx context.Context, kind vigil.ClaimKind, limit int) ([]vigil.Claim, error)
	// Append adds revisions. Each Rev must be one above the last of its Of,
	// else ErrConflict and nothing is added.
	Append(ctx context.Context, revs []Change) error
	// Unmerged returns up to limit reports that the record does not follow yet:
	// their text, what was read from them or what people decided about them is
	// new since they were last settled by Merge. In the order of storing.
	Unmerged(ctx context.Context, limit int) ([]Unmerged, error)
	// Near returns up to n claims of a block on each side of a day, by the days
	// of their reports, nearest first.
	Near(ctx context.Context, block string, day vigil.Day, n int) ([]string, error)
	// Merge stores what followed from unmerged reports; revisions as Append does.
	Merge(ctx context.Context, m *Merge) error
	// History returns the revisions of one thing, oldest first.
	History(ctx context.Context, of string) ([]vigil.Revision, error)
	// Items returns things of the record, in order of id, as they are now or
	// were at q.AsOf.
	Items(ctx context.Context, q Query) ([]Item, error)
	// Count counts what q finds, parted by a facet; Total gives one number
	// under "". q's order, place and limit do not matter.
	Count(ctx context.Context, q Query, by Facet) (map[string]int, error)
	// Spots returns the located places of what q finds, most things first.
	Spots(ctx context.Context, q Query) ([]Spot, error)
	// Changes returns up to limit revisions stored after the given place in the
	// order of storing, without their states, and the place of the last one. A
	// limit below 0 returns none and the newest place.
	Changes(ctx context.Context, after int64, limit int) ([]Change, int64, error)
	// Search returns reports that hold all the words, best first; where more
	// than Ranked do, the best of the newest that many.
	Search(ctx context.Context, words string, limit int) ([]Hit, error)
	// Check verifies that the store holds together.
	Check(ctx context.Context) error
	Close() error
}

// Ranked is how many reports Search puts in order.
const Ranked = 5000

// Reading is a report and what one analyser read from it.
type Reading struct {
	Report   vigil.Report
	Analyser string // its version
	Claims   []vigil.Claim
	Copies   []vigil.Copy
	Story    string // Story.ID, from Readings only
}

// Unmerged is a report that the record does not follow yet.
type Unmerged struct {
	Report string
	Seq    int64 // of what happened to it last
	Text   bool  // whether its text is new
}

// Merge is what followed from unmerged reports.
type Merge struct {
	Changes []Change
	Copies  map[string][]vigil.Copy // of reports, in place of what was known
	Blocks  []Block
	Settled []Unmerged // what happened to a report later stays unmerged
}

// Block says in which blocks a claim lies from now on; see internal/merge.
type Block struct {
	Claim string
	Day   vigil.Day // of its report
	Keys  []string
}

// BlockKey is a block's key as engines keep it. That two keys share a number
// costs a comparison and nothing else.
func BlockKey(key string) int64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return int64(h.Sum64())
}

// Kind says what an Item is.
type Kind string

// Kinds of item.
const (
	Incident  Kind = "incident"
	Statement Kind = "statement"
	Toll      Kind = "toll"
	Story     Kind = "story"
	Decision  Kind = "decision" // a person's

	Protection Kind = "protection" // what does not leave the desk: internal/protect
)

// Item is one thing of the record, at one revision.
type Item struct {
	ID   string
	Kind Kind
	Rev  int
	JSON []byte // vigil.Incident, Statement, Toll, Story or Decision

	Cursor string // for Query.After, in the order that was asked for
}

// Change is a revision of a thing of some kind; the store derives its indexes
// from the state after it (IndexOf). A nil After is a tombstone.
type Change struct {
	vigil.Revision
	Kind Kind
}

// Keys are what items are looked up by.
type Keys struct {
	Act      string
	Days     vigil.Days
	Country  string
	Located  bool
	Lat, Lon float64
	Score    float64
}

// Query asks for items. Zero fields ask for everything.
type Query struct {
	Kind     Kind
	IDs      []string
	Not      []string // ids that are left out; not with AsOf
	Acts     []string
	Days     vigil.Days // overlapping this range; items without a day are left out
	Country  string
	Box      *Box
	MinScore float64
	Standing vigil.Standing
	Source   string    // an outlet or a speaker
	Side     string    // a party, on either side
	Claims   []string  // what stands on any of these; stories stand on reports
	Report   string    // what stands on a claim of this report
	Reports  []string  // what stands, or stood when it was last merged, on a claim of any of these
	Words    string    // in its values, its evidence or the titles of its reports
	AsOf     time.Time // the record as it was then; only with Kind and IDs
	Order    Order
	After    string // Item.Cursor of the last one seen
	Limit    int    // 0 is no limit
}

// Order is the order of items.
type Order string

// Orders.
const (
	ByID      Order = ""
	Newest    Order = "newest"    // by last day, unknown days last
	Weightier Order = "weightier" // what most wants a person's eye first
)

// Facet is what counts are parted by.
type Facet string

// Facets. Source counts a thing under every source it has.
const (
	Total      Facet = ""
	ByAct      Facet = "act"
	ByCountry  Facet = "country"
	ByStanding Facet = "standing"
	BySource   Facet = "source"
	BySide     Facet = "side"  // counts a thing under every party it has
	ByMonth    Facet = "month" // YYYY-MM of the last day; "" where unknown
	ByDay      Facet = "day"
)

// Spot is a place with how many things happened there.
type Spot struct {
	Name     string
	Kind     vigil.PlaceKind
	Country  string
	Lat, Lon float64
	RadiusKm float64
	Exact    bool // a named point, not near it nor around it
	Things   int
	Killed   int // the highest figure told of any one of them
}

// Box is a rectangle in degrees.
type Box struct{ South, West, North, East float64 }

// Hit is a report found by its words.
type Hit struct {
	Report  string
	Title   string
	Snippet string // the words in their place, marked with \x02 and \x03
}
