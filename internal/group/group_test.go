package group_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/group"
)

// stream makes up n reports of stories of one to six reports each, and says
// which story each tells. Days pass as the stream runs.
func stream(n int, seed int64) (reps []vigil.Report, gold []int) {
	rng := rand.New(rand.NewSource(seed))
	first := vigil.Date(2021, 3, 1)
	for story := 0; len(reps) < n; story++ {
		town := name(rng) + " " + name(rng)
		people := []string{name(rng), name(rng), name(rng)}
		toll := 2 + rng.Intn(300)
		day := first + vigil.Day(len(reps)/40)
		for range 1 + rng.Intn(6) {
			var b strings.Builder
			for range 4 + rng.Intn(6) {
				fmt.Fprintf(&b, "%s told reporters in %s that %d people %s %s after the %s of the %s. ", people[rng.Intn(3)],
					town, toll, common[rng.Intn(len(common))], common[rng.Intn(len(common))], common[rng.Intn(len(common))], common[rng.Intn(len(common))])
			}
			d := day + vigil.Day(rng.Intn(3))
			reps = append(reps, vigil.Report{ID: fmt.Sprintf("r%d", len(reps)), Source: fmt.Sprintf("outlet%d", rng.Intn(40)),
				Title: fmt.Sprintf("%s: %d people %s", town, toll, common[rng.Intn(len(common))]), Text: b.String(),
				Published: vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given}})
			gold = append(gold, story)
		}
	}
	return reps[:n], gold[:n]
}

var common = strings.Fields("fled shelled attack market bridge morning convoy doctors soldiers families village school road river " +
	"hospital fighters police rockets talks border aid water power homes children night fire army council minister")

func name(rng *rand.Rand) string {
	const c, v = "bdfghklmnrstz", "aeiou"
	var b strings.Builder
	for range 2 + rng.Intn(2) {
		b.WriteByte(c[rng.Intn(len(c))])
		b.WriteByte(v[rng.Intn(len(v))])
	}
	b.WriteByte(c[rng.Intn(len(c))])
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

// run groups reps and returns the final story of each report.
func run(reps []vigil.Report) map[string]string {
	g := group.New(group.Options{})
	out := map[string]string{}
	for i := range reps {
		out[reps[i].ID] = g.Add(&reps[i])
		for _, m := range g.Moves() {
			out[m.Report] = m.To
		}
	}
	g.Settle()
	for _, m := range g.Moves() {
		out[m.Report] = m.To
	}
	return out
}

// agree returns the share of pairs of reports, of those together in either,
// that are together in both.
func agree(a, b []string) float64 {
	both, either := 0, 0
	for i := range a {
		for j := range i {
			x, y := a[i] == a[j], b[i] == b[j]
			if x && y {
				both++
			}
			if x || y {
				either++
			}
		}
	}
	return float64(both) / float64(max(1, either))
}

func labels(reps []vigil.Report, of map[string]string) (out []string) {
	for _, r := range reps {
		out = append(out, of[r.ID])
	}
	return out
}

func TestStories(t *testing.T) {
	reps, gold := stream(1500, 1)
	var want []string
	for _, g := range gold {
		want = append(want, fmt.Sprint(g))
	}
	if got := agree(labels(reps, run(reps)), want); got < .85 {
		t.Errorf("pairs of reports agree with the made-up stories in %.3f, want .85", got)
	}
}

// The order in which reports come may change early guesses, hardly the end.
func TestAnyOrder(t *testing.T) {
	reps, _ := stream(800, 2)
	want := labels(reps, run(reps))
	mixed := slices.Clone(reps)
	rand.New(rand.NewSource(3)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	if got := agree(labels(reps, run(mixed)), want); got < .97 {
		t.Errorf("after shuffling the stream, pairs agree in %.3f, want .97", got)
	}
}

func TestReadTwice(t *testing.T) {
	reps, _ := stream(600, 4)
	once := run(reps)
	twice := run(append(slices.Clone(reps), reps...))
	for id, s := range once {
		if twice[id] != s {
			t.Fatalf("%s: story %s after one reading, %s after two", id, s, twice[id])
		}
	}
}

// What Add and Moves tell must be the whole truth: replaying them gives the
// stories that a final look gives.
func TestMovesTellAll(t *testing.T) {
	reps, _ := stream(1200, 5)
	g := group.New(group.Options{})
	told := map[string]string{}
	for i := range reps {
		told[reps[i].ID] = g.Add(&reps[i])
		if i%100 == 0 {
			for _, m := range g.Moves() {
				if told[m.Report] != m.From {
					t.Fatalf("%s: moves from %s, but was said to be in %s", m.Report, m.From, told[m.Report])
				}
				told[m.Report] = m.To
			}
		}
	}
	g.Settle()
	for _, m := range g.Moves() {
		told[m.Report] = m.To
	}
	for i := range reps {
		if got := g.Add(&reps[i]); got != told[reps[i].ID] {
			t.Fatalf("%s: told %s, is %s", reps[i].ID, told[reps[i].ID], got)
		}
	}
}

func TestRestore(t *testing.T) {
	reps, _ := stream(400, 6)
	of := run(reps)
	g := group.New(group.Options{})
	for i := range reps {
		g.Restore(&reps[i], of[reps[i].ID])
	}
	for i := range reps {
		if got := g.Add(&reps[i]); got != of[reps[i].ID] {
			t.Fatalf("%s: restored to %s, is %s", reps[i].ID, of[reps[i].ID], got)
		}
	}
}

func TestRetire(t *testing.T) {
	g := group.New(group.Options{})
	reps, _ := stream(300, 7)
	for i := range reps {
		g.Add(&reps[i])
	}
	late := reps[0]
	late.ID = "years later"
	late.Published.Days = vigil.Days{From: vigil.Date(2025, 1, 1), To: vigil.Date(2025, 1, 1)}
	g.Add(&late)
	if n := g.Open(); n != 1 {
		t.Errorf("%d reports open four years later, want 1", n)
	}
}

func TestHostile(t *testing.T) {
	g := group.New(group.Options{})
	for i, text := range []string{"", "\x00\xff\xfe", strings.Repeat("a ", 1e6), strings.Repeat("x", 1e6), strings.Repeat("Ł", 1e5), "مرحبا بالعالم", "1 2 3"} {
		g.Add(&vigil.Report{ID: fmt.Sprint(i), Text: text})
		g.Add(&vigil.Report{ID: fmt.Sprint(i, "again"), Title: text})
	}
	g.Settle()
}

func BenchmarkAdd(b *testing.B) {
	for _, held := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("open=%d", held), func(b *testing.B) {
			reps, _ := stream(held+b.N, 8)
			g := group.New(group.Options{})
			for i := range reps[:held] {
				g.Add(&reps[i])
			}
			b.ResetTimer()
			for i := range b.N {
				g.Add(&reps[held+i])
			}
		})
	}
}

func TestCluster(t *testing.T) {
	edges := []group.Edge{{A: 0, B: 1, Z: 3}, {A: 1, B: 2, Z: 2}, {A: 0, B: 2, Z: -1}, {A: 3, B: 4, Z: 1}, {A: 2, B: 3, Z: 2.5}, {A: 0, B: 3, Z: group.Never}}
	want := "[[0 1] [2 3] [4]]" // 2 joins 3, not 1; what Never parts stays apart
	for range 20 {
		rand.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		if got := fmt.Sprint(group.Cluster(5, edges, 0, -6)); got != want {
			t.Fatalf("clusters %s, want %s", got, want)
		}
	}
}

// A report whose text changed is grouped by the new one, under its own id, and
// nothing of the old remains when both are let go.
func TestForget(t *testing.T) {
	reps, _ := stream(700, 8)
	g := group.New(group.Options{})
	for i := range reps {
		g.Add(&reps[i])
	}
	changed := reps[20]
	changed.ID = reps[650].ID
	g.Forget(changed.ID)
	g.Add(&changed)
	g.Repair()
	if got, want := g.Add(&changed), g.Add(&reps[20]); got != want {
		t.Errorf("with the text of a report of %s it is put into %s", want, got)
	}
	g.Forget(changed.ID)
	g.Add(&reps[650])
	g.Settle()
	for i := range reps {
		late := reps[i]
		late.ID, late.Published.Days = "late "+late.ID, vigil.Days{From: vigil.Date(2025, 1, 1), To: vigil.Date(2025, 1, 1)}
		g.Add(&late)
	}
	if n := g.Open(); n != len(reps) {
		t.Errorf("%d reports open, want %d", n, len(reps))
	}
}
