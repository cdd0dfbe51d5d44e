package nlp

import (
	"bytes"
	"strings"
	"testing"
)

func TestPack(t *testing.T) {
	model := bytes.Repeat([]byte("vigil-syntax-2\nwords"), 5000)
	b, err := Pack(model)
	if err != nil || len(b) > len(model)/10 {
		t.Fatalf("%d bytes of %d, %v", len(b), len(model), err)
	}
	for _, in := range []string{string(b), string(model)} {
		if got, err := unpack(in); err != nil || got != string(model) {
			t.Errorf("%.8q… is unpacked to %d bytes, %v", in, len(got), err)
		}
	}
	for _, bad := range []string{packed, string(b[:len(b)-9]), strings.Replace(string(b), string(b[20:24]), "xxxx", 1)} {
		if _, err := New(Models{Syntax: bad}); err == nil {
			t.Errorf("a damaged model of %d bytes opens", len(bad))
		}
	}
}
