package jsonl_test

import (
	"testing"

	"vigil"
	"vigil/internal/collect/jsonl"
)

func TestParsePublished(t *testing.T) {
	for _, c := range []struct {
		in, want string
		instant  bool
	}{
		{"", "", false},
		{"2018-09-04", "2018-09-04", false},
		{"2018-09-04T23:30:00+03:00", "2018-09-04", true},
		{"2018-09-04T23:30", "2018-09-04", true},
		{"2018-09-04 05:40 ET", "2018-09-04", false},
		{"20180904", "2018-09-04", false},
		{"Sep 4, 2018 4:30 PM MT", "2018-09-04", false},
		{"4th September 2018", "2018-09-04", false},
		{"Tue, 04 Sep 2018 10:00:00 GMT", "2018-09-04", false},
		{"9:58 AM ET, Tue September 4, 2018", "2018-09-04", false},
		{"SEPT. 4, 2018", "2018-09-04", false},
		{"31 February 2018", "", false},
		{"3/4/2018", "", false},
		{"2018-09-041", "", false},
		{"yesterday", "", false},
	} {
		got, err := jsonl.ParsePublished(c.in)
		if got.Days.From.String() != c.want || got.Days.To != got.Days.From {
			t.Errorf("%q = %v, want %s", c.in, got.Days, c.want)
		}
		if !got.At.IsZero() != c.instant {
			t.Errorf("%q: instant %v", c.in, got.At)
		}
		if (err != nil) != (c.want == "" && c.in != "") {
			t.Errorf("%q: error %v", c.in, err)
		}
		if basis := got.Basis; (basis == vigil.Given) != (c.want != "") {
			t.Errorf("%q: basis %s", c.in, basis)
		}
	}
}
