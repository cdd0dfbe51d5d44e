package ui

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"strconv"
	"sync"

	"vigil/internal/serve/desk"
	"vigil/internal/store"
)

// fragments keeps parts of pages that are made of one revision of one thing:
// they never change, and lists show the same few over and over.
type fragments struct {
	mu   sync.Mutex
	made map[string]template.HTML
}

// maxFragments is how many are kept, some kilobytes each at most.
const maxFragments = 5000

func (f *fragments) get(keys []string) []template.HTML {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]template.HTML, len(keys))
	for i, k := range keys {
		out[i] = f.made[k]
	}
	return out
}

func (f *fragments) put(key string, part template.HTML) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.made == nil || len(f.made) >= maxFragments {
		f.made = map[string]template.HTML{}
	}
	f.made[key] = part
}

// rows writes incidents as the rows of a list, the way the page's template
// "row" has it.
func (u *UI) rows(ctx context.Context, page string, items []store.Item) ([]template.HTML, error) {
	seen := u.Store.Seen(ctx)
	keys := make([]string, len(items))
	for i, it := range items {
		keys[i] = page + " " + seen + " " + it.ID + " " + strconv.Itoa(it.Rev)
	}
	out := u.fragments.get(keys)
	for i := range items {
		if out[i] != "" {
			continue
		}
		row, err := desk.Rows(items[i : i+1])
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := u.pages[page].ExecuteTemplate(&b, "row", row[0]); err != nil {
			return nil, err
		}
		out[i] = template.HTML(b.String())
		u.fragments.put(keys[i], out[i])
	}
	return out, nil
}

// renderKept writes a page whose main part is the same for all who may see the
// same, and holds until the record changes (desk.Sums). Of two with one name
// only one is made.
func (u *UI) renderKept(w http.ResponseWriter, r *http.Request, page, name string, fill func(context.Context) (map[string]any, error)) error {
	main, err := u.counted.File(r.Context(), store.Query{}, page+" page "+name, func(ctx context.Context) ([]byte, error) {
		data, err := fill(ctx)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = u.pages[page].ExecuteTemplate(&b, "main", data)
		return b.Bytes(), err
	})
	if err != nil {
		return err
	}
	u.render(w, r, http.StatusOK, page, map[string]any{"Main": template.HTML(main)})
	return nil
}
