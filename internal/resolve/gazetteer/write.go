package gazetteer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"vigil"
)

// Source is a place with its names, as it goes into a gazetteer.
type Source struct {
	Entry
	Code     string // alpha-3 if it is a country
	Spelling []Spelling
	Translit bool // its names are transliterated: find it by loose spelling too
}

// Spelling is one name of a place. Class is Name, Alias, Abbr, Adjective or
// People.
type Spelling struct {
	Text  string
	Class Class
}

type entry struct {
	hash  uint64
	place Index
	class Class
}

// bucketBits makes about four entries a bucket at a million entries.
const bucketBits = 18

// Write lays places out as Open reads them. Countries must come first, and
// parents are indices into places. The result depends on nothing else.
// Behind the countries it puts places in order of their names, so that these
// share room.
func Write(places []Source) ([]byte, error) {
	places = byName(places)
	states := 0
	for states < len(places) && places[states].Kind == vigil.Country {
		states++
	}
	if len(places) >= 1<<placeBits {
		return nil, fmt.Errorf("gazetteer: %d places do not fit", len(places))
	}
	records := make([]byte, recordSize*len(places))
	var names, blocks, codes bytes.Buffer
	var entries []entry
	for i := range places {
		p := &places[i]
		if i >= states && p.Kind == vigil.Country {
			return nil, fmt.Errorf("gazetteer: country %s does not come first", p.Name)
		}
		if i < states {
			if len(p.Code) != 3 {
				return nil, fmt.Errorf("gazetteer: country %s has code %q", p.Name, p.Code)
			}
			codes.WriteString(p.Code)
		}
		if err := putRecord(records[recordSize*i:recordSize*(i+1)], &p.Entry); err != nil {
			return nil, err
		}
		before := ""
		if i%nameBlock == 0 {
			blocks.Write(binary.LittleEndian.AppendUint32(nil, uint32(names.Len())))
		} else {
			before = places[i-1].Name
		}
		if len(p.Name) > 255 {
			return nil, fmt.Errorf("gazetteer: name %q is too long", p.Name)
		}
		n := sharedPrefix(before, p.Name)
		names.WriteByte(byte(n))
		names.WriteByte(byte(len(p.Name) - n))
		names.WriteString(p.Name[n:])
		entries = appendEntries(entries, Index(i), p)
	}
	entries = tidy(entries)
	return assemble(codes.Bytes(), records, blocks.Bytes(), names.Bytes(), entries, len(places), states)
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// byName returns places with all but the countries sorted, and the parents
// set right.
func byName(places []Source) []Source {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &places[a], &places[b]
		if x.Kind == vigil.Country || y.Kind == vigil.Country {
			return cmp.Compare(a, b)
		}
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	now := make([]Index, len(places))
	for to, from := range order {
		now[from] = Index(to)
	}
	out := make([]Source, len(places))
	for to, from := range order {
		out[to] = places[from]
		if p := out[to].Parent; p != None {
			out[to].Parent = now[p]
		}
	}
	return out
}

func putRecord(r []byte, e *Entry) error {
	kind := slices.Index(kinds[:], e.Kind)
	if kind < 0 {
		return fmt.Errorf("gazetteer: %s has kind %q", e.Name, e.Kind)
	}
	if !(e.Lat >= -90 && e.Lat <= 90 && e.Lon >= -180 && e.Lon <= 180) {
		return fmt.Errorf("gazetteer: %s lies at %v, %v", e.Name, e.Lat, e.Lon)
	}
	put32(r[0:], uint32(int32(e.ID)))
	put24(r[4:], encodeDegrees(e.Lat, 90))
	put24(r[7:], encodeDegrees(e.Lon, 180))
	put24(r[10:], encodeParent(e.Parent))
	r[13] = encodeLog(e.RadiusKm, 16)
	if populated(e.Kind) {
		r[13] = encodeLog(e.Population, 8)
	}
	r[14] = e.Fame
	r[15] = byte(kind) | e.Seat<<4
	if e.Unsure {
		r[15] |= 128
	}
	return nil
}

// appendEntries adds the hashes of a place's names.
func appendEntries(dst []entry, i Index, p *Source) []entry {
	for _, s := range p.Spelling {
		k := KeysOf(s.Text)
		if k.Exact == 0 {
			continue
		}
		dst = append(dst, entry{k.Exact, i, s.Class})
		if !p.Translit || s.Class > Alias {
			continue
		}
		if k.Loose != 0 {
			dst = append(dst, entry{k.Loose, i, Loose})
		}
		if k.Skeleton != 0 {
			dst = append(dst, entry{k.Skeleton, i, Skeleton})
		}
	}
	return dst
}

// tidy sorts entries and keeps the best class of each name and place.
func tidy(entries []entry) []entry {
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.place, b.place), cmp.Compare(a.class, b.class))
	})
	return slices.CompactFunc(entries, func(a, b entry) bool { return a.hash == b.hash && a.place == b.place })
}

func assemble(codes, records, blocks, names []byte, entries []entry, size, states int) ([]byte, error) {
	const shift = 64 - bucketBits
	packed := make([]byte, entrySize*len(entries))
	var held [1 << bucketBits]uint64
	for n, e := range entries {
		held[e.hash>>shift]++
		v := e.hash>>(shift-markBits)&(1<<markBits-1)<<(placeBits+3) | uint64(e.class)<<placeBits | uint64(e.place)
		put32(packed[entrySize*n:], uint32(v))
		packed[entrySize*n+4] = byte(v >> 32)
	}
	var counts []byte
	for _, n := range held {
		counts = binary.AppendUvarint(counts, n)
	}
	out := []byte(magic)
	for _, n := range []int{version, size, states, bucketBits, len(names), len(entries), len(counts), 0} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	body, err := pack(codes, records, blocks, names, counts, packed)
	return append(out, body...), err
}
