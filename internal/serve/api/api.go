// Package api is the desk for programs: REST under /api/v1/ with its OpenAPI
// document at /openapi.json. What the store holds comes out as JSON with stable
// ids; cursors page, entity tags save what has not changed, fields choose.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"vigil/internal/export"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// API serves programs.
type API struct {
	Store   store.Store
	Court   desk.Court
	Sums    *desk.Sums
	Version string
	About   export.About // of files that are taken away; when and which part is filled in
	Log     *slog.Logger
	// Trace adds a line to the trail on behalf of who makes the request.
	Trace func(ctx context.Context, what, of, detail string) error
}

// Mux is what operations are registered with.
type Mux = humago.Mux

// Register adds the operations to a mux.
func (a *API) Register(mux Mux) huma.API {
	conf := huma.DefaultConfig("vigil", a.Version)
	conf.OpenAPIPath, conf.DocsPath, conf.SchemasPath = "/openapi", "", ""
	conf.CreateHooks = nil // no links to schemas in every answer
	conf.Info.Description = "The record of a war as reports tell it: who is said to have done what to whom, where, when and with which toll, on whose word. Everything is preliminary; every value leads back to its sentence."
	conf.Info.License = &huma.License{Name: "Apache 2.0", Identifier: "Apache-2.0"}
	conf.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A token made on the page of one's account, with the scopes read, export, review."},
		"session": {Type: "apiKey", In: "cookie", Name: "vigil_session", Description: "Who is signed in at the desk."},
	}
	conf.Security = []map[string][]string{{"token": {}}, {"session": {}}, {}}
	conf.Transformers = append(conf.Transformers, choose)
	api := humago.New(mux, conf)
	api.UseMiddleware(a.allowed(api))
	a.things(api)
	a.reports(api)
	a.sums(api)
	a.changes(api)
	a.exports(api)
	a.decisions(api)
	return api
}

// needs says, by scope, which role an operation takes; its tag names the scope.
var needs = map[people.Scope]people.Role{people.ScopeRead: people.Reader, people.ScopeExport: people.Reader, people.ScopeReview: people.Analyst}

// allowed lets through who may; an operation without a scope lets nobody.
func (a *API) allowed(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		p := people.From(ctx.Context())
		scope, _ := ctx.Operation().Metadata["scope"].(people.Scope)
		role, known := needs[scope]
		switch {
		case known && p.May(role) && p.Can(scope):
			next(ctx)
		case p.Role == people.Nobody:
			ctx.SetHeader("WWW-Authenticate", "Bearer")
			huma.WriteErr(api, ctx, http.StatusUnauthorized, "sign in, or send a token")
		default:
			huma.WriteErr(api, ctx, http.StatusForbidden, "not allowed for this role or token")
		}
	}
}

// op describes an operation.
func op(method, path, id, summary, tag string, scope people.Scope) huma.Operation {
	return huma.Operation{Method: method, Path: "/api/v1" + path, OperationID: id, Summary: summary, Tags: []string{tag},
		Metadata: map[string]any{"scope": scope}, Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound}}
}

// get describes an operation that reads.
func get(path, id, summary, tag string) huma.Operation {
	return op(http.MethodGet, path, id, summary, tag, people.ScopeRead)
}

// fault turns an error of the store into an answer.
func (a *API) fault(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNotFound):
		return huma.Error404NotFound("the record holds nothing of that name")
	case errors.Is(err, store.ErrConflict):
		return huma.Error409Conflict("changed meanwhile: read it again")
	case errors.Is(err, desk.ErrValue):
		return huma.Error422UnprocessableEntity(err.Error())
	case ctx.Err() != nil:
		return huma.NewError(499, "gone")
	}
	a.Log.Error("api", "err", err)
	return huma.Error500InternalServerError("something went wrong; the fault was written to the log")
}

// Filter are the filters that lists share, as the desk's pages have them.
type Filter struct {
	From     string  `query:"from" doc:"Not before this day." pattern:"^\\d{4}-\\d{2}-\\d{2}$" example:"2018-09-01"`
	To       string  `query:"to" doc:"Not after this day." pattern:"^\\d{4}-\\d{2}-\\d{2}$" example:"2018-09-30"`
	Country  string  `query:"country" doc:"ISO 3166-1 alpha-3." pattern:"^[A-Za-z]{3}$" example:"SYR"`
	Kind     string  `query:"kind" doc:"A sub-event or an event type of ACLED's, or a type of PLOVER's." maxLength:"100"`
	Standing string  `query:"standing" doc:"single voice, corroborated, disputed, denied, retracted." maxLength:"40"`
	Source   string  `query:"source" doc:"An outlet or a speaker." maxLength:"200"`
	Side     string  `query:"side" doc:"A party, on either side." maxLength:"200"`
	Words    string  `query:"q" doc:"Words in values, evidence and titles, all of them." maxLength:"200"`
	Box      string  `query:"box" doc:"south,west,north,east in degrees." maxLength:"100"`
	MinScore float64 `query:"min" doc:"Lowest score." minimum:"0" maximum:"1"`
}

// query turns filters into what is asked of the store.
func (f *Filter) query(kind store.Kind) (store.Query, error) {
	v := desk.Parse(f.view().Values())
	if len(v.Faults) > 0 {
		return store.Query{}, huma.Error400BadRequest(strings.Join(v.Faults, "; "))
	}
	q := v.Query()
	q.Kind, q.Limit = kind, 0
	return q, nil
}

func (f *Filter) view() desk.View {
	v := desk.View{From: f.From, To: f.To, Country: strings.ToUpper(f.Country), Act: f.Kind, Standing: f.Standing, Source: f.Source, Side: f.Side, Words: f.Words, Box: f.Box}
	if f.MinScore > 0 {
		v.MinScore = fmt.Sprint(f.MinScore)
	}
	return v
}

// Page asks for a part of a list.
type Page struct {
	After string `query:"after" doc:"The cursor next of the page before." maxLength:"200"`
	Limit int    `query:"limit" doc:"How many at most." minimum:"1" maximum:"200" default:"50"`
}

// Fields chooses values of each thing.
type Fields struct {
	Fields string `query:"fields" doc:"Names of values to give, parted by commas; all if empty." maxLength:"300" example:"id,act,when,place"`
}

// choose leaves only the fields that were asked for.
func choose(ctx huma.Context, status string, v any) (any, error) {
	want := ctx.Query("fields")
	if want == "" || !strings.HasPrefix(status, "2") {
		return v, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var whole map[string]json.RawMessage
	if json.Unmarshal(b, &whole) != nil {
		return v, nil
	}
	names := strings.Split(want, ",")
	items, listed := whole["items"]
	if !listed {
		return pick(whole, names), nil
	}
	var list []map[string]json.RawMessage
	if json.Unmarshal(items, &list) != nil {
		return v, nil
	}
	for i := range list {
		list[i] = pick(list[i], names)
	}
	if whole["items"], err = json.Marshal(list); err != nil {
		return nil, err
	}
	return whole, nil
}

func pick(m map[string]json.RawMessage, names []string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, n := range names {
		n = strings.TrimSpace(n)
		if v, ok := m[n]; ok {
			out[n] = v
		}
	}
	return out
}

// stamp writes a time of a revision.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
