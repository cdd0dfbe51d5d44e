package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"vigil"
	"vigil/internal/collect/page"
)

type pageCmd struct {
	Source []string `arg:"" name:"file|url" help:"Pages: files (.gz too), addresses, or - for standard input."`
	JSON   bool     `name:"json" help:"One JSON object a page."`
	URL    string   `name:"url" help:"The address that a file was fetched from." placeholder:"URL"`
}

// Help is printed by --help below the summary.
func (pageCmd) Help() string {
	return `Prints the article in a page: title, text, date of publication and where it
was found, byline, agency, language. A page without an article (a front page,
a cookie wall, a paywall, a "not found") says so, and the exit status is 1.

  vigil page --json article.html
  vigil page https://example.org/2023/04/08/story`
}

// Run implements the command.
func (c *pageCmd) Run(ctx context.Context) error {
	failed := 0
	for _, src := range c.Source {
		p, err := c.read(ctx, src)
		if err == nil {
			err = c.print(os.Stdout, p)
		}
		if err == nil && len(p.Reports()) == 0 {
			err = &vigil.InputError{Name: src, Err: fmt.Errorf("%s: %s", p.Kind, p.Why)}
		}
		if err != nil {
			failed++
			fmt.Fprintln(os.Stderr, "vigil:", err)
		}
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

func (c *pageCmd) read(ctx context.Context, src string) (*page.Page, error) {
	o := page.Options{URL: c.URL}
	var raw []byte
	var err error
	switch {
	case strings.HasPrefix(src, "http://"), strings.HasPrefix(src, "https://"):
		o.URL, o.Fetched = src, time.Now()
		raw, o.ContentType, err = get(ctx, src)
	case src == "-":
		raw, err = io.ReadAll(io.LimitReader(os.Stdin, page.MaxBytes))
	default:
		raw, err = readPlain(src)
	}
	if err != nil {
		return nil, err
	}
	p, err := page.Read(raw, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src, err)
	}
	return p, nil
}

func readPlain(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		return raw, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, &vigil.InputError{Name: path, Err: err}
	}
	raw, err = io.ReadAll(io.LimitReader(z, page.MaxBytes))
	if err != nil {
		return nil, &vigil.InputError{Name: path, Err: err}
	}
	return raw, nil
}

// get fetches one page that somebody asked for by hand.
func get(ctx context.Context, address string) (raw []byte, contentType string, err error) {
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("User-Agent", "vigil/"+version)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, "", &vigil.InputError{Name: address, Err: fmt.Errorf("the server answers %s", resp.Status)}
	}
	raw, err = io.ReadAll(io.LimitReader(resp.Body, page.MaxBytes))
	return raw, resp.Header.Get("Content-Type"), err
}

// pageJSON is the form of --json (docs/formats.md).
type pageJSON struct {
	URL         string      `json:"url,omitempty"`
	Kind        string      `json:"kind"`
	Why         string      `json:"why,omitempty"`
	Title       string      `json:"title"`
	Text        string      `json:"text"`
	Published   string      `json:"published,omitempty"`
	At          string      `json:"at,omitempty"`
	Basis       string      `json:"basis"`
	DateFrom    string      `json:"date_from,omitempty"`
	Score       float64     `json:"date_score,omitempty"`
	Updated     string      `json:"updated,omitempty"`
	UpdatedFrom string      `json:"updated_from,omitempty"`
	Byline      []string    `json:"byline,omitempty"`
	Agency      string      `json:"agency,omitempty"`
	Site        string      `json:"site,omitempty"`
	Language    string      `json:"language,omitempty"`
	Description string      `json:"description,omitempty"`
	Charset     string      `json:"charset"`
	Digest      string      `json:"sha256"`
	Entries     []entryJSON `json:"entries,omitempty"`
	Feeds       []string    `json:"feeds,omitempty"`
}

type entryJSON struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
	At    string `json:"at,omitempty"`
	Text  string `json:"text"`
}

func (c *pageCmd) print(w io.Writer, p *page.Page) error {
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(toPageJSON(p))
	}
	line := func(key, val string) {
		if val != "" {
			fmt.Fprintf(w, "%-10s %s\n", key, val)
		}
	}
	line("title", p.Title)
	line("published", strings.TrimSpace(p.Published.Days.To.String()+" ("+strings.TrimPrefix(p.DateFrom+", basis "+string(p.Published.Basis), ", ")+")"))
	line("updated", stampString(p.Updated))
	line("byline", strings.Join(p.Byline, "; "))
	line("agency", p.Agency)
	line("site", p.Site)
	line("language", p.Lang)
	line("kind", strings.TrimSuffix(string(p.Kind)+": "+p.Why, ": "))
	_, err := fmt.Fprintf(w, "\n%s\n", p.Text)
	for _, e := range p.Entries {
		fmt.Fprintf(w, "\n%s  %s\n%s\n", stampString(e.At), e.Title, e.Text)
	}
	return err
}

func stampString(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func toPageJSON(p *page.Page) pageJSON {
	out := pageJSON{URL: p.URL, Kind: string(p.Kind), Why: p.Why, Title: p.Title, Text: p.Text,
		Published: p.Published.Days.To.String(), At: stampString(p.Published.At), Basis: string(p.Published.Basis), DateFrom: p.DateFrom, Score: p.Published.Score,
		Updated: stampString(p.Updated), UpdatedFrom: p.UpdatedFrom, Byline: p.Byline, Agency: p.Agency, Site: p.Site,
		Language: p.Lang, Description: p.Description, Charset: p.Charset, Digest: p.Digest}
	for _, e := range p.Entries {
		out.Entries = append(out.Entries, entryJSON{e.URL, e.Title, stampString(e.At), e.Text})
	}
	for _, f := range p.Feeds {
		out.Feeds = append(out.Feeds, f.URL)
	}
	return out
}
