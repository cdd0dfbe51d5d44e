package who

import (
	"bytes"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
)

// how says what sort of name a key is of an actor.
type how uint8

const (
	strong  how = iota // a full name that means this actor wherever it stands
	weak               // means other things too
	acronym            // capitals only: SDF
	demonym            // Syrian, Syrians: of a state
	capital            // Damascus: of a state, for its government
)

// ref is one meaning of a key; next chains the others, -1 ends.
type ref struct {
	actor int32
	next  int32
	how   how
}

// chain maps hashes of keys to chains of refs. Sixty-four bits keep 20,000
// keys apart (the odds of one collision are 1 in 10^11), and no key is stored.
type chain struct {
	first map[uint64]int32
	refs  []ref
}

func newChain(n int) chain {
	return chain{first: make(map[uint64]int32, n), refs: make([]ref, 0, n)}
}

// hash is FNV-1a.
func hash[T []byte | string](key T) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(key); i++ {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return h
}

// add appends a meaning unless the key has it already.
func (c *chain) add(key []byte, actor int32, h how) {
	if len(key) == 0 {
		return
	}
	sum := hash(key)
	head, ok := c.first[sum]
	if !ok {
		head = -1
	}
	for i := head; i >= 0; i = c.refs[i].next {
		if c.refs[i].actor == actor {
			return
		}
	}
	c.first[sum] = int32(len(c.refs))
	c.refs = append(c.refs, ref{actor, head, h})
}

// get returns the head of a key's chain, or -1.
func (c *chain) get(key []byte) int32 { return c.at(hash(key)) }

func (c *chain) at(sum uint64) int32 {
	if i, ok := c.first[sum]; ok {
		return i
	}
	return -1
}

// nameIndex finds actors by what reports call them.
type nameIndex struct {
	full      chain              // keys of names (appendFold)
	skeletons chain              // keys without vowels (appendSkeleton)
	surnames  chain              // of persons
	titles    map[string][]int32 // key of a post → indices into Directory.offices
}

// index builds the indexes of a directory that has been read.
func (d *Directory) index(countries []en.Country) {
	n := len(d.actors)
	d.names = nameIndex{full: newChain(3 * n), skeletons: newChain(3 * n), surnames: newChain(n)}
	b := &indexer{d: d}
	for i := range d.actors {
		b.actor(int32(i))
	}
	for _, c := range countries {
		state := d.states[c.ISO3]
		for _, s := range c.Demonyms {
			d.names.full.add(b.key(s), state, demonym)
		}
		for _, s := range c.Capitals {
			d.names.full.add(b.key(s), state, capital)
		}
	}
	d.indexTitles()
}

// indexer makes keys, each in the same buffer.
type indexer struct {
	d         *Directory
	buf, bare []byte
}

// key returns the key of s, good until the next call.
func (b *indexer) key(s string) []byte {
	b.buf = appendFold(b.buf[:0], s)
	return b.buf
}

func (b *indexer) actor(i int32) {
	a := &b.d.actors[i]
	for n := 0; n <= len(a.Aliases); n++ {
		name := a.Name
		if n > 0 {
			name = a.Aliases[n-1]
		}
		b.name(i, name, b.d.weak[i]>>min(n, 63)&1 != 0)
		if at := strings.Index(name, " ("); at > 0 && strings.HasSuffix(name, ")") {
			b.name(i, name[:at], true) // "Ansar al-Sharia (Yemen)"
		}
	}
	if a.Kind == vigil.Person {
		b.d.names.surnames.add(surname(b.key(a.Name), a.Country), i, strong)
	}
}

func (b *indexer) name(i int32, name string, isWeak bool) {
	key := b.key(name)
	h := strong
	switch {
	case isWeak:
		h = weak
	case isAcronym(name):
		h = acronym
	}
	b.d.names.full.add(key, i, h)
	if h == strong && skeletal(key) {
		b.bare = appendSkeleton(b.bare[:0], key)
		b.d.names.skeletons.add(b.bare, i, weak)
	}
}

// isAcronym reports whether s is a short word of capitals.
func isAcronym(s string) bool {
	letters := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			letters++
		case c == '.' || c == '-' || c == '&' || c >= '0' && c <= '9':
		default:
			return false
		}
	}
	return letters > 1 && letters <= 6
}

// skeletal reports whether a key is long enough to be found without its vowels:
// two words, or one of seven letters.
func skeletal(key []byte) bool {
	return len(key) > 0 && key[0] < 0x80 && (len(key) >= 7 || len(key) >= 6 && bytes.IndexByte(key, ' ') > 0)
}

// surname returns the word of a person's key that reports use alone.
func surname(key []byte, country string) []byte {
	switch country {
	case "CHN", "KOR", "PRK", "TWN", "KHM", "HKG":
		first, _, _ := bytes.Cut(key, []byte(" "))
		return first
	}
	return key[bytes.LastIndexByte(key, ' ')+1:]
}

// indexTitles maps the keys of posts, with the other words that English has for
// them, to the offices of that name.
func (d *Directory) indexTitles() {
	groups := map[string][]string{} // key of a word → keys of all its synonyms
	for _, t := range en.Titles() {
		if !t.Office {
			continue
		}
		keys := make([]string, len(t.Words))
		for i, w := range t.Words {
			keys[i] = string(appendFold(nil, w))
		}
		groups[keys[0]] = append(groups[keys[0]], keys...)
	}
	d.names.titles = make(map[string][]int32, 1024)
	for i := range d.offices {
		for _, title := range d.offices[i].titles {
			key := string(appendFold(nil, title))
			d.addTitle(key, int32(i))
			for _, k := range groups[key] {
				d.addTitle(k, int32(i))
			}
		}
	}
}

func (d *Directory) addTitle(key string, i int32) {
	list := d.names.titles[key]
	if len(list) == 0 || list[len(list)-1] != i {
		d.names.titles[key] = append(list, i)
	}
}
