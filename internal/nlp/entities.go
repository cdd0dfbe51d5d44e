package nlp

import "strings"

// grouper puts the names of a Doc together that stand for one entity. Its maps
// and slices are kept from one Doc to the next.
type grouper struct {
	world  *world
	doc    *Doc
	keys   []nameKey // of each name
	groups []group
	of     []int32          // group of each name
	byKey  map[uint32]int32 // whole key, salted with the class → group
	chains map[uint32]int32 // word, initials → last link
	links  []link
}

// group is an entity while names are still coming in.
type group struct {
	class   nameClass
	country uint16 // number of the country that it is, from 1; 0 is none
	gender  gender
	full    int32 // the name that says most
	last    int32 // the latest
	members int32
}

// link chains the groups that have a word.
type link struct{ group, next int32 }

// nameClass parts names that can never stand for one entity.
type nameClass uint8

const (
	noClass nameClass = iota
	personName
	peopleName
	bodyName  // ORG, MISC
	placeName // LOC, FAC
)

var classOfType = [...]nameClass{NoName: noClass, PER: personName, ORG: bodyName, LOC: placeName, NORP: peopleName, FAC: placeName, MISC: bodyName}

// Salts part the kinds of keys in one map.
const (
	saltKey = iota + 1
	saltCountry
	saltWord
	saltInitials
	saltAcronym
)

func newGrouper(w *world) *grouper {
	return &grouper{world: w, byKey: map[uint32]int32{}, chains: map[uint32]int32{}}
}

// group fills d.Entities, and the entity of each name.
func (g *grouper) group(d *Doc) {
	g.readKeys(d)
	g.groups, g.links = g.groups[:0], g.links[:0]
	g.of = resize(g.of, len(d.Names))
	clear(g.byKey)
	clear(g.chains)
	for i := range d.Names {
		g.put(i)
	}
	g.write()
}

// readKeys takes the names of d apart.
func (g *grouper) readKeys(d *Doc) {
	g.doc = d
	g.keys = resize(g.keys, len(d.Names))
	for i := range d.Names {
		name := d.Names[i].In(d.Text)
		if d.Names[i].Type == NORP {
			name = strings.TrimSuffix(name, "s") // Afghans, Shi'ites
		}
		g.keys[i].read(name)
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n*2)
	}
	return s[:n]
}

// put gives name i to its group, or to a new one.
func (g *grouper) put(i int) {
	n, k := &g.doc.Names[i], &g.keys[i]
	c := group{class: classOfType[n.Type], gender: genderBefore(g.doc, n.First), full: int32(i)}
	if c.class == placeName || c.class == bodyName {
		c.country = g.world.countries[k.whole]
	}
	if c.class == peopleName && g.world.demonyms[k.whole] > 0 {
		c.country = g.world.demonyms[k.whole] | 1<<15 // the people, not the country
	}
	if c.country == 0 && n.Kind == "gov" {
		c.country = g.world.capitals[k.whole]
	}
	at := g.find(i, &c)
	if at < 0 {
		at = int32(len(g.groups))
		g.groups = append(g.groups, c)
	}
	g.join(at, i, &c)
}

// join makes name i one of group at.
func (g *grouper) join(at int32, i int, c *group) {
	to := &g.groups[at]
	g.of[i], to.last = at, int32(i)
	to.members++
	to.gender = max(to.gender, c.gender)
	if to.country == 0 {
		to.country = c.country
	}
	if int(to.full) != i && g.fuller(i, int(to.full)) {
		to.full = int32(i)
	}
	g.register(at, i, c)
}

// register makes the group known under the words of name i.
func (g *grouper) register(at int32, i int, c *group) {
	k := &g.keys[i]
	g.byKey[g.exact(c.class, k)] = at
	if c.country > 0 {
		g.byKey[mix(saltCountry, uint32(c.country))] = at
	}
	for w := range k.n {
		g.chain(mix(mix(saltWord, uint32(c.class)), k.bones[w]), at)
	}
	switch {
	case c.class == personName || c.class == peopleName:
	case k.acronym > 0:
		g.chain(mix(saltAcronym, k.acronym), at)
	case k.n > 1:
		g.chain(mix(saltInitials, k.initials), at)
		if k.all != k.initials {
			g.chain(mix(saltInitials, k.all), at)
		}
		if k.n > 2 { // CIA, of the U.S. Central Intelligence Agency
			g.chain(mix(saltInitials, k.rest), at)
		}
	}
}

func (g *grouper) exact(c nameClass, k *nameKey) uint32 {
	return mix(mix(saltKey, uint32(c)), k.whole)
}

func (g *grouper) chain(key uint32, at int32) {
	last, ok := g.chains[key]
	if ok && g.links[last-1].group == at {
		return
	}
	g.links = append(g.links, link{at, last})
	g.chains[key] = int32(len(g.links))
}

// find returns the group that name i belongs to, or -1.
func (g *grouper) find(i int, c *group) int32 {
	k := &g.keys[i]
	if c.country > 0 {
		if at, ok := g.byKey[mix(saltCountry, uint32(c.country))]; ok {
			return at
		}
	}
	if at, ok := g.byKey[g.exact(c.class, k)]; ok && g.agree(c, at) {
		return at
	}
	if c.class == peopleName {
		return -1
	}
	if at := g.acronym(i, c); at >= 0 {
		return at
	}
	if at := g.alias(i, c); at >= 0 {
		return at
	}
	const near = 8 // groups of a word that are looked at, the latest first
	for w := k.n - 1; w >= 0; w-- {
		steps := 0
		for l := g.chains[mix(mix(saltWord, uint32(c.class)), k.bones[w])]; l > 0 && steps < near; l, steps = g.links[l-1].next, steps+1 {
			if at := g.links[l-1].group; g.agree(c, at) && g.same(c.class, i, int(g.groups[at].full)) {
				return at
			}
		}
	}
	if c.class == bodyName || c.class == placeName {
		return g.otherClass(k, c)
	}
	return -1
}

// agree reports whether c and group at may be one, as far as gender and
// country tell: a town is not the government that sits in it.
func (g *grouper) agree(c *group, at int32) bool {
	o := &g.groups[at]
	return (c.country == o.country || c.class == personName) && (c.gender == o.gender || c.gender == noGender || o.gender == noGender)
}

// otherClass finds a body under the name of a place or a place under that of
// a body: recognisers waver.
func (g *grouper) otherClass(k *nameKey, c *group) int32 {
	other := bodyName + placeName - c.class
	if at, ok := g.byKey[g.exact(other, k)]; ok && g.agree(c, at) {
		return at
	}
	return -1
}

// acronym finds what the initials stand for, whichever came first.
func (g *grouper) acronym(i int, c *group) int32 {
	if c.class == personName {
		return -1
	}
	k := &g.keys[i]
	if k.acronym == 0 {
		if k.n > 1 {
			for _, h := range [2]uint32{k.initials, k.all} {
				if l := g.chains[mix(saltAcronym, h)]; l > 0 {
					return g.links[l-1].group
				}
			}
		}
		return -1
	}
	if l := g.chains[mix(saltInitials, k.acronym)]; l > 0 {
		return g.links[l-1].group
	}
	return -1
}

// alias takes "NAME (XYZ)", "NAME, or XYZ" and "NAME, known as XYZ" at their
// word, whichever comes first.
func (g *grouper) alias(i int, c *group) int32 {
	if i == 0 {
		return -1
	}
	a, b := &g.doc.Names[i-1], &g.doc.Names[i]
	if c.class != classOfType[a.Type] || a.Kind != b.Kind || c.class == peopleName {
		return -1
	}
	x, y := &g.keys[i-1], &g.keys[i]
	acronym := (x.acronym > 0) != (y.acronym > 0) && x.n+y.n > 2 && c.class != personName
	switch linkWords(g.doc, a.Last, b.First) {
	case linkBracket, linkOr:
		if acronym {
			return g.of[i-1]
		}
	case linkKnownAs:
		return g.of[i-1]
	}
	return -1
}

// What may stand between two names of one entity.
const (
	linkBracket = iota + 1
	linkOr
	linkKnownAs
)

// linkWords reads tokens [i, end) between two names.
func linkWords(d *Doc, i, end int) int {
	if end-i > 6 || end <= i {
		return 0
	}
	if w := d.Word(end - 1); w == "the" && end-i > 1 {
		end--
	}
	switch last := d.Word(end - 1); {
	case last == "(" && end-i == 1, last == "-" && end-i == 1, last == "–" && end-i == 1:
		return linkBracket
	case last == "or" && (end-i == 1 || end-i == 2 && d.Word(i) == ","):
		return linkOr
	case last == "as" && end-i > 1 && d.Word(end-2) == "known":
		return linkKnownAs
	}
	return 0
}

// same reports whether names i and j, of one class, name one entity.
func (g *grouper) same(c nameClass, i, j int) bool {
	a, b := &g.keys[i], &g.keys[j]
	if a.n > b.n {
		a, b = b, a
	}
	switch c {
	case personName:
		return samePerson(a, b)
	case placeName:
		return a.n > 0 && g.doc.Names[i].Type == g.doc.Names[j].Type && a.within(b) && g.placeWordsOnly(a, b)
	}
	kind := g.doc.Names[i].Kind
	if kind != g.doc.Names[j].Kind {
		kind = ""
	}
	return g.sameBody(a, b, kind)
}

// samePerson: a has as many words as b or fewer.
func samePerson(a, b *nameKey) bool {
	if a.n == 0 {
		return false
	}
	surname := a.bones[a.n-1] == b.bones[b.n-1]
	if a.n == 1 {
		return surname || a.words[0] == b.words[0] || b.n > 2 && a.within(b)
	}
	return surname && a.bones[0] == b.bones[0] || b.n > a.n && a.within(b)
}

// sameBody: the shorter name keeps the longer one's head, or all but its last
// word, and has no word of its own; or it shortens the first words to letters
// (EU Commission).
func (g *grouper) sameBody(a, b *nameKey, kind string) bool {
	if a.n == 0 {
		return false
	}
	last := b.bones[b.n-1]
	if !a.within(b) {
		return a.n > 1 && b.n > a.n && a.bones[a.n-1] == last && a.bones[1] == b.bones[b.n-a.n+1] && a.bones[0] == initialBones(b, b.n-a.n+1)
	}
	switch {
	case a.n == b.n, b.tail > 1 && a.bones[a.n-1] == b.bones[b.tail-1], a.bones[a.n-1] == last:
		return true
	}
	if a.acronym > 0 || b.tail < b.n || a.bones[0] != b.bones[0] {
		return false
	}
	noun := g.world.nouns[b.words[b.n-1]]
	return b.n == a.n+1 && (noun == 0 || noun == partyNoun) || kind == "company" || kind == "armed"
}

// within reports whether every word of k is one of b's.
func (k *nameKey) within(b *nameKey) bool {
	for i := range k.n {
		if !b.holds(k.words[i], k.bones[i]) {
			return false
		}
	}
	return true
}

// placeWordsOnly reports whether what b has beyond a only says what kind of
// place it is: Gaza Strip, Anbar province.
func (g *grouper) placeWordsOnly(a, b *nameKey) bool {
	for i := range b.n {
		if !a.holds(b.words[i], b.bones[i]) && !g.world.placeWords[b.words[i]] {
			return false
		}
	}
	return true
}

// fuller reports whether name i says more than name j.
func (g *grouper) fuller(i, j int) bool {
	a, b := &g.keys[i], &g.keys[j]
	if x, y := g.isCountry(i), g.isCountry(j); x != y {
		return x // the country, not the capital that stands for it
	}
	if (a.acronym > 0) != (b.acronym > 0) {
		return b.acronym > 0
	}
	return a.n > b.n || a.n == b.n && a.letters > b.letters
}

func (g *grouper) isCountry(i int) bool {
	return g.doc.Names[i].Type == LOC && g.world.countries[g.keys[i].whole] > 0
}

// write makes the groups the Doc's entities.
func (g *grouper) write() {
	d := g.doc
	d.Entities = make([]Entity, len(g.groups))
	names := make([]int, len(d.Names))
	for i := range g.groups {
		x := &g.groups[i]
		n := &d.Names[x.full]
		d.Entities[i] = Entity{Name: n.In(d.Text), Type: n.Type, Kind: n.Kind, Names: names[:0:x.members]}
		names = names[x.members:]
	}
	for i := range d.Names {
		e := int(g.of[i])
		d.Names[i].Entity = e
		d.Entities[e].Names = append(d.Entities[e].Names, i)
		if d.Entities[e].Kind == "" {
			d.Entities[e].Kind = d.Names[i].Kind
		}
	}
}
