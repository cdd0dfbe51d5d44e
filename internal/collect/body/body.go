// Package body unpacks what HTTP packs: a body and its Content-Encoding go in,
// the bytes that were meant come out, never more than a limit.
package body

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Accept is the Accept-Encoding that Decode understands.
const Accept = "gzip, br, zstd, deflate"

// ErrTooLarge says that a body is, unpacked, longer than the limit.
var ErrTooLarge = errors.New("too large")

const (
	maxLayers = 3
	maxWindow = 8 << 20 // what RFC 8878 asks a decoder to support
)

// Decode unpacks raw, which encoding says is packed ("gzip", "br, gzip", ""),
// into at most limit bytes. What was unpacked before a fault is returned with
// the error.
func Decode(raw []byte, encoding string, limit int64) ([]byte, error) {
	layers := split(encoding)
	if len(layers) > maxLayers {
		return nil, fmt.Errorf("packed %d times", len(layers))
	}
	for i := len(layers) - 1; i >= 0; i-- {
		out, err := unpack(raw, layers[i], limit)
		if err != nil {
			return out, fmt.Errorf("unpacking %s: %w", layers[i], err)
		}
		raw = out
	}
	if int64(len(raw)) > limit {
		return raw[:limit], ErrTooLarge
	}
	return raw, nil
}

func split(encoding string) []string {
	var out []string
	for e := range strings.SplitSeq(strings.ToLower(encoding), ",") {
		if e = strings.TrimPrefix(strings.TrimSpace(e), "x-"); e != "" && e != "identity" {
			out = append(out, e)
		}
	}
	return out
}

func unpack(raw []byte, encoding string, limit int64) ([]byte, error) {
	in := bytes.NewReader(raw)
	var r io.Reader
	switch encoding {
	case "gzip":
		if !bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
			return raw, nil // said to be packed and is not: not rare
		}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		r = z
	case "br":
		r = brotli.NewReader(in)
	case "zstd":
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		r = z
	case "deflate":
		r = deflated(raw)
	default:
		return nil, fmt.Errorf("no such encoding")
	}
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(out)) > limit {
		return out[:limit], ErrTooLarge
	}
	return out, err
}

// deflated is zlib by the RFC, bare deflate by habit.
func deflated(raw []byte) io.Reader {
	if z, err := zlib.NewReader(bytes.NewReader(raw)); err == nil {
		return z
	}
	return flate.NewReader(bytes.NewReader(raw))
}
