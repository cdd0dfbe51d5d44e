// Package stories learns what internal/group rests on: corpora of open
// English go in and out come the shares of words (Background); news grouped
// into stories goes in and out come the weights of a pair of reports (Fit).
package stories

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"vigil/internal/trace"
)

const (
	minCount    = 3   // a word seen less often says nothing
	reportWords = 300 // length of the report that shares are worked out for
)

// Background counts words in the open corpora under dir: voa/briefs.jsonl
// (public domain), ud/en_ewt-ud-train.conllu.gz (CC BY-SA 4.0) and
// pos/masc_tagged.zip (open, without the Wall Street Journal).
func Background(dir string) (trace.Background, error) {
	c := counter{counts: map[uint32]float64{}}
	for _, read := range []func(string, *counter) error{briefs, treebank, masc} {
		if err := read(dir, &c); err != nil {
			return nil, err
		}
	}
	bg := trace.Background{}
	for k, n := range c.counts {
		if n >= minCount {
			bg[k] = float32(1 - math.Exp(-reportWords*n/c.total))
		}
	}
	return bg, nil
}

type counter struct {
	counts map[uint32]float64
	total  float64
	words  []trace.Word
}

func (c *counter) add(text string) {
	c.words = trace.Words(c.words[:0], text)
	for _, w := range c.words {
		c.counts[w.Key]++
		c.total++
	}
}

func briefs(dir string, c *counter) error {
	return lines(filepath.Join(dir, "voa/briefs.jsonl"), func(b []byte) error {
		var brief struct{ Text string }
		err := json.Unmarshal(b, &brief)
		c.add(brief.Text)
		return err
	})
}

func treebank(dir string, c *counter) error {
	return lines(filepath.Join(dir, "ud/en_ewt-ud-train.conllu.gz"), func(b []byte) error {
		if text, ok := strings.CutPrefix(string(b), "# text = "); ok {
			c.add(text)
		}
		return nil
	})
}

var tagSuffix = regexp.MustCompile(`_\S+`)

func masc(dir string, c *counter) error {
	z, err := zip.OpenReader(filepath.Join(dir, "pos/masc_tagged.zip"))
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".txt") || strings.Contains(f.Name, "wsj_") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return err
		}
		c.add(tagSuffix.ReplaceAllString(string(b), ""))
	}
	return nil
}

// lines calls f for each line of a file, unpacked if its name ends in .gz.
func lines(name string, f func([]byte) error) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var r io.Reader = bytes.NewReader(b)
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		if err := f(s.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return s.Err()
}
