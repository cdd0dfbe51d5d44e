// Command prose analyses reports with prose v2: prose IN OUT. It prints
// white-space words and CPU seconds. It is a module of its own, so that vigil
// does not depend on what it is compared with.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
)

type span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	UPOS  string `json:"upos,omitempty"`
	XPOS  string `json:"xpos,omitempty"`
	Type  string `json:"type,omitempty"`
}

type report struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Tokens []span `json:"tokens"`
	Names  []span `json:"names"`
}

func main() {
	in, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	out, err := os.Create(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(out)
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<24)
	words, used := 0, 0.0
	for sc.Scan() {
		var r report
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			log.Fatal(err)
		}
		words += len(strings.Fields(r.Text))
		before := cpu()
		doc, err := prose.NewDocument(r.Text)
		used += cpu() - before
		if err != nil {
			log.Fatal(err)
		}
		r.fill(doc)
		line, _ := json.Marshal(r)
		w.Write(append(line, '\n'))
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d %.3f\n", words, used)
}

func (r *report) fill(doc *prose.Document) {
	at := 0
	for _, t := range doc.Tokens() {
		if s, ok := r.find(&at, t.Text); ok {
			s.XPOS, s.UPOS = t.Tag, universal(t.Tag)
			r.Tokens = append(r.Tokens, s)
		}
	}
	at = 0
	for _, e := range doc.Entities() {
		if s, ok := r.find(&at, e.Text); ok {
			s.Type = map[string]string{"PERSON": "PER", "GPE": "LOC", "ORGANIZATION": "ORG"}[e.Label]
			r.Names = append(r.Names, s)
		}
	}
}

// find finds text from byte *at on and gives its span in code points.
func (r *report) find(at *int, text string) (span, bool) {
	i := strings.Index(r.Text[*at:], text)
	if i < 0 || text == "" {
		return span{}, false
	}
	start := *at + i
	*at = start + len(text)
	n := utf8.RuneCountInString(r.Text[:start])
	return span{Start: n, End: n + utf8.RuneCountInString(text)}, true
}

func universal(tag string) string {
	for _, r := range [][2]string{{"NNP", "PROPN"}, {"NN", "NOUN"}, {"MD", "AUX"}, {"VB", "VERB"}, {"JJ", "ADJ"}, {"RP", "ADP"}, {"RB", "ADV"}, {"WRB", "ADV"},
		{"PRP", "PRON"}, {"WP", "PRON"}, {"EX", "PRON"}, {"DT", "DET"}, {"WDT", "PRON"}, {"PDT", "DET"}, {"IN", "ADP"}, {"TO", "PART"}, {"POS", "PART"}, {"CC", "CCONJ"}, {"CD", "NUM"}, {"UH", "INTJ"}, {"$", "SYM"}, {"#", "SYM"}} {
		if strings.HasPrefix(tag, r[0]) {
			return r[1]
		}
	}
	if strings.ContainsAny(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return "X"
	}
	return "PUNCT"
}

func cpu() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
