package capture

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/collect/warc"
)

// newID names a record: a random UUID.
func newID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// recover opens the log and the newest file, and makes them agree.
func (a *Archive) recover() error {
	log, err := os.OpenFile(filepath.Join(a.dir, logName), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	a.log = log
	if err := a.trimLog(); err != nil {
		return errors.Join(err, log.Close())
	}
	if err := a.reset(); err != nil {
		return errors.Join(err, log.Close())
	}
	return nil
}

// trimLog cuts a torn line off the log's end and reads the last whole one.
func (a *Archive) trimLog() error {
	size, err := a.log.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	from := max(size-1<<20, 0)
	tail := make([]byte, size-from)
	if _, err := a.log.ReadAt(tail, from); err != nil {
		return err
	}
	end := bytes.LastIndexByte(tail, '\n') + 1
	if end == 0 && from > 0 {
		return errors.New("the log ends in a line without end")
	}
	if err := a.log.Truncate(from + int64(end)); err != nil {
		return err
	}
	if _, err := a.log.Seek(from+int64(end), io.SeekStart); err != nil {
		return err
	}
	if end == 0 {
		return nil
	}
	line := tail[:end-1]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	if err := json.Unmarshal(line, &a.last); err != nil {
		return fmt.Errorf("the last line of the log: %w", err)
	}
	if a.last.hash() != a.last.Hash {
		return fmt.Errorf("the last line of the log (%d) is not what was written", a.last.Seq)
	}
	return nil
}

// reset makes the newest file and the log agree, at the start and after a
// write that failed: whole records beyond the log are added to it, what is
// torn is cut off. Writing goes on in a new file.
func (a *Archive) reset() error {
	if a.warc != nil {
		a.warc.Close()
		a.warc = nil
	}
	if end, err := a.log.Seek(0, io.SeekEnd); err != nil {
		return err
	} else if end > 0 {
		if err := a.trimLog(); err != nil {
			return err
		}
	}
	names, err := newest(a.dir, a.last.File)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := a.mend(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// newest gives the files that may hold what the log lacks: that of its last
// entry, and those made after it.
func newest(dir, last string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "[0-9][0-9][0-9][0-9]", "[0-9][0-9]", "vigil-*.warc.gz"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range paths {
		name, err := filepath.Rel(dir, p)
		if err != nil {
			return nil, err
		}
		if name = filepath.ToSlash(name); stampOf(name) >= stampOf(last) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(x, y string) int { return strings.Compare(stampOf(x), stampOf(y)) })
	return names, nil
}

// stampOf is the time in a file's name.
func stampOf(name string) string {
	if f := strings.Split(filepath.Base(name), "-"); len(f) == 3 {
		return f[1]
	}
	return ""
}

// mend reads a file behind what the log knows of it.
func (a *Archive) mend(name string) error {
	known, err := a.knownEnd(name)
	if err != nil || known == takenOut {
		return err
	}
	f, err := os.OpenFile(filepath.Join(a.dir, filepath.FromSlash(name)), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || st.Size() == known {
		return err
	}
	if st.Size() < known {
		return fmt.Errorf("shorter than the log says: %d bytes of %d", st.Size(), known)
	}
	end, entries, err := a.beyond(f, name, known, st.Size())
	if err != nil {
		return err
	}
	if end < st.Size() {
		if err := f.Truncate(end); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if len(entries) == 0 {
		return nil
	}
	a.warc = f
	err = a.commit(entries)
	a.warc = nil
	return err
}

// beyond reads the whole records from a place on: where the last of them ends,
// and their entries.
func (a *Archive) beyond(f *os.File, name string, from, size int64) (end int64, entries []Entry, err error) {
	end = from
	r, err := warc.NewReader(io.NewSectionReader(f, from, size-from))
	if err != nil {
		return from, nil, nil // a torn head is cut off
	}
	defer r.Close()
	last := a.last
	for {
		rec, err := r.Next()
		if err != nil || rec.Length < 0 || rec.Verify() != nil {
			return end, entries, nil
		}
		if t := rec.Type(); t == warc.Response || t == warc.Revisit {
			e := next(last, rec, name, from+rec.Offset, rec.Length)
			entries, last = append(entries, e), e
		}
		end = from + rec.Offset + rec.Length
	}
}

// takenOut is the end of a file that the log says is not there any more.
const takenOut = -1

// knownEnd is where the log's last entry of a file ends in it.
func (a *Archive) knownEnd(name string) (int64, error) {
	if a.last.File == name && a.last.Role != removed {
		return a.last.Offset + a.last.Length, nil
	}
	end := int64(0)
	f, err := os.Open(filepath.Join(a.dir, logName))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if !bytes.Contains(sc.Bytes(), []byte(name)) {
			continue
		}
		var e Entry
		if err := json.Unmarshal(sc.Bytes(), &e); err == nil && e.File == name {
			if e.Role == removed {
				return takenOut, nil
			}
			end = max(end, e.Offset+e.Length)
		}
	}
	return end, sc.Err()
}
