package eval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/eval"
)

func TestParseScores(t *testing.T) {
	const out = `12 of 30 have no prediction
killed   exact 0.8100  gold among kept 0.9050  RMSE 0.412  (30 incidents)
kind of ORG            accuracy 0.8800  (44 of 50 names met)
recognition strict     P 0.9000 R 0.8000 F1 0.8471  (80 hits, 100 gold, 89 predicted)
resolution over recognised: acc@161 0.9300  median 1.2 km  mean 90.0 km  AUC 0.1000  (70 toponyms)
  crisis-x                                0.300
date_f1 0.2900  (3 timelines)
record_f1 0.4512  P 0.5 R 0.4
bcubed (stories of 2+)  P 0.9000 R 0.7000 F1 0.7875
clusters 10 predicted, 9 gold, 30 documents
`
	got := eval.ParseScores([]byte(out))
	for name, want := range map[string]float64{
		"killed exact": .81, "killed kept": .905, "kind accuracy": .88, "recognition strict": .8471,
		"resolution acc@161": .93, "date_f1": .29, "record_f1": .4512, "bcubed (stories of 2+)": .7875,
	} {
		if got[name] != want {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
}

func TestGolden(t *testing.T) {
	name := filepath.Join(t.TempDir(), "scores.golden")
	task := &eval.Task{Name: "time/all", Metrics: []eval.Metric{{Name: "relaxed"}, {Name: "value_f1"}}}
	g, err := eval.ReadGolden(name)
	if err != nil || len(g) != 0 {
		t.Fatalf("a missing golden: %v, %v", g, err)
	}
	g.Add(&eval.Result{Task: task, Scores: map[string]float64{"relaxed": .9, "value_f1": .8, "strict": .7}})
	if err := g.Write(name); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(name); string(b) != "time/all\trelaxed\t0.9000\ntime/all\tvalue_f1\t0.8000\n" {
		t.Errorf("golden = %q", b)
	}
	g, err = eval.ReadGolden(name)
	if err != nil {
		t.Fatal(err)
	}
	down := &eval.Result{Task: task, Scores: map[string]float64{"relaxed": .899, "value_f1": .79}}
	if got := g.Drops(down); len(got) != 1 || !strings.Contains(got[0], "value_f1 fell from 0.8000 to 0.7900") {
		t.Errorf("drops = %q", got)
	}
	if got := g.Drops(&eval.Result{Task: task, Note: "cannot run"}); got != nil {
		t.Errorf("a task that did not run dropped: %q", got)
	}
	os.WriteFile(name, []byte("time relaxed .9\n"), 0o644)
	if _, err := eval.ReadGolden(name); err == nil {
		t.Error("a golden without tabs was read")
	}
}

// TestPage checks that a second run replaces its own rows alone.
func TestPage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "scores.md")
	os.WriteFile(name, []byte("# Scores\n<!-- scores: written by make eval -->\n<!-- scores: end -->\nby hand\n"), 0o644)
	run := func(prefix, metric string, v float64, stamp string) string {
		task := eval.Pick([]string{prefix})[0]
		if err := eval.Page(name, []*eval.Result{{Task: task, Scores: map[string]float64{metric: v}}}, stamp); err != nil {
			t.Fatal(err)
		}
		b, _ := os.ReadFile(name)
		return string(b)
	}
	run("time/all", "relaxed", .9, "monday")
	failing := &eval.Result{Task: eval.Pick([]string{"geo/gwn"})[0], Errors: "| missed | 7 |\n"}
	for range 2 {
		if err := eval.Page(name, []*eval.Result{failing}, "tuesday"); err != nil {
			t.Fatal(err)
		}
		failing.Errors = "| missed | 5 |\n"
	}
	page := run("geo/gwn", "geo_f1", .7, "tuesday")
	for _, want := range []string{
		"| time/all | relaxed | 0.9000 | .88 | .92 | floor met | monday |",
		"| geo/gwn | geo_f1 | 0.7000 | .66 | .74 | floor met | tuesday |",
		"| time/all | value_f1 | – | .72 | .82 | not yet | |", "by hand\n", "# Scores\n", "| missed | 5 |",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if strings.Contains(page, "missed | 7") {
		t.Errorf("the old table of errors is still there:\n%s", page)
	}
}

func TestTimeErrors(t *testing.T) {
	gold := `{"id":"a","timexes":[{"start":0,"end":4,"type":"DATE","value":"2018"},{"start":10,"end":14,"type":"DATE","value":"2017"},{"start":20,"end":24,"type":"SET","value":"P1D"}]}`
	pred := `{"id":"a","times":[{"start":0,"end":4,"type":"DATE","value":"2018"},{"start":8,"end":14,"type":"DURATION","value":"P1Y"},{"start":30,"end":34,"type":"DATE","value":"2011"}]}`
	got, err := eval.Pick([]string{"time/all"})[0].Errors(strings.NewReader(gold), strings.NewReader(pred))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| type | gold | missed | extent | type | value | spurious |", "| DATE | 2 | 0 | 1 | 1 | 1 | 1 |", "| SET | 1 | 1 | 0 | 0 | 0 | 0 |"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestProgram checks that a task's own program is asked in place of score.py.
func TestProgram(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "gold.jsonl"), []byte("gold\n"), 0o644)
	b := &eval.Bench{Gold: dir, Out: filepath.Join(dir, "out"), Python: "sh", Log: t.Output()}
	task := &eval.Task{Name: "own", Gold: []string{"gold.jsonl"}, Metrics: []eval.Metric{{Name: "place"}},
		Program: `test -d "$0" && grep -q gold "$1" && grep -q read "$2" && echo 'place P 1.0 R 0.5 F1 0.6667'`}
	os.MkdirAll(filepath.Dir(b.Predicted(task)), 0o755)
	os.WriteFile(b.Predicted(task), []byte("read\n"), 0o644)
	r, err := b.Run(t.Context(), task)
	if err != nil || r.Scores["place"] != .6667 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestRecordTables counts places and parties of aligned incidents by class.
func TestRecordTables(t *testing.T) {
	const said = `"sub_event":"Attack","evidence":["Gunmen killed two men in Kobo."]`
	incident := func(place, more string) string {
		return `{"id":"a","text":"Gunmen killed two men in Kobo.","incidents":[{` + said + `,"place":` + place + more + `}]}`
	}
	const kobo = `{"name":"Kobo","country":"XAA","lat":1,"lon":2}`
	const gunmen = `,"actors":[{"text":"gunmen","inter":"political militia"}],"targets":[{"text":"two men","inter":"civilians"}]`
	task := func(name string) *eval.Task { return eval.Pick([]string{name})[0] }
	for _, c := range []struct{ task, read, want string }{
		{"record/aligned", incident(kobo, ""), "| all | 1 | 1 | 0 | 0 | 0 | 0 | 0 |"},
		{"record/aligned", incident("null", ""), "| all | 1 | 0 | 1 | 0 | 0 | 0 | 0 |"},
		{"record/aligned", incident(`{"name":"Up"}`, ""), "| all | 1 | 0 | 0 | 1 | 0 | 0 | 0 |"},
		{"record/aligned", incident(`{"name":"Kobo","country":"XBB"}`, ""), "| all | 1 | 0 | 0 | 0 | 1 | 0 | 0 |"},
		{"record/aligned", incident(`{"name":"Alba","country":"XAA","kind":"country"}`, ""), "| all | 1 | 0 | 0 | 0 | 0 | 1 | 0 |"},
		{"record/aligned", incident(`{"name":"Dessa","country":"XAA","kind":"settlement"}`, ""), "| all | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"},
		{"who/voa", incident(kobo, gunmen), "| all | 2 | 0 | 0 | 0 | 0 |"},
		{"who/voa", incident(kobo, `,"actors":[{"name":"two men","inter":"rebel group"},{"name":"a bus","kind":"OBJECT"}]`), "| all | 2 | 1 | 1 | 1 | 1 |"},
	} {
		got, err := task(c.task).Errors(strings.NewReader(incident(kobo, gunmen)), strings.NewReader(c.read))
		if err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s of %s: %v, want %s in\n%s", c.task, c.read, err, c.want, got)
		}
	}
}

func TestTasks(t *testing.T) {
	seen := map[string]bool{}
	for _, task := range eval.Tasks {
		if seen[task.Name] || len(task.Metrics) == 0 || len(task.Gold) == 0 && task.Prepare == nil {
			t.Errorf("%s: twice, or without gold or metrics", task.Name)
		}
		seen[task.Name] = true
		for _, m := range task.Metrics {
			if m.Floor > 1 || m.Aim > 1 || m.Aim < m.Floor {
				t.Errorf("%s %s: floor %v, aim %v", task.Name, m.Name, m.Floor, m.Aim)
			}
		}
	}
	if n := len(eval.Pick([]string{"geo", "time/aq"})); n != 4 {
		t.Errorf("geo and time/aq pick %d tasks, want 4", n)
	}
}
