package gazetteer

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// maxUnpacked is more than any gazetteer needs; a damaged header asks for no more.
const maxUnpacked = 1 << 28

// pack makes the parts smaller. The result depends on nothing but them.
func pack(parts ...[]byte) ([]byte, error) {
	var all []byte
	for _, part := range parts {
		all = append(all, part...)
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return w.EncodeAll(all, nil), nil
}

// unpack returns the size bytes that were packed.
func unpack(packed string, size int) (string, error) {
	if size < 0 || size > maxUnpacked {
		return "", fmt.Errorf("gazetteer: its header asks for %d bytes", size)
	}
	r, err := zstd.NewReader(strings.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return "", fmt.Errorf("gazetteer: %w", err)
	}
	defer r.Close()
	var b strings.Builder
	b.Grow(size)
	if _, err := io.Copy(&b, io.LimitReader(r, int64(size)+1)); err != nil {
		return "", fmt.Errorf("gazetteer: unpack: %w", err)
	}
	if b.Len() != size {
		return "", fmt.Errorf("gazetteer: %d bytes and more are not the %d that its header says", b.Len(), size)
	}
	return b.String(), nil
}

// starts adds up how many entries each bucket has: where each of them starts,
// and the end of the last. Counts take a sixth of the room of sums.
func starts(counts string, buckets, entries int) ([]uint32, error) {
	out := make([]uint32, 1, buckets+1)
	b, sum := []byte(counts), uint64(0)
	for range buckets {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(entries) {
			return nil, fmt.Errorf("gazetteer: its buckets are damaged")
		}
		sum += n
		out, b = append(out, uint32(sum)), b[size:]
	}
	if sum != uint64(entries) || len(b) > 0 {
		return nil, fmt.Errorf("gazetteer: its buckets hold %d entries of %d", sum, entries)
	}
	return out, nil
}
