package eval

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	prfLine   = regexp.MustCompile(`^(.+?)\s+P [\d.]+ R [\d.]+ F1 ([\d.]+)`)
	headLine  = regexp.MustCompile(`^(\w+_f1) ([\d.]+)`)
	extraPair = regexp.MustCompile(`([A-Za-z][\w@ ]*?) (\d+(?:\.\d+)?)`)
)

// ParseScores reads what score.py prints: the F1 of every line that has one
// under the line's name ("geo_f1"), any other figure under the line's first
// word and its own name ("resolution acc@161", "killed exact").
func ParseScores(out []byte) map[string]float64 {
	scores := map[string]float64{}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\n")
		if m := prfLine.FindStringSubmatch(line); m != nil {
			scores[strings.TrimSpace(m[1])] = number(m[2])
		} else if m := headLine.FindStringSubmatch(line); m != nil {
			scores[m[1]] = number(m[2])
		} else if first, rest, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(line, " ") {
			for _, m := range extraPair.FindAllStringSubmatch(rest, -1) {
				scores[first+" "+lastWord(m[1])] = number(m[2])
			}
		}
	}
	return scores
}

// lastWord keeps "exact" of "gold among kept exact".
func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}
