package eval

import (
	_ "embed"
	"fmt"
	"strings"

	"vigil"
	"vigil/internal/merge"
)

var (
	//go:embed quotations.txt
	quotationsText string
	//go:embed quotations-hard.txt
	hardQuotations string
)

// wordedTwice is a quotation in two wordings. Lines of one matter are other
// statements about the same.
type wordedTwice struct {
	matter  int
	wording [2]string
}

// readWordings reads lines of "first | second" in blocks of one matter; of a
// file that marks its lines those with "=" alone.
func readWordings(text string) (out []wordedTwice) {
	matter := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			matter++
		}
		a, b, ok := strings.Cut(strings.TrimPrefix(line, "= "), " | ")
		if ok && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "!") {
			out = append(out, wordedTwice{matter, [2]string{a, b}})
		}
	}
	return out
}

// frames put a quotation on somebody's word, as reports do.
var frames = []string{
	"The two sides met on Monday. “%s,” %s said. No date was set.",
	"%[2]s told reporters: “%[1]s.” The statement came after a night of rain.",
	"“%s,” said %s. Others in the hall disagreed.",
	"Little was known at first. “%s,” %s told a news agency. Calls went unanswered.",
	"In an interview on Tuesday %[2]s said: “%[1]s.” The interview lasted an hour.",
	"“%s,” %s said in a televised speech on Monday.",
}

var mouths = []string{"Foreign Minister Adel Haran", "Commander Ilya Brandt", "the governor, Samir Odeh", "Nadia Ferran, a doctor", "the envoy, Jonas Vell",
	"Colonel Petra Szabo", "Prime Minister Tomas Arlen", "Leila Maron, an engineer", "the spokesman, Yusuf Dagan", "General Marek Oren", "Rosa Tell, a lawyer"}

// sayingReports writes each wording as a report of its own. Both wordings of a
// quotation have another speaker.
func sayingReports(ws []wordedTwice) (out []report) {
	for i, w := range ws {
		for k, words := range w.wording {
			id := sayingID(i, k)
			text := fmt.Sprintf(frames[(i+4*k)%len(frames)], words, mouths[(i+5*k)%len(mouths)])
			out = append(out, report{ID: id, Text: text, Source: fmt.Sprint("Outlet ", (i+7*k)%23), Published: fmt.Sprintf("2018-09-%02d", 4+k)})
		}
	}
	return out
}

func sayingID(line, wording int) string { return fmt.Sprintf("q%02d-%d", line, wording) }

// weighSayings tells of how many quotations both wordings were put together,
// their speakers disputed, and how many were put together that are not one.
func weighSayings(ws []wordedTwice, rec *vigil.Record) (found, wrong int) {
	at := map[string]*vigil.Report{}
	for i := range rec.Reports {
		at[rec.Reports[i].ID] = &rec.Reports[i]
	}
	for _, q := range merge.Quotations(rec.Claims, func(id string) *vigil.Report { return at[id] }) {
		lines := map[string]map[string]bool{} // wordings by line
		for _, c := range q.Claims {
			line, wording, _ := strings.Cut(c.Report, "-")
			if lines[line] == nil {
				lines[line] = map[string]bool{}
			}
			lines[line][wording] = true
		}
		wrong += len(lines) - 1
		for _, wordings := range lines {
			if len(wordings) == 2 && q.Disputed {
				found++
			}
		}
	}
	return found, wrong
}
