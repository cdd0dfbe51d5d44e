package capture

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"vigil/internal/collect/warc"
)

// ExportWARC writes captures as a web archive of their own: each record as it
// stands in the archive, byte for byte, and first one that says where they
// come from.
func ExportWARC(w io.Writer, dir string, entries []Entry, info string, now time.Time) error {
	_, err := writeWARC(w, dir, entries, info, now)
	return err
}

// place is where a capture stands in an exported file.
type place struct {
	entry          Entry
	offset, length int64
}

func writeWARC(w io.Writer, dir string, entries []Entry, info string, now time.Time) ([]place, error) {
	out, err := warc.NewWriter(w, warc.Gzip, 0)
	if err != nil {
		return nil, err
	}
	block := []byte("software: " + info + "\r\nformat: WARC File Format 1.1\r\ndescription: exported from an archive of vigil; captures.log has their lines\r\n")
	if _, _, err := out.Write(warc.New(warc.Info, newID(), now, block, warc.Field{Name: "Content-Type", Value: "application/warc-fields"})); err != nil {
		return nil, err
	}
	var places []place
	for i := range entries {
		rec, err := ReadEntry(dir, &entries[i])
		if err != nil {
			return nil, err
		}
		if err := rec.Verify(); err != nil {
			return nil, err
		}
		off, n, err := out.Write(rec)
		if err != nil {
			return nil, err
		}
		places = append(places, place{entries[i], off, n})
	}
	return places, nil
}

// ExportWACZ writes captures as a WACZ 1.1.1 file: the web archive, its index,
// the list of pages, and the lines of the log that prove when each was taken.
func ExportWACZ(w io.Writer, dir string, entries []Entry, info string, now time.Time) error {
	var archive bytes.Buffer
	places, err := writeWARC(&archive, dir, entries, info, now)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	pkg := dataPackage{Profile: "data-package", Version: "1.1.1", Software: info, Created: now.UTC().Format(time.RFC3339)}
	for _, f := range []struct {
		path string
		data []byte
	}{{"archive/data.warc.gz", archive.Bytes()}, {"indexes/index.cdxj", cdxj(places)}, {"pages/pages.jsonl", pages(places)}, {"logs/captures.log", logLines(entries)}} {
		if err := store(z, f.path, f.data, now); err != nil {
			return err
		}
		pkg.Resources = append(pkg.Resources, resource{f.path[strings.LastIndexByte(f.path, '/')+1:], f.path, "sha256:" + hexSum(f.data), len(f.data)})
	}
	b, err := json.MarshalIndent(pkg, "", "  ")
	if err != nil {
		return err
	}
	if err := store(z, "datapackage.json", b, now); err != nil {
		return err
	}
	digest, err := json.Marshal(map[string]string{"path": "datapackage.json", "hash": "sha256:" + hexSum(b)})
	if err != nil {
		return err
	}
	if err := store(z, "datapackage-digest.json", digest, now); err != nil {
		return err
	}
	return z.Close()
}

type dataPackage struct {
	Profile   string     `json:"profile"`
	Version   string     `json:"wacz_version"`
	Software  string     `json:"software"`
	Created   string     `json:"created"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int    `json:"bytes"`
}

// store adds a file without packing it: replay tools read parts of it.
func store(z *zip.Writer, name string, data []byte, at time.Time) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: at})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// cdxj is the index by address and time, sorted.
func cdxj(places []place) []byte {
	var lines []string
	for _, p := range places {
		e := p.entry
		mime, _, _ := strings.Cut(e.Type, ";")
		if e.Same {
			mime = "warc/revisit"
		}
		b, err := json.Marshal(map[string]string{"url": e.URL, "mime": strings.TrimSpace(mime), "status": fmt.Sprint(e.Status), "digest": "sha256:" + e.Digest,
			"length": fmt.Sprint(p.length), "offset": fmt.Sprint(p.offset), "filename": "data.warc.gz"})
		if err != nil {
			continue // strings alone
		}
		lines = append(lines, fmt.Sprintf("%s %s %s\n", surt(e.URL), e.At.UTC().Format("20060102150405"), b))
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}

// surt is an address in the order archives sort by: org,example)/path.
func surt(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	labels := strings.Split(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), ".")
	slices.Reverse(labels)
	host := strings.Join(labels, ",")
	if p := u.Port(); p != "" {
		host += ":" + p
	}
	return host + ")" + strings.ToLower(u.RequestURI())
}

func pages(places []place) []byte {
	var b bytes.Buffer
	b.WriteString(`{"format":"json-pages-1.0","id":"pages","title":"Pages"}` + "\n")
	enc := json.NewEncoder(&b)
	for _, p := range places {
		if e := p.entry; e.Role == "page" && e.Status == 200 && !e.Same {
			enc.Encode(map[string]string{"id": e.ID, "url": e.URL, "ts": e.At.UTC().Format(time.RFC3339)})
		}
	}
	return b.Bytes()
}

func logLines(entries []Entry) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, e := range entries {
		enc.Encode(e)
	}
	return b.Bytes()
}

// Find reads the entries of the given numbers from the log, in its order.
func Find(dir string, seqs map[int64]bool) ([]Entry, error) {
	var out []Entry
	err := Entries(dir, 0, func(e Entry) error {
		if seqs[e.Seq] {
			out = append(out, e)
		}
		return nil
	})
	if err == nil && len(out) != len(seqs) {
		err = fmt.Errorf("%d of %d captures are in the log: %w", len(out), len(seqs), os.ErrNotExist)
	}
	return out, err
}
