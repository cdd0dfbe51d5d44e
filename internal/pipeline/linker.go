package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"vigil"
	"vigil/internal/group"
	"vigil/internal/merge"
	"vigil/internal/store"
	"vigil/internal/trace"
)

const (
	// few is up to how many reports a store's stories and copies are worked out
	// anew whenever one comes, so that they do not depend on the order. Of more
	// each new one is put where it belongs, and what it touches is repaired.
	few = 1000
	// held is how many of a store's newest reports are read again when a process
	// starts: what is new may belong with them.
	held = 10000
)

// linker finds the stories and copies of a store's new reports among those
// that came before. It is not safe for use by several goroutines at once.
type linker struct {
	c       *Composer
	of      store.Store
	place   int64 // of the last change that it follows
	kept    *readings
	reports map[string]vigil.Report // nil when they are more than a few
	story   map[string]string       // of each report, as last told
	copies  map[string][]vigil.Copy // as last told, while reports are few
	undated map[string]bool         // those of the reports that have no day, when they are more than a few
	groups  *group.Grouper
	tracer  *trace.Tracer
}

// links are what linking new reports comes to.
type links struct {
	story  map[string]string       // of each report whose story is new
	copies map[string][]vigil.Copy // of each report of which other stretches are copied
	dated  []*Analysis             // reports that their story dated
}

// newLinker reads again what a store holds.
func (c *Composer) newLinker(ctx context.Context, s store.Store) (*linker, error) {
	l := &linker{c: c, of: s, kept: newReadings(s), reports: map[string]vigil.Report{}, story: map[string]string{}, copies: map[string][]vigil.Copy{}}
	var err error
	if _, l.place, err = s.Changes(ctx, 0, -1); err != nil {
		return nil, err
	}
	for after := int64(-held); ; {
		page, next, err := s.Reports(ctx, after, 500)
		if err != nil || len(page) == 0 {
			return l, err
		}
		ids := make([]string, len(page))
		for i := range page {
			ids[i] = page[i].ID
		}
		rs, err := s.Readings(ctx, ids)
		if err != nil {
			return nil, err
		}
		for i := range rs {
			if r := &rs[i]; r.Story != "" {
				l.reports[r.Report.ID] = r.Report
				l.story[r.Report.ID] = r.Story
				l.copies[r.Report.ID] = r.Copies
			}
		}
		after = next
	}
}

// add links reports; fresh are those whose text is new.
func (l *linker) add(ctx context.Context, rs []store.Reading, fresh map[string]bool) (links, error) {
	reports := make([]vigil.Report, len(rs))
	for i := range rs {
		reports[i] = rs[i].Report
	}
	if l.reports != nil {
		before := maps.Clone(l.reports)
		for i := range reports {
			l.reports[reports[i].ID] = reports[i]
		}
		if len(l.reports) <= few {
			return l.all(reports), nil
		}
		l.restore(before)
	}
	out := l.stream(inOrder(reports), fresh)
	var err error
	out.dated, err = l.date(ctx, reports)
	return out, err
}

// all works the links of all reports out anew.
func (l *linker) all(reports []vigil.Report) (out links) {
	in := merge.Input{Reports: inOrder(slices.Collect(maps.Values(l.reports)))}
	in.Stories, in.Copies = l.c.link(in.Reports)
	fresh := map[string]bool{}
	for i := range reports {
		fresh[reports[i].ID] = true
	}
	if out.dated = l.c.date(&in, fresh); len(out.dated) > 0 {
		for _, a := range out.dated {
			l.reports[a.Report.ID] = a.Report
		}
		in.Reports = inOrder(in.Reports)
		in.Stories, in.Copies = l.c.link(in.Reports)
	}
	out.story, out.copies = map[string]string{}, map[string][]vigil.Copy{}
	for _, s := range in.Stories {
		for _, id := range s.Reports {
			if l.story[id] != s.ID {
				l.story[id], out.story[id] = s.ID, s.ID
			}
		}
	}
	now := byReport(in.Copies)
	for _, a := range out.dated {
		fresh[a.Report.ID] = true
	}
	for id := range l.reports {
		if fresh[id] || !slices.Equal(now[id], l.copies[id]) {
			l.copies[id], out.copies[id] = now[id], now[id]
		}
	}
	return out
}

// restore begins the stream with the reports that were few.
func (l *linker) restore(reports map[string]vigil.Report) {
	l.groups, l.tracer = group.New(group.Options{Background: l.c.Background}), trace.New(l.c.Background)
	for _, r := range inOrder(slices.Collect(maps.Values(reports))) {
		l.groups.Restore(&r, l.story[r.ID])
		l.tracer.Add(&r)
	}
	l.groups.Moves()
	l.tracer.Changed()
	l.undated = map[string]bool{}
	for id, r := range reports {
		if !r.Published.Known() {
			l.undated[id] = true
		}
	}
	l.reports, l.copies = nil, nil
}

// stream links reports with those that are held.
func (l *linker) stream(reports []vigil.Report, fresh map[string]bool) links {
	out := links{story: map[string]string{}, copies: map[string][]vigil.Copy{}}
	for i := range reports {
		r := &reports[i]
		if fresh[r.ID] {
			l.groups.Forget(r.ID)
			l.tracer.Forget(r.ID)
		}
		l.move(&out, r.ID, l.groups.Add(r))
		out.copies[r.ID] = copiesOf(l.tracer.Add(r))
	}
	l.groups.Repair()
	for _, m := range l.groups.Moves() {
		l.move(&out, m.Report, m.To)
	}
	for _, id := range l.tracer.Changed() {
		if o, ok := l.tracer.Origin(id); ok {
			out.copies[id] = copiesOf(o)
		}
	}
	l.forget()
	return out
}

// forget lets go of reports that grouping has let go of: a process runs for
// months.
func (l *linker) forget() {
	if len(l.story) <= 2*l.groups.Open()+few {
		return
	}
	maps.DeleteFunc(l.story, func(id, _ string) bool { return !l.groups.Holds(id) })
	maps.DeleteFunc(l.undated, func(id string, _ bool) bool { return !l.groups.Holds(id) })
}

// date gives the undated reports of the stories that some reports tell their
// days. They stay where they were put.
func (l *linker) date(ctx context.Context, reports []vigil.Report) ([]*Analysis, error) {
	told, fresh := map[string]bool{}, map[string]bool{}
	for i := range reports {
		fresh[reports[i].ID] = true
		if !reports[i].Published.Known() {
			l.undated[reports[i].ID] = true
		} else {
			delete(l.undated, reports[i].ID)
		}
		told[l.story[reports[i].ID]] = true
	}
	members := map[string][]string{}
	for id := range l.undated {
		if told[l.story[id]] {
			members[l.story[id]] = nil
		}
	}
	if len(members) == 0 || l.c.Analyser == nil {
		return nil, nil
	}
	items, err := l.of.Items(ctx, store.Query{Kind: store.Story, IDs: slices.Sorted(maps.Keys(members))})
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		var s vigil.Story
		if err := json.Unmarshal(it.JSON, &s); err != nil {
			return nil, fmt.Errorf("story %s: %w", it.ID, err)
		}
		members[s.ID] = s.Reports
	}
	for _, id := range slices.Sorted(maps.Keys(fresh)) {
		if ms, ok := members[l.story[id]]; ok && !slices.Contains(ms, id) {
			members[l.story[id]] = append(ms, id)
		}
	}
	var in merge.Input
	for s, ids := range members {
		rs, err := l.of.Readings(ctx, ids)
		if err != nil {
			return nil, err
		}
		for i := range rs {
			in.Reports = append(in.Reports, rs[i].Report)
		}
		in.Stories = append(in.Stories, vigil.Story{ID: s, Reports: ids})
	}
	in.Reports = inOrder(in.Reports)
	dated := l.c.date(&in, fresh)
	for _, a := range dated {
		delete(l.undated, a.Report.ID)
	}
	return dated, nil
}

func (l *linker) move(out *links, report, story string) {
	if l.story[report] != story {
		l.story[report], out.story[report] = story, story
	}
}

func byReport(cs []vigil.Copy) map[string][]vigil.Copy {
	out := map[string][]vigil.Copy{}
	for _, c := range cs {
		out[c.Report] = append(out[c.Report], c)
	}
	return out
}
