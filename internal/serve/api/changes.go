package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
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
	"ged": "text/csv; charset=utf-8", "geojson": "application/geo+json", "atom": "application/atom+xml", "ics": "text/calendar; charset=utf-8", "md": "text/markdown; charset=utf-8", "gpkg": "application/geopackage+sqlite3",
	"parquet": "application/vnd.apache.parquet"}

// exportInput asks for a file.
type exportInput struct {
	Form   string `path:"form" enum:"json,jsonl,csv,acled,ged,geojson,gpkg,parquet,atom,ics,md"`
	Losses bool   `query:"losses" doc:"Tell instead what the form cannot hold."`
	About  bool   `query:"about" doc:"Of a table: its metadata (CSV on the Web) with version, licence and citation."`
	Since  int64  `query:"since" doc:"Only what changed after this state of the record: Vigil-State of the file before." minimum:"0"`
	Gone   bool   `query:"deletions" doc:"With since: instead of the file a table of what a copy is to drop. json, jsonl, geojson and md hold it anyway."`
	Filter
}

func (a *API) exports(api huma.API) {
	o := op(http.MethodGet, "/export/{form}", "export", "The record in a form for other programs: acled and ged are CSV in those projects' columns. Whole, or what changed since, deletions included.", "export", people.ScopeExport)
	files := map[string]*huma.MediaType{}
	for _, kind := range kinds {
		files[kind] = &huma.MediaType{Schema: &huma.Schema{Type: "string"}}
	}
	o.Responses = map[string]*huma.Response{"200": {Description: "The file, or what was asked for instead", Content: files,
		Headers: map[string]*huma.Param{"Vigil-State": {Schema: &huma.Schema{Type: "integer"}, Description: "The state of the record, for since."}}}}
	huma.Register(api, o, func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
		q, err := in.query("")
		if err != nil {
			return nil, err
		}
		f, err := a.file(ctx, q, in)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		if err := a.Trace(ctx, "export", in.Form, fmt.Sprintf("%+v", *in)); err != nil {
			return nil, a.fault(ctx, err)
		}
		return &huma.StreamResponse{Body: func(c huma.Context) {
			c.SetHeader("Content-Type", f.kind)
			c.SetHeader("Vigil-State", strconv.FormatInt(f.state, 10))
			c.BodyWriter().Write(f.body)
		}}, nil
	})
}

// file is a file of an export.
type file struct {
	body  []byte
	kind  string
	state int64
}

// file makes what an export asks for.
func (a *API) file(ctx context.Context, q store.Query, in *exportInput) (file, error) {
	q.Order = store.ByID
	t, err := export.Take(ctx, a.Store, q, in.Since)
	if err != nil {
		return file{}, err
	}
	about := a.About
	about.Made, about.Part, about.Place, about.Since = a.Court.Now(), in.words(), t.Place, in.Since
	opt := export.Options{At: about.Made, About: &about, Gone: t.Gone}
	f, b := file{kind: kinds[in.Form], state: t.Place}, &bytes.Buffer{}
	switch {
	case in.Losses:
		b.WriteString(export.LossText(export.Losses(t.Record, in.Form, opt)))
		f.kind = "text/plain; charset=utf-8"
	case in.About && export.Tables(in.Form):
		err = export.WriteMetadata(b, "vigil-"+in.Form+".csv", in.Form, &about)
		f.kind = "application/csvm+json"
	case in.Gone:
		err = export.WriteGone(b, t.Gone)
		f.kind = kinds["csv"]
	default:
		err = export.Write(b, t.Record, in.Form, opt)
	}
	f.body = b.Bytes()
	return f, err
}

// words says which part of the record a filter lets through, or "".
func (f *Filter) words() string {
	q := f.view().Values()
	parts := make([]string, 0, len(q))
	for _, k := range slices.Sorted(maps.Keys(q)) {
		parts = append(parts, k+" "+q.Get(k))
	}
	return strings.Join(parts, ", ")
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
