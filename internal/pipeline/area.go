package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/merge"
	"vigil/internal/review"
	"vigil/internal/store"
)

const (
	// An area is closed when it holds this many claims for each that is new, and
	// so many more: a siege that is shelled every day hangs together for months.
	spreadEach = 4
	spreadMore = 2000
	// maxRelays is how far copies of copies are followed.
	maxRelays = 16
	// bigStory is from how many reports on a story's order and headline stay.
	bigStory = 300
)

// area is the part of a store's record that new reports touch: what is built
// anew, with what has to be known for that.
type area struct {
	ctx  context.Context
	s    store.Store
	kept *readings
	err  error // of taken

	links     links
	have      map[string]*store.Reading // by report, nil if there is none
	part      *merge.Part               // of what they tell
	report    map[string]string         // of each claim that is loaded
	in        map[string]bool           // the claims that are built anew, with whether they have been followed
	changed   []string                  // reports whose claims may lie in other blocks now
	asked     map[blockDay]bool
	before    vigil.Record
	known     map[string]bool // ids of before and decisions
	decisions []vigil.Decision
	touched   map[string]bool // stories whose reports changed
}

type blockDay struct {
	key string
	day vigil.Day
}

func newArea(ctx context.Context, kept *readings, o merge.Options, l links) *area {
	return &area{ctx: ctx, s: kept.s, kept: kept, part: merge.NewPart(o), links: l, have: map[string]*store.Reading{}, report: map[string]string{}, in: map[string]bool{},
		asked: map[blockDay]bool{}, known: map[string]bool{}, touched: map[string]bool{}}
}

// load reads reports that are not loaded yet, and those that they are copied
// from.
func (a *area) load(ids []string) error {
	var fresh []*store.Reading
	defer func() { a.part.Add(input(fresh)) }()
	for range maxRelays {
		var missing []string
		for _, id := range ids {
			if _, ok := a.have[id]; !ok {
				a.have[id] = nil
				missing = append(missing, id)
			}
		}
		if len(missing) == 0 {
			return nil
		}
		rs, err := a.kept.get(a.ctx, missing)
		if err != nil {
			return err
		}
		ids = nil
		for _, r := range rs {
			a.take(r)
			fresh = append(fresh, r)
			ids = append(ids, origins(r)...)
		}
	}
	return nil
}

// take holds a reading, as it is linked now.
func (a *area) take(r *store.Reading) {
	id := r.Report.ID
	if cs, ok := a.links.copies[id]; ok {
		r.Copies = cs
	}
	if s, ok := a.links.story[id]; ok {
		a.touched[r.Story], a.touched[s] = true, true
		r.Story = s
	}
	a.have[id] = r
	for i := range r.Claims {
		a.report[r.Claims[i].ID] = id
	}
}

// origins returns the reports that r is copied from.
func origins(r *store.Reading) (out []string) {
	for _, x := range r.Copies {
		if x.Of != "" {
			out = append(out, x.Of)
		}
	}
	return out
}

// touch begins the area: the new reports, those whose story or copies are
// others now, those that copy from a new one, and what lapsed.
func (a *area) touch(fresh, lapsed []string) error {
	dirty := slices.Concat(fresh, slices.Collect(maps.Keys(a.links.story)), slices.Collect(maps.Keys(a.links.copies)), reportsOf(lapsed))
	for _, id := range fresh {
		claims, err := a.s.Near(a.ctx, merge.DependsKey(id), 0, merge.BlockReach(""))
		if err != nil {
			return err
		}
		dirty = append(dirty, reportsOf(claims)...)
	}
	slices.Sort(dirty)
	a.changed = slices.Compact(dirty)
	if err := a.load(a.changed); err != nil {
		return err
	}
	for _, id := range fresh {
		if r := a.have[id]; r != nil {
			a.touched[r.Story] = true
		}
	}
	a.enter(a.changed)
	return a.things(store.Query{Reports: a.changed})
}

// reportsOf returns the reports of claims, by their ids.
func reportsOf(claims []string) (out []string) {
	for _, id := range claims {
		if i := strings.LastIndexByte(id, '#'); i >= 0 {
			out = append(out, id[:i])
		}
	}
	return out
}

// enter adds the claims of reports to the area.
func (a *area) enter(reports []string) {
	for _, id := range reports {
		if r := a.have[id]; r != nil {
			for i := range r.Claims {
				a.enterClaim(r.Claims[i].ID)
			}
		}
	}
}

func (a *area) enterClaim(id string) {
	if _, ok := a.in[id]; !ok && a.report[id] != "" {
		a.in[id] = false
	}
}

// things adds what q finds of the record, with its claims, and what people
// decided about it.
func (a *area) things(q store.Query) error {
	if len(q.Claims)+len(q.Reports) == 0 {
		return nil
	}
	items, err := a.s.Items(a.ctx, q)
	if err != nil {
		return err
	}
	var claims, decided []string
	for _, it := range items {
		if a.known[it.ID] || it.Kind == store.Story {
			continue
		}
		a.known[it.ID] = true
		if it.Kind == store.Decision {
			var d vigil.Decision
			if err := json.Unmarshal(it.JSON, &d); err != nil {
				return fmt.Errorf("decision %s: %w", it.ID, err)
			}
			a.decisions = append(a.decisions, d)
			for _, x := range slices.Concat(d.About, d.From) {
				decided = append(decided, x.Report)
			}
			continue
		}
		cs, err := store.Decode(&a.before, it)
		if err != nil {
			return fmt.Errorf("%s %s: %w", it.Kind, it.ID, err)
		}
		claims = append(claims, cs...)
	}
	if err := a.load(slices.Concat(reportsOf(claims), decided)); err != nil {
		return err
	}
	for _, id := range claims {
		a.enterClaim(id)
	}
	a.enter(decided)
	return nil
}

// spread adds to the area what hangs together with it.
func (a *area) spread() error {
	most := spreadMore + spreadEach*len(a.in)
	for {
		from := map[string]bool{}
		for id, followed := range a.in {
			if !followed {
				from[id] = true
			}
		}
		if len(from) == 0 {
			return nil
		}
		closed := len(a.in) > most
		for id := range from {
			a.in[id] = true
		}
		if err := a.things(store.Query{Claims: slices.Sorted(maps.Keys(from))}); err != nil || closed {
			if err != nil {
				return err
			}
			continue
		}
		if err := a.near(from); err != nil {
			return err
		}
		for _, id := range a.part.Tied(from) {
			a.enterClaim(id)
		}
	}
}

// near loads the reports of the claims that share a block with some.
func (a *area) near(claims map[string]bool) error {
	var mates []string
	for id := range claims {
		day := a.have[a.report[id]].Report.Published.Day()
		for _, k := range a.part.Keys(id) {
			if q := (blockDay{k, day}); !a.asked[q] {
				a.asked[q] = true
				found, err := a.s.Near(a.ctx, k, day, merge.BlockReach(k))
				if err != nil {
					return err
				}
				mates = append(mates, found...)
			}
		}
	}
	return a.load(reportsOf(mates))
}

// input is what is read from some reports.
func input(rs []*store.Reading) merge.Input {
	var in merge.Input
	stories := map[string]*vigil.Story{}
	for _, r := range rs {
		in.Reports = append(in.Reports, r.Report)
		in.Claims = append(in.Claims, r.Claims...)
		in.Copies = append(in.Copies, r.Copies...)
		if stories[r.Story] == nil {
			stories[r.Story] = &vigil.Story{ID: r.Story}
		}
		stories[r.Story].Reports = append(stories[r.Story].Reports, r.Report.ID)
	}
	for _, s := range stories {
		if s.ID != "" {
			in.Stories = append(in.Stories, *s)
		}
	}
	return in
}

// merged builds the area anew and says what changed.
func (a *area) merged(own []vigil.Decision, now time.Time) (*store.Merge, error) {
	in := input(slices.DeleteFunc(slices.Collect(maps.Values(a.have)), func(r *store.Reading) bool { return r == nil }))
	in.Before, in.Taken = &a.before, a.taken
	in.Only = make(map[string]bool, len(a.in))
	for id := range a.in {
		in.Only[id] = true
	}
	people := review.New(slices.Concat(own, a.decisions), in.Claims)
	in.Decisions = people.Merges()
	after := a.part.Build(in)
	if a.err != nil {
		return nil, a.err
	}
	people.Apply(after)
	before := a.before
	var err error
	if before.Stories, after.Stories, err = a.stories(after); err != nil {
		return nil, err
	}
	m := &store.Merge{Copies: a.links.copies, Blocks: a.blocks()}
	m.Changes, err = changes(a.ctx, a.s, &before, after, now)
	return m, err
}

// taken reports whether an id is that of a thing outside the area.
func (a *area) taken(id string) bool {
	if a.known[id] || a.err != nil {
		return false
	}
	items, err := a.s.Items(a.ctx, store.Query{IDs: []string{id}})
	a.err = err
	return len(items) > 0
}

// blocks says in which blocks the claims of changed reports lie.
func (a *area) blocks() (out []store.Block) {
	for _, id := range a.changed {
		r := a.have[id]
		if r == nil {
			continue
		}
		for i := range r.Claims {
			if keys := a.part.Keys(r.Claims[i].ID); len(keys) > 0 {
				out = append(out, store.Block{Claim: r.Claims[i].ID, Day: r.Report.Published.Day(), Keys: keys})
			}
		}
	}
	return out
}

// stories returns the stories whose reports changed or tell of incidents of
// the area, as they were and as they are.
func (a *area) stories(after *vigil.Record) (before, now []vigil.Story, err error) {
	told := map[string][]string{} // incidents by story
	affected := maps.Clone(a.touched)
	for i := range after.Incidents {
		for _, c := range after.Incidents[i].Claims {
			s := a.have[a.report[c]].Story
			affected[s] = true
			if l := told[s]; len(l) == 0 || l[len(l)-1] != after.Incidents[i].ID {
				told[s] = append(l, after.Incidents[i].ID)
			}
		}
	}
	for _, x := range a.before.Incidents {
		for _, r := range a.reportsLoaded(x.Claims) {
			affected[r.Story] = true
		}
	}
	delete(affected, "")
	joined := map[string][]string{} // reports that joined a story
	for _, id := range a.changed {
		if r := a.have[id]; r != nil {
			joined[r.Story] = append(joined[r.Story], id)
		}
	}
	ids := slices.Sorted(maps.Keys(affected))
	old, err := a.storyItems(ids)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		was, ok := old[id]
		if ok {
			before = append(before, was)
		}
		is, err := a.story(id, was, joined[id])
		if err != nil {
			return nil, nil, err
		}
		is.Incidents = slices.DeleteFunc(slices.Clone(was.Incidents), func(x string) bool { return a.known[x] })
		is.Incidents = append(is.Incidents, told[id]...)
		slices.Sort(is.Incidents)
		is.Incidents = slices.Compact(is.Incidents)
		if len(is.Incidents) == 0 {
			is.Incidents = nil // as Build leaves it
		}
		if len(is.Reports) > 0 {
			now = append(now, is)
		}
	}
	return before, now, nil
}

func (a *area) reportsLoaded(claims []string) (out []*store.Reading) {
	for _, id := range reportsOf(claims) {
		if r := a.have[id]; r != nil {
			out = append(out, r)
		}
	}
	return out
}

func (a *area) storyItems(ids []string) (map[string]vigil.Story, error) {
	out := map[string]vigil.Story{}
	for part := range slices.Chunk(ids, 500) {
		items, err := a.s.Items(a.ctx, store.Query{Kind: store.Story, IDs: part})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			var s vigil.Story
			if err := json.Unmarshal(it.JSON, &s); err != nil {
				return nil, fmt.Errorf("story %s: %w", it.ID, err)
			}
			s.Rev = it.Rev
			out[it.ID] = s
		}
	}
	return out, nil
}

// story is a story with the reports that are in it now.
func (a *area) story(id string, was vigil.Story, joined []string) (vigil.Story, error) {
	is := was
	is.ID = id
	if !a.touched[id] {
		return is, nil
	}
	is.Reports = slices.DeleteFunc(slices.Clone(was.Reports), func(x string) bool {
		r := a.have[x]
		return r != nil && r.Story != id
	})
	for _, x := range joined {
		if !slices.Contains(is.Reports, x) {
			is.Reports = append(is.Reports, x)
		}
	}
	if len(is.Reports) > bigStory {
		for _, r := range a.reports(joined) {
			is.Days = is.Days.Cover(r.Published.Days)
		}
		return is, nil
	}
	if err := a.load(is.Reports); err != nil {
		return is, err
	}
	all := inOrder(a.reports(is.Reports))
	is.Reports, is.Days = nil, vigil.Days{}
	for i := range all {
		is.Reports = append(is.Reports, all[i].ID)
		is.Days = is.Days.Cover(all[i].Published.Days)
	}
	if len(all) > 0 {
		is.Title = headline(&all[0])
	}
	return is, nil
}

// reports returns those of ids that the store has.
func (a *area) reports(ids []string) (out []vigil.Report) {
	for _, id := range ids {
		if r := a.have[id]; r != nil {
			out = append(out, r.Report)
		}
	}
	return out
}
