package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"vigil"
	"vigil/internal/serve/desk"
	"vigil/internal/store"
)

// Head is a report in a list, without its text.
type Head struct {
	ID        string          `json:"id"`
	Source    string          `json:"source,omitempty"`
	URL       string          `json:"url,omitempty"`
	Title     string          `json:"title,omitempty"`
	Published vigil.Published `json:"published"`
	Snippet   string          `json:"snippet,omitempty" doc:"Where the words stand."`
}

// Reading is a report with what was read from it.
type Reading struct {
	Report   vigil.Report  `json:"report"`
	Analyser string        `json:"analyser"`
	Claims   []vigil.Claim `json:"claims"`
	Copies   []vigil.Copy  `json:"copies,omitempty"`
}

func (a *API) reports(api huma.API) {
	huma.Register(api, get("/reports", "list-reports", "The reports in the order of storing, or those that hold all the words, best first.", "reports"), a.listReports)
	huma.Register(api, get("/reports/{id}", "get-report", "A report with its text and the claims read from it; spans are byte offsets into the text.", "reports"), a.report)
	huma.Register(api, get("/claims/{id}", "get-claim", "One claim.", "reports"), a.claim)
}

func (a *API) listReports(ctx context.Context, in *struct {
	Words string `query:"q" doc:"Words that it holds, all of them." maxLength:"200"`
	After int64  `query:"after" doc:"next of the page before." minimum:"0"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Fields
}) (*struct {
	Body struct {
		Items []Head `json:"items"`
		Next  int64  `json:"next,omitempty"`
	}
}, error) {
	out := &struct {
		Body struct {
			Items []Head `json:"items"`
			Next  int64  `json:"next,omitempty"`
		}
	}{}
	out.Body.Items = []Head{}
	if in.Words != "" {
		hits, err := a.Store.Search(ctx, in.Words, in.Limit)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		for _, h := range hits {
			out.Body.Items = append(out.Body.Items, Head{ID: h.Report, Title: h.Title, Snippet: h.Snippet})
		}
		return out, nil
	}
	reps, next, err := a.Store.Reports(ctx, in.After, in.Limit)
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	for _, r := range reps {
		out.Body.Items = append(out.Body.Items, Head{ID: r.ID, Source: r.Source, URL: r.URL, Title: r.Title, Published: r.Published})
	}
	if len(reps) == in.Limit {
		out.Body.Next = next
	}
	return out, nil
}

func (a *API) report(ctx context.Context, in *idInput) (*one[Reading], error) {
	rd, err := a.Store.Reading(ctx, in.ID)
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	versions, err := a.Store.Versions(ctx, in.ID)
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	x := &Reading{rd.Report, rd.Analyser, rd.Claims, rd.Copies}
	if x.Claims == nil {
		x.Claims = []vigil.Claim{}
	}
	return tagged(x, strconv.Itoa(len(versions))+"-"+strconv.Quote(rd.Analyser)[1:len(strconv.Quote(rd.Analyser))-1], in.IfNone), nil
}

func (a *API) claim(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"300"`
	Fields
}) (*struct{ Body vigil.Claim }, error) {
	cs, err := a.Store.Claims(ctx, []string{in.ID})
	if err == nil && len(cs) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, a.fault(ctx, err)
	}
	return &struct{ Body vigil.Claim }{cs[0]}, nil
}

// sums registers counts and the map.
func (a *API) sums(api huma.API) {
	huma.Register(api, get("/counts", "counts", "How many incidents there are, parted by a facet.", "incidents"), func(ctx context.Context, in *struct {
		Filter
		By string `query:"by" enum:"act,country,standing,source,side,month,day" default:"country"`
	}) (*struct{ Body map[string]int }, error) {
		q, err := in.query(store.Incident)
		if err != nil {
			return nil, err
		}
		n, err := a.Sums.Count(ctx, q, store.Facet(in.By))
		return &struct{ Body map[string]int }{n}, a.fault(ctx, err)
	})
	huma.Register(api, get("/places", "places", "Where incidents are: points only where a town or closer is named, else areas.", "incidents"), func(ctx context.Context, in *struct {
		Filter
		Limit int `query:"limit" minimum:"1" maximum:"5000" default:"1000"`
	}) (*struct{ Body []desk.Spot }, error) {
		q, err := in.query(store.Incident)
		if err != nil {
			return nil, err
		}
		q.Limit = in.Limit
		spots, err := a.Sums.Spots(ctx, q)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		return &struct{ Body []desk.Spot }{desk.Spots(spots)}, nil
	})
}
