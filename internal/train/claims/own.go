package claims

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"vigil"
	"vigil/internal/extract"
)

// variants is how many sentences are made of one line of invented sentences.
const variants = 3

// fillers are the names put for the letters of data/src/statements.txt. The
// persons are invented.
var fillers = map[byte][]string{
	'S': {"Norway", "Turkey", "Ethiopia", "Peru", "Vietnam", "Jordan", "Georgia", "Kenya", "France", "Pakistan", "Chad", "Serbia", "Indonesia",
		"the United States", "Iran", "Mexico", "Sudan", "Poland", "China", "Lebanon", "Britain", "Mali", "India", "Ukraine", "Egypt"},
	'N': {"Norwegian", "Turkish", "Ethiopian", "Peruvian", "Vietnamese", "Jordanian", "Georgian", "Kenyan", "French", "Pakistani", "Serbian",
		"U.S.", "Iranian", "Mexican", "Sudanese", "Polish", "Chinese", "Lebanese", "British", "Indian", "Ukrainian", "Egyptian"},
	'L': {"President Anton Reyl", "the prime minister of Malta", "Foreign Minister Pavel Orlec", "the president", "Turkish President Kemal Ardic",
		"Defense Secretary Ruth Ambler", "the king", "Prime Minister Tova Lindqvist", "General Idris Bako", "a senior Kenyan official", "the foreign minister",
		"U.N. envoy Mira Solheim", "Mr. Reyl", "opposition leader Samuel Okoro", "the Iranian foreign minister, Darius Farhadi,", "Chancellor Greta Holm",
		"President Maria Quispe", "the prime minister", "Secretary of State Alan Whitcombe", "he", "she", "the governor of the province"},
	'M': {"the army", "the foreign ministry", "the government", "the Jordanian government", "the Serbian army", "parliament", "the military", "the interior ministry",
		"the Sudanese government", "the Pentagon", "security forces", "the authorities", "the defence ministry", "Pakistan's government", "the Lebanese army",
		"the Kremlin", "the junta", "the transitional council", "the White House", "the cabinet"},
	'G': {"the rebels", "separatist guerrillas", "the militant group", "the Northern Liberation Front", "Maoist fighters", "the militia", "insurgents",
		"Islamist militants", "tribal fighters", "the armed wing of the movement", "rebel commanders", "Kurdish fighters"},
	'O': {"the United Nations", "the European Union", "the Arab League", "the African Union", "the Red Cross", "the U.N. Security Council", "NATO",
		"the International Atomic Energy Agency", "Amnesty International", "the World Food Program", "a human rights group", "the U.N. refugee agency"},
	'P': {"the opposition", "the Green Party", "opposition parties", "trade unions", "opposition lawmakers", "the Socialist Party", "activists", "opposition candidates",
		"the Union of Teachers", "dissidents"},
	'C': {"villagers", "thousands of protesters", "the refugees", "ethnic Albanians", "farmers", "students", "civilians", "miners"},
	'W': {"Tripoli", "the capital", "Basra", "the north of the country", "Geneva", "the border town of Kassala", "Aleppo", "the valley", "Donetsk", "Mogadishu", "the eastern province"},
	'Q': {"more than 40,000", "at least 130", "some 2,500", "thousands of", "hundreds of", "nearly 900", "more than 300,000", "an estimated 70,000", "some 450",
		"tens of thousands of", "at least 12,000", "about 600", "5,300", "more than 1.2 million", "1,730", "dozens of", "scores of"},
	'q': {"two", "at least 12", "15", "seven", "three", "at least 40", "nine", "24", "more than 30", "58", "four", "11"},
	'T': {"on Friday", "Monday", "last week", "today", "on Wednesday", "late Tuesday", "yesterday", "this week"},
}

var tails = []string{"", ", the state news agency reported", "", ", officials said", "", ", a spokesman said on Thursday", ""}

// Own reads invented sentences that teach statements or tolls
// (data/src/statements.txt, tolls.txt) and makes reports of them, spread over
// the folds.
func Own(path string, teaches Lessons, folds int) ([]Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m := maker{next: map[byte]int{}}
	var out []Report
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		for range variants {
			r, err := m.report(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			r.Fold, r.Teaches = n%folds, teaches
			out = append(out, r)
		}
	}
	return out, in.Err()
}

// maker makes sentences; the names go round.
type maker struct {
	next  map[byte]int
	tails int
}

// filler returns the next name for letter c that the sentence has not.
func (m *maker) filler(c byte, used string) string {
	list := fillers[c]
	for range list {
		m.next[c]++
		if name := list[m.next[c]%len(list)]; !strings.Contains(used, name) {
			return name
		}
	}
	return list[0]
}

// report makes one sentence of a line, with its marks as gold.
func (m *maker) report(line string) (Report, error) {
	var b strings.Builder
	var g extract.GoldStatement
	var tolls []extract.GoldToll
	for rest := line; rest != ""; {
		k := strings.IndexAny(rest, "[{@")
		if k < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:k])
		rest = rest[k:]
		if rest[0] == '@' {
			b.WriteString(m.filler(rest[1], b.String()))
			rest = rest[2:]
			continue
		}
		end := strings.IndexAny(rest, "]}")
		if end < 0 {
			return Report{}, fmt.Errorf("a mark is not closed")
		}
		label, words, ok := strings.Cut(rest[1:end], ":")
		if !ok {
			return Report{}, fmt.Errorf("a mark without a label: %q", rest[:end+1])
		}
		words = m.fill(words, b.String())
		start := b.Len()
		b.WriteString(words)
		rest = rest[end+1:]
		switch label {
		case "A":
			g.Actor = append(g.Actor, bare(words))
		case "R":
			g.Recipient = append(g.Recipient, bare(words))
		case "T":
			g.When = words
		case "k", "i", "m", "a", "d", "D":
			t := extract.GoldToll{Bare: true, Evidence: []vigil.Span{{Start: start, End: b.Len()}}}
			t.Measure = shortMeasures[label[0]]
			tolls = append(tolls, t)
		default:
			status := ""
			g.Type, status, _ = strings.Cut(label, "/")
			g.Status = status
			g.Trigger = vigil.Span{Start: start, End: b.Len()}
		}
	}
	text := b.String()
	m.tails++
	if stem, whole := strings.CutSuffix(text, "."); whole { // else a headline
		text = stem + tails[m.tails%len(tails)] + "."
	}
	text = upper(text)
	out := Report{Report: vigil.Report{Text: text, Lang: "en"}}
	out.Gold.Tolls = tolls
	if g.Type != "" {
		g.Evidence = []vigil.Span{{Start: 0, End: len(text)}}
		out.Gold.Statements = []extract.GoldStatement{g}
	}
	return out, nil
}

// fill puts names for the letters in words.
func (m *maker) fill(words, used string) string {
	for {
		k := strings.IndexByte(words, '@')
		if k < 0 || k+1 == len(words) {
			return words
		}
		words = words[:k] + m.filler(words[k+1], used) + words[k+2:]
	}
}

// bare is a name as people code it: without what a pronoun or comma adds.
func bare(words string) string { return strings.Trim(words, " ,") }
