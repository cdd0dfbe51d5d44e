package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Fault is damage at a place in an archive. Reading goes on behind it.
type Fault struct {
	Offset int64 // in the file, or -1
	Err    error
}

func (f *Fault) Error() string {
	if f.Offset < 0 {
		return "damaged: " + f.Err.Error()
	}
	return fmt.Sprintf("damaged at byte %d: %v", f.Offset, f.Err)
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// Reader reads the records of an archive in order.
type Reader struct {
	src  source
	in   *bufio.Reader // what src unpacks
	done bool
	lost bool // the next record's start must be looked for
}

// NewReader reads from r, packed in whatever way.
func NewReader(r io.Reader) (*Reader, error) {
	src, err := newSource(r)
	if err != nil {
		return nil, err
	}
	return &Reader{src: src, in: bufio.NewReaderSize(src, 64<<10)}, nil
}

// ReadAt reads the one record at a place in a file.
func ReadAt(f io.ReaderAt, offset, length int64) (*Record, error) {
	r, err := NewReader(io.NewSectionReader(f, offset, length))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rec, err := r.Next()
	if err == io.EOF {
		err = errors.New("no record stands there")
	}
	if err != nil {
		return nil, err
	}
	rec.Offset, rec.Length = offset, length
	return rec, nil
}

// Close frees what unpacking took.
func (r *Reader) Close() { r.src.close() }

// Next returns the next whole record. A *Fault tells of damage, and the call
// after it goes on behind. io.EOF is the end.
func (r *Reader) Next() (*Record, error) {
	if r.done {
		return nil, io.EOF
	}
	at, err := r.findStart()
	if err != nil {
		return nil, r.failed(at, err)
	}
	rec, err := r.record()
	if err != nil {
		return nil, r.failed(at, err)
	}
	rec.Offset, rec.Length = at, -1
	if at >= 0 {
		r.skipBreaks()
		if next := r.offset(); next > at {
			rec.Length = next - at
		}
	}
	return rec, nil
}

// offset is where in the file the next byte comes from, if that is the start
// of a member; else -1.
func (r *Reader) offset() int64 { return r.src.start(r.in.Buffered()) }

// failed turns an error into the end, or into a fault behind which reading
// goes on.
func (r *Reader) failed(at int64, err error) error {
	if err == io.EOF {
		r.done = true
		return io.EOF
	}
	r.lost = true
	var torn *tear
	if errors.As(err, &torn) || errors.Is(err, io.ErrUnexpectedEOF) {
		if torn != nil {
			at = torn.offset
		}
		if !r.src.resume() {
			r.done = true
		}
		r.in.Reset(r.src)
	}
	if at < 0 && torn == nil {
		at = r.src.position()
	}
	return &Fault{at, err}
}

// findStart skips the breaks between records; if there is something else, it
// looks for the next start.
func (r *Reader) findStart() (int64, error) {
	if !r.lost {
		if err := r.skipBreaks(); err != nil {
			return -1, err
		}
		at := r.offset()
		if b, err := r.in.Peek(7); err == nil && string(b[:5]) == "WARC/" {
			return at, nil
		} else if len(b) == 0 {
			return at, err
		} else if isTear(err) {
			return at, err
		}
		r.lost = true
		return at, errors.New("no record starts here")
	}
	for {
		at := r.offset()
		b, err := r.in.Peek(7)
		if string(b) == "WARC/1." || string(b) == "WARC/0." {
			r.lost = false
			return at, nil
		}
		if len(b) == 0 || isTear(err) {
			return at, err
		}
		// to the next line; long ones in pieces
		if _, err := r.in.ReadSlice('\n'); err != nil && err != bufio.ErrBufferFull {
			return at, err
		}
	}
}

func isTear(err error) bool {
	var t *tear
	return errors.As(err, &t)
}

func (r *Reader) skipBreaks() error {
	for {
		b, err := r.in.Peek(1)
		if err != nil {
			return err
		}
		if b[0] != '\r' && b[0] != '\n' {
			return nil
		}
		r.in.Discard(1)
	}
}

func (r *Reader) record() (*Record, error) {
	head, err := r.head()
	if err != nil {
		return nil, err
	}
	rec, err := parseHead(head)
	if err != nil {
		return nil, err
	}
	n, err := strconv.ParseInt(rec.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return nil, fmt.Errorf("Content-Length %.40q", rec.Get("Content-Length"))
	}
	if n > MaxBlock {
		if _, err := io.CopyN(io.Discard, r.in, n); err != nil {
			return nil, cutOff(err)
		}
		return nil, fmt.Errorf("a record of %d MB for %.200s", n>>20, rec.URL())
	}
	// Grown as it comes: a length is only a claim.
	var block bytes.Buffer
	if _, err := io.CopyN(&block, r.in, n); err != nil {
		return nil, fmt.Errorf("record for %.200s: %w", rec.URL(), cutOff(err))
	}
	rec.Block = block.Bytes()
	return rec, nil
}

func cutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// head reads up to the empty line.
func (r *Reader) head() ([]byte, error) {
	var head []byte
	for lineStart := 0; ; {
		piece, err := r.in.ReadSlice('\n')
		head = append(head, piece...)
		if len(head) > maxHead {
			return nil, errors.New("a head without end")
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			return nil, cutOff(err)
		}
		if len(bytes.TrimRight(head[lineStart:], "\r\n")) == 0 {
			return head, nil
		}
		lineStart = len(head)
	}
}

func parseHead(head []byte) (*Record, error) {
	lines := strings.Split(string(head), "\n")
	rec := &Record{Version: strings.TrimSpace(lines[0]), head: head}
	for _, line := range lines[1:] {
		line = strings.TrimRight(line, "\r")
		if line == "" {
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && len(rec.Fields) > 0 {
			rec.Fields[len(rec.Fields)-1].Value += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%.60q is no field", line)
		}
		rec.Fields = append(rec.Fields, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return rec, nil
}
