// Command vigil is the language core of vigil in the form in which its peers
// are measured: vigil MODELS IN OUT. It prints white-space words and CPU
// seconds.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode/utf8"

	"vigil/internal/nlp"
)

type span struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	UPOS   string `json:"upos,omitempty"`
	XPOS   string `json:"xpos,omitempty"`
	Head   int    `json:"head"`
	Deprel string `json:"deprel,omitempty"`
	Type   string `json:"type,omitempty"`
}

type report struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Tokens []span `json:"tokens"`
	Names  []span `json:"names"`
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(models, in, out string) error {
	a, err := open(models)
	if err != nil {
		return err
	}
	reports, err := read(in)
	if err != nil {
		return err
	}
	words, docs := 0, make([]*nlp.Doc, len(reports))
	before := cpu()
	for i, r := range reports {
		docs[i] = a.Analyse(r.Text)
	}
	used := cpu() - before
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	for i, r := range reports {
		words += len(strings.Fields(r.Text))
		r.fill(docs[i])
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	fmt.Printf("%d %.3f\n", words, used)
	return f.Close()
}

func open(dir string) (*nlp.Analyser, error) {
	var text [3]string
	for i, name := range []string{"syntax.bin", "names.bin", "refs.bin"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		text[i] = string(b)
	}
	return nlp.New(nlp.Models{Syntax: text[0], Names: text[1], Refs: text[2]})
}

func read(name string) ([]report, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	var out []report
	for sc.Scan() {
		var r report
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, sc.Err()
}

func (r *report) fill(d *nlp.Doc) {
	at := func(b int) int { return utf8.RuneCountInString(r.Text[:b]) }
	for _, t := range d.Tokens {
		r.Tokens = append(r.Tokens, span{Start: at(t.Start), End: at(t.End), UPOS: t.UPOS.String(), XPOS: t.XPOS.String(), Head: int(t.Head), Deprel: t.Deprel.String()})
	}
	for _, n := range d.Names {
		r.Names = append(r.Names, span{Start: at(n.Start), End: at(n.End), Type: n.Type.String()})
	}
}

func cpu() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
