package eval

import (
	"math/rand"
	"regexp"
	"strings"
)

// synonyms are words that a mechanical rewriter swaps, either way.
var synonyms = func() map[string]string {
	m := map[string]string{}
	for _, pair := range strings.Fields(`said/stated killed/slain police/officers shot/gunned-down injured/wounded man/individual
		woman/female boy/youngster girl/lass near/close-to about/around after/following before/prior-to during/amid while/whereas
		home/house car/vehicle street/road hospital/clinic died/perished dead/deceased told/informed found/discovered
		believe/think believed/thought began/started ended/finished big/large small/little many/numerous several/various
		children/kids child/kid people/persons family/relatives victim/casualty victims/casualties suspect/alleged-attacker
		attack/assault attacks/assaults attacked/assaulted fight/battle fighting/battles soldiers/troops fighters/militants
		leader/chief official/functionary officials/functionaries government/administration country/nation city/town
		area/zone village/hamlet border/frontier weapon/arm weapons/arms bomb/explosive explosion/blast shooting/gunfire
		arrested/detained charged/accused investigators/detectives investigation/probe incident/event scene/site
		morning/forenoon night/night-time early/in-the-early-hours late/belated last/previous next/following first/initial
		also/additionally however/nevertheless but/yet because/since although/though still/nonetheless only/merely
		very/extremely just/simply now/currently recently/lately often/frequently always/constantly never/at-no-time
		say/state says/states see/witness saw/witnessed seen/witnessed come/arrive came/arrived go/head went/headed
		get/obtain got/obtained give/provide gave/provided take/seize took/seized make/create made/created help/assist
		helped/assisted try/attempt trying/attempting tried/attempted want/wish wanted/wished need/require needed/required
		show/display showed/displayed showing/displaying hit/struck killing/slaying injuring/wounding leaving/departing
		reported/announced reports/accounts according-to/as-per including/among-them against/versus between/amongst
		million/mln percent/per-cent Monday/on-Monday part/portion number/quantity group/band talks/negotiations
		agreement/accord deal/pact war/conflict peace/calm threat/menace warning/caution aid/relief food/provisions`) {
		a, b, _ := strings.Cut(pair, "/")
		m[a], m[b] = strings.ReplaceAll(b, "-", " "), strings.ReplaceAll(a, "-", " ")
	}
	return m
}()

var digits = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

var (
	token     = regexp.MustCompile(`[A-Za-z]+|\d+|[^A-Za-z\d]+`)
	saidAtEnd = regexp.MustCompile(`^(.+), ([\w .]{3,30}) (said|stated)\.?$`)
	accEnd    = regexp.MustCompile(`^(.+),? (according to [\w .'-]{3,50})\.$`)
	accStart  = regexp.MustCompile(`^(According to [\w .'-]{3,50}), (.+)\.$`)
)

// reword changes a sentence as a mechanical rewriter does: most words that
// have a synonym, numbers, and the place of who said it.
func reword(rng *rand.Rand, s string) string {
	switch {
	case saidAtEnd.MatchString(s):
		s = saidAtEnd.ReplaceAllString(s, "$2 $3 $1.")
	case accEnd.MatchString(s):
		m := accEnd.FindStringSubmatch(s)
		s = upper(m[2]) + ", " + lower(strings.TrimSuffix(m[1], ",")) + "."
	case accStart.MatchString(s):
		m := accStart.FindStringSubmatch(s)
		s = upper(m[2]) + ", " + lower(m[1]) + "."
	}
	var b strings.Builder
	for _, w := range token.FindAllString(s, -1) {
		b.WriteString(swap(rng, w))
	}
	return b.String()
}

func swap(rng *rand.Rand, w string) string {
	for n, word := range digits {
		if w == word {
			return strings.TrimSpace(strings.Repeat(" ", 0) + itoa(n))
		}
		if w == itoa(n) {
			return word
		}
	}
	if o, ok := synonyms[w]; ok && rng.Intn(5) > 0 {
		return o
	}
	if o, ok := synonyms[lower(w)]; ok && rng.Intn(5) > 0 {
		return upper(o)
	}
	return w
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }
