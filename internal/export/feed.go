package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"vigil"
)

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Rights  string      `xml:"rights,omitempty"`
	Made    string      `xml:"generator,omitempty"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title   string     `xml:"title"`
	ID      string     `xml:"id"`
	Updated string     `xml:"updated"`
	Summary string     `xml:"summary"`
	Links   []atomLink `xml:"link"`
}

// writeAtom writes the incidents, latest first, as a feed (RFC 4287).
func writeAtom(w io.Writer, rec *vigil.Record, opt Options) error {
	feed := atomFeed{Title: "vigil: incidents", ID: "urn:vigil:incidents", Updated: opt.at().Format(time.RFC3339), Author: "vigil"}
	if a := opt.About; a != nil {
		feed.Title, feed.Rights, feed.Made = clean(a.Title+": incidents"), clean("Licence: "+a.licence()+". Cite as: "+a.Citation()), clean(a.Software)
	}
	if opt.Base != "" {
		feed.Links = []atomLink{{"self", opt.Base + "/feed.atom"}}
	}
	list := sorted(rec.Incidents)
	for i := len(list) - 1; i >= 0; i-- {
		in := &list[i]
		if excluded(in) {
			continue
		}
		e := atomEntry{Title: clean(dateText(in.When) + " " + in.Act + placeTail(in.Place)), ID: "urn:vigil:incident:" + url.PathEscape(in.ID),
			Updated: feed.Updated, Summary: clean(summary(in))}
		if d := firstDay(in.When); d != 0 {
			e.Updated = d.Time().Format(time.RFC3339)
		}
		if opt.Base != "" {
			e.Links = []atomLink{{"", opt.Base + "/incidents/" + url.PathEscape(in.ID)}}
		}
		feed.Entries = append(feed.Entries, e)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(feed)
}

// clean leaves out what XML 1.0 cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

func placeTail(p *vigil.Place) string {
	if p == nil {
		return ""
	}
	return ", " + strings.TrimSpace(p.Relation+" "+p.Name)
}

// summary says in a sentence what an incident is, preliminary as it is.
func summary(in *vigil.Incident) string {
	s := partiesText(in.Actors, "actor not told")
	if len(in.Targets) > 0 {
		s += " → " + partiesText(in.Targets, "")
	}
	for _, t := range in.Tallies {
		s += "; " + figureText(vigil.Figure{Min: t.Min, Max: t.Max}) + " " + string(t.Measure)
	}
	return fmt.Sprintf("%s; %s, %d independent; preliminary, score %.2f", s, in.Standing, vigil.Independent(in.Voices), in.Score)
}

// writeICS writes what has a day to come as a calendar (RFC 5545).
func writeICS(w io.Writer, rec *vigil.Record, opt Options) error {
	var b strings.Builder
	line := func(s string) { b.WriteString(fold(s)) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//vigil//agenda//EN")
	if a := opt.About; a != nil {
		line("X-WR-CALNAME:" + escapeICS(a.Title))
		line("X-WR-CALDESC:" + escapeICS("Licence: "+a.licence()+". Cite as: "+a.Citation()))
	}
	line("CALSCALE:GREGORIAN")
	v := newViewer(rec)
	for _, s := range rec.Statements {
		if s.Due == nil || !s.Due.Days.Known() {
			continue
		}
		d := s.Due.Days
		if d.From == 0 {
			d.From = d.To
		}
		if d.To == 0 {
			d.To = d.From
		}
		line("BEGIN:VEVENT")
		line("UID:" + url.PathEscape(s.ID) + "@vigil")
		line("DTSTAMP:" + opt.at().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE:" + d.From.Time().Format("20060102"))
		line("DTEND;VALUE=DATE:" + (d.To + 1).Time().Format("20060102"))
		line("SUMMARY:" + escapeICS(s.Act+": "+partiesText(s.From, "not told")+" → "+partiesText(s.To, "not told")))
		words := ""
		for _, q := range v.quotes(s.Claims) {
			words += "“" + q.text + "” (" + q.report + ")\n"
		}
		if s.Outcome != "" {
			words += s.Outcome + "\n"
		}
		line("DESCRIPTION:" + escapeICS(strings.TrimSpace(words)))
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

var icsEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func escapeICS(s string) string { return icsEscapes.Replace(clean(s)) }

// fold parts a line so that no piece has more than 75 bytes.
func fold(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if size := utf8.RuneLen(r); n+size > 74 {
			b.WriteString("\r\n ")
			n = 1
			b.WriteRune(r)
			n += size
		} else {
			b.WriteRune(r)
			n += size
		}
	}
	b.WriteString("\r\n")
	return b.String()
}
