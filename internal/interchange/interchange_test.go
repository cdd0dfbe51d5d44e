package interchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/interchange"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
)

// Offsets are characters in JSON, whatever the script.
func TestOffsetsAreCharacters(t *testing.T) {
	text := strings.Repeat("Донецьк — “é” ", 20) + "Idlib"
	at := strings.Index(text, "Idlib")
	a := &pipeline.Analysis{
		Report:   vigil.Report{ID: "a", Text: text},
		Doc:      &nlp.Doc{Text: text, Sentences: []nlp.Sentence{{Span: vigil.Span{Start: 0, End: len(text)}}}},
		Resolved: &resolve.Result{Places: []vigil.Place{{Span: vigil.Span{Start: at, End: at + 5}, Text: "Idlib", Name: "Idlib", Located: true, Lat: 35.9, Lon: 36.6}}},
	}
	var buf bytes.Buffer
	w := interchange.NewWriter(&buf, interchange.DefaultLayers)
	if err := errors.Join(w.Write(a), w.Flush()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Text   string
		Places []struct{ Start, End int }
	}
	if err := json.Unmarshal(buf.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if p := got.Places[0]; string([]rune(got.Text)[p.Start:p.End]) != "Idlib" {
		t.Errorf("span %v of %q", p, got.Text)
	}
}
