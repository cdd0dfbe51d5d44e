// Package lead reads tables of events made by others: GDELT's and ACLED's CSV
// go in, leads come out: a page to read, or a row to compare with. A lead is
// never a claim of the record.
package lead

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/collect/item"
)

// Limits of what is read.
const (
	MaxBytes = 512 << 20 // unpacked
	maxLine  = 1 << 20
	maxFiles = 16
)

// Lead is one row.
type Lead struct {
	Table    string    `json:"table"` // gdelt or acled
	ID       string    `json:"id"`
	Day      vigil.Day `json:"day"`
	Code     string    `json:"code"` // CAMEO of GDELT, sub-event type of ACLED
	Actors   []string  `json:"actors,omitempty"`
	Place    string    `json:"place,omitempty"`
	Country  string    `json:"country,omitempty"` // as the table has it
	Lat      float64   `json:"lat,omitempty"`
	Lon      float64   `json:"lon,omitempty"`
	Located  bool      `json:"located"`          // Lat and Lon are a place's, not a country's middle
	Killed   *int      `json:"killed,omitempty"` // ACLED's fatalities
	Note     string    `json:"note,omitempty"`
	Sources  []string  `json:"sources,omitempty"`
	URL      string    `json:"url,omitempty"` // of the page it was made from, where told
	Mentions int       `json:"mentions,omitempty"`
}

// Columns of GDELT 2's table of events, from 0.
const (
	gdeltID, gdeltDay, gdeltActor1, gdeltActor2, gdeltCode, gdeltMentions = 0, 1, 6, 16, 26, 31
	gdeltGeoType, gdeltPlace, gdeltCountry, gdeltLat, gdeltLon            = 51, 52, 53, 56, 57
	gdeltURL, gdeltColumns                                                = 60, 61
)

// GDELT reads a table of events, tab-separated, packed with zip or not. Only
// codes that start with one of those given are kept; none keeps all. A row
// that cannot be read gives a *vigil.InputError.
func GDELT(raw []byte, codes []string) iter.Seq2[Lead, error] {
	return func(yield func(Lead, error) bool) {
		for name, b := range unzipped(raw) {
			sc := bufio.NewScanner(b)
			sc.Buffer(make([]byte, 64<<10), maxLine)
			for n := 1; sc.Scan(); n++ {
				l, err := gdeltRow(strings.Split(strings.TrimRight(sc.Text(), "\r"), "\t"))
				if err != nil {
					err = &vigil.InputError{Name: name, Line: n, Err: err}
				} else if !hasPrefix(l.Code, codes) {
					continue
				}
				if !yield(l, err) {
					return
				}
			}
			if err := sc.Err(); err != nil && !yield(Lead{}, &vigil.InputError{Name: name, Err: err}) {
				return
			}
		}
	}
}

func hasPrefix(code string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(code, p) {
			return true
		}
	}
	return len(prefixes) == 0
}

func gdeltRow(f []string) (Lead, error) {
	if len(f) != gdeltColumns {
		return Lead{}, fmt.Errorf("%d columns, want %d", len(f), gdeltColumns)
	}
	l := Lead{Table: "gdelt", ID: f[gdeltID], Code: f[gdeltCode], Place: f[gdeltPlace], Country: f[gdeltCountry]}
	var err error
	if l.Day, err = day8(f[gdeltDay]); err != nil {
		return Lead{}, err
	}
	for _, i := range []int{gdeltActor1, gdeltActor2} {
		if f[i] != "" {
			l.Actors = append(l.Actors, f[i])
		}
	}
	l.Mentions, _ = strconv.Atoi(f[gdeltMentions])
	l.URL, _ = item.Resolve("", f[gdeltURL])
	l.place(f[gdeltLat], f[gdeltLon])
	l.Located = l.Located && (f[gdeltGeoType] == "3" || f[gdeltGeoType] == "4") // 1, 2 and 5 are middles of areas
	return l, nil
}

// place reads coordinates; both or none.
func (l *Lead) place(lat, lon string) {
	a, err := strconv.ParseFloat(lat, 64)
	b, err2 := strconv.ParseFloat(lon, 64)
	if err == nil && err2 == nil && a >= -90 && a <= 90 && b >= -180 && b <= 180 {
		l.Lat, l.Lon, l.Located = a, b, true
	}
}

func day8(s string) (vigil.Day, error) {
	if len(s) != 8 {
		return 0, fmt.Errorf("day %.20q: want YYYYMMDD", s)
	}
	return vigil.ParseDay(s[:4] + "-" + s[4:6] + "-" + s[6:])
}

// Updates reads GDELT's lastupdate.txt: the addresses of the newest tables of
// events.
func Updates(raw []byte) []item.Item {
	var out []item.Item
	for line := range strings.Lines(string(raw[:min(len(raw), 1<<20)])) {
		f := strings.Fields(line)
		if len(f) == 3 && strings.Contains(strings.ToLower(f[2]), ".export.csv") {
			if u, err := item.Resolve("", f[2]); err == nil {
				out = append(out, item.Item{URL: u, ID: f[1]})
			}
		}
	}
	return out
}

// unzipped gives the files of a zip, or raw as it is if it is none. Names are
// for messages only; more than MaxBytes are never unpacked.
func unzipped(raw []byte) iter.Seq2[string, io.Reader] {
	return func(yield func(string, io.Reader) bool) {
		if !bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
			yield("table", bytes.NewReader(raw))
			return
		}
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			yield("zip", failing{fmt.Errorf("reading a zip: %w", err)})
			return
		}
		left := int64(MaxBytes)
		for i, f := range z.File {
			if i >= maxFiles {
				yield("zip", failing{fmt.Errorf("more than %d files in a zip", maxFiles)})
				return
			}
			r, err := f.Open()
			if err != nil {
				r = io.NopCloser(failing{err})
			}
			lim := &limited{r: r, left: &left}
			more := yield(fmt.Sprintf("file %d of the zip", i+1), lim)
			r.Close()
			if !more {
				return
			}
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

type limited struct {
	r    io.Reader
	left *int64
}

func (l *limited) Read(p []byte) (int, error) {
	if *l.left <= 0 {
		return 0, fmt.Errorf("a table longer than %d MB", MaxBytes>>20)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), *l.left)])
	*l.left -= int64(n)
	return n, err
}

// ACLED reads an export of ACLED's, with its header; columns are found by name.
func ACLED(in io.Reader) iter.Seq2[Lead, error] {
	return func(yield func(Lead, error) bool) {
		lim := &io.LimitedReader{R: in, N: MaxBytes}
		r := csv.NewReader(bufio.NewReader(lim))
		r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
		head, err := r.Read()
		if err != nil {
			yield(Lead{}, &vigil.InputError{Name: "table", Line: 1, Err: fmt.Errorf("reading the header: %w", err)})
			return
		}
		at := map[string]int{}
		for i, name := range head {
			at[strings.ToLower(strings.Trim(strings.TrimPrefix(name, "\ufeff"), `" `))] = i
		}
		for _, need := range []string{"event_id_cnty", "event_date", "sub_event_type"} {
			if _, ok := at[need]; !ok {
				yield(Lead{}, &vigil.InputError{Name: "table", Line: 1, Err: fmt.Errorf("no column %s: not ACLED's form", need)})
				return
			}
		}
		for {
			row, err := r.Read()
			if err == io.EOF {
				return
			}
			line, _ := r.FieldPos(0)
			var l Lead
			if err == nil {
				l, err = acledRow(func(name string) string {
					if i, ok := at[name]; ok && i < len(row) {
						return strings.TrimSpace(strings.ToValidUTF8(row[i], ""))
					}
					return ""
				})
			}
			if err != nil {
				err = &vigil.InputError{Name: "table", Line: line, Err: err}
			}
			if !yield(l, err) {
				return
			}
			var syntax *csv.ParseError
			if err != nil && !errors.As(err, &syntax) && row == nil {
				return
			}
		}
	}
}

func acledRow(get func(string) string) (Lead, error) {
	l := Lead{Table: "acled", ID: get("event_id_cnty"), Code: get("sub_event_type"), Place: get("location"), Country: get("country"), Note: get("notes")}
	var err error
	if l.ID == "" {
		return l, errors.New("no event_id_cnty")
	}
	if t, ok := item.ParseTime(get("event_date")); ok {
		l.Day = vigil.DayOf(t)
	} else {
		return l, fmt.Errorf("event_date %.40q", get("event_date"))
	}
	for _, name := range []string{"actor1", "actor2"} {
		if a := get(name); a != "" {
			l.Actors = append(l.Actors, a)
		}
	}
	for s := range strings.SplitSeq(get("source"), ";") {
		if s = strings.TrimSpace(s); s != "" {
			l.Sources = append(l.Sources, s)
		}
	}
	if f := get("fatalities"); f != "" {
		n := 0
		if n, err = strconv.Atoi(f); err != nil || n < 0 {
			return l, fmt.Errorf("fatalities %.40q", f)
		}
		l.Killed = &n
	}
	l.place(get("latitude"), get("longitude"))
	l.Located = l.Located && get("geo_precision") != "3"
	return l, nil
}
