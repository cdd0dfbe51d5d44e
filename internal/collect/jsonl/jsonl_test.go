package jsonl_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"vigil"
	"vigil/internal/collect/jsonl"
)

func TestReader(t *testing.T) {
	in := "\ufeff" + `{"id":"a","text":"one","published":"2018-09-04T10:00:00Z"}
not json

{"id":"b"}
{"id":"c","text":"x","published":"yesterday"}
{"text":"no id"}
{"id":"d","text":"two","dct":"2018-09-05"}`
	r := jsonl.NewReader("test", strings.NewReader(in))
	var ids, faults []string
	for {
		rep, err := r.Next()
		if err == io.EOF {
			break
		}
		var bad *vigil.InputError
		switch {
		case errors.As(err, &bad):
			faults = append(faults, err.Error())
		case err != nil:
			t.Fatal(err)
		default:
			ids = append(ids, rep.ID+" "+rep.Published.Day().String())
		}
	}
	if got := strings.Join(ids, ", "); got != "a 2018-09-04, d 2018-09-05" {
		t.Errorf("read %s", got)
	}
	want := []string{"test: line 2: not a report", `test: line 4: no "text"`, `test: line 5: published "yesterday"`, `test: line 6: no "id"`}
	if len(faults) != len(want) {
		t.Fatalf("faults: %q", faults)
	}
	for i, w := range want {
		if !strings.HasPrefix(faults[i], w) {
			t.Errorf("fault %q, want %q…", faults[i], w)
		}
	}
}

// A line without end must not fill the memory, and must not cost the next one.
func TestReaderLongLine(t *testing.T) {
	long := io.MultiReader(strings.NewReader(`{"id":"a","text":"`), io.LimitReader(zeros{}, jsonl.MaxLine+1),
		strings.NewReader("\n"+`{"id":"b","text":"fine"}`))
	r := jsonl.NewReader("test", long)
	if _, err := r.Next(); err == nil || !strings.Contains(err.Error(), "line 1: longer than") {
		t.Errorf("long line: %v", err)
	}
	if rep, err := r.Next(); err != nil || rep.ID != "b" {
		t.Errorf("after it: %v, %v", rep.ID, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"one"}`))
	f.Add([]byte("\x00\xff\n{\"id\":1}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := jsonl.NewReader("fuzz", bytes.NewReader(b))
		for n := 0; ; n++ {
			rep, err := r.Next()
			if err == io.EOF {
				return
			}
			if n > bytes.Count(b, []byte("\n"))+1 {
				t.Fatal("more reports than lines")
			}
			if err == nil && (rep.ID == "" || !utf8.ValidString(rep.Text)) {
				t.Fatalf("read %+v", rep)
			}
		}
	})
}
