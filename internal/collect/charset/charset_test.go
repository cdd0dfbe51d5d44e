package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	xcharset "golang.org/x/net/html/charset"
)

// Sentences of our own in the encodings that sites leave undeclared.
var undeclared = []struct{ label, text string }{
	{"windows-1251", "Утром над городом были слышны взрывы, сообщили жители. По предварительным данным, никто не пострадал, повреждены два жилых дома и склад."},
	{"windows-1251", "Уранці над містом було чути вибухи, повідомили мешканці. За попередніми даними, ніхто не постраждав, пошкоджено два житлові будинки."},
	{"koi8-r", "Утром над городом были слышны взрывы, сообщили жители. По предварительным данным, никто не пострадал, повреждены два жилых дома и склад."},
	{"windows-1256", "قال سكان إنهم سمعوا دوي انفجارات في المدينة صباح اليوم، ولم ترد أنباء عن سقوط ضحايا، وأضافوا أن منزلين ومخزنا لحقت بها أضرار"},
	{"windows-1255", "תושבים אמרו כי שמעו פיצוצים בעיר הבוקר, ואין דיווחים על נפגעים. שני בתים ומחסן ניזוקו, כך לפי הדיווח"},
	{"windows-1253", "Κάτοικοι είπαν ότι άκουσαν εκρήξεις στην πόλη το πρωί και δεν υπάρχουν αναφορές για θύματα, ενώ δύο σπίτια υπέστησαν ζημιές"},
	{"windows-1252", "Des habitants ont entendu des explosions près de la ville; d’après les autorités, personne n’a été blessé, mais deux maisons ont été endommagées."},
	{"windows-1252", "Residents “heard blasts” — the mayor’s office said two houses were damaged…"},
	{"windows-1252", "Bewohner hörten am Morgen Explosionen über der Stadt; nach Angaben der Behörden wurden zwei Häuser beschädigt, niemand wurde getötet."},
	{"windows-1254", "Bölge sakinleri sabah saatlerinde şehirde patlama sesleri duyduklarını söyledi; iki evin hasar gördüğü, ölen ya da yaralanan olmadığı açıklandı."},
	{"iso-8859-2", "Mieszkańcy słyszeli rano wybuchy nad miastem; według władz nikt nie został ranny, a uszkodzone są dwa domy i magazyn żywności."},
	{"shift_jis", "住民によると、朝に市内で爆発音が聞こえた。当局によれば、けが人はなく、住宅二棟が損傷した。"},
	{"gb18030", "居民说早上听到城市上空有爆炸声，当局说没有人受伤，两座房屋受损，一座仓库起火。"},
	{"euc-kr", "주민들은 아침에 도시 상공에서 폭발음을 들었다고 말했다. 당국은 부상자는 없으며 주택 두 채가 파손됐다고 밝혔다."},
	{"utf-16le", "Residents heard blasts over the town in the morning."},
	{"utf-16be", "Утром над городом были слышны взрывы, сообщили жители города."},
}

func encode(t *testing.T, label, text string) []byte {
	t.Helper()
	e, _ := xcharset.Lookup(label)
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", label, err)
	}
	return b
}

func TestUndeclared(t *testing.T) {
	for _, c := range undeclared {
		got, name := Decode(encode(t, c.label, c.text), "")
		if got != c.text {
			t.Errorf("%s: read as %s: %.60q", c.label, name, got)
		}
		page := "<html><head><title>x</title></head><body class=\"" + strings.Repeat("menu ", 3000) + "\"><p>"
		if strings.HasPrefix(c.label, "utf-16") {
			continue
		}
		got, name = DecodeHTML(append([]byte(page), encode(t, c.label, c.text)...), "text/html")
		if !strings.HasSuffix(got, c.text) {
			t.Errorf("page in %s: read as %s", c.label, name)
		}
	}
}

func TestDeclared(t *testing.T) {
	ru := undeclared[0].text
	cases := []struct {
		name, declared string
		raw            []byte
		want           string
	}{
		{"header", "text/html; charset=Windows-1251", encode(t, "windows-1251", ru), ru},
		{"quoted header", `text/html; charset="koi8-r"; x=y`, encode(t, "koi8-r", ru), ru},
		{"wrong header, sound UTF-8", "text/html; charset=iso-8859-1", []byte(ru), ru},
		{"header says UTF-8, bytes do not", "text/html; charset=utf-8", encode(t, "windows-1251", ru), ru},
		{"unknown label", "text/html; charset=klingon", []byte("plain"), "plain"},
		{"byte order mark", "text/html; charset=koi8-r", []byte("\xEF\xBB\xBF" + ru), ru},
		{"one bad byte", "utf-8", []byte("жители\xFF сообщили"), "жители\uFFFD сообщили"},
		{"empty", "", nil, ""},
	}
	for _, c := range cases {
		if got, _ := Decode(c.raw, c.declared); got != c.want {
			t.Errorf("%s: %.80q", c.name, got)
		}
	}
}

func TestMeta(t *testing.T) {
	ru := undeclared[0].text
	for _, head := range []string{
		`<meta charset="windows-1251">`, `<META http-equiv=Content-Type content="text/html; charset=windows-1251">`,
		`<?xml version="1.0" encoding="windows-1251"?>`, `<script charset="nonsense"></script><meta charset=cp1251>`,
	} {
		got, name := DecodeHTML(append([]byte(head), encode(t, "windows-1251", ru)...), "text/html")
		if !strings.HasSuffix(got, ru) {
			t.Errorf("%s: read as %s", head, name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range undeclared {
		f.Add([]byte(c.text), c.label)
	}
	f.Add([]byte{0xff, 0xfe, 0x00}, "")
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x00"), "utf-16")
	f.Fuzz(func(t *testing.T, raw []byte, declared string) {
		if got, _ := Decode(raw, declared); !utf8.ValidString(got) {
			t.Errorf("not UTF-8: %q", got)
		}
		a, _ := DecodeHTML(raw, declared)
		if b, _ := DecodeHTML(raw, declared); a != b {
			t.Error("two readings differ")
		}
	})
}
