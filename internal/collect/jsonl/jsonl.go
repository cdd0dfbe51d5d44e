// Package jsonl takes JSON Lines and gives reports (docs/formats.md).
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"vigil"
)

// MaxLine is the longest line that a Reader takes, in bytes; a longer one is
// an error for that line alone.
const MaxLine = 64 << 20

// Reader reads reports from JSON Lines.
type Reader struct {
	name string
	r    *bufio.Reader
	line int
}

// NewReader reads from r; name is what errors call it.
func NewReader(name string, r io.Reader) *Reader {
	return &Reader{name: name, r: bufio.NewReaderSize(r, 1<<16)}
}

// input is a report as docs/formats.md has it.
type input struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Source    string `json:"source"`
	Published string `json:"published"`
	DCT       string `json:"dct"`
	Language  string `json:"language"`
}

// Next returns the next report. A line that cannot be read gives a
// *vigil.InputError and the report's id if it had one; reading goes on with
// the next call. At the end the error is io.EOF.
func (r *Reader) Next() (vigil.Report, error) {
	for {
		b, err := r.readLine()
		if errors.Is(err, errLong) {
			return vigil.Report{}, r.fault(fmt.Errorf("longer than %d MB", MaxLine>>20))
		}
		if err != nil {
			return vigil.Report{}, err
		}
		if len(bytes.TrimSpace(b)) == 0 {
			continue
		}
		rep, err := parseReport(b)
		if err != nil {
			return rep, r.fault(err)
		}
		return rep, nil
	}
}

// Line is the number of the line last read, from 1.
func (r *Reader) Line() int { return r.line }

func (r *Reader) fault(err error) error {
	return &vigil.InputError{Name: r.name, Line: r.line, Err: err}
}

var errLong = errors.New("line too long")

// readLine reads one line of at most MaxLine bytes; the rest of a longer one
// is thrown away unread into memory.
func (r *Reader) readLine() ([]byte, error) {
	var buf []byte
	long := false
	for {
		piece, err := r.r.ReadSlice('\n')
		if !long && len(buf)+len(piece) > MaxLine {
			long, buf = true, nil
		}
		if !long {
			buf = append(buf, piece...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && (len(buf) > 0 || long):
		case err != nil:
			return nil, err
		}
		r.line++
		if long {
			return nil, errLong
		}
		return buf, nil
	}
}

// parseReport reads one line; on error the report holds at most its ID.
func parseReport(b []byte) (vigil.Report, error) {
	var in input
	if r, _ := utf8.DecodeRune(b); r == '\uFEFF' {
		b = b[3:]
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return vigil.Report{ID: in.ID}, fmt.Errorf("not a report: %w", err)
	}
	switch {
	case in.ID == "":
		return vigil.Report{}, errors.New(`no "id"`)
	case in.Text == "" && in.Title == "":
		return vigil.Report{ID: in.ID}, errors.New(`no "text"`)
	}
	rep := vigil.Report{ID: in.ID, Source: in.Source, URL: in.URL, Title: in.Title, Lang: in.Language,
		Text: strings.ToValidUTF8(in.Text, "\uFFFD")}
	if in.Published == "" {
		in.Published = in.DCT
	}
	pub, err := ParsePublished(in.Published)
	if err != nil {
		return vigil.Report{ID: in.ID}, err
	}
	rep.Published = pub
	return rep, nil
}
