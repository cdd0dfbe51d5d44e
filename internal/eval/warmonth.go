package eval

import (
	"cmp"
	"io"
	"slices"

	"vigil"
	"vigil/internal/eval/war"
)

// warMonth is the size of the made-up war that the bench reads.
var warMonth = war.Size{Incidents: 500, Reports: 20000, Seed: 1}

// warReports writes the reports of the made-up war.
func warReports(_, _, in string) error {
	return writeLines(in, asLines(war.Make(warMonth, reword).Reports))
}

func asLines(rs []war.Report) []report {
	out := make([]report, len(rs))
	for i, r := range rs {
		out[i] = report{ID: r.ID, Title: r.Title, Text: r.Text, Source: r.Source, Published: r.Published.Day().String()}
	}
	return out
}

// mergedIncident is an incident of a record with the claims behind it.
type mergedIncident struct {
	Kind   string         `json:"kind"`
	Record vigil.Incident `json:"record"`
	Claims []*vigil.Claim `json:"claims"`
}

// judgeWar scores the record that was made of the made-up war.
func judgeWar(_, _, predicted string) (map[string]float64, error) {
	lines, err := readLines[mergedIncident](predicted)
	if err != nil {
		return nil, err
	}
	return weighWar(war.Make(warMonth, reword), incidentsOf(lines)).scores(), nil
}

// warErrors counts what became of the incidents of the made-up war.
func warErrors(_, predicted io.Reader) (string, error) {
	lines, err := decode[mergedIncident](predicted)
	if err != nil {
		return "", err
	}
	return weighWar(war.Make(warMonth, reword), incidentsOf(lines)).table(), nil
}

func incidentsOf(lines []mergedIncident) []mergedIncident {
	return slices.DeleteFunc(lines, func(m mergedIncident) bool { return m.Kind != "incident" })
}

// telling is that a report tells of an incident.
type telling struct{ report, incident string }

// warScore holds a record against what happened in the made-up war.
type warScore struct {
	war      *war.War
	merged   []mergedIncident
	tellings map[telling]int // every one, with the incident of the record that most of its claims stand in, or -1
	parts    []part          // of each incident of the record
	found    map[string]int  // incidents that happened, with that of the record that tells of each best
}

// part is what an incident of the record is made of.
type part struct {
	of     map[string]int // tellings by what happened
	astray int            // claims of sentences that tell of nothing
	main   string         // what happened of which most of it tells, or ""
}

// weighWar finds for each incident of a record what happened that it tells of.
func weighWar(w *war.War, merged []mergedIncident) *warScore {
	s := &warScore{war: w, merged: merged, tellings: map[telling]int{}, found: map[string]int{}, parts: make([]part, len(merged))}
	tells := map[string][]war.Tell{}
	for _, r := range w.Reports {
		tells[r.ID] = r.Tells
		for _, t := range r.Tells {
			s.tellings[telling{r.ID, t.Incident}] = -1
		}
	}
	claims := map[telling]map[int]int{}
	for i, m := range merged {
		s.parts[i].of = map[string]int{}
		for _, c := range m.Claims {
			t := telling{c.Report, toldIn(tells[c.Report], c)}
			if t.incident == "" {
				s.parts[i].astray++
				continue
			}
			if claims[t] == nil {
				claims[t] = map[int]int{}
			}
			if claims[t][i]++; claims[t][i] == 1 {
				s.parts[i].of[t.incident]++
			}
		}
	}
	for t, in := range claims {
		best := -1
		for i, n := range in {
			if best < 0 || cmp.Or(cmp.Compare(n, in[best]), cmp.Compare(best, i)) > 0 {
				best = i
			}
		}
		s.tellings[t] = best
	}
	s.match()
	return s
}

// toldIn returns the incident that a claim's main sentence tells of, or "".
func toldIn(tells []war.Tell, c *vigil.Claim) string {
	for _, t := range tells {
		if len(c.Evidence) > 0 && c.Evidence[0].Overlaps(t.Span) {
			return t.Incident
		}
	}
	return ""
}

// match gives each incident that happened the one of the record that tells
// most of it, if that tells mostly of it.
func (s *warScore) match() {
	for i := range s.parts {
		p := &s.parts[i]
		all := p.astray
		for _, n := range p.of {
			all += n
		}
		for id, n := range p.of {
			if 2*n > all {
				p.main = id
			}
		}
		if j, ok := s.found[p.main]; p.main != "" && (!ok || p.of[p.main] > s.parts[j].of[p.main]) {
			s.found[p.main] = i
		}
	}
}

// scores are the numbers of the bench.
func (s *warScore) scores() map[string]float64 {
	out := map[string]float64{
		"incidents precision": float64(len(s.found)) / float64(max(1, len(s.merged))),
		"incidents recall":    float64(len(s.found)) / float64(len(s.war.Incidents)),
	}
	read := 0
	var pure, whole float64
	together := map[telling]int{} // by incident and cluster, as report
	of := map[string]int{}
	for t, i := range s.tellings {
		if i >= 0 {
			read++
			of[t.incident]++
			together[telling{s.merged[i].Record.ID, t.incident}]++
		}
	}
	size := map[string]int{}
	for k, n := range together {
		size[k.report] += n
	}
	for k, n := range together {
		pure += float64(n) * float64(n) / float64(size[k.report])
		whole += float64(n) * float64(n) / float64(of[k.incident])
	}
	out["tellings read"] = float64(read) / float64(len(s.tellings))
	p, r := pure/float64(max(1, read)), whole/float64(max(1, read))
	out["bcubed precision"], out["bcubed recall"], out["bcubed_f1"] = p, r, 2*p*r/max(1e-9, p+r)
	s.values(out)
	return out
}

// values scores the tolls and voices of the incidents found.
func (s *warScore) values(out map[string]float64) {
	var tolls, ranges, within, voices, exact, near float64
	var given, right, wanted float64
	for k := range s.war.Incidents {
		i := &s.war.Incidents[k]
		at, ok := s.found[i.ID]
		if !ok {
			continue
		}
		rec := &s.merged[at].Record
		voices++
		switch off := vigil.Independent(rec.Voices) - i.Voices; {
		case off == 0:
			exact++
			near++
		case off == 1 || off == -1:
			near++
		}
		if len(i.Last) == 0 {
			continue
		}
		tolls++
		low, high := bounds(rec, i.Measure)
		if low == i.Last[0] && high == i.Last[len(i.Last)-1] {
			ranges++
		}
		if low <= i.Toll && i.Toll <= high {
			within++
		}
		stand := standing(rec, i.Measure)
		want := slices.Compact(slices.Clone(i.Last))
		given, wanted = given+float64(len(stand)), wanted+float64(len(want))
		for _, n := range want {
			if slices.Contains(stand, n) {
				right++
			}
		}
	}
	out["toll range right"], out["true toll in range"] = ranges/max(1, tolls), within/max(1, tolls)
	out["toll figures f1"] = 2 * right / max(1, given+wanted)
	out["voices exact"], out["voices within 1"] = exact/max(1, voices), near/max(1, voices)
}

// bounds returns the headline range of a measure, -1 if there is none.
func bounds(in *vigil.Incident, m vigil.Measure) (low, high int) {
	for _, t := range in.Tallies {
		if t.Measure == m && t.Min != nil {
			low, high = *t.Min, *t.Min
			if t.Max != nil {
				high = *t.Max
			}
			return low, high
		}
	}
	return -1, -1
}

// standing returns the numbers that no later one of their source replaces.
func standing(in *vigil.Incident, m vigil.Measure) (out []int) {
	for _, t := range in.Tallies {
		for _, f := range t.Figures {
			if t.Measure == m && !f.Superseded && !f.Part && f.Min != nil && !slices.Contains(out, *f.Min) {
				out = append(out, *f.Min)
			}
		}
	}
	return out
}

// table counts what became of the incidents, by kind of act: those found in
// one piece, those of which further pieces stand apart, those never found; and
// of those of the record that found nothing, pieces, mixtures of several and
// those made of sentences that tell of nothing.
func (s *warScore) table() string {
	kinds := []string{"happened", "found", "missed", "never read", "pieces apart", "mixtures", "of nothing"}
	count := map[string]map[string]int{}
	add := func(act, kind string) {
		for _, a := range []string{act, "all"} {
			if count[a] == nil {
				count[a] = map[string]int{}
			}
			count[a][kind]++
		}
	}
	read := map[string]bool{}
	for t, i := range s.tellings {
		read[t.incident] = read[t.incident] || i >= 0
	}
	for _, i := range s.war.Incidents {
		add(i.Act, "happened")
		switch _, ok := s.found[i.ID]; {
		case ok:
			add(i.Act, "found")
		case read[i.ID]:
			add(i.Act, "missed")
		default:
			add(i.Act, "never read")
		}
	}
	for i, p := range s.parts {
		switch act := s.merged[i].Record.Act; {
		case p.main != "" && s.found[p.main] != i:
			add(act, "pieces apart")
		case p.main == "" && len(p.of) > 0:
			add(act, "mixtures")
		case p.main == "":
			add(act, "of nothing")
		}
	}
	var acts []string
	for i := range vigil.Acts {
		if count[vigil.Acts[i].ID] != nil {
			acts = append(acts, vigil.Acts[i].ID)
		}
	}
	return countTable("act", append(acts, "all"), kinds, count)
}
