package eval

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/timeline"
)

// datedTwice has score.py score timelines whose first and last day were given,
// as published systems have them and as the bench's baseline has, and those
// that were picked from all days.
//
//go:embed timelines.py
var datedTwice string

// topicLine is a report of a topic, or the sentences of one of its days.
type topicLine struct {
	ID        string   `json:"id"`
	Topic     string   `json:"topic"`
	Text      string   `json:"text"`
	Published string   `json:"published"`
	Date      string   `json:"date"`
	Sentences []string `json:"sentences"`
}

// timelineInput writes the reports that lie beside a file of reference
// timelines; where only dated sentences are there, each is a report.
func timelineInput(beside string) func(gold, folder, in string) error {
	return func(gold, folder, in string) error {
		lines, err := readLines[topicLine](strings.Replace(gold, "reference", beside, 1))
		if err != nil {
			return err
		}
		var out []report
		var topics []topicLine
		add := func(id, topic, text, day string) {
			out = append(out, report{ID: id, Text: text, Published: day})
			topics = append(topics, topicLine{ID: id, Topic: topic})
		}
		for _, l := range lines {
			if l.Text != "" {
				add(l.ID, l.Topic, l.Text, l.Published)
			}
			for i, s := range l.Sentences {
				add(fmt.Sprintf("%s#%d", l.ID, i), l.Topic, s, l.Date)
			}
		}
		if err := writeLines(filepath.Join(folder, "topics.jsonl"), topics); err != nil {
			return err
		}
		return writeLines(in, out)
	}
}

// datedLine is what vigil analyse says of the days in a report.
type datedLine struct {
	ID        string `json:"id"`
	Published struct {
		Date string `json:"date"`
	} `json:"published"`
	Times []struct {
		Type  string     `json:"type"`
		Value string     `json:"value"`
		Days  vigil.Days `json:"days"`
	} `json:"times"`
}

// pickDays turns days named into timelines, as long as the reference's.
func pickDays(b *Bench, t *Task) error {
	lines, err := b.linesOfTopics(t)
	if err != nil {
		return err
	}
	refs, err := readReferences(filepath.Join(b.Gold, t.Gold[0]))
	if err != nil {
		return err
	}
	type picked struct {
		ID    string      `json:"id"`
		Dates []vigil.Day `json:"dates"`
		Open  []vigil.Day `json:"open"`
	}
	var out []picked
	for _, r := range refs {
		l := lines[r.Topic]
		if l == nil {
			return fmt.Errorf("no reports of %s", r.Topic)
		}
		n := len(r.days)
		out = append(out, picked{r.ID, daysOf(l.Top(n, r.span())), daysOf(l.Top(n, vigil.Days{}))})
	}
	return writeLines(b.Predicted(t), out)
}

// linesOfTopics counts what vigil analyse said of each topic's reports.
func (b *Bench) linesOfTopics(t *Task) (map[string]*timeline.Timeline, error) {
	topics, err := readLines[topicLine](filepath.Join(b.dir(t), "topics.jsonl"))
	if err != nil {
		return nil, err
	}
	read, err := readLines[datedLine](b.Predicted(t))
	if err != nil {
		return nil, err
	}
	if len(read) != len(topics) {
		return nil, fmt.Errorf("%d reports were read of %d", len(read), len(topics))
	}
	lines := map[string]*timeline.Timeline{}
	for i, r := range read {
		topic := topics[i].Topic
		if lines[topic] == nil {
			lines[topic] = &timeline.Timeline{}
		}
		rep := vigil.Report{ID: r.ID}
		if day, err := vigil.ParseDay(r.Published.Date); err == nil {
			rep.Published.Days = vigil.Days{From: day, To: day}
		}
		var times []vigil.When
		for _, x := range r.Times {
			times = append(times, vigil.When{Type: x.Type, Value: x.Value, Days: x.Days})
		}
		lines[topic].Add(&rep, nil, times)
	}
	return lines, nil
}

// reference is a timeline that an editor made.
type reference struct {
	ID      string                     `json:"id"`
	Topic   string                     `json:"topic"`
	Entries []struct{ Date vigil.Day } `json:"entries"`
	Dates   []vigil.Day                `json:"dates"` // in place of entries
	days    []vigil.Day
}

func readReferences(name string) ([]reference, error) {
	refs, err := readLines[reference](name)
	for i := range refs {
		r := &refs[i]
		r.days = r.Dates
		for _, e := range r.Entries {
			r.days = append(r.days, e.Date)
		}
		if len(r.days) == 0 {
			return nil, fmt.Errorf("%s: %s has no days", name, r.ID)
		}
	}
	return refs, err
}

func (r *reference) span() vigil.Days {
	return vigil.Days{From: slices.Min(r.days), To: slices.Max(r.days)}
}

func daysOf(picked []timeline.Day) (out []vigil.Day) {
	for _, d := range picked {
		out = append(out, d.Day)
	}
	return out
}
