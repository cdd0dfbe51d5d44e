package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// source unpacks an archive.
type source interface {
	io.Reader
	// start is where in the file the member starts that the byte comes from
	// which stands buffered bytes before the end of what was read; -1 if that
	// byte is not the first of a member.
	start(buffered int) int64
	position() int64 // in the file, near enough for a message
	resume() bool    // goes on behind a tear; false if nothing is left
	close()
}

// tear is damage of the packing.
type tear struct {
	offset int64
	err    error
}

func (t *tear) Error() string { return t.err.Error() }
func (t *tear) Unwrap() error { return t.err }

var (
	gzipMagic = []byte{0x1f, 0x8b, 8}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
	dictMagic = []byte{0x5d, 0x2a, 0x4d, 0x18} // a skippable frame that holds the dictionary
)

func newSource(r io.Reader) (source, error) {
	c := &counter{r: bufio.NewReaderSize(r, 64<<10)}
	head, err := c.r.Peek(4)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading an archive: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		return &gzipSource{in: c}, nil
	case bytes.Equal(head, zstdMagic), bytes.Equal(head, dictMagic):
		return newZstdSource(c)
	}
	return &plainSource{in: c}, nil
}

// counter counts the bytes that were taken.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte makes unpackers take no more than they need.
func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

type plainSource struct{ in *counter }

func (s *plainSource) Read(p []byte) (int, error) { return s.in.Read(p) }
func (s *plainSource) start(buffered int) int64   { return s.in.n - int64(buffered) }
func (s *plainSource) position() int64            { return s.in.n }
func (s *plainSource) resume() bool               { return false } // only the end tears a plain file
func (s *plainSource) close()                     {}

// gzipSource reads member after member.
type gzipSource struct {
	in     *counter
	z      *gzip.Reader
	open   bool
	given  int64 // unpacked bytes so far
	starts []mark
	torn   error
}

// mark is where a member starts, in the file and in what is unpacked.
type mark struct{ file, unpacked int64 }

func (s *gzipSource) Read(p []byte) (int, error) {
	for {
		if s.torn != nil {
			return 0, s.torn
		}
		if !s.open {
			if err := s.next(); err != nil {
				return 0, err
			}
		}
		n, err := s.z.Read(p)
		s.given += int64(n)
		switch {
		case err == io.EOF:
			s.open = false
			if n > 0 {
				return n, nil
			}
			continue
		case err != nil:
			s.open, s.torn = false, &tear{s.memberStart(), fmt.Errorf("unpacking gzip: %w", err)}
		}
		if n > 0 || err == nil {
			return n, nil
		}
	}
}

func (s *gzipSource) memberStart() int64 {
	if len(s.starts) == 0 {
		return 0
	}
	return s.starts[len(s.starts)-1].file
}

// next opens the member that starts at the next byte.
func (s *gzipSource) next() error {
	head, err := s.in.r.Peek(1)
	if len(head) == 0 {
		return err
	}
	if len(s.starts) > 4096 {
		s.starts = append(s.starts[:0], s.starts[2048:]...)
	}
	s.starts = append(s.starts, mark{s.in.n, s.given})
	if s.z == nil {
		s.z, err = gzip.NewReader(s.in)
	} else {
		err = s.z.Reset(s.in)
	}
	if err != nil {
		s.torn = &tear{s.memberStart(), fmt.Errorf("unpacking gzip: %w", err)}
		return s.torn
	}
	s.z.Multistream(false)
	s.open = true
	return nil
}

func (s *gzipSource) start(buffered int) int64 {
	at := s.given - int64(buffered)
	for i := len(s.starts) - 1; i >= 0; i-- {
		if s.starts[i].unpacked == at {
			return s.starts[i].file
		}
	}
	if at == s.given && !s.open && s.torn == nil {
		return s.in.n // between members, or at the end
	}
	return -1
}

func (s *gzipSource) position() int64 { return s.in.n }

// resume looks for the next member behind a tear.
func (s *gzipSource) resume() bool {
	s.torn, s.open = nil, false
	for {
		b, err := s.in.r.Peek(3)
		if bytes.Equal(b, gzipMagic) {
			return true
		}
		if len(b) == 0 || err != nil {
			return false
		}
		s.in.ReadByte()
	}
}

func (s *gzipSource) close() {}

// zstdSource reads all frames as one stream; where each starts is not known.
type zstdSource struct {
	in *counter
	z  *zstd.Decoder
}

const (
	maxWindow     = 64 << 20
	maxDictionary = 16 << 20
)

func newZstdSource(c *counter) (source, error) {
	opts := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true)}
	dict, err := dictionary(c)
	if err != nil {
		return nil, err
	}
	if dict != nil {
		opts = append(opts, zstd.WithDecoderDicts(dict))
	}
	z, err := zstd.NewReader(c, opts...)
	if err != nil {
		return nil, fmt.Errorf("unpacking zstandard: %w", err)
	}
	return &zstdSource{in: c, z: z}, nil
}

// dictionary reads the one that stands at the head of an archive, itself
// packed or not.
func dictionary(c *counter) ([]byte, error) {
	head, _ := c.r.Peek(8)
	if len(head) < 8 || !bytes.Equal(head[:4], dictMagic) {
		return nil, nil
	}
	n := int64(head[4]) | int64(head[5])<<8 | int64(head[6])<<16 | int64(head[7])<<24
	if n > maxDictionary {
		return nil, fmt.Errorf("a dictionary of %d MB", n>>20)
	}
	if _, err := io.CopyN(io.Discard, c, 8); err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(c, n))
	if err != nil || int64(len(b)) < n {
		return nil, errors.Join(errors.New("the dictionary is cut off"), err)
	}
	if !bytes.HasPrefix(b, zstdMagic) {
		return b, nil
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxDictionary), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if b, err = z.DecodeAll(b, nil); err != nil {
		return nil, fmt.Errorf("unpacking the dictionary: %w", err)
	}
	return b, nil
}

func (s *zstdSource) Read(p []byte) (int, error) {
	n, err := s.z.Read(p)
	if err != nil && err != io.EOF {
		return n, &tear{s.in.n, fmt.Errorf("unpacking zstandard: %w", err)}
	}
	return n, err
}

func (s *zstdSource) start(int) int64 { return -1 }
func (s *zstdSource) position() int64 { return s.in.n }

// resume looks for the next frame. What the decoder had read ahead is lost.
func (s *zstdSource) resume() bool {
	for {
		b, err := s.in.r.Peek(4)
		if bytes.Equal(b, zstdMagic) {
			return s.z.Reset(s.in) == nil
		}
		if len(b) == 0 || err != nil {
			return false
		}
		s.in.ReadByte()
	}
}

func (s *zstdSource) close() { s.z.Close() }
