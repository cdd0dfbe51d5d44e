package extract

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	inflate "github.com/klauspost/compress/flate" // reads the same form in half the time
)

// modelMagic opens a file of models; its digit is the version of the format
// and featureVersion that of the features: weights learned for others are
// refused.
const (
	modelMagic     = "vigil extract 3\n"
	featureVersion = 1
)

// A file of models is the magic, a uint32 featureVersion, then each model:
//
//	name and classes: uint16 length and text ("trigger none incident …")
//	scale: float32; bits: uint8; marks: 1<<bits uint16; rows: 1<<bits * classes int8
//
// all little endian. The marks are an open-addressing table, so that a model is
// read in place: a feature's slot is sought from its low bits on, and its mark is
// its high half; mark 0 is an empty slot. A feature that was never learned is
// taken for another about once in 30,000 times.

// model is a multinomial logistic regression over hashed features.
type model struct {
	classes []string
	scale   float64
	bits    uint
	marks   string
	rows    string
	first   bool // knows nothing: the first class is sure
}

// inflated is how many times as large a file of models is in memory, so that it
// is read without being moved.
const inflated = 3

// parseModels returns the models of a file by name.
func parseModels(data string) (map[string]*model, error) {
	out := map[string]*model{}
	if data == "" {
		return out, nil
	}
	rest, ok := strings.CutPrefix(data, modelMagic)
	if !ok || len(rest) < 4 {
		return nil, fmt.Errorf("extract models: not in the format %q", strings.TrimSpace(modelMagic))
	}
	if v := binary.LittleEndian.Uint32([]byte(rest[:4])); v != featureVersion {
		return nil, fmt.Errorf("extract models: learned for features %d, not %d", v, featureVersion)
	}
	var body strings.Builder
	body.Grow(inflated * len(rest))
	if _, err := io.Copy(&body, inflate.NewReader(strings.NewReader(rest[4:]))); err != nil {
		return nil, fmt.Errorf("extract models: %w", err)
	}
	for rest = body.String(); rest != ""; {
		m, name, n := parseModel(rest)
		if m == nil {
			return nil, fmt.Errorf("extract models: cut short after %d models", len(out))
		}
		out[name] = m
		rest = rest[n:]
	}
	return out, nil
}

// parseModel reads the model at the head of s and says how long it is.
func parseModel(s string) (m *model, name string, n int) {
	if len(s) < 2 {
		return nil, "", 0
	}
	n = 2 + int(binary.LittleEndian.Uint16([]byte(s[:2])))
	if len(s) < n+5 {
		return nil, "", 0
	}
	head := strings.Fields(s[2:n])
	if len(head) < 2 {
		return nil, "", 0
	}
	m = &model{classes: head[1:], scale: float64(math.Float32frombits(binary.LittleEndian.Uint32([]byte(s[n:])))), bits: uint(s[n+4])}
	n += 5
	marks := 2 << m.bits
	rows := len(m.classes) << m.bits
	if m.bits > 24 || len(s) < n+marks+rows {
		return nil, "", 0
	}
	m.marks, m.rows = s[n:n+marks], s[n+marks:n+marks+rows]
	return m, head[0], n + marks + rows
}

// row returns where the weights of feature f are, or -1.
func (m *model) row(f uint32) int {
	mask, mark := uint32(1)<<m.bits-1, markOf(f)
	for i := f & mask; ; i = (i + 1) & mask {
		at := m.marks[2*i:][:2]
		switch uint16(at[0]) | uint16(at[1])<<8 {
		case mark:
			return int(i) * len(m.classes)
		case 0:
			return -1
		}
	}
}

// markOf is what tells feature f from those that share its slot.
func markOf(f uint32) uint16 { return uint16(max(1, f>>16)) }

// probs puts the probability of each class into out[:len(m.classes)].
func (m *model) probs(features []uint32, out *[maxClasses]float64) []float64 {
	p := out[:len(m.classes)]
	clear(p)
	if m.first {
		p[0] = 1
		return p
	}
	for _, f := range features {
		if r := m.row(f); r >= 0 {
			for c := range p {
				p[c] += float64(int8(m.rows[r+c]))
			}
		}
	}
	top := math.Inf(-1)
	for c := range p {
		p[c] *= m.scale
		top = max(top, p[c])
	}
	sum := 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
	return p
}

// maxClasses is the most classes that a model may tell apart.
const maxClasses = 48

// PackedModel is a model to be written: Rows[i][class] are the weights of
// Keys[i].
type PackedModel struct {
	Name    string
	Classes []string
	Keys    []uint32
	Rows    [][]float64
}

// PackModels returns the file of models that New reads. Weights are kept to
// one part in 127 of the largest; features whose weights are less than leastKept
// of these are left out.
func PackModels(models []PackedModel) (string, error) {
	var b strings.Builder // deflated after its head
	for _, m := range models {
		if len(m.Classes) > maxClasses {
			return "", fmt.Errorf("model %s: %d classes, more than %d", m.Name, len(m.Classes), maxClasses)
		}
		pack(&b, m)
	}
	file := bytes.NewBufferString(modelMagic)
	file.Write(binary.LittleEndian.AppendUint32(nil, featureVersion))
	w, err := flate.NewWriter(file, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return file.String(), nil
}

// leastKept is what the largest weight of a feature must come to: with those of
// one part left out, a file is a tenth smaller and reads alike.
const leastKept = 2

func pack(b *strings.Builder, m PackedModel) {
	top := 0.0
	for _, r := range m.Rows {
		for _, w := range r {
			top = max(top, math.Abs(w))
		}
	}
	scale := max(top, 1e-9) / 127
	type kept struct {
		key uint32
		row []byte
	}
	var ks []kept
	for i, r := range m.Rows {
		row, most := make([]byte, len(m.Classes)), int8(0)
		for c, w := range r {
			q := int8(math.Round(w / scale))
			row[c] = byte(q)
			most = max(most, q, -q)
		}
		if most >= leastKept {
			ks = append(ks, kept{m.Keys[i], row})
		}
	}
	bits := uint(1)
	for 1<<bits < len(ks)*4/3+2 {
		bits++
	}
	marks, rows := make([]byte, 2<<bits), make([]byte, len(m.Classes)<<bits)
	mask := uint32(1)<<bits - 1
	for _, k := range ks {
		i := k.key & mask
		for binary.LittleEndian.Uint16(marks[2*i:]) != 0 {
			i = (i + 1) & mask
		}
		binary.LittleEndian.PutUint16(marks[2*i:], markOf(k.key))
		copy(rows[int(i)*len(m.Classes):], k.row)
	}
	head := m.Name + " " + strings.Join(m.Classes, " ")
	b.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(head))))
	b.WriteString(head)
	b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(scale))))
	b.WriteByte(byte(bits))
	b.Write(marks)
	b.Write(rows)
}
