package en

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed numbers.txt
var numbersText string

// NumberClass says how a word of number combines with others; numbers.txt
// explains the classes.
type NumberClass uint8

// Classes of number words.
const (
	NoNumber NumberClass = iota
	SmallNumber
	TensNumber
	Hundred
	Scale
	ScaleLetter
	GroupNumber
	VagueNumber
	OrdinalNumber
	PartNumber
	NoneNumber
	MinBound
	MaxBound
	AboutBound
	MinBehind
	MaxBehind
	AboutBehind
)

var numberClasses = map[string]NumberClass{
	"small": SmallNumber, "tens": TensNumber, "hundred": Hundred, "scale": Scale, "letter": ScaleLetter,
	"group": GroupNumber, "vague": VagueNumber, "ordinal": OrdinalNumber, "part": PartNumber, "none": NoneNumber,
	"min": MinBound, "max": MaxBound, "about": AboutBound,
	"after-min": MinBehind, "after-max": MaxBehind, "after-about": AboutBehind,
}

// NumberWord is a word or a phrase of number.
type NumberWord struct {
	Class NumberClass
	Value float64
	Text  string // lower case; only bounds are phrases of more than one word
}

// Numbers returns the words of number in the order of the file.
func Numbers() []NumberWord {
	out, err := parseNumbers(numbersText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseNumbers(text string) ([]NumberWord, error) {
	var out []NumberWord
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 3 {
			return nil, fmt.Errorf("numbers.txt:%d: %d fields, want 3", n+1, len(f))
		}
		class, ok := numberClasses[strings.TrimSpace(f[0])]
		value, err := strconv.ParseFloat(strings.TrimSpace(f[1]), 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("numbers.txt:%d: want a class and a value", n+1)
		}
		for _, w := range list(f[2]) {
			out = append(out, NumberWord{class, value, w})
		}
	}
	return out, nil
}
