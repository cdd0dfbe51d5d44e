// Package gazetteer takes the bytes that vigil-data wrote and a name, and
// gives the places that bear it: however it is transliterated, in Latin,
// Arabic, Cyrillic or Hebrew script, each with its kind, centre, radius and
// the places that contain it.
//
// The file is unpacked once, in some 15 ms; a look-up allocates nothing. Names
// are found by hash, so that their spellings need no room; only the usual
// spelling of each place is kept as text.
package gazetteer

import (
	"encoding/binary"
	"fmt"
	"math"

	"vigil"
)

// Index numbers the places of a Gazetteer from 0.
type Index int32

// None is no place.
const None Index = -1

// Class says what sort of name led to a place.
type Class uint8

// Classes of names, best first.
const (
	Name       Class = iota // the usual name, or as good
	Alias                   // another name, or the name in another script
	Abbr                    // an abbreviation: UAE, B.C., DRC
	Adjective               // Syrian
	People                  // Syrians, Aleppans
	Loose                   // the same but for transliteration
	Skeleton                // the same consonants only
	numClasses              // at most 8: see entries
)

// Hit is a place that bears a name.
type Hit struct {
	Place Index
	Class Class
}

// Entry is all that is known of a place.
type Entry struct {
	ID         int64 // GeoNames id; negative for our own supplement
	Name       string
	Kind       vigil.PlaceKind
	Lat, Lon   float64 // WGS 84 degrees
	RadiusKm   float64 // of a circle of the same area; for a town, how far off the centre may be
	Population float64 // of a settlement, persons, to the nearest 10 %; 0 unknown
	Fame       uint8   // number of spellings known, as log2 × 16: a rough measure of renown
	Seat       uint8   // 0 none, 1 of a smaller division, 2 of a second-order, 3 of a first-order one, 4 a country's capital
	Parent     Index   // the smallest division that contains it; None for countries and what spans several
	Unsure     bool    // the coordinates are unverified
}

// Gazetteer finds places by name. It may be used by many goroutines at once.
type Gazetteer struct {
	records string   // recordSize each: see record
	names   string   // each: letters shared with the name before it, length of the rest, the rest
	blocks  string   // 4 bytes: where every nameBlock-th name starts, which shares none
	buckets []uint32 // the first entry of each bucket; one more at the end
	entries string   // entrySize each, in order of hash: its next 18 bits, class 3, place 19
	shift   uint     // a hash's bucket is hash >> shift
	size    int
	codes   string // alpha-3 of each country, by its place's index: countries come first
	states  int
	extra   *overlay
}

const (
	magic      = "VIGILGAZ"
	version    = 2
	recordSize = 16
	nameBlock  = 16
	entrySize  = 5
	markBits   = 18
	placeBits  = 19
	headerSize = len(magic) + 4*8
)

var kinds = [...]vigil.PlaceKind{vigil.Settlement, vigil.District, vigil.Facility, vigil.Admin2, vigil.Admin1,
	vigil.Region, vigil.Country, vigil.Continent, vigil.Water, vigil.Relief}

// Open unpacks a gazetteer.
func Open(data string) (*Gazetteer, error) {
	if len(data) < headerSize || data[:len(magic)] != magic {
		return nil, fmt.Errorf("gazetteer: not a gazetteer")
	}
	var h [8]int
	for i := range h {
		h[i] = int(u32(data, len(magic)+4*i))
	}
	if h[0] != version {
		return nil, fmt.Errorf("gazetteer: format %d, want %d: rebuild it with vigil-data gazetteer", h[0], version)
	}
	if h[3] > 24 {
		return nil, fmt.Errorf("gazetteer: 2^%d buckets", h[3])
	}
	g := &Gazetteer{size: h[1], states: h[2], shift: uint(64 - h[3])}
	parts := [...]int{3 * g.states, recordSize * g.size, 4 * ((g.size + nameBlock - 1) / nameBlock), h[4], h[6], entrySize * h[5]}
	total := 0
	for _, n := range parts {
		total += n
	}
	rest, err := unpack(data[headerSize:], total)
	if err != nil {
		return nil, err
	}
	var counts string
	for i, part := range [...]*string{&g.codes, &g.records, &g.blocks, &g.names, &counts, &g.entries} {
		*part, rest = rest[:parts[i]], rest[parts[i]:]
	}
	g.buckets, err = starts(counts, 1<<h[3], h[5])
	return g, err
}

// Len is the number of places.
func (g *Gazetteer) Len() int { return g.size + len(g.extraEntries()) }

func u24(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16
}

func u32(s string, at int) uint32 { return u24(s, at) | uint32(s[at+3])<<24 }

// A record: id 4, lat 3, lon 3, parent 3, size 1 (population of a settlement,
// radius of other kinds), fame 1, kind and seat and unsure 1.
func (g *Gazetteer) record(i Index) string {
	return g.records[int(i)*recordSize : (int(i)+1)*recordSize]
}

// added returns place i if it was added to the file's.
func (g *Gazetteer) added(i Index) *Entry {
	if int(i) < g.size {
		return nil
	}
	return &g.extra.entries[int(i)-g.size]
}

// Entry returns place i.
func (g *Gazetteer) Entry(i Index) Entry {
	if e := g.added(i); e != nil {
		return *e
	}
	r := g.record(i)
	e := Entry{
		ID:       int64(int32(u32(r, 0))),
		Name:     g.Name(i),
		Kind:     g.Kind(i),
		Parent:   g.Parent(i),
		Fame:     r[14],
		RadiusKm: g.RadiusKm(i),
		Seat:     r[15] >> 4 & 7,
		Unsure:   r[15]&128 != 0,
	}
	e.Lat, e.Lon = g.At(i)
	if populated(e.Kind) {
		e.Population = decodeLog(r[13], 8)
	}
	return e
}

// populated reports whether records keep the population of a kind, and its
// radius follows from that.
func populated(k vigil.PlaceKind) bool { return k == vigil.Settlement || k == vigil.District }

// TownRadius is the radius in km of a town by its population: its built-up
// area at about 2,200 persons a km², and no less than a kilometre.
func TownRadius(population float64) float64 {
	return math.Max(1, math.Round(0.12*math.Sqrt(population))/10)
}

// Prior is what ranks the places of one name before anything is known of the
// text: log2 of the population (0 for what is no settlement), log2 of the
// number of spellings, kind and seat.
func (g *Gazetteer) Prior(i Index) (logPop, fame float64, kind vigil.PlaceKind, seat uint8) {
	if e := g.added(i); e != nil {
		return math.Log2(e.Population + 1), float64(e.Fame) / 16, e.Kind, e.Seat
	}
	r := g.record(i)
	kind = kinds[r[15]&15]
	if populated(kind) {
		logPop = float64(r[13]) / 8
	}
	return logPop, float64(r[14]) / 16, kind, r[15] >> 4 & 7
}

// Kind of place i.
func (g *Gazetteer) Kind(i Index) vigil.PlaceKind {
	if e := g.added(i); e != nil {
		return e.Kind
	}
	return kinds[g.record(i)[15]&15]
}

// At returns the centre of place i in degrees.
func (g *Gazetteer) At(i Index) (lat, lon float64) {
	if e := g.added(i); e != nil {
		return e.Lat, e.Lon
	}
	r := g.record(i)
	return decodeDegrees(u24(r, 4), 90), decodeDegrees(u24(r, 7), 180)
}

// RadiusKm of place i.
func (g *Gazetteer) RadiusKm(i Index) float64 {
	if e := g.added(i); e != nil {
		return e.RadiusKm
	}
	r := g.record(i)
	if populated(kinds[r[15]&15]) {
		return TownRadius(decodeLog(r[13], 8))
	}
	return decodeLog(r[13], 16)
}

// Parent returns the smallest division that contains place i, or None.
func (g *Gazetteer) Parent(i Index) Index {
	if e := g.added(i); e != nil {
		return e.Parent
	}
	return decodeParent(u24(g.record(i), 10))
}

// Name returns the usual name of place i.
func (g *Gazetteer) Name(i Index) string {
	if e := g.added(i); e != nil {
		return e.Name
	}
	var room [256]byte
	name := room[:0]
	at := int(u32(g.blocks, int(i)/nameBlock*4))
	for n := int(i) % nameBlock; ; n-- {
		shared, rest := int(g.names[at]), int(g.names[at+1])
		name = append(name[:shared], g.names[at+2:at+2+rest]...)
		if at += 2 + rest; n == 0 {
			return string(name)
		}
	}
}

// Country returns the country that contains place i, or i itself if it is one;
// None for a place that lies in several.
func (g *Gazetteer) Country(i Index) Index { return g.within(i, vigil.Country) }

// Admin1 returns the first-order division that contains place i, or i itself.
func (g *Gazetteer) Admin1(i Index) Index { return g.within(i, vigil.Admin1) }

func (g *Gazetteer) within(i Index, k vigil.PlaceKind) Index {
	for range 8 {
		if i == None || g.Kind(i) == k {
			return i
		}
		i = g.Parent(i)
	}
	return None
}

// Contains reports whether place in lies in place i by the divisions of its
// country. A place does not contain itself.
func (g *Gazetteer) Contains(i, in Index) bool {
	for range 8 {
		if in = g.Parent(in); in == None {
			return false
		}
		if in == i {
			return true
		}
	}
	return false
}

// Code returns the ISO 3166-1 alpha-3 code of a country, "" for other places.
func (g *Gazetteer) Code(country Index) string {
	if country < 0 || int(country) >= g.states {
		return ""
	}
	return g.codes[3*country : 3*country+3]
}

// ByCode returns the country with an ISO 3166-1 alpha-3 code, or None.
func (g *Gazetteer) ByCode(iso3 string) Index {
	if len(iso3) == 3 {
		for at := 0; at < len(g.codes); at += 3 {
			if g.codes[at:at+3] == iso3 {
				return Index(at / 3)
			}
		}
	}
	return None
}

// Find appends the places that bear the name hashed as h.
func (g *Gazetteer) Find(dst []Hit, h uint64) []Hit {
	b := int(h >> g.shift)
	lo, hi := int(g.buckets[b]), int(g.buckets[b+1])
	mark := uint64(h>>(g.shift-markBits)) & (1<<markBits - 1)
	for at := lo * entrySize; at < hi*entrySize; at += entrySize {
		v := uint64(u32(g.entries, at)) | uint64(g.entries[at+4])<<32
		if m := v >> (placeBits + 3); m == mark {
			dst = append(dst, Hit{Index(v & (1<<placeBits - 1)), Class(v >> placeBits & 7)})
		} else if m > mark {
			break
		}
	}
	if g.extra != nil {
		dst = append(dst, g.extra.hits[h]...)
	}
	return dst
}

// Lookup finds a name however spelled: as it is, else but for
// transliteration, else by its consonants.
func (g *Gazetteer) Lookup(name string) []Hit {
	k := KeysOf(name)
	hits := g.Find(nil, k.Exact)
	if len(hits) == 0 && k.Loose != 0 {
		hits = g.Find(hits, k.Loose)
	}
	if len(hits) == 0 && k.Skeleton != 0 {
		hits = g.Find(hits, k.Skeleton)
	}
	return hits
}

// Destination is the point km from a point in the direction of bearing,
// degrees clockwise from north.
func Destination(lat, lon, bearing, km float64) (float64, float64) {
	const rad = math.Pi / 180
	d := km / 6371
	la := math.Asin(math.Sin(lat*rad)*math.Cos(d) + math.Cos(lat*rad)*math.Sin(d)*math.Cos(bearing*rad))
	lo := lon*rad + math.Atan2(math.Sin(bearing*rad)*math.Sin(d)*math.Cos(lat*rad), math.Cos(d)-math.Sin(lat*rad)*math.Sin(la))
	return la / rad, math.Remainder(lo/rad, 360)
}

func encodeDegrees(x, limit float64) uint32 {
	return uint32(math.Round((x + limit) / (2 * limit) * (1<<24 - 1)))
}

// decodeDegrees rounds to 4 decimals, ten metres.
func decodeDegrees(v uint32, limit float64) float64 {
	return math.Round((float64(v)/(1<<24-1)*2*limit-limit)*1e4) / 1e4
}

// encodeLog keeps x as log2(x+1) in steps of 1/step.
func encodeLog(x, step float64) byte {
	return byte(math.Min(255, math.Round(math.Log2(math.Max(x, 0)+1)*step)))
}

func decodeLog(b byte, step float64) float64 {
	x := math.Exp2(float64(b)/step) - 1
	if x <= 0 {
		return 0
	}
	digits := math.Pow(10, math.Floor(math.Log10(x))-1) // two digits: it is no more exact
	return math.Round(x/digits) * digits
}

func encodeParent(i Index) uint32 { return uint32(i+1) & (1<<24 - 1) }

func decodeParent(v uint32) Index { return Index(v) - 1 }

func put24(b []byte, v uint32) {
	b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16)
}

func put32(b []byte, v uint32) { binary.LittleEndian.PutUint32(b, v) }

func (g *Gazetteer) extraEntries() []Entry {
	if g.extra == nil {
		return nil
	}
	return g.extra.entries
}

// Unsure reports whether the coordinates of place i are unverified.
func (g *Gazetteer) Unsure(i Index) bool {
	if e := g.added(i); e != nil {
		return e.Unsure
	}
	return g.record(i)[15]&128 != 0
}

// Added reports whether place i is of our own tables rather than GeoNames.
func (g *Gazetteer) Added(i Index) bool {
	if g.added(i) != nil {
		return true
	}
	return int32(u32(g.record(i), 0)) < 0
}
