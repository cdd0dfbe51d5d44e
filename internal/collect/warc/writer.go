package warc

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Packing is how records are packed.
type Packing uint8

// Packings.
const (
	Plain Packing = iota
	Gzip          // a member a record: .warc.gz
	Zstd          // a frame a record: .warc.zst
)

// PackingOf tells it by a file's name.
func PackingOf(name string) Packing {
	switch {
	case bytes.HasSuffix([]byte(name), []byte(".gz")):
		return Gzip
	case bytes.HasSuffix([]byte(name), []byte(".zst")):
		return Zstd
	}
	return Plain
}

// Writer writes records, each packed by itself, so that one can be read
// without those before it.
type Writer struct {
	w      io.Writer
	how    Packing
	offset int64
	gz     *gzip.Writer
	zst    *zstd.Encoder
}

// NewWriter writes to w, which holds offset bytes already.
func NewWriter(w io.Writer, how Packing, offset int64) (*Writer, error) {
	out := &Writer{w: w, how: how, offset: offset}
	var err error
	switch how {
	case Gzip:
		out.gz = gzip.NewWriter(io.Discard)
	case Zstd:
		out.zst, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	}
	return out, err
}

// Write writes one record in one call to the writer below, and says where it
// stands there.
func (w *Writer) Write(r *Record) (offset, length int64, err error) {
	b, err := w.pack(r.bytes())
	if err != nil {
		return 0, 0, fmt.Errorf("packing a record: %w", err)
	}
	offset = w.offset
	n, err := w.w.Write(b)
	w.offset += int64(n)
	if err != nil {
		return 0, 0, fmt.Errorf("writing a record: %w", err)
	}
	return offset, int64(n), nil
}

func (w *Writer) pack(b []byte) ([]byte, error) {
	switch w.how {
	case Gzip:
		var out bytes.Buffer
		w.gz.Reset(&out)
		if _, err := w.gz.Write(b); err != nil {
			return nil, err
		}
		err := w.gz.Close()
		return out.Bytes(), err
	case Zstd:
		return w.zst.EncodeAll(b, nil), nil
	}
	return b, nil
}
