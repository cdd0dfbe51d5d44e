package opml_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"vigil/internal/collect/opml"
)

const list = `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Valley"><outline text="Wire &amp; Sons" xmlUrl="https://example.org/feed" htmlUrl="https://example.org/"/>
<outline text="Deeper" title=""><outline title="Post" xmlurl="https://post.example/rss" language="uk"></outline></outline></outline>
<outline text="A file" xmlUrl="file:///etc/passwd"/><outline text="Last" xmlUrl="http://last.example/"/></body></opml>`

func TestParse(t *testing.T) {
	got, err := opml.Parse(strings.NewReader(list))
	if err != nil || len(got) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	if got[0].Title != "Wire & Sons" || got[1].Lang != "uk" || !reflect.DeepEqual(got[1].Folders, []string{"Valley", "Deeper"}) || got[2].Folders != nil {
		t.Errorf("%+v", got)
	}
	var b bytes.Buffer
	if err := opml.Write(&b, "Mine", got); err != nil {
		t.Fatal(err)
	}
	again, err := opml.Parse(&b)
	if err != nil || len(again) != 3 || again[0].Title != got[0].Title || again[1].URL != got[1].URL {
		t.Errorf("written and read again: %+v, %v", again, err)
	}
}

func TestHostile(t *testing.T) {
	for name, in := range map[string]string{
		"a page": "<html>", "nothing": "", "deep": "<opml>" + strings.Repeat("<outline text='a'>", 100_000),
		"many":     "<opml>" + strings.Repeat("<outline xmlUrl='https://example.org/'/>", 30_000),
		"long":     "<opml>" + strings.Repeat(" ", opml.MaxBytes),
		"cut off":  list[:len(list)-40],
		"entities": `<!DOCTYPE opml [<!ENTITY a "&b;"><!ENTITY b "&a;">]><x>&a;</x>`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := opml.Parse(strings.NewReader(in)); err == nil && name != "cut off" {
				t.Error("no error")
			}
		})
	}
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(list))
	f.Fuzz(func(t *testing.T, raw []byte) {
		feeds, _ := opml.Parse(bytes.NewReader(raw))
		for _, f := range feeds {
			if !strings.HasPrefix(f.URL, "http") {
				t.Errorf("%+v", f)
			}
		}
	})
}
