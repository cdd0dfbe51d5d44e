// Package pdf reads PDF files: bytes go in, title, date and the text's
// paragraphs come out. The parser below it was not made for files that mean
// harm, so Isolated reads them in a process of its own, bounded in time and
// memory.
package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"vigil"
	"vigil/internal/collect/item"
)

// Limits of one file.
const (
	MaxBytes = 64 << 20
	maxPages = 500
	maxText  = 8 << 20
	MaxTime  = 30 * time.Second
	maxOut   = maxText + 1<<20
)

// File is what a file says.
type File struct {
	Title   string    `json:"title,omitempty"`
	Author  string    `json:"author,omitempty"`
	Created time.Time `json:"created,omitzero"`
	Pages   int       `json:"pages"`
	Text    string    `json:"text"` // paragraphs, parted by empty lines
}

// Parse reads a file in this process. A malformed one may take long, or, when
// it stands in itself deep enough, end the process: see Isolated.
func Parse(raw []byte) (f *File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("a malformed PDF: %v", p)
		}
	}()
	if err := bounded(raw); err != nil {
		return nil, err
	}
	r, err := pdf.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	f = &File{Pages: r.NumPage()}
	info := r.Trailer().Key("Info")
	f.Title, f.Author = clean(info.Key("Title").Text()), clean(info.Key("Author").Text())
	f.Created, _ = parseDate(info.Key("CreationDate").Text())
	if f.Pages > maxPages {
		return nil, fmt.Errorf("a PDF of %d pages", f.Pages)
	}
	var text strings.Builder
	for n := 1; n <= f.Pages && text.Len() < maxText; n++ {
		for _, p := range paragraphs(r.Page(n)) {
			text.WriteString(p + "\n\n")
		}
	}
	f.Text = strings.TrimSpace(text.String())
	if f.Text == "" {
		return nil, errors.New("no text: its pages are pictures, or in a form that cannot be read")
	}
	return f, nil
}

// bounded refuses what the parser would choke on.
func bounded(raw []byte) error {
	if len(raw) > MaxBytes {
		return fmt.Errorf("a PDF longer than %d MB", MaxBytes>>20)
	}
	if !bytes.HasPrefix(raw, []byte("%PDF-")) {
		return errors.New("not a PDF")
	}
	depth := 0
	for _, c := range raw {
		switch c {
		case '[', '<':
			if depth++; depth > 10_000 {
				return errors.New("arrays that stand in one another without end")
			}
		default:
			if depth > 0 && (c == ']' || c == '>') {
				depth--
			} else if c == 's' { // a stream is no nesting
				depth = 0
			}
		}
	}
	return nil
}

// parseDate reads D:YYYYMMDDHHmmSSOHH'mm'.
func parseDate(s string) (time.Time, bool) {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z0000", "20060102150405Z", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return item.ParseTime(s)
}

func clean(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	return s[:min(len(s), 500)]
}

// Isolated reads a file by running command, which hands its standard input to
// Parse and writes the File as JSON: see Work. It is killed after MaxTime.
func Isolated(ctx context.Context, command []string, raw []byte) (*File, error) {
	if err := bounded(raw); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, MaxTime)
	defer stop()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin = bytes.NewReader(raw)
	cmd.WaitDelay = time.Second
	var stderr tail
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the reader of PDF: %w", err)
	}
	b, readErr := io.ReadAll(io.LimitReader(out, maxOut))
	err = cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("a PDF that takes longer than %v", MaxTime)
	case err != nil:
		return nil, fmt.Errorf("the reader of PDF gives up: %s", stderr.line())
	case readErr != nil:
		return nil, readErr
	}
	var f File
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("the reader of PDF writes no JSON: %w", err)
	}
	return &f, nil
}

// Work is the other end of Isolated.
func Work(in io.Reader, out io.Writer) error {
	raw, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return err
	}
	f, err := Parse(raw)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(f)
}

// tail keeps the first kilobyte of what a process complains of.
type tail struct{ b bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	if t.b.Len() < 1024 {
		t.b.Write(p[:min(len(p), 1024)])
	}
	return len(p), nil
}

func (t *tail) line() string {
	line, _, _ := strings.Cut(strings.TrimSpace(t.b.String()), "\n")
	return line
}

// Report makes a report of a file; id names it.
func (f *File) Report(id string, raw []byte) vigil.Report {
	sum := sha256.Sum256(raw)
	r := vigil.Report{ID: id, Source: f.Author, Title: f.Title, Text: f.Text, Digest: hex.EncodeToString(sum[:]), Published: vigil.Published{Basis: vigil.NoBasis}}
	if !f.Created.IsZero() {
		d := vigil.DayOf(f.Created)
		r.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, At: f.Created, Basis: vigil.FromPage, Score: 0.6}
	}
	return r
}
