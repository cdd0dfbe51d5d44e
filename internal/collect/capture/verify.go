package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vigil/internal/collect/warc"
)

// Report is what Verify found.
type Report struct {
	Captures int64
	Bytes    int64
	Files    int
	Removed  int64 // captures whose files were taken out, as the log says
	Last     Entry
	Faults   []string
}

const maxFaults = 100

// Verify checks an archive: the chain of the log, and every record against its
// digests. Faults are told, not returned as an error.
func Verify(dir string) (*Report, error) {
	if _, err := os.Stat(filepath.Join(dir, logName)); err != nil {
		return nil, fmt.Errorf("no archive: %w", err)
	}
	gone, err := removedFiles(dir)
	if err != nil {
		return &Report{Faults: []string{err.Error()}}, nil
	}
	v := verifier{dir: dir, out: &Report{}, files: map[string]bool{}, gone: gone}
	defer v.close()
	err = Entries(dir, 0, func(e Entry) error {
		v.check(&e)
		v.out.Last = e
		if len(v.out.Faults) >= maxFaults {
			return errStop
		}
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		v.fault("%v", err)
	}
	v.out.Files = len(v.files)
	return v.out, nil
}

var errStop = errors.New("too many faults")

type verifier struct {
	dir   string
	out   *Report
	files map[string]bool
	gone  map[string]bool
	file  *os.File
	name  string
}

func (v *verifier) fault(format string, args ...any) {
	v.out.Faults = append(v.out.Faults, fmt.Sprintf(format, args...))
}

func (v *verifier) close() {
	if v.file != nil {
		v.file.Close()
	}
}

func (v *verifier) check(e *Entry) {
	last := v.out.Last
	switch {
	case e.Seq != last.Seq+1:
		v.fault("capture %d follows %d", e.Seq, last.Seq)
	case e.Prev != last.Hash:
		v.fault("capture %d: the chain is broken", e.Seq)
	}
	if e.hash() != e.Hash {
		v.fault("capture %d: its line in the log was changed", e.Seq)
	}
	switch {
	case e.Role == removed:
		return
	case v.gone[e.File]:
		v.out.Removed++
		return
	}
	v.out.Captures++
	v.out.Bytes += e.Length
	v.files[e.File] = true
	if err := v.between(last, e); err != nil {
		v.fault("%s before capture %d: %v", e.File, e.Seq, err)
	}
	rec, err := v.read(e)
	if err != nil {
		v.fault("capture %d (%s): %v", e.Seq, e.URL, err)
		return
	}
	if err := rec.Verify(); err != nil {
		v.fault("capture %d (%s): %v", e.Seq, e.URL, err)
	}
	if rec.ID() != e.ID || rec.URL() != e.URL {
		v.fault("capture %d (%s): another record stands in its place", e.Seq, e.URL)
	}
	if got := warc.Digest(Payload(rec)); rec.Type() == warc.Response && got != "sha256:"+e.Digest {
		v.fault("capture %d (%s): its body is not the one that was fetched", e.Seq, e.URL)
	}
}

// between checks the records that stand before an entry's: its request, and
// the head of the file.
func (v *verifier) between(last Entry, e *Entry) error {
	from := int64(0)
	if last.File == e.File {
		from = last.Offset + last.Length
	}
	if err := v.open(e.File); err != nil || e.Offset <= from {
		return err
	}
	r, err := warc.NewReader(io.NewSectionReader(v.file, from, e.Offset-from))
	if err != nil {
		return err
	}
	defer r.Close()
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = rec.Verify()
		}
		if err != nil {
			return err
		}
	}
}

func (v *verifier) open(name string) error {
	if v.name == name && v.file != nil {
		return nil
	}
	v.close()
	v.file, v.name = nil, ""
	path, err := within(v.dir, name)
	if err != nil {
		return err
	}
	v.file, err = os.Open(path)
	v.name = name
	return err
}

func (v *verifier) read(e *Entry) (*warc.Record, error) {
	if err := v.open(e.File); err != nil {
		return nil, err
	}
	return warc.ReadAt(v.file, e.Offset, e.Length)
}

// Payload is the body of an answer, as it was sent.
func Payload(rec *warc.Record) []byte {
	_, b, _ := bytes.Cut(rec.Block, []byte("\r\n\r\n"))
	return b
}
