package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vigil"
	"vigil/internal/serve/desk"
	"vigil/internal/store"
)

// listInput asks for a list of things.
type listInput struct {
	Filter
	Page
	Fields
	AsOf string `query:"as_of" doc:"The record as it was then (RFC 3339). Only ids order it, and no filter applies." format:"date-time"`
}

// list is a page of things.
type list[T any] struct {
	Body struct {
		Items []T    `json:"items"`
		Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
	}
}

type idInput struct {
	ID     string `path:"id" doc:"Stable id." maxLength:"300"`
	IfNone string `header:"If-None-Match" doc:"Entity tags that are known; 304 if one still holds." maxLength:"1000"`
	Fields
}

// one is a single thing with its entity tag.
type one[T any] struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *T
}

func (a *API) things(api huma.API) {
	register[vigil.Incident](a, api, store.Incident, "incidents")
	register[vigil.Statement](a, api, store.Statement, "statements")
	register[vigil.Toll](a, api, store.Toll, "tolls")
	register[vigil.Story](a, api, store.Story, "stories")
	huma.Register(api, get("/incidents/{id}/evidence", "incident-evidence", "The claims behind an incident, each with its sentences.", "incidents"), a.evidence)
	huma.Register(api, get("/things/{id}/history", "history", "The revisions of anything of the record, oldest first.", "changes"), a.history)
}

// register adds the operations on one kind of thing.
func register[T any](a *API, api huma.API, kind store.Kind, plural string) {
	huma.Register(api, get("/"+plural, "list-"+plural, "The "+plural+", latest first.", plural), func(ctx context.Context, in *listInput) (*list[T], error) {
		q, err := in.query(kind)
		if err != nil {
			return nil, err
		}
		q.Order, q.After, q.Limit = store.Newest, in.After, in.Limit
		if in.AsOf != "" {
			at, err := time.Parse(time.RFC3339, in.AsOf)
			if err != nil {
				return nil, huma.Error400BadRequest("as_of: want RFC 3339")
			}
			q = store.Query{Kind: kind, AsOf: at, After: in.After, Limit: in.Limit}
		} else if err := cursor(in.After); err != nil {
			return nil, err
		}
		items, err := a.Store.Items(ctx, q)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		out := &list[T]{}
		out.Body.Items = make([]T, len(items))
		for i, it := range items {
			if err := json.Unmarshal(it.JSON, &out.Body.Items[i]); err != nil {
				return nil, a.fault(ctx, err)
			}
		}
		if len(items) == in.Limit {
			out.Body.Next = items[len(items)-1].Cursor
		}
		return out, nil
	})
	o := get("/"+plural+"/{id}", "get-"+strings.TrimSuffix(plural, "s"), "One of the "+plural+", as it is now.", plural)
	o.Responses = map[string]*huma.Response{"304": {Description: "Not modified"}}
	huma.Register(api, o, func(ctx context.Context, in *idInput) (*one[T], error) {
		var x T
		rev, err := desk.Get(ctx, a.Store, kind, in.ID, &x)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		return tagged(&x, strconv.Itoa(rev), in.IfNone), nil
	})
}

// cursor refuses an after that no list gave.
func cursor(s string) error {
	if s == "" {
		return nil
	}
	at, _, ok := strings.Cut(s, " ")
	if _, err := strconv.ParseFloat(at, 64); err != nil || !ok {
		return huma.Error400BadRequest("after: no such place in the list")
	}
	return nil
}

// tagged answers with a thing, or that the caller's is still it.
func tagged[T any](x *T, tag, known string) *one[T] {
	tag = `"` + tag + `"`
	for k := range strings.SplitSeq(known, ",") {
		if k = strings.TrimPrefix(strings.TrimSpace(k), "W/"); k == tag || k == "*" {
			return &one[T]{Status: http.StatusNotModified, ETag: tag}
		}
	}
	return &one[T]{Status: http.StatusOK, ETag: tag, Body: x}
}

// Told is a claim with its sentences and report.
type Told struct {
	Claim     vigil.Claim `json:"claim"`
	Report    string      `json:"report"`
	Outlet    string      `json:"outlet"`
	Title     string      `json:"title"`
	Published vigil.Days  `json:"published"`
	Sentences []string    `json:"sentences"`
}

func (a *API) evidence(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"300"`
}) (*struct {
	Body struct {
		Items []Told `json:"items"`
	}
}, error) {
	inc, _, err := desk.Incident(ctx, a.Store, in.ID)
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	ev, err := desk.Behind(ctx, a.Store, inc.Claims)
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	out := &struct {
		Body struct {
			Items []Told `json:"items"`
		}
	}{}
	out.Body.Items = []Told{}
	for _, e := range ev {
		t := Told{Claim: e.Claim, Report: e.Report.ID, Outlet: e.Outlet(), Title: e.Report.Title, Published: e.Report.Published.Days, Sentences: []string{}}
		for _, s := range e.Claim.Evidence {
			t.Sentences = append(t.Sentences, s.In(e.Report.Text))
		}
		out.Body.Items = append(out.Body.Items, t)
	}
	return out, nil
}

// Step is a revision: who changed a thing, when and why.
type Step struct {
	Of      string          `json:"of"`
	Kind    string          `json:"kind,omitempty"`
	Rev     int             `json:"rev"`
	At      string          `json:"at" format:"date-time"`
	By      string          `json:"by"`
	Cause   string          `json:"cause"`
	Deleted bool            `json:"deleted" doc:"It is a tombstone: the thing was merged into another or taken out."`
	After   json.RawMessage `json:"after,omitempty" doc:"The thing as it was then."`
}

type steps struct {
	Body struct {
		Items []Step `json:"items"`
		Next  int64  `json:"next,omitempty" doc:"after of the next call."`
	}
}

func (a *API) history(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"300"`
}) (*steps, error) {
	revs, err := a.Store.History(ctx, in.ID)
	if err == nil && len(revs) == 0 {
		err = fmt.Errorf("%s: %w", in.ID, store.ErrNotFound)
	}
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	out := &steps{}
	out.Body.Items = []Step{}
	for _, r := range revs {
		out.Body.Items = append(out.Body.Items, Step{Of: r.Of, Rev: r.Rev, At: stamp(r.At), By: r.By, Cause: r.Cause, Deleted: r.After == nil, After: r.After})
	}
	return out, nil
}
