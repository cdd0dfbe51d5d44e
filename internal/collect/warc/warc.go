// Package warc reads and writes web archives (WARC 1.0 and 1.1, ISO 28500):
// plain, gzip or zstandard, a record each. Archives that are cut off or damaged
// give every record that is whole, and say where something is not.
package warc

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits of what is read.
const (
	MaxBlock = 64 << 20
	maxHead  = 256 << 10
)

// Types of record that vigil writes or reads.
const (
	Info       = "warcinfo"
	Request    = "request"
	Response   = "response"
	Resource   = "resource"
	Conversion = "conversion"
	Metadata   = "metadata"
	Revisit    = "revisit"
)

// Field is one named field of a record's head.
type Field struct{ Name, Value string }

// Record is one record.
type Record struct {
	Version string // "WARC/1.1"
	Fields  []Field
	Block   []byte
	head    []byte // as read, so that it is written as it was
	Offset  int64  // where it starts in the file, or -1 if that is not known
	Length  int64  // bytes in the file, packed; -1 if that is not known
}

// Get returns the first field of that name, whatever its case, or "".
func (r *Record) Get(name string) string {
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Type returns WARC-Type in lower case.
func (r *Record) Type() string { return strings.ToLower(r.Get("WARC-Type")) }

// URL returns WARC-Target-URI, without the angle brackets some writers add.
func (r *Record) URL() string { return strings.Trim(r.Get("WARC-Target-URI"), "<>") }

// ID returns WARC-Record-ID without its angle brackets.
func (r *Record) ID() string { return strings.Trim(r.Get("WARC-Record-ID"), "<>") }

// Date returns WARC-Date, or the zero time.
func (r *Record) Date() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.Get("WARC-Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Digest names bytes as WARC fields do here: "sha256:" and hex.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// New makes a record. WARC-Block-Digest and Content-Length are added.
func New(kind, id string, at time.Time, block []byte, fields ...Field) *Record {
	r := &Record{Version: "WARC/1.1", Block: block}
	r.Fields = append(r.Fields, Field{"WARC-Type", kind}, Field{"WARC-Record-ID", "<" + id + ">"}, Field{"WARC-Date", at.UTC().Format("2006-01-02T15:04:05.000000Z")})
	for _, f := range fields {
		if f.Value != "" {
			r.Fields = append(r.Fields, Field{f.Name, oneLine(f.Value)})
		}
	}
	r.Fields = append(r.Fields, Field{"WARC-Block-Digest", Digest(block)}, Field{"Content-Length", strconv.Itoa(len(block))})
	return r
}

// oneLine keeps a value from starting a field of its own.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return ' '
		}
		return r
	}, s)
}

// bytes writes the record as it stands in a plain file.
func (r *Record) bytes() []byte {
	var b bytes.Buffer
	b.Grow(len(r.Block) + 1024)
	if r.head != nil {
		b.Write(r.head)
	} else {
		b.WriteString(r.Version + "\r\n")
		for _, f := range r.Fields {
			b.WriteString(f.Name + ": " + f.Value + "\r\n")
		}
		b.WriteString("\r\n")
	}
	b.Write(r.Block)
	b.WriteString("\r\n\r\n")
	return b.Bytes()
}

// Verify checks the block against its digest; a record without one passes, as
// does one whose digest is of a kind that vigil does not know.
func (r *Record) Verify() error {
	want := r.Get("WARC-Block-Digest")
	if want == "" {
		return nil
	}
	got, known := digestLike(want, r.Block)
	if known && got != strings.ToLower(want) {
		return fmt.Errorf("record %s: its bytes are not those of its digest", r.ID())
	}
	return nil
}
