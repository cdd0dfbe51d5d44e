package eval

import (
	"os"
	"path/filepath"
	"testing"
)

func TestJudgeCoded(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	gold := write("gold", `{"id":"a","set":"up-gsr","expected":[["X","Y","112"],["X","Y","193"]]}
{"id":"b","set":"unit","expected":[]}
`)
	predicted := write("predicted", `{"id":"a","statements":[{"type":"ACCUSE"}],"incidents":[{"sub_event":"Agreement"}]}
{"id":"b"}
`)
	got, err := judgeCoded(gold, dir, predicted)
	if err != nil || got["root_f1 up-gsr"] != .5 || got["root_f1 unit"] != 0 {
		t.Errorf("%v, %v; want one of two found and one of two right", got, err)
	}
}
