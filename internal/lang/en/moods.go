package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed modes.txt
var modesText string

//go:embed moods.txt
var moodsText string

// ModeWord is a word that tells the mode of a political act.
type ModeWord struct {
	ActWord
	Type, Mode string // PLOVER's
}

// Modes returns the words that tell modes, in the order of the file.
func Modes() []ModeWord {
	out, err := parseModes(modesText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseModes(text string) ([]ModeWord, error) {
	var names []string
	for _, line := range strings.Split(text, "\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && line[0] != '#' {
			names = append(names, name)
		}
	}
	var out []ModeWord
	err := classLines("modes.txt", text, names, "vna", func(bit int, word string, pos byte) {
		plover, mode, _ := strings.Cut(names[bit], "-")
		lemma, with := split(word, pos)
		out = append(out, ModeWord{ActWord{Lemma: lemma, POS: pos, With: with}, plover, mode})
	})
	return out, err
}

// Mood is a set of the classes of moods.txt.
type Mood uint8

// Moods of small words.
const (
	MoodCondition Mood = 1 << iota
	MoodWill
	MoodWould
	MoodMust
	MoodMay
	MoodNot
)

var moodClasses = []string{"condition", "will", "would", "must", "may", "not"}

// Moods returns the moods of small words by lemma, and the phrases that open
// a condition, lower case.
func Moods() (words map[string]Mood, conditions []string) {
	words, conditions, err := parseMoods(moodsText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return words, conditions
}

func parseMoods(text string) (words map[string]Mood, conditions []string, err error) {
	words = map[string]Mood{}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		class, rest, ok := strings.Cut(line, ":")
		bit := index(moodClasses, class)
		switch {
		case ok && class == "condition phrase":
			conditions = append(conditions, list(rest)...)
		case !ok || bit < 0:
			return nil, nil, fmt.Errorf("moods.txt:%d: no class %q", n+1, class)
		default:
			for _, w := range list(rest) {
				words[w] |= 1 << bit
			}
		}
	}
	return words, conditions, nil
}
