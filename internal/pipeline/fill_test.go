package pipeline_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"testing"
)

// fill makes a store as big as one that merged n reports in the past: what it
// holds is there again and again, under other names and in other blocks, below
// its first places in the order of storing. New reports find the neighbours
// that they would find, in tables and indexes of that size. Left out are the
// full text of reports, which merging does not touch, and the order of changes.
func fill(b *testing.B, path string, n int) {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(path)+"?_pragma=synchronous(OFF)&_pragma=cache_size(-524288)&_pragma=busy_timeout(60000)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var all, have, things int
	if err := db.QueryRow("select count(*), count(*) filter (where seq > 0) from reports").Scan(&all, &have); err != nil {
		b.Fatal(err)
	}
	if err := db.QueryRow("select max(seq) from items").Scan(&things); err != nil {
		b.Fatal(err)
	}
	run := func(tx *sql.Tx, query string) {
		if _, err := tx.Exec(query); err != nil {
			b.Fatalf("%s: %v", query, err)
		}
	}
	for k := all / max(1, have); all < n && k*have < n; k++ {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for _, q := range []string{
			`insert into reports (seq, id, version, digest, analyser, title, text, json) select seq - %[2]d, '%[1]d-' || id, version, digest, analyser, title, text, json from reports where seq > 0`,
			`insert into claims (id, report, kind, json) select '%[1]d-' || id, '%[1]d-' || report, kind, json from claims where report between 'r' and 's' order by 1`,
			`insert into copies (report, n, json) select '%[1]d-' || report, n, json from copies where report between 'r' and 's' order by 1`,
			`insert into blocks (key, day, claim) select key / 2 + %[1]d * 7919, day - 30 * %[1]d, '%[1]d-' || claim from blocks where claim between 'r' and 's' order by 1`,
			`insert into items (seq, id, kind, rev, act, day_from, day_to, country, score, standing, killed, weight, day_sort, place, place_kind, lat, lon, radius, exact)
				select seq - %[3]d, '%[1]d-' || id, kind, rev, act, day_from - 30 * %[1]d, day_to - 30 * %[1]d, country, score, standing, killed, weight, day_sort - 30 * %[1]d, place, place_kind, lat, lon, radius, exact from items where seq > 0`,
			`insert into items_at (seq, south, north, west, east) select seq, lat, lat, lon, lon from items where seq between 1 - %[3]d and %[4]d - %[3]d and lat is not null`,
			`insert into items_words (rowid, words) select seq, id || ' ' || act || ' ' || place from items where seq between 1 - %[3]d and %[4]d - %[3]d`,
			`insert into item_claims (claim, seq) select '%[1]d-' || claim, seq - %[3]d from item_claims where seq > 0 order by 1`,
			`insert into item_sources (kind, source, seq) select kind, source, seq - %[3]d from item_sources where seq > 0 order by 1`,
			`insert into item_sides (kind, side, seq) select kind, side, seq - %[3]d from item_sides where seq > 0 order by 1`,
			`insert into revisions (of, rev, kind, at, by, cause, after) select '%[1]d-' || of, rev, kind, at, by, cause, after from revisions where of not like '%%-%%' order by 1`,
		} {
			run(tx, fmt.Sprintf(q, k, k*have, k*things, things))
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		if k%5 == 0 {
			fmt.Fprintln(os.Stderr, (k+1)*have, "reports in the store")
		}
	}
}
