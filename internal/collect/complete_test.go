package collect

import (
	"testing"

	"vigil"
	"vigil/internal/collect/item"
	"vigil/internal/collect/source"
	"vigil/internal/store"
)

// What is held of a source goes with what it publishes, not with what it leads
// to, nor with other outlets in an archive.
func TestOutlet(t *testing.T) {
	src := &source.Source{Name: "Army News", URL: "https://news.army.example/feed", Party: "the army", Reliability: "D"}
	for address, want := range map[string]string{"https://www.army.example/1": "D the army", "https://news.army.example/1": "D the army", "https://wire.example/1": " "} {
		r := complete(vigil.Report{ID: "a", Source: "x"}, store.Capture{URL: address}, src, item.Item{})
		if got := r.Reliability + " " + r.Party; got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	for outlet, want := range map[string]string{"": "D the army", "Army News": "D the army", "Wire": " "} {
		r := localReport(vigil.Report{Source: outlet}, src)
		if got := r.Reliability + " " + r.Party; got != want {
			t.Errorf("a file's report of %q: %q, want %q", outlet, got, want)
		}
	}
}
