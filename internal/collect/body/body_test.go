package body_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"runtime"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"vigil/internal/collect/body"
)

func pack(t *testing.T, encoding string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "br":
		w = brotli.NewWriter(&out)
	case "zstd":
		w, _ = zstd.NewWriter(&out)
	case "deflate":
		w = zlib.NewWriter(&out)
	case "raw deflate":
		w, _ = flate.NewWriter(&out, 6)
	}
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return out.Bytes()
}

func TestDecode(t *testing.T) {
	text := bytes.Repeat([]byte("Residents heard blasts over the town. "), 500)
	for _, e := range []string{"gzip", "br", "zstd", "deflate"} {
		packed := pack(t, e, text)
		if got, err := body.Decode(packed, e, 1<<20); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: %d bytes, %v", e, len(got), err)
		}
		if got, err := body.Decode(packed[:len(packed)/2], e, 1<<20); err == nil {
			t.Errorf("half of %s is whole: %d bytes", e, len(got))
		}
	}
	if got, err := body.Decode(pack(t, "raw deflate", text), "deflate", 1<<20); err != nil || !bytes.Equal(got, text) {
		t.Errorf("bare deflate: %v", err)
	}
	if got, err := body.Decode(pack(t, "gzip", pack(t, "br", text)), "br, gzip", 1<<20); err != nil || !bytes.Equal(got, text) {
		t.Errorf("twice: %v", err)
	}
	if got, err := body.Decode(text, "gzip", 1<<20); err != nil || !bytes.Equal(got, text) {
		t.Errorf("not packed: %v", err)
	}
	for _, e := range []string{"lzma", "gzip,gzip,gzip,gzip"} {
		if _, err := body.Decode(text, e, 1<<20); err == nil {
			t.Errorf("%s: no error", e)
		}
	}
}

func TestHostile(t *testing.T) {
	zeros := make([]byte, 64<<20)
	for _, e := range []string{"gzip", "br", "zstd", "deflate"} {
		t.Run(e, func(t *testing.T) {
			bomb := pack(t, e, zeros)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, err := body.Decode(bomb, e, 1<<20)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, body.ErrTooLarge) || len(got) != 1<<20 {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 40<<20 {
				t.Errorf("a bomb of %d bytes takes %d MB", len(bomb), used>>20)
			}
		})
	}
	t.Run("gzip twice", func(t *testing.T) {
		twice := pack(t, "gzip", pack(t, "gzip", zeros))
		if _, err := body.Decode(twice, "gzip, gzip", 1<<20); !errors.Is(err, body.ErrTooLarge) {
			t.Error(err)
		}
	})
	t.Run("window of 2 TB", func(t *testing.T) {
		window := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00}
		if _, err := body.Decode(window, "zstd", 1<<20); err == nil {
			t.Error("it is given")
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{0x1f, 0x8b, 8, 0}, "gzip")
	f.Add([]byte("abc"), "br")
	f.Fuzz(func(t *testing.T, raw []byte, encoding string) {
		if got, _ := body.Decode(raw, encoding, 4096); len(got) > 4096 {
			t.Errorf("%d bytes", len(got))
		}
	})
}
