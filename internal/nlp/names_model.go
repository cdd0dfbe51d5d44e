package nlp

import "encoding/binary"

// namesMagic names the form of the model of names and the features it is for.
const namesMagic = "vigil-names-4\n"

// nameModel finds names.
type nameModel struct {
	clusters *nameClusters
	lists    *nameLists
	labels   linear
	after    [NameLabels][NameLabels]int32 // after[a][b]: weight of b right after a
	kinds    linear
}

// AppendNamesHeader opens a model of names: clusters and lists, both in order
// of their keys. The models of labels and of kinds follow.
func AppendNamesHeader(b []byte, words []uint32, fine []uint16, runs, lists []uint32) []byte {
	b = append(b, namesMagic...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(words)))
	last := uint32(0)
	for i, w := range words {
		b = binary.AppendUvarint(b, uint64(w-last))
		b = binary.LittleEndian.AppendUint16(b, fine[i])
		last = w
	}
	var sets []uint32
	at := map[uint32]int{}
	for _, l := range lists {
		if _, ok := at[l]; !ok {
			at[l] = len(sets)
			sets = append(sets, l)
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(sets)))
	for _, l := range sets {
		b = binary.LittleEndian.AppendUint32(b, l)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(runs)))
	last = 0
	for i, r := range runs {
		b = binary.AppendUvarint(b, uint64(r-last))
		b = binary.AppendUvarint(b, uint64(at[lists[i]]))
		last = r
	}
	return b
}

// nameHeader reads clusters and lists.
func (r *modelReader) nameHeader() (*nameClusters, *nameLists) {
	n := r.count(3)
	keys, fine := make([]uint32, n), make([]uint16, n)
	last := uint32(0)
	for i := range keys {
		last += r.uvarint()
		keys[i], fine[i] = last, uint16(r.u16())
	}
	sets := make([]uint32, r.count(4))
	for i := range sets {
		sets[i] = r.u32()
	}
	n = r.count(2)
	runs, lists := make([]uint32, n), make([]uint32, n)
	last = 0
	for i := range runs {
		last += r.uvarint()
		runs[i] = last
		if k := int(r.uvarint()); k < len(sets) {
			lists[i] = sets[k]
		} else {
			r.err = errModel
		}
	}
	return newNameClusters(keys, fine), newNameLists(runs, lists)
}

// count reads how many things of at least size bytes follow.
func (r *modelReader) count(size int) int {
	n := int(r.u32())
	if n > len(r.s)/size {
		r.err = errModel
		return 0
	}
	return n
}

func (r *modelReader) uvarint() uint32 {
	var v uint32
	for shift := 0; shift < 35; shift += 7 {
		b := r.u8()
		v |= b & 0x7f << shift
		if b < 0x80 {
			return v
		}
	}
	r.err = errModel
	return v
}

func openNames(model string) (*nameModel, error) {
	r := modelReader{s: model}
	if err := r.header(namesMagic); err != nil {
		return nil, err
	}
	m := &nameModel{}
	m.clusters, m.lists = r.nameHeader()
	m.labels, m.kinds = r.linear(), r.linear()
	if r.err != nil || m.labels.classes != NameLabels || m.kinds.classes != len(NameKinds) {
		return nil, errModel
	}
	m.setTransitions()
	return m, nil
}

// transition is the feature of the label before.
func transition(label int) uint32 { return feature(mix(0x7f, uint32(label))) }

func (m *nameModel) setTransitions() {
	for a := range m.after {
		m.labels.add(transition(a), m.after[a][:])
	}
}
