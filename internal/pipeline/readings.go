package pipeline

import (
	"context"

	"vigil/internal/store"
)

// readings keeps what was read from the reports that updates asked for lately:
// what is told today is told again tomorrow. A report that was put again waits
// to be merged and is read anew when its turn comes.
type readings struct {
	s          store.Store
	young, old map[string]*store.Reading
	bytes      int // of the young
}

// keptBytes bounds the texts of either half of what is kept.
const keptBytes = 8 << 20

func newReadings(s store.Store) *readings {
	return &readings{s: s, young: map[string]*store.Reading{}, old: map[string]*store.Reading{}}
}

func (k *readings) keep(r *store.Reading) {
	id := r.Report.ID
	delete(k.old, id)
	if _, ok := k.young[id]; !ok {
		k.bytes += len(r.Report.Text)
	}
	k.young[id] = r
	if k.bytes > keptBytes {
		k.young, k.old, k.bytes = map[string]*store.Reading{}, k.young, 0
	}
}

func (k *readings) forget(id string) {
	delete(k.young, id)
	delete(k.old, id)
}

// get returns what was read from reports; unknown ids are left out.
func (k *readings) get(ctx context.Context, ids []string) ([]*store.Reading, error) {
	out := make([]*store.Reading, 0, len(ids))
	var missing []string
	for _, id := range ids {
		r := k.young[id]
		if r == nil {
			r = k.old[id]
		}
		if r == nil {
			missing = append(missing, id)
			continue
		}
		out = append(out, r)
	}
	for _, r := range out {
		k.keep(r)
	}
	if len(missing) == 0 {
		return out, nil
	}
	rs, err := k.s.Readings(ctx, missing)
	for i := range rs {
		out = append(out, &rs[i])
		k.keep(&rs[i])
	}
	return out, err
}
