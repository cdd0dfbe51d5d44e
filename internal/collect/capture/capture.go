// Package capture keeps evidence: what was fetched goes in, web archives and a
// chained log of them come out. Every capture is a record of a WARC file and a
// line of the log; each line holds the hash of the one before, so that none
// can be changed or taken out unseen.
package capture

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigil/internal/collect/warc"
)

// Entry is one line of the log.
type Entry struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	URL    string    `json:"url"`
	Role   string    `json:"role"`
	Source string    `json:"source,omitempty"`
	Status int       `json:"status"`
	Type   string    `json:"type,omitempty"`
	Digest string    `json:"sha256"`         // of the body as sent
	Same   bool      `json:"same,omitempty"` // the body is that of an earlier capture, and is not kept again
	ID     string    `json:"id"`             // WARC-Record-ID
	File   string    `json:"file"`
	Offset int64     `json:"offset"`
	Length int64     `json:"length"`
	Prev   string    `json:"prev"` // hash of the entry before
	Hash   string    `json:"hash"` // of this entry without this field
}

// hash is the SHA-256 of the entry without its hash.
func (e Entry) hash() string {
	e.Hash = ""
	b, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Item is what is to be kept.
type Item struct {
	At           time.Time
	URL          string
	Role, Source string
	Status       int
	Type         string // Content-Type
	IP           string // of the machine that answered, or ""
	Request      []byte // head of the request
	Head, Body   []byte // of the answer
	Digest       string // SHA-256 of Body, hex
	Same         bool
}

// Files of an archive.
const (
	logName  = "captures.log"
	lockName = "lock"
	maxFile  = 512 << 20 // a WARC file is closed when it is longer
)

// Fields of our own in WARC heads: what the log says beyond the standard's.
const (
	fieldRole   = "Vigil-Role"
	fieldSource = "Vigil-Source"
	fieldStatus = "Vigil-Status"
)

// Archive is a folder of evidence, open for adding. One process at a time.
type Archive struct {
	dir  string
	info string // lines of the record that opens each file
	lock *os.File
	log  *os.File
	warc *os.File
	name string // of warc, below dir
	out  *warc.Writer
	size int64
	last Entry
	ask  chan request
	done chan struct{}
}

type request struct {
	item  *Item
	reply chan<- reply
}

type reply struct {
	entry Entry
	err   error
}

// Open opens the archive in a folder, making it if it is not there. What a
// killed process left half done is put right: records that are whole and not
// in the log are added to it, what is torn is cut off. software tells in each
// file which program wrote it; facts are further lines of that kind, such as
// "hostname: desk".
func Open(dir, software string, facts ...string) (*Archive, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("opening the archive: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("opening the archive %s: %w", dir, err)
	}
	info := "software: " + software + "\r\n"
	for _, f := range facts {
		info += oneLine(f) + "\r\n"
	}
	a := &Archive{dir: dir, info: info, lock: lock, ask: make(chan request), done: make(chan struct{})}
	if err := a.recover(); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the archive %s: %w", dir, err), lock.Close())
	}
	go a.serve()
	return a, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Last is the last entry; its Seq is 0 if there is none.
func (a *Archive) Last() Entry { return a.last }

// Close closes the archive. Add must not be called again.
func (a *Archive) Close() error {
	close(a.ask)
	<-a.done
	err := a.log.Close()
	if a.warc != nil {
		err = errors.Join(err, a.warc.Close())
	}
	return errors.Join(err, a.lock.Close())
}

// Add keeps one capture. When it returns, the capture is on the disk.
func (a *Archive) Add(ctx context.Context, it *Item) (Entry, error) {
	c := make(chan reply, 1)
	select {
	case a.ask <- request{it, c}:
	case <-ctx.Done():
		return Entry{}, ctx.Err()
	}
	r := <-c
	return r.entry, r.err
}

// serve writes what is asked, several captures to one flush of the disk.
func (a *Archive) serve() {
	defer close(a.done)
	for first := range a.ask {
		batch := []request{first}
	more:
		for len(batch) < 64 {
			select {
			case r, ok := <-a.ask:
				if !ok {
					break more
				}
				batch = append(batch, r)
			default:
				break more
			}
		}
		a.write(batch)
	}
}

// write keeps a batch: first the records, then the lines that tell of them.
func (a *Archive) write(batch []request) {
	entries := make([]Entry, 0, len(batch))
	last := a.last
	var err error
	for _, r := range batch {
		var e Entry
		if err == nil {
			e, err = a.record(r.item, last)
		}
		if err != nil {
			break
		}
		entries = append(entries, e)
		last = e
	}
	if len(entries) > 0 {
		if fault := a.commit(entries); fault != nil {
			entries, err = nil, fault
		}
	}
	if err != nil {
		err = errors.Join(err, a.reset())
	}
	for i, r := range batch {
		if i < len(entries) {
			r.reply <- reply{entry: entries[i]}
		} else {
			r.reply <- reply{err: fmt.Errorf("keeping a capture: %w", err)}
		}
	}
}

// record writes one capture's records and gives its entry.
func (a *Archive) record(it *Item, last Entry) (Entry, error) {
	if err := a.rotate(it.At); err != nil {
		return Entry{}, err
	}
	rec, req := records(it)
	if req != nil {
		_, n, err := a.out.Write(req)
		a.size += n
		if err != nil {
			return Entry{}, err
		}
	}
	off, n, err := a.out.Write(rec)
	if err != nil {
		return Entry{}, err
	}
	a.size += n
	return next(last, rec, a.name, off, n), nil
}

// next makes the entry of a record.
func next(last Entry, rec *warc.Record, file string, offset, length int64) Entry {
	e := Entry{Seq: last.Seq + 1, At: rec.Date(), URL: rec.URL(), Role: rec.Get(fieldRole), Source: rec.Get(fieldSource), Digest: strings.TrimPrefix(rec.Get("WARC-Payload-Digest"), "sha256:"),
		Same: rec.Type() == warc.Revisit, ID: rec.ID(), File: file, Offset: offset, Length: length, Prev: last.Hash}
	fmt.Sscan(rec.Get(fieldStatus), &e.Status)
	e.Type = contentType(rec.Block)
	e.Hash = e.hash()
	return e
}

// contentType reads it from the head of an answer.
func contentType(block []byte) string {
	head, _, _ := bytes.Cut(block[:min(len(block), 64<<10)], []byte("\r\n\r\n"))
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		if k, v, ok := bytes.Cut(line, []byte(":")); ok && bytes.EqualFold(k, []byte("content-type")) {
			return strings.ToValidUTF8(string(bytes.TrimSpace(v[:min(len(v), 200)])), "")
		}
	}
	return ""
}

// records makes the record of an answer and that of its request.
func records(it *Item) (rec, req *warc.Record) {
	id := newID()
	fields := []warc.Field{{Name: "WARC-Target-URI", Value: it.URL}, {Name: "WARC-IP-Address", Value: it.IP}, {Name: "WARC-Payload-Digest", Value: "sha256:" + it.Digest},
		{Name: "Content-Type", Value: "application/http;msgtype=response"}, {Name: fieldRole, Value: it.Role}, {Name: fieldSource, Value: it.Source}, {Name: fieldStatus, Value: fmt.Sprint(it.Status)}}
	kind, block := warc.Response, append(bytes.Clone(it.Head), it.Body...)
	if it.Same {
		kind, block = warc.Revisit, it.Head
		fields = append(fields, warc.Field{Name: "WARC-Profile", Value: "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"})
	}
	rec = warc.New(kind, id, it.At, block, fields...)
	if it.Request != nil {
		req = warc.New(warc.Request, newID(), it.At, it.Request, warc.Field{Name: "WARC-Target-URI", Value: it.URL},
			warc.Field{Name: "Content-Type", Value: "application/http;msgtype=request"}, warc.Field{Name: "WARC-Concurrent-To", Value: "<" + id + ">"})
	}
	return rec, req
}

// commit flushes the records, then writes and flushes the lines.
func (a *Archive) commit(entries []Entry) error {
	if a.warc != nil {
		if err := a.warc.Sync(); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(true) // as hash writes it
	for _, e := range entries {
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	if _, err := a.log.Write(b.Bytes()); err != nil {
		return err
	}
	if err := a.log.Sync(); err != nil {
		return err
	}
	a.last = entries[len(entries)-1]
	return nil
}

// rotate opens a new file if there is none or it is long enough.
func (a *Archive) rotate(at time.Time) error {
	if a.warc != nil && a.size < maxFile {
		return nil
	}
	if a.warc != nil {
		err := a.warc.Close()
		a.warc = nil
		if err != nil {
			return err
		}
	}
	name := filepath.Join(at.UTC().Format("2006"), at.UTC().Format("01"), "vigil-"+at.UTC().Format("20060102T150405")+"-"+newID()[9:17]+".warc.gz")
	path := filepath.Join(a.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	out, err := warc.NewWriter(f, warc.Gzip, 0)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	block := []byte(a.info + "format: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n")
	_, n, err := out.Write(warc.New(warc.Info, newID(), at, block, warc.Field{Name: "WARC-Filename", Value: filepath.Base(name)}, warc.Field{Name: "Content-Type", Value: "application/warc-fields"}))
	if err != nil {
		return errors.Join(err, f.Close())
	}
	a.warc, a.out, a.size, a.name = f, out, n, filepath.ToSlash(name)
	return nil
}

// ReadEntry reads the record of an entry, and checks that it is the one meant.
func ReadEntry(dir string, e *Entry) (*warc.Record, error) {
	path, err := within(dir, e.File)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("capture %d: %s is not in the archive; was it taken out (vigil prune)? %w", e.Seq, e.File, err)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rec, err := warc.ReadAt(f, e.Offset, e.Length)
	if err != nil {
		return nil, fmt.Errorf("capture %d: %w", e.Seq, err)
	}
	if rec.ID() != e.ID {
		return nil, fmt.Errorf("capture %d: another record stands in its place", e.Seq)
	}
	return rec, nil
}

// within joins a name of the log to the folder, and keeps it there.
func within(dir, name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", fmt.Errorf("the log names a file outside of the archive: %q", name)
	}
	return filepath.Join(dir, filepath.FromSlash(name)), nil
}

// Entries reads the log from the entry after seq on; f may stop it with an
// error. A last line that is torn ends it quietly: Open puts it right.
func Entries(dir string, after int64, f func(Entry) error) error {
	file, err := os.Open(filepath.Join(dir, logName))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, 256<<10)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return fmt.Errorf("line %d of the log: %w", n, err)
		}
		if e.Seq <= after {
			continue
		}
		if err := f(e); err != nil {
			return err
		}
	}
}
