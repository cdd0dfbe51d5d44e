package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil"
)

var update = flag.Bool("update", false, "mark anew what the goldens of testdata/reports know to fail")

// TestReports reads the reports of testdata/reports and compares what is read
// with what a careful analyst would record. A line of "claims" or "sayings" is
// one fact. A fact that is right but not read is marked "known: missing", one
// that is read but wrong "known: wrong"; the test fails as soon as anything
// else is missing or wrong, and as soon as a mark is no longer true. -update
// sets the marks; what is right is written by people.
func TestReports(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../testdata/reports/*.txtar")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d goldens, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			g, err := readGolden(name)
			if err != nil {
				t.Fatal(err)
			}
			rep := vigil.Report{ID: "r", Text: g.text}
			if g.day != 0 {
				rep.Published = vigil.Published{Days: vigil.Days{From: g.day, To: g.day}, Basis: vigil.Given, Score: 1}
			}
			x := a.Analyse(rep)
			for i := range g.parts {
				p := &g.parts[i]
				read := claimFacts(x.Claims)
				if p.name == "sayings" {
					read = sayingFacts(x.Attributions, g.text)
				}
				marked := markFacts(p.lines, read)
				if !*update && !slices.Equal(marked, p.lines) {
					t.Errorf("%s:\n%s\nIf it is no worse: go test ./cmd/vigil -run TestReports -update", p.name, factDiff(p.lines, marked))
				}
				p.lines = marked
			}
			if *update {
				if err := os.WriteFile(name, []byte(g.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// golden is a file of testdata/reports: what it tests, a report, its facts.
type golden struct {
	about, text string
	day         vigil.Day
	parts       []goldenPart
}

type goldenPart struct {
	name  string
	lines []string
}

// readGolden reads the txtar form: "-- NAME --" lines part the file.
func readGolden(name string) (*golden, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	about, rest, ok := strings.Cut(string(b), "-- report")
	head, rest, ok2 := strings.Cut(rest, "--\n")
	if !ok || !ok2 {
		return nil, fmt.Errorf("%s: no report", name)
	}
	g := &golden{about: about}
	if head = strings.TrimSpace(head); head != "" {
		if g.day, err = vigil.ParseDay(head); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	pieces := strings.Split(rest, "\n-- ")
	g.text = strings.TrimSpace(pieces[0])
	for _, p := range pieces[1:] {
		part, body, _ := strings.Cut(p, " --")
		var lines []string
		for _, l := range strings.Split(body, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				lines = append(lines, l)
			}
		}
		g.parts = append(g.parts, goldenPart{part, lines})
	}
	return g, nil
}

func (g *golden) String() string {
	var b strings.Builder
	head := ""
	if g.day != 0 {
		head = " " + g.day.String()
	}
	fmt.Fprintf(&b, "%s-- report%s --\n%s\n", g.about, head, g.text)
	for _, p := range g.parts {
		fmt.Fprintf(&b, "-- %s --\n", p.name)
		for _, l := range p.lines {
			fmt.Fprintln(&b, l)
		}
	}
	return b.String()
}

const missingMark, wrongMark = "known: missing ", "known: wrong "

// markFacts returns the right facts of lines, those that were not read marked,
// then those that were read wrongly.
func markFacts(lines, read []string) []string {
	left := map[string]int{}
	for _, f := range read {
		left[f]++
	}
	var out []string
	for _, l := range lines {
		if strings.HasPrefix(l, wrongMark) {
			continue
		}
		right := strings.TrimPrefix(l, missingMark)
		if left[right] > 0 {
			left[right]--
			out = append(out, right)
		} else {
			out = append(out, missingMark+right)
		}
	}
	for _, f := range read {
		if left[f] > 0 {
			left[f]--
			out = append(out, wrongMark+f)
		}
	}
	return out
}

// factDiff lists the lines that two lists do not share.
func factDiff(before, after []string) string {
	var b strings.Builder
	for _, l := range before {
		if !slices.Contains(after, l) {
			fmt.Fprintln(&b, "- "+l)
		}
	}
	for _, l := range after {
		if !slices.Contains(before, l) {
			fmt.Fprintln(&b, "+ "+l)
		}
	}
	return b.String()
}

// claimFacts writes claims as lines, one a fact.
func claimFacts(claims []vigil.Claim) []string {
	var out []string
	for i := range claims {
		c := &claims[i]
		head := string(c.Kind)
		if name := claimName(c); c.Kind == vigil.IncidentClaim || c.Kind == vigil.StatementClaim {
			head += " " + name
		}
		put := func(label, value string) {
			if value != "" {
				out = append(out, head+": "+label+" "+value)
			}
		}
		out = append(out, head+", "+orText(string(c.Status), "no status"))
		if c.Place != nil {
			put("place", strings.TrimSpace(c.Place.Relation+" "+c.Place.Text))
		}
		if c.When != nil && c.When.Days.From != 0 {
			put("day", daysText(c.When.Days))
		}
		for _, p := range c.Actors {
			put("by", bareText(p))
		}
		for _, p := range c.Targets {
			put("to", bareText(p))
		}
		for _, f := range c.Figures {
			put(string(f.Measure), bounds(f.Min, f.Max))
		}
		for k := range c.By {
			put("says", saidBy(&c.By[k]))
		}
		for _, p := range c.DeniedBy {
			put("denied by", bareText(p))
		}
		put("condition", c.Condition)
		if c.Due != nil && c.Due.Days.From != 0 {
			put("due", daysText(c.Due.Days))
		}
		if c.Background {
			put("told", "as past context")
		}
	}
	return out
}

// sayingFacts writes attributions as lines.
func sayingFacts(as []vigil.Attribution, text string) []string {
	var out []string
	for i := range as {
		var said []string
		for _, s := range as[i].Content {
			said = append(said, oneLine(s.In(text)))
		}
		line := saidBy(&as[i])
		if as[i].Quoted {
			line += ", quoted"
		}
		if as[i].Unsure != "" {
			line += ", unsure"
		}
		out = append(out, line+": "+strings.Join(said, " … "))
	}
	return out
}

// saidBy names the speakers of a saying, its force and relays.
func saidBy(a *vigil.Attribution) string {
	var who []string
	for _, p := range a.Speakers {
		who = append(who, bareText(p))
	}
	s := orText(strings.Join(who, " + "), "somebody") + " (" + string(a.Force) + ")"
	for _, p := range a.Via {
		s += " via " + bareText(p)
	}
	return s
}

// bareText is a party in the text's words without an article.
func bareText(p vigil.Party) string {
	first, rest, ok := strings.Cut(p.Text, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an":
		if ok {
			return rest
		}
	}
	return p.Text
}
