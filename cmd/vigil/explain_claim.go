package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil"
)

// explainClaim writes every slot of a claim: its value, the words and the
// sentence it was read from, the rule or model, the score.
func explainClaim(w io.Writer, c *vigil.Claim, text string) {
	fmt.Fprintf(w, "%s  %s, %s, %s, score %.2f\n", c.ID, c.Kind, claimName(c), orText(string(c.Status), "no status"), c.Score)
	for _, s := range c.Evidence {
		explainLine(w, "evidence", oneLine(s.In(text)), "")
	}
	x := claimWriter{w, c, text}
	x.slot("act", claimName(c), c.Trigger, c.Score)
	x.parties("actors", c.Actors)
	x.parties("targets", c.Targets)
	if c.Weapon != "" {
		x.slot("weapon", c.Weapon, vigil.Span{}, 0)
	}
	if p := c.Place; p != nil {
		x.slot("place", strings.TrimSpace(p.Relation+" "+p.Name)+placeKind(p), p.Span, p.Score)
	}
	if t := c.When; t != nil {
		x.slot("when", daysText(t.Days)+" ("+orText(t.Basis, "as written")+")", t.Span, t.Score)
	}
	for _, f := range c.Figures {
		x.figure(&f)
	}
	for i := range c.By {
		x.word(&c.By[i])
	}
	x.parties("denied_by", c.DeniedBy)
	for _, s := range [][2]string{{"condition", c.Condition}, {"scope", c.Scope}, {"since", c.SinceText}, {"relation", c.Relation}} {
		if s[1] != "" {
			x.slot(s[0], s[1], vigil.Span{}, 0)
		}
	}
	if c.Due != nil {
		x.slot("due", daysText(c.Due.Days), c.Due.Span, c.Due.Score)
	}
	if c.Background {
		explainLine(w, "background", "told as past context", "")
	}
	if c.Copied {
		explainLine(w, "copied", "its main sentence is copied from another report", "")
	}
	fmt.Fprintln(w)
}

// claimName is the act of a claim in words.
func claimName(c *vigil.Claim) string {
	name := c.Act
	if c.Mode != "" {
		name += " (" + c.Mode + ")"
	}
	return orText(name, "no act")
}

func placeKind(p *vigil.Place) string {
	s := ""
	if p.Country != "" {
		s = ", " + p.Country
	}
	return s + " (" + orText(string(p.Kind), "unknown kind") + ")"
}

type claimWriter struct {
	io.Writer
	c    *vigil.Claim
	text string
}

// slot writes a value with its words, its reasons and its score.
func (w claimWriter) slot(slot, value string, words vigil.Span, score float64) {
	note := ""
	if s := words.In(w.text); s != "" {
		note = fmt.Sprintf("“%s” at %d", oneLine(s), utf8.RuneCountInString(w.text[:words.Start]))
	}
	for _, r := range w.c.Why {
		if r.Slot == slot && (r.Span == words || words == vigil.Span{} || r.Span == vigil.Span{}) {
			note = joinText(note, r.Rule)
		}
	}
	if score > 0 {
		note = joinText(note, fmt.Sprintf("score %.2f", score))
	}
	explainLine(w, slot, value, note)
}

func (w claimWriter) parties(slot string, ps []vigil.Party) {
	for _, p := range ps {
		value := p.Name
		for _, s := range []string{string(p.Kind), string(p.Inter), p.Entity} {
			if s != "" {
				value += " · " + s
			}
		}
		w.slot(slot, value, p.Span, p.Score)
		if p.Unsure != "" {
			explainLine(w, "", "unsure: "+p.Unsure, "")
		}
	}
}

func (w claimWriter) figure(f *vigil.Figure) {
	value := bounds(f.Min, f.Max)
	if f.Of != "" {
		value += " " + f.Of
	}
	if f.Part {
		value += " (part of another figure)"
	}
	if f.Source != nil {
		value += ", says " + f.Source.Name
	}
	note := joinText(fmt.Sprintf("“%s”", oneLine(f.Span.In(w.text))), f.Rule)
	explainLine(w, string(f.Measure), value, joinText(note, fmt.Sprintf("score %.2f", f.Score)))
}

// word writes a saying that the claim stands on.
func (w claimWriter) word(a *vigil.Attribution) {
	value := partyNames(a.Speakers)
	if value == "" {
		value = "somebody not named"
	}
	value += " " + string(a.Force) + " it"
	if len(a.Via) > 0 {
		value += ", via " + partyNames(a.Via)
	}
	if a.Quoted {
		value += ", quoted"
	}
	var cue []string
	for _, s := range a.Cue {
		cue = append(cue, s.In(w.text))
	}
	note := joinText(fmt.Sprintf("“%s”", strings.Join(cue, " … ")), a.Rule)
	explainLine(w, "by", value, joinText(note, fmt.Sprintf("score %.2f", a.Score)))
	if a.Unsure != "" {
		explainLine(w, "", "unsure: "+a.Unsure, "")
	}
}

func partyNames(ps []vigil.Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

// bounds writes the bounds of a count: 8, 8 or more, up to 8, 8 to 12.
func bounds(low, high *int) string {
	switch {
	case low == nil && high == nil:
		return "an unknown number"
	case high == nil:
		return fmt.Sprintf("%d or more", *low)
	case low == nil:
		return fmt.Sprintf("up to %d", *high)
	case *low == *high:
		return fmt.Sprint(*low)
	}
	return fmt.Sprintf("%d to %d", *low, *high)
}

// daysText writes a range of days, one day once.
func daysText(d vigil.Days) string {
	if d.From == d.To {
		return d.From.String()
	}
	return d.From.String() + " to " + d.To.String()
}

// explainLine writes a label, a value and in brackets what speaks for it.
func explainLine(w io.Writer, label, value, note string) {
	if note != "" {
		value += "  [" + note + "]"
	}
	fmt.Fprintf(w, "  %-11s %s\n", label, oneLine(value))
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func joinText(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// oneLine keeps text that came from outside on one line and without control
// characters.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

func fieldNames[V any](a, b map[string]V) []string {
	all := map[string]bool{}
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return slices.Sorted(maps.Keys(all))
}
