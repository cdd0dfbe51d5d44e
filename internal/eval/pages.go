package eval

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

const pageFiles = "pages/html/*.html.gz"

// pageLine is what vigil page --json says of a page.
type pageLine struct {
	Text   string `json:"text"`
	Digest string `json:"sha256"`
}

// files gives the files that the task's command is given.
func (b *Bench) files(t *Task) ([]string, error) {
	if t.Files == "" {
		return nil, nil
	}
	names, err := filepath.Glob(filepath.Join(b.Gold, t.Files))
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("no files %s", t.Files)
	}
	return names, err
}

// namePages gives each page that was read its id, which is the name of the
// file with its digest.
func namePages(b *Bench, t *Task) error {
	names, err := b.files(t)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, name := range names {
		sum, err := contentDigest(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		ids[sum] = strings.TrimSuffix(filepath.Base(name), ".html.gz")
	}
	pages, err := readLines[pageLine](b.Predicted(t))
	if err != nil {
		return err
	}
	if len(pages) != len(names) {
		return fmt.Errorf("%d pages were read of %d", len(pages), len(names))
	}
	var out []report
	for _, p := range pages {
		out = append(out, report{ID: ids[p.Digest], Text: p.Text})
	}
	return writeLines(b.Predicted(t), out)
}

// contentDigest is the SHA-256 of a file's unpacked bytes.
func contentDigest(name string) (string, error) {
	r, err := open(name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
