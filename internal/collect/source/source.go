// Package source reads and changes the file of sources (TOML): where vigil
// reads, how often, within which limits, and how far each source is trusted.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"vigil/internal/collect/item"
	"vigil/internal/collect/watch"
)

// Kind says how a source is read.
type Kind string

// Kinds of source.
const (
	Feed    Kind = "feed"    // RSS, Atom, JSON Feed
	Sitemap Kind = "sitemap" // a sitemap, news sitemap or index of them
	List    Kind = "list"    // a page whose links are read, by a selector
	Page    Kind = "page"    // one page, watched for changes
	GDELT   Kind = "gdelt"   // GDELT's lastupdate.txt or a table of events: its pages are read
	Local   Kind = "local"   // files and folders: text, HTML, JSON Lines, WARC, mail, PDF
)

// Kinds in the order of the documentation.
var Kinds = []Kind{Feed, Sitemap, List, Page, GDELT, Local}

// Source is one source.
type Source struct {
	ID          string   `toml:"id"`
	Name        string   `toml:"name,omitempty"` // the outlet, as reports name it
	Kind        Kind     `toml:"kind"`
	URL         string   `toml:"url,omitempty"`
	Path        string   `toml:"path,omitempty"`        // of kind local
	Country     string   `toml:"country,omitempty"`     // where it sits, ISO 3166-1 alpha-3
	Language    string   `toml:"language,omitempty"`    // ISO 639-1, where its pages do not say
	Party       string   `toml:"party,omitempty"`       // the party to a conflict that it speaks for
	Reliability string   `toml:"reliability,omitempty"` // A to F, NATO's scale of sources
	Interval    Duration `toml:"interval,omitempty"`    // between two looks; 15m
	Selector    string   `toml:"selector,omitempty"`    // of kind list: a CSS selector
	Include     []string `toml:"include,omitempty"`     // regular expressions; one must match the address
	Exclude     []string `toml:"exclude,omitempty"`     // none may match
	Read        string   `toml:"read,omitempty"`        // "page" (default), or "feed": the text in the feed itself
	Codes       []string `toml:"codes,omitempty"`       // of kind gdelt: CAMEO codes by their start; default 18 19 20
	Limits      Limits   `toml:"limits,omitempty"`
	Off         bool     `toml:"off,omitempty"`

	include, exclude []*regexp.Regexp
	selector         watch.Selector
}

// Limits bound what one look may bring.
type Limits struct {
	Items int      `toml:"items,omitempty"` // newest first; 200
	Age   Duration `toml:"age,omitempty"`   // older items are left alone; 0 takes all
}

// File is the file of sources.
type File struct {
	Contact string   `toml:"contact,omitempty"` // page or mail address that sites see
	Allow   []string `toml:"allow,omitempty"`   // addresses that may be fetched though not public, as 10.0.0.0/8
	Pause   Duration `toml:"pause,omitempty"`   // between two requests to a host; 2s
	Sources []Source `toml:"source"`
}

// Duration is written as 15m, 2h30m or 3d.
type Duration time.Duration

// UnmarshalText reads it.
func (d *Duration) UnmarshalText(b []byte) error {
	s := string(b)
	days := time.Duration(0)
	if i := strings.IndexByte(s, 'd'); i > 0 {
		n := 0
		if _, err := fmt.Sscanf(s[:i], "%d", &n); err != nil || n < 0 || n > 36500 || fmt.Sprint(n) != s[:i] {
			return fmt.Errorf("duration %q: want 15m, 2h30m or 3d", s)
		}
		if days, s = time.Duration(n)*24*time.Hour, s[i+1:]; s == "" {
			*d = Duration(days)
			return nil
		}
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 {
		return fmt.Errorf("duration %q: want 15m, 2h30m or 3d", b)
	}
	*d = Duration(days + v)
	return nil
}

// MarshalText writes it.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string {
	if t := time.Duration(d); t >= 24*time.Hour && t%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", t/(24*time.Hour))
	}
	s := time.Duration(d).String()
	s = strings.TrimSuffix(s, "0s")
	if s == "" {
		return "0s"
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// Defaults.
const (
	defaultInterval = 15 * time.Minute
	defaultItems    = 200
	minInterval     = time.Minute
)

// Every is the interval, or its default.
func (s *Source) Every() time.Duration {
	if s.Interval == 0 {
		return defaultInterval
	}
	return time.Duration(s.Interval)
}

// MaxItems is the limit, or its default.
func (s *Source) MaxItems() int {
	if s.Limits.Items == 0 {
		return defaultItems
	}
	return s.Limits.Items
}

// CodePrefixes are the codes of a GDELT source, or their default: assault,
// fighting, mass violence.
func (s *Source) CodePrefixes() []string {
	if len(s.Codes) == 0 {
		return []string{"18", "19", "20"}
	}
	return s.Codes
}

// Links is the compiled selector of a list.
func (s *Source) Links() watch.Selector { return s.selector }

// Wants says whether an address is to be read.
func (s *Source) Wants(address string) bool {
	match := func(r *regexp.Regexp) bool { return r.MatchString(address) }
	return (len(s.include) == 0 || slices.ContainsFunc(s.include, match)) && !slices.ContainsFunc(s.exclude, match)
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Check completes a source and says what is wrong with it.
func (s *Source) Check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !idForm.MatchString(s.ID) {
		bad("id %q: want lower-case letters, digits, dots and hyphens", s.ID)
	}
	if !slices.Contains(Kinds, s.Kind) {
		bad("kind %q: want one of %v", s.Kind, Kinds)
	}
	switch {
	case s.Kind == Local && s.Path == "":
		bad("kind local wants a path")
	case s.Kind != Local && s.URL == "":
		bad("kind %s wants a url", s.Kind)
	case s.Kind != Local:
		if _, err := item.Resolve("", s.URL); err != nil {
			bad("url: %v", err)
		}
	}
	if r := s.Reliability; r != "" && (len(r) != 1 || r[0] < 'A' || r[0] > 'F') {
		bad("reliability %q: want A to F", r)
	}
	if c := s.Country; c != "" && (len(c) != 3 || strings.ToUpper(c) != c) {
		bad("country %q: want three capitals, such as SYR", c)
	}
	if l := s.Language; l != "" && (len(l) > 3 || strings.ToLower(l) != l) {
		bad("language %q: want two letters, such as en", l)
	}
	if s.Interval != 0 && time.Duration(s.Interval) < minInterval {
		bad("interval %s: want %v or more", s.Interval, minInterval)
	}
	if s.Read != "" && s.Read != "page" && s.Read != "feed" {
		bad("read %q: want page or feed", s.Read)
	}
	if s.Limits.Items < 0 {
		bad("limits.items %d", s.Limits.Items)
	}
	var err error
	if s.include, err = compile(s.Include); err != nil {
		bad("include: %v", err)
	}
	if s.exclude, err = compile(s.Exclude); err != nil {
		bad("exclude: %v", err)
	}
	if s.selector, err = watch.Compile(s.Selector); err != nil {
		bad("%v", err)
	}
	if len(errs) > 0 {
		return fmt.Errorf("source %s: %w", s.ID, errors.Join(errs...))
	}
	return nil
}

func compile(exprs []string) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, e := range exprs {
		r, err := regexp.Compile(e)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// maxFile is the longest file that is read.
const maxFile = 16 << 20

// Parse reads the text of a file of sources. Every fault is told at once.
func Parse(text []byte) (*File, error) {
	if len(text) > maxFile {
		return nil, fmt.Errorf("longer than %d MB", maxFile>>20)
	}
	var f File
	d := toml.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return nil, fmt.Errorf("unknown field:\n%s", strict.String())
		}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			row, _ := at.Position()
			return nil, fmt.Errorf("line %d: %w", row, err)
		}
		return nil, err
	}
	var errs []error
	seen := map[string]bool{}
	for i := range f.Sources {
		s := &f.Sources[i]
		errs = append(errs, s.Check())
		if seen[s.ID] {
			errs = append(errs, fmt.Errorf("source %s stands there twice", s.ID))
		}
		seen[s.ID] = true
	}
	if _, err := f.Prefixes(); err != nil {
		errs = append(errs, err)
	}
	return &f, errors.Join(errs...)
}

// Prefixes are the addresses of Allow.
func (f *File) Prefixes() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range f.Allow {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(s); err != nil {
				return nil, fmt.Errorf("allow %q: want an address or a range, such as 10.0.0.0/8", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// Get returns the source of that id, or nil.
func (f *File) Get(id string) *Source {
	for i := range f.Sources {
		if f.Sources[i].ID == id {
			return &f.Sources[i]
		}
	}
	return nil
}

// Load reads a file of sources. A missing file is an empty one.
func Load(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return &File{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading sources: %w", err)
	}
	f, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Path != "" && !filepath.IsAbs(s.Path) {
			s.Path = filepath.Join(filepath.Dir(path), s.Path) // as the file names it, wherever vigil is started
		}
	}
	return f, nil
}

// Add appends sources to a file; what stands there, comments too, stays.
func Add(path string, sources ...Source) error {
	f, err := Load(path)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, s := range sources {
		if err := s.Check(); err != nil {
			return err
		}
		if f.Get(s.ID) != nil {
			return fmt.Errorf("source %s is there already", s.ID)
		}
		block, err := toml.Marshal(s)
		if err != nil {
			return err
		}
		b.WriteString("\n[[source]]\n" + strings.ReplaceAll(string(block), "\n[limits]", "\n[source.limits]"))
	}
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return replace(path, strings.TrimLeft(string(old)+b.String(), "\n"))
}

var header = regexp.MustCompile(`(?m)^\s*\[\[source\]\].*$`)

// Remove takes a source out of a file; the rest stays as it is.
func Remove(path, id string) error {
	f, err := Load(path)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(f.Sources, func(s Source) bool { return s.ID == id })
	if n < 0 {
		return fmt.Errorf("no source %s in %s", id, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	heads := header.FindAllIndex(text, -1)
	if len(heads) != len(f.Sources) {
		return fmt.Errorf("%s: sources are not written as [[source]] blocks; take %s out by hand", path, id)
	}
	end := len(text)
	if n+1 < len(heads) {
		end = heads[n+1][0]
	}
	return replace(path, string(text[:heads[n][0]])+string(text[end:]))
}

// replace writes a file in one step, once it reads as sources.
func replace(path, text string) error {
	if _, err := Parse([]byte(text)); err != nil {
		return fmt.Errorf("%s would not read any more: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// MakeID makes an id of an address: its host and what tells it from others. Of
// a path it is the last part.
func MakeID(address string, taken func(string) bool) string {
	s := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "www.")
	s, _, _ = strings.Cut(s, "?")
	host, path, _ := strings.Cut(s, "/")
	clean := func(s string) string {
		return strings.Trim(regexp.MustCompile(`[^a-z0-9.]+`).ReplaceAllString(strings.ToLower(s), "-"), "-.")
	}
	name := clean(host)
	if name == "" { // a path on this machine
		name = cmp.Or(clean(filepath.Base(path)), "source")
	}
	name = strings.TrimRight(name[:min(len(name), 50)], "-.")
	id := name
	for n := 2; taken(id); n++ {
		if long := clean(host + "-" + path); n == 2 && idForm.MatchString(long) && !taken(long) {
			return long
		}
		id = fmt.Sprintf("%s-%d", name, n)
	}
	return id
}
