package eval

import (
	"fmt"
	"path/filepath"
	"strings"

	"vigil"
	"vigil/internal/timeline"
)

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
		Type string     `json:"type"`
		Days vigil.Days `json:"days"`
	} `json:"times"`
}

// pickDays turns days named into timelines, as long as the reference's.
func pickDays(b *Bench, t *Task) error {
	topics, err := readLines[topicLine](filepath.Join(b.dir(t), "topics.jsonl"))
	if err != nil {
		return err
	}
	read, err := readLines[datedLine](b.Predicted(t))
	if err != nil {
		return err
	}
	if len(read) != len(topics) {
		return fmt.Errorf("%d reports were read of %d", len(read), len(topics))
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
			times = append(times, vigil.When{Type: x.Type, Days: x.Days})
		}
		lines[topic].Add(&rep, nil, times)
	}
	return b.writeTimelines(t, lines)
}

func (b *Bench) writeTimelines(t *Task, lines map[string]*timeline.Timeline) error {
	type reference struct {
		ID      string `json:"id"`
		Topic   string `json:"topic"`
		Entries []any  `json:"entries"`
	}
	type picked struct {
		ID    string      `json:"id"`
		Dates []vigil.Day `json:"dates"`
	}
	refs, err := readLines[reference](filepath.Join(b.Gold, t.Gold[0]))
	if err != nil {
		return err
	}
	var out []picked
	for _, r := range refs {
		p := picked{ID: r.ID}
		if l := lines[r.Topic]; l != nil {
			for _, d := range l.Top(len(r.Entries)) {
				p.Dates = append(p.Dates, d.Day)
			}
		}
		out = append(out, p)
	}
	return writeLines(b.Predicted(t), out)
}
