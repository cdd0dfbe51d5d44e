package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed static
var staticFiles embed.FS

// asset is a file as it is served.
type asset struct {
	body, gz []byte
	kind     string
	hash     string
}

// assets holds every static file by its name below static/. Nothing outside
// this map can be asked for.
var assets = sync.OnceValue(func() map[string]asset {
	out := map[string]asset{}
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		body, gz, err := bothWays(strings.HasSuffix(name, ".gz"), body)
		if err != nil {
			return err
		}
		name = strings.TrimSuffix(name, ".gz")
		sum := sha256.Sum256(body)
		kind := mime.TypeByExtension(path.Ext(name))
		out[strings.TrimPrefix(name, "static/")] = asset{body, gz, kind, hex.EncodeToString(sum[:6])}
		return nil
	})
	if err != nil {
		panic(err) // an embedded file cannot be read
	}
	return out
})

// bothWays returns a file as it is and packed; it is embedded in one of the two
// (shapes of countries packed, which saves a hundredth of the binary).
func bothWays(packed bool, file []byte) (body, gz []byte, err error) {
	if packed {
		r, err := gzip.NewReader(bytes.NewReader(file))
		if err != nil {
			return nil, nil, err
		}
		body, err = io.ReadAll(r)
		return body, file, err
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(file)
	w.Close()
	return file, b.Bytes(), nil
}

// staticURL is a file's address, which changes with its content.
func staticURL(name string) string { return "/static/" + name + "?v=" + assets()[name].hash }

func serveStatic(w http.ResponseWriter, r *http.Request) {
	a, ok := assets()[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+a.hash+`"`)
	h.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == `"`+a.hash+`"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		w.Write(a.gz)
		return
	}
	w.Write(a.body)
}
