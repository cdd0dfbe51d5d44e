// Package mail reads letters: an EML file or an mbox goes in, a report a letter
// comes out. Attachments are named and left alone; nothing is ever written
// under a name that a letter gives.
package mail

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"vigil"
	"vigil/internal/collect/item"
	"vigil/internal/collect/page"
)

// Limits of one letter.
const (
	MaxBytes = 48 << 20
	maxHead  = 1 << 20
	maxNests = 16   // boundaries declared: the parser's time doubles with each inside another
	maxParts = 2000 // and grows with the square of these
	maxText  = 8 << 20
)

// Letter is what a letter says.
type Letter struct {
	ID          string // Message-ID without angle brackets, or ""
	From, Name  string // address and display name of the sender
	Subject     string
	Date        time.Time
	Text        string
	Attachments []string // names, for people to read
	Faults      []string
}

// Parse reads one letter.
func Parse(raw []byte) (*Letter, error) {
	if err := bounded(raw); err != nil {
		return nil, err
	}
	env, err := readEnvelope(raw)
	if err != nil {
		return nil, fmt.Errorf("reading a letter: %w", err)
	}
	out := &Letter{ID: strings.Trim(strings.TrimSpace(env.GetHeader("Message-ID")), "<>"), Subject: clean(env.GetHeader("Subject"))}
	if list, err := env.AddressList("From"); err == nil && len(list) > 0 {
		out.From, out.Name = clean(list[0].Address), clean(list[0].Name)
	} else {
		out.Name = clean(env.GetHeader("From"))
	}
	if t, err := env.Date(); err == nil {
		out.Date = t
	} else if t, ok := item.ParseTime(env.GetHeader("Date")); ok {
		out.Date = t
	}
	for _, p := range append(env.Attachments, env.Inlines...) {
		if p.FileName != "" && len(out.Attachments) < 100 {
			out.Attachments = append(out.Attachments, clean(p.FileName))
		}
	}
	for _, e := range env.Errors[:min(len(env.Errors), 10)] {
		out.Faults = append(out.Faults, clean(e.Error()))
	}
	out.Text = textOf(env)
	if out.Text == "" && out.Subject == "" {
		return nil, errors.New("a letter without text")
	}
	return out, nil
}

// bounded refuses what a parser would choke on.
func bounded(raw []byte) error {
	switch {
	case len(raw) > MaxBytes:
		return fmt.Errorf("a letter longer than %d MB", MaxBytes>>20)
	case len(bytes.TrimSpace(raw)) == 0:
		return errors.New("an empty letter")
	}
	head := raw
	if i := bytes.Index(raw, []byte("\n\n")); i >= 0 {
		head = raw[:i]
	}
	if i := bytes.Index(head, []byte("\n\r\n")); i >= 0 {
		head = head[:i]
	}
	if len(head) > maxHead {
		return errors.New("a letter whose head has no end")
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if !bytes.Contains(line, []byte(":")) {
		return errors.New("not a letter: it opens with no header")
	}
	lower := bytes.ToLower(raw)
	if n := bytes.Count(lower, []byte("boundary=")) + bytes.Count(lower, []byte("boundary*")); n > maxNests {
		return fmt.Errorf("a letter of %d parts in parts", n)
	}
	if n := bytes.Count(raw, []byte("\n--")); n > maxParts {
		return fmt.Errorf("a letter of %d parts", n)
	}
	return nil
}

func readEnvelope(raw []byte) (env *enmime.Envelope, err error) {
	defer func() {
		if p := recover(); p != nil {
			env, err = nil, fmt.Errorf("the parser fails: %v", p)
		}
	}()
	p := enmime.NewParser(enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true), enmime.MaxStoredPartErrors(20), enmime.DisableTextConversion(true))
	return p.ReadEnvelope(bytes.NewReader(raw))
}

// textOf prefers the plain text; a letter of HTML alone is read as a page.
func textOf(env *enmime.Envelope) string {
	text := strings.TrimSpace(strings.ReplaceAll(env.Text, "\r\n", "\n"))
	if text == "" && env.HTML != "" {
		if p, err := page.Read([]byte(env.HTML), page.Options{ContentType: "text/html; charset=utf-8"}); err == nil {
			text = p.Text
		}
	}
	text = strings.ToValidUTF8(text[:min(len(text), maxText)], "\uFFFD")
	return strings.ReplaceAll(text, "\x00", "")
}

func clean(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	return s[:min(len(s), 1000)]
}

// Report makes a report of a letter. fallback is its id if it has none.
func (l *Letter) Report(fallback string, raw []byte) vigil.Report {
	sum := sha256.Sum256(raw)
	r := vigil.Report{ID: fallback, Source: l.Name, Title: l.Subject, Text: l.Text, Digest: hex.EncodeToString(sum[:])}
	if l.ID != "" {
		r.ID = "mid:" + l.ID
	}
	if r.Source == "" {
		r.Source = l.From
	}
	if r.Text == "" {
		r.Text = r.Title
	}
	r.Published = vigil.Published{Basis: vigil.NoBasis}
	if !l.Date.IsZero() {
		d := vigil.DayOf(l.Date)
		r.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, At: l.Date, Basis: vigil.Given, Score: 1}
	}
	return r
}

// Reports gives the reports of an EML file or an mbox; name is what errors
// call it. A letter that cannot be read gives a *vigil.InputError.
func Reports(name string, in io.Reader) iter.Seq2[vigil.Report, error] {
	return func(yield func(vigil.Report, error) bool) {
		n := 0
		for raw, err := range Split(in) {
			n++
			id := fmt.Sprintf("%s#%d", name, n)
			var l *Letter
			if err == nil {
				l, err = Parse(raw)
			}
			if err != nil {
				if !yield(vigil.Report{ID: id}, &vigil.InputError{Name: id, Err: err}) {
					return
				}
				continue
			}
			if !yield(l.Report(id, raw), nil) {
				return
			}
		}
	}
}

// Split gives the letters of an mbox one by one (its "From " lines taken off,
// ">From " put right), or an EML file as the one letter it is.
func Split(in io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		s := splitter{r: bufio.NewReaderSize(in, 64<<10), blank: true}
		for {
			raw, long, err := s.next()
			if long {
				if !yield(nil, fmt.Errorf("a letter longer than %d MB", MaxBytes>>20)) {
					return
				}
			} else if len(bytes.TrimSpace(raw)) > 0 && !yield(raw, nil) {
				return
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, fmt.Errorf("reading letters: %w", err))
				return
			}
		}
	}
}

type splitter struct {
	r     *bufio.Reader
	blank bool // the last line was empty
	mbox  bool
}

// next reads up to the next "From " line or the end. Lines come in pieces of
// at most the buffer's size, so that a line without end takes no memory.
func (s *splitter) next() (letter []byte, long bool, err error) {
	lineStart := true
	for {
		piece, err := s.r.ReadSlice('\n')
		whole := err == nil
		if err == bufio.ErrBufferFull {
			err = nil
		}
		if lineStart && s.blank && bytes.HasPrefix(piece, []byte("From ")) && (s.mbox || len(letter) == 0) && isFromLine(piece) {
			s.mbox, s.blank = true, false
			for !whole && err == nil { // the rest of a long line
				_, err = s.r.ReadSlice('\n')
				whole = err == nil
				if err == bufio.ErrBufferFull {
					err = nil
				}
			}
			if len(letter) > 0 || long {
				return letter, long, err
			}
			if err != nil {
				return nil, false, err
			}
			continue
		}
		if lineStart {
			s.blank = len(bytes.TrimRight(piece, "\r\n")) == 0 && whole
			if s.mbox {
				piece = unquoted(piece)
			}
		}
		if long = long || len(letter)+len(piece) > MaxBytes; long {
			letter = nil
		} else {
			letter = append(letter, piece...)
		}
		if err != nil {
			return letter, long, err
		}
		lineStart = whole
	}
}

// isFromLine wants a sender and a year: prose too opens with From.
func isFromLine(line []byte) bool {
	f := bytes.Fields(line[:min(len(line), 500)])
	return len(f) >= 3 && (bytes.Contains(f[1], []byte("@")) || bytes.Contains(line, []byte(":")))
}

// unquoted takes one > off ">From ", ">>From ", as mboxrd puts them there.
func unquoted(line []byte) []byte {
	if len(line) > 0 && line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
		return line[1:]
	}
	return line
}
