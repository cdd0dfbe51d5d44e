package eval

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/timeline"
)

// timelineSets are the sets among whose topics settings of timelines are
// compared: wars and unrest, and the lives of politicians.
var timelineSets = []*Task{
	{Name: "settings/t17", Gold: []string{"timelines/t17_reference.dev.jsonl"}, Command: analyse("times"), Prepare: timelineInput("articles")},
	{Name: "settings/crisis", Gold: []string{"timelines/crisis_reference.dev.jsonl"}, Command: analyse("times"), Prepare: timelineInput("dated_sentences")},
	{Name: "settings/entities", Gold: []string{"timelines/entities_reference.dev.jsonl"}, Command: analyse("times"), Prepare: timelineInput("articles")},
}

// timelineSettings are those compared. A window of a day alone, and a Hush of
// 0, are days by what their reports count.
func timelineSettings() (out []timeline.Setting) {
	for _, late := range []float64{0, .05, .1, .15, .2, .25, .3, .35, .4} {
		out = append(out, timeline.Setting{Late: late})
		for _, beside := range []int{1, 2, 3, 5, 7, 15} {
			for _, hush := range []float64{.1, .2, .3, .5} {
				out = append(out, timeline.Setting{Late: late, Beside: beside, Hush: hush})
			}
		}
	}
	return out
}

// pickedBy is a reference timeline and, for each setting, which share of its
// days was picked: its date-F1, since as many are picked as it has.
type pickedBy struct {
	set, topic string
	share      []float64
}

// CompareSettings prints how timelines fare by each setting, by the one in
// use, by the best, and on topics left out: each by the setting that does best
// on all others. Sets count alike, and timelines within a set.
func (b *Bench) CompareSettings(ctx context.Context, w io.Writer) error {
	settings := append(timelineSettings(), timeline.Chosen)
	var all []pickedBy
	for _, t := range timelineSets {
		one, err := b.pickBySettings(ctx, t, settings)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		all = append(all, one...)
	}
	line := func(what string, by func(pickedBy) int) {
		means := meanShares(all, by)
		fmt.Fprintf(w, "%-44s", what)
		for _, t := range timelineSets {
			fmt.Fprintf(w, "  %s %.4f", strings.TrimPrefix(t.Name, "settings/"), means[t.Name])
		}
		fmt.Fprintln(w)
	}
	for i, s := range settings {
		line(fmt.Sprintf("%+v", s), func(pickedBy) int { return i })
	}
	best := bestSetting(all, "")
	line(fmt.Sprintf("best %+v", settings[best]), func(pickedBy) int { return best })
	left := map[string]int{}
	for _, x := range all {
		if _, done := left[x.topic]; !done {
			left[x.topic] = bestSetting(all, x.topic)
			fmt.Fprintf(w, "best without %s: %+v\n", x.topic, settings[left[x.topic]])
		}
	}
	line("on topics left out", func(x pickedBy) int { return left[x.topic] })
	return nil
}

// pickBySettings has vigil read a set, and picks days by every setting.
func (b *Bench) pickBySettings(ctx context.Context, t *Task, settings []timeline.Setting) ([]pickedBy, error) {
	if err := os.MkdirAll(b.dir(t), 0o755); err != nil {
		return nil, err
	}
	if _, err := b.predict(ctx, t); err != nil {
		return nil, err
	}
	lines, err := b.linesOfTopics(t)
	if err != nil {
		return nil, err
	}
	refs, err := readReferences(filepath.Join(b.Gold, t.Gold[0]))
	if err != nil {
		return nil, err
	}
	var out []pickedBy
	for _, r := range refs {
		x := pickedBy{set: t.Name, topic: r.Topic}
		for _, s := range settings {
			hits := 0
			for _, d := range lines[r.Topic].TopBy(s, len(r.days), r.span()) {
				if slices.Contains(r.days, d.Day) {
					hits++
				}
			}
			x.share = append(x.share, float64(hits)/float64(len(r.days)))
		}
		out = append(out, x)
	}
	return out, nil
}

// meanShares returns each set's mean over its timelines, each by the setting
// that by gives; those with a negative one are left out.
func meanShares(all []pickedBy, by func(pickedBy) int) map[string]float64 {
	sum, n := map[string]float64{}, map[string]float64{}
	for _, x := range all {
		if i := by(x); i >= 0 {
			sum[x.set] += x.share[i]
			n[x.set]++
		}
	}
	for set := range sum {
		sum[set] /= n[set]
	}
	return sum
}

// bestSetting returns the setting with the best mean over sets, a topic left
// out of all of them.
func bestSetting(all []pickedBy, leave string) (best int) {
	top := -1.0
	for i := range all[0].share {
		means := meanShares(all, func(x pickedBy) int {
			if x.topic == leave {
				return -1
			}
			return i
		})
		sum := 0.0
		for _, t := range timelineSets {
			sum += means[t.Name]
		}
		if sum > top {
			best, top = i, sum
		}
	}
	return best
}
