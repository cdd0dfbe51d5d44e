package pipeline

import (
	"container/list"
	"context"

	"vigil/internal/store"
)

// readings keeps what was read from the reports that updates asked for lately:
// what is told today is told again tomorrow. A report that was put again waits
// to be merged and is read anew when its turn comes.
type readings struct {
	s     store.Store
	held  map[string]*list.Element // of lately, by report
	order *list.List               // of *store.Reading, the one asked for last in front
	bytes int                      // of their texts
}

// keptBytes bounds the texts that are kept. At 700 reports a day an update
// asks for 7,000 readings, among them those of a month that count as many dead
// in one province; half of them had to be read again when 8 to 16 MB were kept.
const keptBytes = 24 << 20

func newReadings(s store.Store) *readings {
	return &readings{s: s, held: map[string]*list.Element{}, order: list.New()}
}

func (k *readings) keep(r *store.Reading) {
	k.forget(r.Report.ID)
	k.held[r.Report.ID] = k.order.PushFront(r)
	k.bytes += len(r.Report.Text)
	for k.bytes > keptBytes && k.order.Len() > 1 {
		k.forget(k.order.Back().Value.(*store.Reading).Report.ID)
	}
}

func (k *readings) forget(id string) {
	if e := k.held[id]; e != nil {
		k.bytes -= len(k.order.Remove(e).(*store.Reading).Report.Text)
		delete(k.held, id)
	}
}

// get returns what was read from reports; unknown ids are left out.
func (k *readings) get(ctx context.Context, ids []string) ([]*store.Reading, error) {
	out := make([]*store.Reading, 0, len(ids))
	var missing []string
	for _, id := range ids {
		e := k.held[id]
		if e == nil {
			missing = append(missing, id)
			continue
		}
		k.order.MoveToFront(e)
		out = append(out, e.Value.(*store.Reading))
	}
	if len(missing) == 0 {
		return out, nil
	}
	rs, err := k.s.Readings(ctx, missing)
	for _, r := range rs { // a copy of each: one that is kept is not to hold all
		out = append(out, &r)
		k.keep(&r)
	}
	return out, err
}
