// Package opml reads and writes lists of feeds as readers exchange them: OPML
// goes in, feeds with the folders they stand in come out, and back.
package opml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"vigil/internal/collect/item"
)

// Limits of what is read.
const (
	MaxBytes = 16 << 20
	maxFeeds = 20_000
	maxDepth = 64
)

// Feed is one feed of a list.
type Feed struct {
	URL, Title, Site, Lang string
	Folders                []string
}

// Parse reads a list. What is sound of a broken one is returned with the error.
func Parse(r io.Reader) ([]Feed, error) {
	lim := &io.LimitedReader{R: r, N: MaxBytes + 1}
	d := xml.NewDecoder(lim)
	d.Strict, d.CharsetReader = false, charset.NewReaderLabel
	var out []Feed
	var path []string // names of the outlines that are open
	known := false
	for {
		tok, err := d.RawToken()
		switch {
		case lim.N == 0:
			return out, fmt.Errorf("a list longer than %d MB", MaxBytes>>20)
		case err == io.EOF && known:
			return out, nil
		case err == io.EOF:
			return nil, errors.New("not OPML")
		case err != nil:
			return out, fmt.Errorf("reading OPML: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			known = known || t.Name.Local == "opml"
			if t.Name.Local != "outline" {
				continue
			}
			f := feedOf(t)
			if f.URL != "" {
				f.Folders = folders(path)
				out = append(out, f)
			}
			path = append(path, f.Title)
		case xml.EndElement:
			if t.Name.Local == "outline" && len(path) > 0 {
				path = path[:len(path)-1]
			}
		}
		if len(path) > maxDepth || len(out) > maxFeeds {
			return out, errors.New("folders too deep or feeds too many")
		}
	}
}

func folders(path []string) []string {
	var out []string
	for _, p := range path {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// feedOf reads an outline; its URL is empty where it is a folder, or names
// what may not be fetched.
func feedOf(t xml.StartElement) Feed {
	var f Feed
	text := ""
	for _, a := range t.Attr {
		v := strings.Join(strings.Fields(strings.ToValidUTF8(a.Value, "")), " ")
		v = v[:min(len(v), item.MaxURL)]
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			f.URL, _ = item.Resolve("", v)
		case "htmlurl":
			f.Site, _ = item.Resolve("", v)
		case "title":
			f.Title = v
		case "text":
			text = v
		case "language":
			f.Lang = v
		}
	}
	if f.Title == "" {
		f.Title = text
	}
	return f
}

type outline struct {
	Text  string `xml:"text,attr"`
	Title string `xml:"title,attr"`
	Type  string `xml:"type,attr"`
	XML   string `xml:"xmlUrl,attr"`
	HTML  string `xml:"htmlUrl,attr,omitempty"`
	Lang  string `xml:"language,attr,omitempty"`
}

// Write writes a list under a title, without folders.
func Write(w io.Writer, title string, feeds []Feed) error {
	type body struct {
		Outlines []outline `xml:"outline"`
	}
	doc := struct {
		XMLName xml.Name `xml:"opml"`
		Version string   `xml:"version,attr"`
		Title   string   `xml:"head>title"`
		Body    body     `xml:"body"`
	}{Version: "2.0", Title: title}
	for _, f := range feeds {
		doc.Body.Outlines = append(doc.Body.Outlines, outline{f.Title, f.Title, "rss", f.URL, f.Site, f.Lang})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
