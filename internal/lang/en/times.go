package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed times.txt
var timesText string

// TimeWord is a word or phrase of time; times.txt explains classes and values.
type TimeWord struct {
	Class, Value string
	Text         string // lower case
	Name         bool   // a common word besides, known by its capital
}

// Times returns the words of time in the order of the file.
func Times() []TimeWord {
	out, err := parseTimes(timesText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseTimes(text string) ([]TimeWord, error) {
	var out []TimeWord
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 3 || strings.TrimSpace(f[0]) == "" || len(list(f[2])) == 0 {
			return nil, fmt.Errorf("times.txt:%d: want class, value and words", n+1)
		}
		for _, w := range list(f[2]) {
			w, name := strings.CutPrefix(w, "~")
			out = append(out, TimeWord{strings.TrimSpace(f[0]), strings.TrimSpace(f[1]), w, name})
		}
	}
	return out, nil
}
