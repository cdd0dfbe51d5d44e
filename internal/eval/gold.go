package eval

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// Input says how a line of gold becomes a report.
type Input int

// Ways of turning gold into reports.
const (
	AsIs     Input = iota // id, title, text, source, url and the date under any of its names
	Undated               // the same without a date
	Raw                   // the text is under "raw": with dateline and paragraphs
	Upper                 // in capitals, one character for one, so that offsets stand
	Treebank              // CoNLL-U: one sentence a report, its id the sent_id
)

// report is what vigil reads (docs/formats.md).
type report struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Text      string `json:"text"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Published string `json:"published,omitempty"`
}

// goldLine holds the fields of every set that make a report.
type goldLine struct {
	report
	Raw  string `json:"raw"`
	DCT  string `json:"dct"`
	Date string `json:"date"`
}

// gold returns the file to score against: the task's only one, or all of them
// in one.
func (b *Bench) gold(t *Task) (string, error) {
	if len(t.Gold) == 1 {
		name := filepath.Join(b.Gold, t.Gold[0])
		_, err := os.Stat(name)
		return name, err
	}
	name := filepath.Join(b.dir(t), "gold.jsonl")
	f, err := os.Create(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	for _, g := range t.Gold {
		r, err := open(filepath.Join(b.Gold, g))
		if err != nil {
			return "", err
		}
		_, err = io.Copy(f, r)
		r.Close()
		if err != nil {
			return "", err
		}
	}
	return name, f.Close()
}

// writeInput writes the reports of a task's gold.
func (b *Bench) writeInput(t *Task, name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, g := range t.Gold {
		if err := convert(filepath.Join(b.Gold, g), t.Input, func(r report) error { return enc.Encode(r) }); err != nil {
			return fmt.Errorf("%s: %w", g, err)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// convert hands every report of a gold file to put.
func convert(name string, how Input, put func(report) error) error {
	r, err := open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if how == Treebank {
		return sentences(r, put)
	}
	dec := json.NewDecoder(r)
	for {
		var g goldLine
		if err := dec.Decode(&g); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := put(g.as(how)); err != nil {
			return err
		}
	}
}

// as picks the text and the date.
func (g *goldLine) as(how Input) report {
	r := g.report
	for _, date := range []string{g.DCT, g.Date} {
		if r.Published == "" {
			r.Published = date
		}
	}
	switch how {
	case Undated:
		r.Published = ""
	case Raw:
		r.Text = g.Raw
	case Upper:
		r.Text = strings.Map(unicode.ToUpper, r.Text)
	}
	return r
}

// sentences reads the comments of a CoNLL-U file: each sentence is a report.
func sentences(r io.Reader, put func(report) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	var rep report
	for sc.Scan() {
		line := sc.Text()
		if id, ok := strings.CutPrefix(line, "# sent_id = "); ok {
			rep.ID = strings.TrimSpace(id)
		} else if text, ok := strings.CutPrefix(line, "# text = "); ok {
			rep.Text = strings.TrimSpace(text)
		} else if line == "" && rep.ID != "" {
			if err := put(rep); err != nil {
				return err
			}
			rep = report{}
		}
	}
	return sc.Err()
}

// open opens a file, unpacking it if its name ends in .gz.
func open(name string) (io.ReadCloser, error) {
	b, err := os.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return io.NopCloser(bytes.NewReader(b)), err
	}
	return gzip.NewReader(bytes.NewReader(b))
}

// openBoth opens gold and what was predicted for it; done closes both.
func openBoth(gold, predicted string) (g, p io.Reader, done func(), err error) {
	gc, err := open(gold)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := os.Open(predicted)
	if err != nil {
		gc.Close()
		return nil, nil, nil, err
	}
	return gc, f, func() { gc.Close(); f.Close() }, nil
}
