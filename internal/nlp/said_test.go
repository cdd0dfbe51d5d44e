package nlp_test

import (
	"strings"
	"testing"

	"vigil/internal/nlp"
)

// saidSentences are attributions behind, before and inside what is said: [who],
// {says} and <what>'s head; without a verb, [who] is what it is according to.
var saidSentences = []string{
	// behind
	"An air strike near a U.S. base in southeastern Syria has <killed> at least eight fighters, the [Observatory] {reported} Monday.",
	"A drone <hit> a fuel depot on the edge of the port, the [governor] {said}.",
	"Shelling overnight <damaged> two schools and a clinic, the regional military [administration] {said} on Sunday.",
	"Gunmen <stormed> a village in the north and burned dozens of houses, local [officials] {said} Friday.",
	"The army <recaptured> three towns, a military [spokesman] {told} reporters.",
	"Rebels <ambushed> an army convoy and seized several vehicles, the [newspaper] {wrote}.",
	"The blast <tore> through a crowded market, killing 14 people, [witnesses] {told} Reuters.",
	"Warplanes <bombed> the outskirts of the city late Saturday, the monitoring [group] {said}.",
	"The attackers <used> two car bombs, [police] {said}.",
	"A rocket <struck> a bus station and wounded 12 passengers, the health [ministry] {announced} Tuesday.",
	"Troops <shot> dead four protesters, a [doctor] at the city's main hospital {said}.",
	"The two sides <exchanged> fire for several hours, state [television] {reported}.",
	"Fighters from the group <took> control of the crossing, [residents] {said} on Thursday.",
	"The strike <destroyed> an ammunition store, the Defense [Ministry] {claimed}.",
	"At least nine soldiers were <killed> when a mine exploded under their truck, the [army] {confirmed}.",
	"The militia has <released> twenty hostages, the Red [Cross] {said} in a statement.",
	"More than 300 families have <fled> the district since the fighting began, the [U.N.] {said} Wednesday.",
	"A curfew will be <imposed> in the capital, the interior [minister] {announced} on state television.",
	"Insurgents <fired> mortars at the airport early Monday, [AFP] {reported}.",
	"The navy <sank> two boats off the coast, [sources] close to the government {said}.",
	"Eight aid workers were <abducted> on the road to the camp, the [agency] {said} in a report.",
	"The helicopter <crashed> because of a technical fault, the air [force] {said}.",
	"Clashes <broke> out near the border on Friday night, {said} the [mayor].",
	"The guards <opened> fire on the crowd, {said} [Amina] Yusuf, who lives nearby.",
	// headlines
	"Air strike <kills> five civilians, [activists] {say}",
	"Gunmen <attack> police post, [officials] {say}",
	// before
	"The [Observatory] {said} Monday that an air strike had <killed> eight fighters.",
	"Local [officials] {said} on Tuesday that gunmen <stormed> a police station.",
	"A [spokesman] for the coalition {told} reporters that the plane had <hit> the wrong building.",
	"[Police] {said} the attackers <used> two car bombs.",
	"The ministry's [statement] {said} rockets <struck> a bus station and a bakery.",
	"State [media] {reported} that troops <retook> the town on Sunday.",
	"[Medics] {confirmed} that two children were <killed> in the shelling.",
	// inside
	"The blast, [police] {said}, <killed> five people.",
	"Two of the hostages, the [army] {reported} Monday, were <freed> in a raid.",
	"The rebels, a military [spokesman] {said}, <fired> on a convoy of trucks.",
	"The camp, local [officials] {say}, <houses> ten thousand people.",
	"The strike, the [Observatory] {said} on Friday, <destroyed> a weapons depot.",
	// according to
	"A shell <hit> a bakery and killed seven people, according to the [mayor].",
	"According to the health [ministry], two shells <hit> the hospital.",
	"The fighting <displaced> thousands of families, according to a [report] by the agency.",
	"According to [witnesses], soldiers <opened> fire on the crowd.",
	"Militants <executed> six prisoners, according to the monitoring [group].",
}

// saidRight is how many of them must be read rightly: models that never saw
// such sentences read 20.
const saidRight = 32

func TestSaid(t *testing.T) {
	a := analyser(t)
	right := 0
	for _, s := range saidSentences {
		text, at := unmark(s)
		d := a.Analyse(text)
		if fault := saidFault(d, at); fault != "" {
			t.Logf("%s: %s", s, fault)
		} else {
			right++
		}
	}
	if right < saidRight {
		t.Errorf("%d of %d attributions are read rightly, want %d", right, len(saidSentences), saidRight)
	}
}

// unmark takes the marks out of s; at holds where the word of each mark begins.
func unmark(s string) (text string, at map[byte]int) {
	var b strings.Builder
	at = map[byte]int{}
	for i := range len(s) {
		switch s[i] {
		case '[', '{', '<':
			at[s[i]] = b.Len()
		case ']', '}', '>':
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), at
}

// saidFault says what is wrong with the attribution in d, or "".
func saidFault(d *nlp.Doc, at map[byte]int) string {
	token := func(mark byte) int32 {
		start, ok := at[mark]
		for i := range d.Tokens {
			if ok && d.Tokens[i].Start == start {
				return int32(i)
			}
		}
		return -1
	}
	who, says, what := token('['), token('{'), token('<')
	if who < 0 || what < 0 {
		return "marked words are no tokens"
	}
	w := d.Tokens[who]
	if says < 0 {
		if w.Head != what || w.Deprel.Universal() != nlp.Obl {
			return "who hangs on " + headWord(d, who) + " as " + w.Deprel.String()
		}
		return ""
	}
	v, c := d.Tokens[says], d.Tokens[what]
	switch {
	case w.Head != says || w.Deprel != nlp.Nsubj:
		return "who hangs on " + headWord(d, who) + " as " + w.Deprel.String()
	case !(c.Head == says && c.Deprel == nlp.Ccomp) && !(v.Head == what && v.Deprel == nlp.Parataxis):
		return "what hangs on " + headWord(d, what) + " as " + c.Deprel.String()
	}
	for i, t := range d.Tokens {
		if t.Head == says && int32(i) != who && t.Deprel.Universal() == nlp.Nsubj {
			return d.Word(i) + " is a subject too"
		}
	}
	return ""
}

func headWord(d *nlp.Doc, i int32) string {
	if h := d.Tokens[i].Head; h >= 0 {
		return d.Word(int(h))
	}
	return "nothing"
}
