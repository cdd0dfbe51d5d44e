package store

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	for _, s := range []string{"", "é\x00", "\xff\xfe", `["x"]`, "<&>\u2028"} {
		b, err := json.Marshal(Text(s))
		if err != nil {
			t.Fatal(err)
		}
		var got Text
		if err := json.Unmarshal(b, &got); err != nil || string(got) != s {
			t.Errorf("%q comes back as %q from %s, %v", s, got, b, err)
		}
	}
}

// Whatever the lines of a backup hold, they give rows and then an end or an
// error, and no more rows than lines.
func FuzzReadBackup(f *testing.F) {
	f.Add([]byte(`{"form":"vigil store 1"}` + "\n" + `{"claim":{"id":"a"}}` + "\n" + `{"rows":1,"sha256":"0"}` + "\n"))
	f.Add([]byte(`{"form":"vigil store 1"}` + "\n" + `{"report":{"text":["//4="]}}`))
	f.Add([]byte(`{"form":"vigil store 2"}` + "\n"))
	f.Add([]byte(strings.Repeat("x", 1<<17)))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, rows, ended := 0, 0, false
		for _, err := range backupRows(bytes.NewReader(b), &n) {
			if ended {
				t.Fatal("it goes on after an error")
			}
			if err != nil {
				ended = true
				continue
			}
			rows++
		}
		if rows != n || rows > bytes.Count(b, []byte("\n")) {
			t.Errorf("%d rows, %d counted", rows, n)
		}
	})
}
