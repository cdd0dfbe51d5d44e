package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

func (a *API) changes(api huma.API) {
	huma.Register(api, get("/changes", "changes", "What changed since a place in the order of storing, deletions included.", "changes"), func(ctx context.Context, in *struct {
		After int64 `query:"after" doc:"next of the call before; 0 is the start." minimum:"0"`
		Limit int   `query:"limit" minimum:"1" maximum:"1000" default:"200"`
	}) (*steps, error) {
		list, next, err := a.step(ctx, in.After, in.Limit)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		out := &steps{}
		out.Body.Items, out.Body.Next = list, next
		return out, nil
	})
	sse.Register(api, get("/events", "events", "What is new, as it comes: server-sent events, each with the place after it as its id.", "changes"),
		map[string]any{"change": Step{}, "quiet": Quiet{}}, a.events)
}

// Quiet is sent now and then so that a connection is known to live.
type Quiet struct {
	After int64 `json:"after"`
}

// step reads changes with whether each buried its thing.
func (a *API) step(ctx context.Context, after int64, limit int) ([]Step, int64, error) {
	cs, next, err := a.Store.Changes(ctx, after, limit)
	if err != nil {
		return nil, after, err
	}
	out := make([]Step, len(cs))
	var ids []string
	for _, c := range cs {
		ids = append(ids, c.Of)
	}
	alive := map[string]int{}
	if len(ids) > 0 {
		items, err := a.Store.Items(ctx, store.Query{IDs: ids})
		if err != nil {
			return nil, after, err
		}
		for _, it := range items {
			alive[it.ID] = it.Rev
		}
	}
	last := map[string]int{}
	for _, c := range cs {
		last[c.Of] = max(last[c.Of], c.Rev)
	}
	for i, c := range cs {
		_, lives := alive[c.Of]
		out[i] = Step{Of: c.Of, Kind: string(c.Kind), Rev: c.Rev, At: stamp(c.At), By: c.By, Cause: c.Cause, Deleted: !lives && c.Rev == last[c.Of]}
	}
	return out, next, nil
}

// How often the store is asked for news, and how long a connection is quiet.
const (
	askEvery   = 2 * time.Second
	quietAfter = 20 * time.Second
)

func (a *API) events(ctx context.Context, in *struct {
	After  int64  `query:"after" doc:"Start after this place; the newest if not given." minimum:"-1" default:"-1"`
	LastID string `header:"Last-Event-ID" maxLength:"20"`
}, send sse.Sender) {
	at := in.After
	if n, err := strconv.ParseInt(in.LastID, 10, 64); err == nil && n >= 0 {
		at = n
	}
	if at < 0 {
		var err error
		if _, at, err = a.Store.Changes(ctx, 0, -1); err != nil {
			a.Log.Error("events", "err", err)
			return
		}
	}
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for quiet := time.Now(); ; {
		list, next, err := a.step(ctx, at, 100)
		if err != nil {
			return
		}
		for i, s := range list {
			id := at
			if i == len(list)-1 {
				id = next
			}
			if send(sse.Message{ID: int(id), Data: s}) != nil {
				return
			}
			quiet = time.Now()
		}
		at = next
		if time.Since(quiet) > quietAfter {
			quiet = time.Now()
			if send(sse.Message{ID: int(at), Data: Quiet{at}}) != nil {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// kinds are the media types of the forms of export.
var kinds = map[string]string{"json": "application/json", "jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8", "acled": "text/csv; charset=utf-8",
	"ged": "text/csv; charset=utf-8", "geojson": "application/geo+json", "atom": "application/atom+xml", "ics": "text/calendar; charset=utf-8", "md": "text/markdown; charset=utf-8"}

func (a *API) exports(api huma.API) {
	o := op(http.MethodGet, "/export/{form}", "export", "The record in a form for other programs: acled and ged are CSV in those projects' columns; losses=true tells instead what the form cannot hold.", "export", people.ScopeExport)
	files := map[string]*huma.MediaType{}
	for _, kind := range kinds {
		files[kind] = &huma.MediaType{Schema: &huma.Schema{Type: "string"}}
	}
	o.Responses = map[string]*huma.Response{"200": {Description: "The file, or with losses a text", Content: files}}
	huma.Register(api, o, func(ctx context.Context, in *struct {
		Form   string `path:"form" enum:"json,jsonl,csv,acled,ged,geojson,atom,ics,md"`
		Losses bool   `query:"losses"`
		Filter
	}) (*huma.StreamResponse, error) {
		q, err := in.query("")
		if err != nil {
			return nil, err
		}
		b, kind, err := a.write(ctx, q, in.Form, in.Losses)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		if err := a.Trace(ctx, "export", in.Form, fmt.Sprintf("%+v", in.Filter)); err != nil {
			return nil, a.fault(ctx, err)
		}
		return &huma.StreamResponse{Body: func(c huma.Context) {
			c.SetHeader("Content-Type", kind)
			c.BodyWriter().Write(b)
		}}, nil
	})
}

// write makes the file of an export.
func (a *API) write(ctx context.Context, q store.Query, form string, losses bool) ([]byte, string, error) {
	q.Order = store.ByID
	rec, err := store.Load(ctx, a.Store, q)
	if err != nil {
		return nil, "", err
	}
	opt := export.Options{At: a.Court.Now()}
	if losses {
		return []byte(export.LossText(export.Losses(rec, form, opt))), "text/plain; charset=utf-8", nil
	}
	var b bytes.Buffer
	err = export.Write(&b, rec, form, opt)
	return b.Bytes(), kinds[form], err
}

// decisions registers what analysts may do.
func (a *API) decisions(api huma.API) {
	o := op(http.MethodPost, "/incidents/{id}/decisions", "decide", "Judge, correct, grade or note an incident, as it was at a revision.", "review", people.ScopeReview)
	o.Errors = append(o.Errors, http.StatusConflict, http.StatusUnprocessableEntity)
	huma.Register(api, o, func(ctx context.Context, in *struct {
		ID   string `path:"id" maxLength:"300"`
		Body struct {
			Rev    int             `json:"rev" minimum:"1" doc:"The revision that was looked at."`
			Kind   string          `json:"kind" enum:"judge,correct,grade,note"`
			Field  string          `json:"field,omitempty" enum:"act,when,place,actors,targets,killed,injured,abducted,detained,missing,displaced"`
			Value  json.RawMessage `json:"value,omitempty"`
			Reason string          `json:"reason" minLength:"1" maxLength:"500"`
		}
	}) (*one[vigil.Incident], error) {
		d := vigil.Decision{Kind: vigil.DecisionKind(in.Body.Kind), Field: in.Body.Field, Value: in.Body.Value, Reason: in.Body.Reason, By: people.From(ctx).Name}
		if !desk.Sensible(d) {
			return nil, a.fault(ctx, desk.ErrValue)
		}
		if err := a.Court.Decide(ctx, in.ID, in.Body.Rev, d); err != nil {
			return nil, a.fault(ctx, err)
		}
		if err := a.Trace(ctx, in.Body.Kind, in.ID, in.Body.Reason); err != nil {
			return nil, a.fault(ctx, err)
		}
		x, rev, err := desk.Incident(ctx, a.Store, in.ID)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		return tagged(x, strconv.Itoa(rev), ""), nil
	})
}
