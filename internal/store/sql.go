package store

import "time"

// What every engine that speaks SQL has alike.

// LinkColumns are the columns of links, in the order in which they are written
// and read.
const LinkColumns = "key, url, source, role, host, state, due, found, stamp, fetched, tries, etag, modified, digest, why, hint"

// GapsQuery asks for the gaps among the numbers of captures.
const GapsQuery = "select prev + 1, seq - 1 from (select seq, lag(seq, 1, 0) over (order by seq) as prev from captures) g where seq > prev + 1 order by seq"

// Nanos is a time as a column holds it: nanoseconds since 1970, 0 for none.
func Nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// FromNanos is the time of a column, in UTC.
func FromNanos(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// Invariants are what Check asks of a store: how many break each rule, which has
// to be none.
var Invariants = []struct{ What, Query string }{
	{"items that are not their last revision", `select count(*) from items i where not exists
		(select 1 from revisions r where r.of = i.id and r.rev = i.rev and r.after is not null)
		or exists (select 1 from revisions r where r.of = i.id and r.rev > i.rev)`},
	{"things whose last revision is not among the items", `select count(*) from revisions r where r.after is not null
		and not exists (select 1 from revisions n where n.of = r.of and n.rev = r.rev + 1)
		and not exists (select 1 from items i where i.id = r.of and i.rev = r.rev)`},
	{"gaps among revisions", `select count(*) from revisions r where r.rev > 1
		and not exists (select 1 from revisions p where p.of = r.of and p.rev = r.rev - 1)`},
	{"claims without their report", `select count(*) from claims c where not exists (select 1 from reports r where r.id = c.report)`},
	{"jobs without their report", `select count(*) from jobs j where not exists (select 1 from reports r where r.id = j.report)`},
	{"reports that nobody has read nor is to read", `select count(*) from reports r where analyser = '' and not exists (select 1 from jobs j where j.report = r.id)`},
	{"captures read into reports that are not there", `select count(*) from capture_reports c where not exists (select 1 from reports r where r.id = c.report)`},
}
