// Package merge makes one record of many claims: claims of reports go in, with
// what is copied from whom and which reports tell one story, and out come
// incidents, statements and tolls, each with all the claims behind it, rival
// values side by side and headline values by named rules.
//
// Build is a function of the set of claims: the order in which reports came
// does not matter, and a claim given twice counts once. Claims of one block
// (act, place, day; or story; or shared evidence) are compared in pairs and
// clustered by average linkage, never by single links; some pairs are never
// put together whatever else speaks for it (docs/decisions/0112-merge.md).
// What an analyst decided stands above all of it, and nothing is lost by
// undoing it: claims are only ever put together and apart.
package merge

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"vigil"
)

// Input is all that a record is made of.
type Input struct {
	Reports   []vigil.Report
	Claims    []vigil.Claim
	Copies    []vigil.Copy
	Stories   []vigil.Story
	Decisions []Decision

	// Before is the record as it was: its things keep their ids.
	Before *vigil.Record
	// Only are the claims that things are made of, where the others are there
	// for what is copied from them. Nil: all.
	Only map[string]bool
	// Taken reports whether an id is that of a thing that is not in Before. Nil:
	// Before holds all.
	Taken func(id string) bool
}

// Decision is a person's word on which claims belong together.
type Decision struct {
	Together bool     // else apart: no two of Claims stand in one thing
	Claims   []string // Claim.ID
}

// Options set how claims are read. The zero value works without a directory.
type Options struct {
	// Kin reports whether two entries of the directory of actors are one body
	// or part of one another. Nil: only if they are the same.
	Kin func(a, b string) bool
	// Rule names the rule of headline values; see Rules. "" is DefaultRule.
	Rule string
	// Today is the day on which the record is read: what is due after it is
	// still to come. Unknown: the day of the latest report.
	Today vigil.Day
	// Words keeps the content words of the main sentences of claims, by their
	// ids, for who reads the same claims again and again. Nil: none are kept.
	Words map[string][]uint32
}

// Build makes the record.
func Build(in Input, o Options) *vigil.Record {
	b := newBuilder(o)
	b.add(&in)
	return b.build(&in)
}

// build makes the record of what was added.
func (b *builder) build(in *Input) *vigil.Record {
	b.in = *in
	b.names = newNamer(in.Before, in.Taken)
	slices.SortFunc(b.views, inOrder)
	rec := &vigil.Record{Reports: once(in.Reports), Copies: in.Copies, Claims: b.claims()}
	rec.Incidents = b.incidents()
	rec.Statements = b.statements()
	rec.Tolls = b.tolls()
	rec.Stories = b.stories(rec.Incidents)
	return rec
}

// once returns reports without repetitions.
func once(reports []vigil.Report) []vigil.Report {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(reports), func(r vigil.Report) bool {
		twice := seen[r.ID]
		seen[r.ID] = true
		return twice
	})
}

// builder holds claims, each with what comparing it needs.
type builder struct {
	Options
	in      Input // of build
	reports map[string]*vigil.Report
	story   map[string]string // of a report
	views   []*view
	byID    map[string]*view
	of      map[string][]*view // claims of a report
	names   namer
	today   vigil.Day
}

func newBuilder(o Options) *builder {
	b := &builder{Options: o, today: o.Today, reports: map[string]*vigil.Report{}, story: map[string]string{}, byID: map[string]*view{}, of: map[string][]*view{}}
	if b.Kin == nil {
		b.Kin = func(x, y string) bool { return x == y }
	}
	return b
}

// add adds reports with their claims and returns those that are new.
func (b *builder) add(in *Input) []*view {
	for i := range in.Reports {
		r := &in.Reports[i]
		b.reports[r.ID] = r
		if b.Today == 0 {
			b.today = max(b.today, r.Published.Day())
		}
	}
	for _, s := range in.Stories {
		for _, r := range s.Reports {
			b.story[r] = s.ID
		}
	}
	from := len(b.views)
	for i := range in.Claims {
		c := &in.Claims[i]
		if b.byID[c.ID] == nil {
			v := b.view(c)
			b.byID[c.ID] = v
			b.views = append(b.views, v)
			b.of[c.Report] = append(b.of[c.Report], v)
		}
	}
	added := b.views[from:]
	for _, v := range added {
		slices.SortFunc(b.of[v.Report], inOrder)
	}
	b.traceEvidence(in.Copies)
	for _, v := range added {
		v.keys = blockKeys(v)
	}
	return added
}

// made returns the claims of a kind that things are made of.
func (b *builder) made(kind vigil.ClaimKind) (out []*view) {
	for _, v := range b.views {
		if v.Kind == kind && (b.in.Only == nil || b.in.Only[v.ID]) {
			out = append(out, v)
		}
	}
	return out
}

// claims returns every claim once, with what is known of its evidence.
func (b *builder) claims() []vigil.Claim {
	out := make([]vigil.Claim, len(b.views))
	for i, v := range b.views {
		out[i] = *v.Claim
		out[i].Copied = v.copied()
	}
	return out
}

// stories returns the stories with the incidents that their reports tell.
func (b *builder) stories(incidents []vigil.Incident) []vigil.Story {
	of := map[string][]string{}
	for _, inc := range incidents {
		for _, id := range inc.Claims {
			s := b.story[b.byID[id].Report]
			if s != "" && !slices.Contains(of[s], inc.ID) {
				of[s] = append(of[s], inc.ID)
			}
		}
	}
	out := slices.Clone(b.in.Stories)
	for i := range out {
		out[i].Incidents = of[out[i].ID]
		slices.Sort(out[i].Incidents)
	}
	return out
}

// namer gives things their ids: a thing keeps the id of the one before with
// which it shares most claims, else its first claim names it.
type namer struct {
	before map[string]string // by prefix and claim
	used   map[string]bool
	taken  func(id string) bool
}

func newNamer(rec *vigil.Record, taken func(string) bool) namer {
	n := namer{map[string]string{}, map[string]bool{}, taken}
	if rec == nil {
		return n
	}
	add := func(prefix, id string, claims ...string) {
		n.used[id] = true
		for _, c := range claims {
			n.before[prefix+c] = id
		}
	}
	for _, x := range rec.Incidents {
		add("i", x.ID, x.Claims...)
	}
	for _, x := range rec.Statements {
		add("s", x.ID, x.Claims...)
	}
	for _, x := range rec.Tolls {
		for _, p := range x.Series {
			add(tollPrefix(x.Measure), x.ID, p.Claim)
		}
	}
	return n
}

// name names the things that clusters of claims make, all of one kind; prefix
// says which.
func (n *namer) name(prefix string, clusters [][]*view) []string {
	type share struct {
		cluster, claims int
		id              string
	}
	var shares []share
	for i, c := range clusters {
		count := map[string]int{}
		for _, v := range c {
			if id := n.before[prefix+v.ID]; id != "" {
				count[id]++
			}
		}
		for id, k := range count {
			shares = append(shares, share{i, k, id})
		}
	}
	slices.SortFunc(shares, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.claims, a.claims), cmp.Compare(a.id, b.id), cmp.Compare(a.cluster, b.cluster))
	})
	out := make([]string, len(clusters))
	given := map[string]bool{}
	for _, s := range shares {
		if out[s.cluster] == "" && !given[s.id] {
			out[s.cluster] = s.id
			given[s.id] = true
		}
	}
	for i, c := range clusters {
		for k := 0; out[i] == ""; k++ {
			if id := newID(prefix, c[0].ID, k); !n.used[id] && (n.taken == nil || !n.taken(id)) {
				n.used[id] = true
				out[i] = id
			}
		}
	}
	return out
}

func newID(prefix, claim string, k int) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%s/%d", prefix, claim, k)
	return fmt.Sprintf("%s%016x", prefix[:1], h.Sum64())
}
