package lead_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/lead"
)

func row(id, day, code, geo, url string) string {
	f := make([]string, 61)
	f[0], f[1], f[6], f[16], f[26], f[31] = id, day, "MILITIA", "VILLAGE", code, "4"
	f[51], f[52], f[53], f[56], f[57], f[60] = geo, "Valley, Nowhere", "NW", "35.5", "36.25", url
	return strings.Join(f, "\t") + "\n"
}

func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create("../../../evil.csv")
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(f))
	}
	z.Close()
	return b.Bytes()
}

func TestGDELT(t *testing.T) {
	table := row("1", "20180904", "190", "4", "https://example.org/a") + row("2", "20180904", "042", "1", "https://example.org/b") + "short\trow\n" + row("3", "2018", "190", "4", "x")
	for name, raw := range map[string][]byte{"plain": []byte(table), "zip": zipped(t, table)} {
		var got []lead.Lead
		faults := 0
		for l, err := range lead.GDELT(raw, []string{"19", "20"}) {
			if err != nil {
				faults++
				continue
			}
			got = append(got, l)
		}
		if len(got) != 1 || faults != 2 {
			t.Fatalf("%s: %+v, %d faults", name, got, faults)
		}
		if l := got[0]; l.URL != "https://example.org/a" || !l.Located || l.Lat != 35.5 || l.Day.String() != "2018-09-04" || len(l.Actors) != 2 {
			t.Errorf("%s: %+v", name, l)
		}
	}
	for l := range lead.GDELT([]byte(row("2", "20180904", "042", "1", "javascript:x")), nil) {
		if l.Located || l.URL != "" {
			t.Errorf("a country's middle is a point, or a script an address: %+v", l)
		}
	}
	up := lead.Updates([]byte("1 abc http://data.example.org/20180904.export.CSV.zip\n2 def http://data.example.org/20180904.mentions.CSV.zip\nrubbish\n"))
	if len(up) != 1 || up[0].ID != "abc" {
		t.Errorf("%+v", up)
	}
}

const acled = "event_id_cnty,event_date,sub_event_type,actor1,actor2,country,location,latitude,longitude,geo_precision,source,notes,fatalities\n" +
	"NOW1,2018-09-04,Shelling/artillery/missile attack,Militia,Civilians,Nowhere,Valley,35.5,36.25,1,Wire; Post,\"Eight \"\"people\"\" were killed.\",8\n" +
	"NOW2,04 September 2018,Armed clash,,,Nowhere,,,,3,,,\n,2018-09-04,x\nNOW4,2018-09-04,x,,,,,,,,,,many\n"

func TestACLED(t *testing.T) {
	var got []lead.Lead
	faults := 0
	for l, err := range lead.ACLED(strings.NewReader("\ufeff" + acled)) {
		if err != nil {
			faults++
			continue
		}
		got = append(got, l)
	}
	if len(got) != 2 || faults != 2 {
		t.Fatalf("%+v, %d faults", got, faults)
	}
	if l := got[0]; *l.Killed != 8 || len(l.Sources) != 2 || l.Note != `Eight "people" were killed.` || !l.Located {
		t.Errorf("%+v", l)
	}
	if l := got[1]; l.Killed != nil || l.Located || l.Day.String() != "2018-09-04" {
		t.Errorf("what is not told is a number: %+v", l)
	}
}

func TestHostile(t *testing.T) {
	bomb := zipped(t, strings.Repeat("\x00", 32<<20))
	for name, raw := range map[string][]byte{
		"half a zip": bomb[:len(bomb)/2], "zip of one line": bomb, "zip head": []byte("PK\x03\x04"), "line": bytes.Repeat([]byte("a"), 4<<20),
		"tabs": bytes.Repeat([]byte("\t"), 4<<20), "page": []byte("<html>"), "many files": zipped(t, make([]string, 50)...),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			faults := 0
			for _, err := range lead.GDELT(raw, nil) {
				if err == nil {
					t.Error("a lead")
				}
				faults++
			}
			if took := time.Since(start); faults == 0 || took > 2*time.Minute {
				t.Errorf("%d faults in %v", faults, took)
			}
			for l, err := range lead.ACLED(bytes.NewReader(raw)) {
				if err == nil {
					t.Errorf("%+v", l)
				}
			}
		})
	}
}

func FuzzLeads(f *testing.F) {
	f.Add([]byte(acled))
	f.Add([]byte(row("1", "20180904", "190", "4", "https://example.org/a")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for range lead.GDELT(raw, nil) {
		}
		for l, err := range lead.ACLED(bytes.NewReader(raw)) {
			if err == nil && l.ID == "" {
				t.Error("no id")
			}
		}
	})
}
