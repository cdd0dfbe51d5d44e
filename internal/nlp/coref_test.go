package nlp_test

import (
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"vigil"
	"vigil/internal/nlp"
)

// relater opens the models of syntax and references that ship; names come
// from the tests.
var relater = sync.OnceValues(func() (*nlp.Analyser, error) {
	syntax, err := os.ReadFile("../../data/models/syntax.bin")
	if err != nil {
		return nil, err
	}
	refs, err := os.ReadFile("../../data/models/refs.bin")
	if err != nil {
		return nil, err
	}
	return nlp.New(nlp.Models{Syntax: string(syntax), Refs: string(refs)})
})

// marked analyses a text in which names stand as [TYPE.kind name], and relates
// them.
func marked(t testing.TB, text string) *nlp.Doc {
	t.Helper()
	a, err := relater()
	if err != nil {
		t.Fatal(err)
	}
	var plain strings.Builder
	var names []nlp.Name
	for {
		before, rest, found := strings.Cut(text, "[")
		plain.WriteString(before)
		if !found {
			break
		}
		mark, after, _ := strings.Cut(rest, "]")
		label, name, _ := strings.Cut(mark, " ")
		kind := ""
		label, kind, _ = strings.Cut(label, ".")
		n := nlp.Name{Span: vigil.Span{Start: plain.Len(), End: plain.Len() + len(name)}, Kind: kind, Score: 1}
		for i, s := range nlp.NameTypes {
			if s == label {
				n.Type = nlp.NameType(i)
			}
		}
		names = append(names, n)
		plain.WriteString(name)
		text = after
	}
	d := a.Analyse(plain.String())
	for i := range names {
		n := &names[i]
		for n.First < len(d.Tokens) && d.Tokens[n.First].End <= n.Start {
			n.First++
		}
		for n.Last = n.First; n.Last < len(d.Tokens) && d.Tokens[n.Last].Start < n.End; n.Last++ {
		}
	}
	d.Names = names
	a.Relate(d)
	return d
}

// chains writes what stands for what, an entity a line: "Name: name, ref, ref".
func chains(d *nlp.Doc) []string {
	var out []string
	for e, x := range d.Entities {
		parts := []string{}
		seen := map[string]bool{}
		add := func(s string) {
			if !seen[s] {
				seen[s] = true
				parts = append(parts, s)
			}
		}
		n, r := 0, 0
		for n < len(d.Names) || r < len(d.Refs) {
			if r == len(d.Refs) || n < len(d.Names) && d.Names[n].Start < d.Refs[r].Start {
				if d.Names[n].Entity == e {
					add(d.Names[n].In(d.Text))
				}
				n++
				continue
			}
			if x := d.Refs[r]; x.Entity == e {
				if s := x.In(d.Text); x.Unsure != "" {
					add(s + "?")
				} else {
					add(s)
				}
			}
			r++
		}
		out = append(out, x.Name+": "+strings.Join(parts, ", "))
	}
	return out
}

func TestEntities(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"acronym in brackets", "The [ORG.ngo Syrian Observatory for Human Rights] ([ORG.ngo SOHR]) counted ten dead. [ORG.ngo SOHR] said more were missing.",
			[]string{"Syrian Observatory for Human Rights: Syrian Observatory for Human Rights, SOHR"}},
		{"head of the name", "The [ORG.ngo Syrian Observatory for Human Rights] counted ten dead. The [ORG.ngo Observatory] said more were missing.",
			[]string{"Syrian Observatory for Human Rights: Syrian Observatory for Human Rights, Observatory"}},
		{"acronym of another language", "[ORG.armed Hayat Tahrir al-Sham] ([ORG.armed HTS]) holds the town. [ORG.armed HTS] denied it.",
			[]string{"Hayat Tahrir al-Sham: Hayat Tahrir al-Sham, HTS"}},
		{"letters that are not initials", "Rebels of the [ORG.armed Red Dawn Movement], or [ORG.armed XQT], left. The [ORG.armed XQT] is small.",
			[]string{"Red Dawn Movement: Red Dawn Movement, XQT"}},
		{"initials after a country", "The [ORG.state U.S. Central Ice Agency] measured it. The [ORG.state CIA] agrees.",
			[]string{"U.S. Central Ice Agency: U.S. Central Ice Agency, CIA"}},
		{"alias", "[PER Ahmad Darwish], also known as [PER Abu Talha], was killed.", []string{"Ahmad Darwish: Ahmad Darwish, Abu Talha"}},
		{"surname", "[PER Sergei Lavrov] spoke. [PER Lavrov] left.", []string{"Sergei Lavrov: Sergei Lavrov, Lavrov"}},
		{"surname first", "Mr. [PER Lavrov] spoke. [PER Sergei Lavrov] left.", []string{"Sergei Lavrov: Lavrov, Sergei Lavrov"}},
		{"two of one surname", "Mr. [PER Carter] and Mrs. [PER Carter] came. Mrs. [PER Carter] spoke.", []string{"Carter: Carter", "Carter: Carter"}},
		{"Arabic article", "President [PER Bashar al-Assad] spoke. [PER Assad] left.", []string{"Bashar al-Assad: Bashar al-Assad, Assad"}},
		{"spelling", "The [ORG.armed Taliban] came. The [ORG.armed Taleban] left.", []string{"Taliban: Taliban, Taleban"}},
		{"country and its names", "The [LOC United States] and the [LOC.gov U.S.] agree with [LOC.gov Washington].", []string{"United States: United States, U.S., Washington"}},
		{"capital and city", "[LOC.gov Damascus] said no. Shells fell on [LOC Damascus].", []string{"Damascus: Damascus", "Damascus: Damascus"}},
		{"a country is not its people", "[LOC Syria] and the [NORP Syrians]: a [NORP Syrian] case.", []string{"Syria: Syria", "Syrians: Syrians, Syrian"}},
		{"Gaza", "The [LOC Gaza Strip] is closed. [LOC Gaza] is dark.", []string{"Gaza Strip: Gaza Strip, Gaza"}},
		{"north and south", "[LOC South Sudan] and [LOC Sudan] met.", []string{"South Sudan: South Sudan", "Sudan: Sudan"}},
		{"a council is not its parent", "The [ORG.igo U.N. Security Council] met. The [ORG.igo U.N.] waits. The [ORG.igo Security Council] voted.",
			[]string{"U.N. Security Council: U.N. Security Council, Security Council", "U.N.: U.N."}},
		{"letters for the first words", "The [ORG.igo European Union Commission] met. The [ORG.igo EU Commission] voted.",
			[]string{"European Union Commission: European Union Commission, EU Commission"}},
		{"a branch is not the trunk", "[ORG.armed al-Qaeda] and [ORG.armed al-Qaeda in Iraq] fell out.", []string{"al-Qaeda: al-Qaeda", "al-Qaeda in Iraq: al-Qaeda in Iraq"}},
	} {
		if got := chains(marked(t, c.text)); !reflect.DeepEqual(onlyNames(got), c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// onlyNames leaves references out of chains: they have a test of their own.
func onlyNames(chains []string) []string {
	var out []string
	for _, c := range chains {
		name, rest, _ := strings.Cut(c, ": ")
		var keep []string
		for _, s := range strings.Split(rest, ", ") {
			if s[0] >= 'A' && s[0] <= 'Z' && !strings.HasPrefix(s, "The ") || strings.HasPrefix(s, "al-") {
				keep = append(keep, s)
			}
		}
		out = append(out, name+": "+strings.Join(keep, ", "))
	}
	return out
}

func TestRefs(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"pronoun", "[PER Sergei Lavrov] arrived in [LOC Geneva] on Monday. He met the envoy.", "Sergei Lavrov: Sergei Lavrov, He"},
		{"gender", "Ms. [PER Ashton] met Mr. [PER Zarif] in [LOC Vienna]. She said he was ready to talk.", "Ashton: Ashton, She"},
		{"group", "[ORG.armed Hamas] said on Sunday that it had fired the rockets. The group said more would follow.", "Hamas: Hamas, it, The group"},
		{"country", "[LOC Syria] has closed a border crossing. The country is at war.", "Syria: Syria, The country"},
		{"a body by its kind", "The [ORG.ngo Syrian Observatory for Human Rights] ([ORG.ngo SOHR]) said shells had killed nine people. The group said its sources had counted forty raids. [ORG.ngo SOHR] named two schools.",
			"Syrian Observatory for Human Rights: Syrian Observatory for Human Rights, SOHR, The group, its"},
		{"a post", "[PER Sergei Lavrov] arrived in [LOC Geneva] on Monday. The [NORP Russian] foreign minister said he would meet the envoy. [PER Lavrov] added that his country wanted a truce. \"I will not sign anything,\" he said.",
			"Sergei Lavrov: Sergei Lavrov, foreign minister, he, Lavrov, his, I"},
		{"capital for its government", "[LOC.gov Damascus] said it would answer any attack. A shell fell on [LOC Damascus].", "Damascus: Damascus, it"},
		{"its", "[LOC.gov Turkey] has moved its troops to the border.", "Turkey: Turkey, its"},
	} {
		got := chains(marked(t, c.text))
		found := false
		for _, g := range got {
			found = found || g == c.want
		}
		if !found {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// A pronoun that a seam cut off from whoever it meant is marked.
func TestSeam(t *testing.T) {
	d := marked(t, `Talks on the northern valley to resume next week

Talks on the northern valley to resume next week

The foreign minister, [PER Karim Haddad], said the war was won.

He added: "They would be making a mistake to go there."`)
	for _, r := range d.Refs {
		if r.In(d.Text) == "He" {
			if r.Unsure == "" || r.Score > .6 {
				t.Errorf("the cut-off pronoun has score %.2f, unsure %q", r.Score, r.Unsure)
			}
		}
	}
}

// checkRefs fails if the entities or references of d break what a Doc promises.
func checkRefs(t *testing.T, d *nlp.Doc) {
	t.Helper()
	for e, x := range d.Entities {
		if x.Name == "" || len(x.Names) == 0 {
			t.Fatalf("entity %d has no name", e)
		}
		for _, n := range x.Names {
			if d.Names[n].Entity != e {
				t.Fatalf("name %d of entity %d belongs to %d", n, e, d.Names[n].Entity)
			}
		}
	}
	at := 0
	for i, r := range d.Refs {
		switch {
		case r.Start < at || r.End <= r.Start || r.End > len(d.Text):
			t.Fatalf("reference %d is at %v after %d", i, r.Span, at)
		case r.Token < 0 || r.Token >= len(d.Tokens) || d.Tokens[r.Token].End != r.End:
			t.Fatalf("reference %d is headed by %d", i, r.Token)
		case r.Entity < 0 || r.Entity >= len(d.Entities):
			t.Fatalf("reference %d is to entity %d of %d", i, r.Entity, len(d.Entities))
		case r.Score <= 0 || r.Score > 1:
			t.Fatalf("reference %d has score %v", i, r.Score)
		}
		for _, n := range d.Names {
			if r.Start < n.End && n.Start < r.End {
				t.Fatalf("reference %q is part of the name %q", r.In(d.Text), n.In(d.Text))
			}
		}
		at = r.End
	}
}

func TestRelateDeterminate(t *testing.T) {
	const text = "[PER Sergei Lavrov] met [PER Karim Haddad] of [ORG.armed Hamas] in [LOC Geneva]. He said the group had given its word. The [NORP Russian] foreign minister left."
	want := marked(t, text)
	checkRefs(t, want)
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if got := marked(t, text); !reflect.DeepEqual(got, want) {
				t.Errorf("got %q, want %q", chains(got), chains(want))
			}
		}()
	}
	wg.Wait()
}

// FuzzRelate takes any text and calls any of its tokens names.
func FuzzRelate(f *testing.F) {
	f.Add("He said the group met Lavrov (SL). \"We left,\" she said.", uint64(0xf0f0))
	f.Add("\xff\xfe.’ al-'s A.B.", uint64(7))
	f.Fuzz(func(t *testing.T, text string, names uint64) {
		a, err := relater()
		if err != nil {
			t.Fatal(err)
		}
		d := a.Analyse(text)
		d.Names = nil
		for i := 0; i < len(d.Tokens); i++ {
			if names>>(i%64)&1 == 0 {
				continue
			}
			last := min(i+1+int(names>>(i%60)&3), len(d.Tokens))
			n := nlp.Name{First: i, Last: last, Type: nlp.NameType(1 + (names>>(i%50))%6), Score: 1}
			n.Span = vigil.Span{Start: d.Tokens[i].Start, End: d.Tokens[last-1].End}
			d.Names = append(d.Names, n)
			i = last
		}
		a.Relate(d)
		checkRefs(t, d)
	})
}

// In an interview "I" is whoever is interviewed, and the "you" of a question;
// quotations, and texts that interview several, keep their own.
func TestInterviews(t *testing.T) {
	const talk = "\n\nHow did you escape?\n\nI hid in a cellar. I had my radio with me.\n\nWhat do you say to the [ORG.armed Red Dawn Movement]?\n\nI say nothing. \"I am afraid,\" a boy told me."
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"one person", "An interview with [PER Ana Paz], who left [LOC Ruba] in May" + talk,
			[]string{"Ana Paz: Ana Paz, you, I, my, me", "Ruba: Ruba", "Red Dawn Movement: Red Dawn Movement"}},
		{"interviewed by", "[PER Ana Paz], interviewed by [ORG.media Radio Ruba]" + talk,
			[]string{"Ana Paz: Ana Paz, you, I, my, me", "Radio Ruba: Radio Ruba", "Red Dawn Movement: Red Dawn Movement"}},
		{"no interview", "[PER Ana Paz] left [LOC Ruba] in May. You asked how? You know.",
			[]string{"Ana Paz: Ana Paz", "Ruba: Ruba"}},
		{"who speaks says so", "Two told their story.\n\nI'm [PER Ana Paz] and I sold bread.\n\nMy name is [PER Karim Haddad].",
			[]string{"Ana Paz: I, Ana Paz", "Karim Haddad: My, Karim Haddad"}},
	} {
		d := marked(t, c.text)
		checkRefs(t, d)
		if got := chains(d); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	d := marked(t, "An interview with [PER Ana Paz], and then an interview with [PER Karim Haddad]"+talk)
	for _, r := range d.Refs {
		if r.In(d.Text) == "you" {
			t.Errorf("of two who are interviewed %q is none", r.In(d.Text))
		}
	}
}
