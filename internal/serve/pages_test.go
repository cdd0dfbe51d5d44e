package serve_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigil"
	"vigil/internal/serve"
	"vigil/internal/store"
)

func filled(t testing.TB) *desk {
	d := newDesk(t, nil)
	for i, place := range []string{"Jisr al-Shughour", "Idlib"} {
		r, in := strike([]string{"a", "b"}[i], []string{"2018-09-04", "2018-10-05"}[i], place, 8+i)
		put(t, d.store, r, in)
	}
	return d
}

// Every filter narrows the list, and the address alone holds it.
func TestFilters(t *testing.T) {
	d := filled(t)
	for query, want := range map[string]string{
		"": "ab", "q=shughour": "a", "from=2018-10-01": "b", "to=2018-09-30": "a", "country=SYR": "ab", "country=yem": "", "kind=Air/drone+strike": "ab",
		"kind=Explosions/Remote+violence": "ab", "kind=Battles": "", "standing=single+voice": "ab", "standing=disputed": "", "source=Rescuers": "ab",
		"source=Harbour+Wire": "ab", "source=nobody": "", "side=Air+Force": "ab", "side=nobody": "", "min=0.9": "", "box=35,36,36,37": "ab", "box=0,0,1,1": "",
	} {
		page := d.page("/?" + query)
		got := ""
		for _, id := range []string{"a", "b"} {
			if strings.Contains(page, `href="/incidents/i-`+id+`"`) {
				got += id
			}
		}
		if got != want {
			t.Errorf("%q lists %q, want %q", query, got, want)
		}
	}
}

func TestFaultyFiltersAreTold(t *testing.T) {
	d := filled(t)
	for _, query := range []string{"from=yesterday", "box=1,2,3", "box=a,b,c,d", "min=2", "after=x"} {
		if page := d.page("/?" + query); !strings.Contains(page, `role="alert"`) {
			t.Errorf("%q is taken in silence", query)
		}
	}
}

// A value leads to its sentence in one click, marked.
func TestValueLeadsToSentence(t *testing.T) {
	d := filled(t)
	page := d.page("/incidents/i-a")
	i := strings.Index(page, `title="See the sentence in its report">at least 8 people`)
	if i < 0 {
		t.Fatal("the figure is no link")
	}
	href := page[strings.LastIndex(page[:i], `href="`)+len(`href="`) : i]
	href = html.UnescapeString(href[:strings.IndexByte(href, '"')])
	report := d.page(strings.TrimSuffix(href, "#mark"))
	if !strings.Contains(report, `m-value" id="mark">at least 1 people</mark>`) {
		t.Errorf("%s does not mark the figure:\n%s", href, report)
	}
}

// A country is no pin, an area no point.
func TestMapIsHonest(t *testing.T) {
	d := newDesk(t, nil)
	for i, p := range []vigil.Place{
		{Name: "Town", Kind: vigil.Settlement, Located: true, Lat: 1, Lon: 1, Country: "SYR"},
		{Name: "Town", Relation: "near", Kind: vigil.Settlement, Located: true, Lat: 2, Lon: 2, RadiusKm: 20, Country: "SYR"},
		{Name: "Province", Kind: vigil.Admin1, Located: true, Lat: 3, Lon: 3, RadiusKm: 60, Country: "SYR"},
		{Name: "Shapeless", Kind: vigil.Region, Located: true, Lat: 4, Lon: 4, Country: "SYR"},
		{Name: "Syria", Kind: vigil.Country, Located: true, Lat: 35, Lon: 38, RadiusKm: 300, Country: "SYR"},
		{Name: "Nowhere", Kind: vigil.Settlement, Country: "SYR"},
	} {
		r, in := strike(string(rune('a'+i)), "2018-09-04", "X", 1)
		in.Place = &p
		put(t, d.store, r, in)
	}
	var got struct {
		Spots []struct {
			Name     string
			Lat, Km  float64
			Exact    bool
			N        int
			Longlost float64
		}
		Countries map[string]int
	}
	mustJSON(t, d.page("/map.json"), &got)
	if len(got.Spots) != 3 || got.Countries["SYR"] != 1 {
		t.Fatalf("map shows %+v", got)
	}
	for _, s := range got.Spots {
		if s.Exact != (s.Lat == 1) || !s.Exact && s.Km == 0 {
			t.Errorf("%+v", s)
		}
	}
}

func TestMissing(t *testing.T) {
	d := filled(t)
	for _, path := range []string{"/incidents/no", "/statements/no", "/reports/no", "/static/../serve.go", "/static/vendor/no.js", "/no"} {
		if w := d.get(path); w.Code != http.StatusNotFound && w.Code != http.StatusTemporaryRedirect && w.Code != http.StatusMovedPermanently {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
}

func TestEmptyRecordSaysWhatToDo(t *testing.T) {
	d := newDesk(t, nil)
	if page := d.page("/"); !strings.Contains(page, "vigil read") {
		t.Error("an empty record does not say how to fill it")
	}
	for _, path := range []string{"/tolls", "/agenda", "/sides", "/reports", "/changes"} {
		if !strings.Contains(d.page(path), `class="empty"`) {
			t.Errorf("%s says nothing when empty", path)
		}
	}
}

// Pages follow one another without loss or repetition.
func TestPaging(t *testing.T) {
	d := newDesk(t, nil)
	want := map[string]bool{}
	for i := range 120 {
		id := "r" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		r, in := strike(id, "2018-09-04", "Idlib", 1)
		put(t, d.store, r, in)
		want["/incidents/"+in.ID] = true
	}
	for at := "/"; at != ""; {
		page := d.page(at)
		for _, part := range strings.Split(page, `class="row" href="`)[1:] {
			href := part[:strings.IndexByte(part, '"')]
			if !want[href] {
				t.Errorf("%s is listed twice or is not ours", href)
			}
			delete(want, href)
		}
		_, more, ok := strings.Cut(page, `<li class="more"><a class="button" href="`)
		if !ok {
			break
		}
		at = html.UnescapeString(more[:strings.IndexByte(more, '"')])
		if u, err := url.Parse(at); err != nil || u.Query().Get("after") == "" {
			t.Fatalf("the next page is %q", at)
		}
	}
	if len(want) > 0 {
		t.Errorf("%d are never listed", len(want))
	}
}

func TestFeeds(t *testing.T) {
	d := filled(t)
	for path, want := range map[string]string{"/feed.atom": "http://127.0.0.1:8080/incidents/i-a", "/agenda.ics": "BEGIN:VCALENDAR", "/export": "/api/v1/export/acled",
		"/export?country=SYR": "country=SYR", "/export/losses?form=ged": "given by UCDP alone", "/api": "/api/v1/incidents"} {
		if page := d.page(path); !strings.Contains(page, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
	tag := d.get("/feed.atom").Header().Get("ETag")
	if w := d.get("/feed.atom", "If-None-Match", tag); w.Code != http.StatusNotModified {
		t.Errorf("an unchanged feed answers %d", w.Code)
	}
}

// Rows and pages that are kept follow the record.
func TestKeptPartsFollow(t *testing.T) {
	var now atomic.Int64
	d := newDesk(t, func(c *serve.Config) {
		c.Now = func() time.Time { return today.Add(time.Duration(now.Load()) * time.Second) }
	})
	r, in := strike("a", "2018-09-04", "Idlib", 8)
	toll := &vigil.Toll{ID: "t", Measure: vigil.Killed, Scope: "the first week"}
	put(t, d.store, r, in, toll)
	if page := d.page("/"); !strings.Contains(page, "at least 8 killed") || !strings.Contains(d.page("/tolls"), "the first week") {
		t.Fatal("what is there is not shown")
	}
	in.Rev, in.Tallies[0].Min = 2, vigil.N(9)
	toll.Rev, toll.Scope = 2, "the second week"
	for _, x := range []struct {
		kind store.Kind
		id   string
		now  any
	}{{store.Incident, in.ID, in}, {store.Toll, toll.ID, toll}} {
		c, err := store.NewChange(x.kind, x.id, 2, x.now, "vigil test", "more read", today)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.store.Append(t.Context(), []store.Change{c}); err != nil {
			t.Fatal(err)
		}
	}
	if page := d.page("/"); !strings.Contains(page, "at least 9 killed") || strings.Contains(page, "at least 8 killed") {
		t.Error("the row tells an earlier revision")
	}
	now.Add(3600)
	if page := d.page("/tolls"); !strings.Contains(page, "the second week") || strings.Contains(page, "the first week") {
		t.Error("the page of tolls tells an earlier revision")
	}
}
