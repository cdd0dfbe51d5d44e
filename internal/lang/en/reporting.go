package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed reporting.txt
var reportingText string

// Reporting is a set of the forces with which a word reports what somebody
// says, thinks or asks.
type Reporting uint16

// Forces of reporting words, and nouns that name a text or channel.
const (
	ReportSaid Reporting = 1 << iota
	ReportClaimed
	ReportConfirmed
	ReportDenied
	ReportAdmitted
	ReportSpeculated
	ReportDemanded
	ReportWarned
	ReportDocument
	// ReportCue is any force.
	ReportCue = ReportDocument - 1
)

var reportingClasses = []string{"said", "claimed", "confirmed", "denied", "admitted", "speculated", "demanded", "warned", "document"}

// ReportingWord is a word that reports.
type ReportingWord struct {
	Lemma string
	POS   byte   // 'v' verb, 'n' noun, 'a' adjective, 'r' adverb
	With  string // the preposition or particle that it takes, or ""
	Force Reporting
}

// ReportingWords returns the words that report, each once.
func ReportingWords() []ReportingWord {
	out, err := parseReporting(reportingText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseReporting(text string) ([]ReportingWord, error) {
	var out []ReportingWord
	at := map[string]int{}
	err := classLines("reporting.txt", text, reportingClasses, "vnar", func(bit int, word string, pos byte) {
		key := word + "/" + string(pos)
		i, seen := at[key]
		if !seen {
			i = len(out)
			at[key] = i
			lemma, with, _ := strings.Cut(word, "+")
			out = append(out, ReportingWord{Lemma: lemma, POS: pos, With: with})
		}
		out[i].Force |= 1 << bit
	})
	return out, err
}

// classLines reads lines of the form "class: word/p, word/p", p one of tags.
func classLines(file, text string, classes []string, tags string, put func(bit int, word string, pos byte)) error {
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		class, words, ok := strings.Cut(line, ":")
		bit := index(classes, class)
		if !ok || bit < 0 {
			return fmt.Errorf("%s:%d: no class %q", file, n+1, class)
		}
		for _, w := range strings.Split(words, ",") {
			w = strings.TrimSpace(w)
			word, pos, ok := strings.Cut(w, "/")
			if !ok || len(pos) != 1 || !strings.Contains(tags, pos) {
				return fmt.Errorf("%s:%d: %q has no part of speech", file, n+1, w)
			}
			put(bit, word, pos[0])
		}
	}
	return nil
}
