package main

import (
	"fmt"
	"strings"
	"testing"

	"vigil"
)

// TestWhere reads one sentence for each way in which reports say where: what
// it names, what sort of place that is, how what is told lies to it, and how
// exactly that is known (ACLED's geo_precision, 0 where there is no place).
func TestWhere(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		// demonyms and peoples are not where
		{"Syrian troops returned on Monday.", "Syrian: SYR country (adjective) 0"},
		{"Three Afghans were killed in Kabul.", "Afghans: AFG country (people) 0; Kabul: AFG settlement 1"},
		// a capital that stands for a government is not where
		{"Damascus said on Monday that rebels had shelled Aleppo.", "Damascus: SYR settlement (government) 0; Aleppo: SYR settlement 1"},
		{"Moscow accused Kyiv of shelling a hospital in Donetsk.",
			"Moscow: RUS settlement (government) 0; Kyiv: UKR settlement (government) 0; Donetsk: UKR settlement 1"},
		{"Shells fell on Damascus on Monday.", "Damascus: SYR settlement 1"},
		// facilities and camps
		{"Two people were killed in the Zaatari refugee camp on Monday.", "Zaatari: JOR facility 1"},
		{"A rocket hit Bagram air base on Monday.", "Bagram: AFG facility 1"},
		{"Fighters attacked the al-Tanf base in Syria on Monday.", "al-Tanf: SYR facility 1; Syria: SYR country 0"},
		// regions
		{"Fighting went on in Ghouta, outside Damascus.", "Ghouta: SYR region 3; Damascus: SYR settlement [outside] 2"},
		{"Fighting went on in Darfur on Monday.", "Darfur: SDN region 3"},
		{"Shelling went on across Donbas on Monday.", "Donbas: UKR region 3"},
		{"Attacks across the Sahel have increased.", "Sahel:  region 3"},
		{"An air strike hit a house in southern Gaza on Monday.", "Gaza: PSE admin1 [southern] 3"},
		// rivers, and a town that is called like one
		{"Troops crossed the Euphrates on Monday.", "Euphrates:  water 3"},
		{"Troops crossed the Dnipro river on Monday.", "Dnipro:  water 3"},
		{"A missile hit Dnipro on Monday.", "Dnipro: UKR settlement 1"},
		// roads
		{"A bomb exploded on the road between Saraqib and Maarat al-Numan on Monday.",
			"Saraqib: SYR settlement [on the way to Maarat al-Numan from] 2; Maarat al-Numan: SYR settlement [on the way from Saraqib to] 2"},
		{"Soldiers were ambushed between Saraqib and Maarat al-Numan on Monday.",
			"Saraqib: SYR settlement [on the way to Maarat al-Numan from] 2; Maarat al-Numan: SYR settlement [on the way from Saraqib to] 2"},
		{"Gunmen stopped a bus on the road from Kabul to Kandahar on Monday.",
			"Kabul: AFG settlement [on the way to Kandahār from] 3; Kandahar: AFG settlement [on the way from Kabul to] 3"},
		{"Gunmen stopped a bus on the Kabul-Kandahar highway on Monday.",
			"Kabul: AFG settlement [on the way to Kandahār from] 3; Kandahar: AFG settlement [on the way from Kabul to] 3"},
		{"Talks between Israel and Syria were held in Astana.", "Israel: ISR country 0; Syria: SYR country 0; Astana: KAZ settlement 1"},
		// distance and bearing, of the town rather than the province
		{"A drone fell 20 km north of Raqqa on Monday.", "Raqqa: SYR settlement [20 km north of] 2"},
		{"A drone fell 15 miles south-west of Mosul on Monday.", "Mosul: IRQ settlement [15 miles south-west of] 2"},
		{"A drone fell 30 km outside Kharkiv on Monday.", "Kharkiv: UKR settlement [30 km outside] 2"},
		{"A car bomb went off near Afrin on Monday.", "Afrin: SYR settlement [near] 2"},
		{"Shells fell on the outskirts of Damascus.", "Damascus: SYR settlement [outskirts of] 2"},
		// borders: no point, and either side where two countries are named
		{"Shelling killed five civilians near the Turkish border on Monday.", "Turkish: TUR country [near the border of] 0"},
		{"Shelling killed two people in northern Syria near the border with Turkey.",
			"Syria: SYR country [northern] 0; Turkey:  country [near the border with] 0"},
		{"Troops massed along the border between Armenia and Azerbaijan.",
			"Armenia:  country [along the border between] 0; Azerbaijan:  country [the border of] 0"},
		{"Syrian soldiers followed rebels across the border with Lebanon.",
			"Syrian: SYR country (adjective) 0; Lebanon: LBN country [across the border with] 0"},
		// a place within a province is no more exact than the province
		{"An air strike hit a village in Idlib province on Monday.", "Idlib: SYR admin1 3"},
		{"Rebels took Jisr al-Shughour in the province of Idlib.", "Jisr al-Shughour: SYR settlement 1; Idlib: SYR admin1 3"},
		{"Jets hit the city of Idlib and Idlib province on Monday.", "Idlib: SYR settlement 1; Idlib: SYR admin1 3"},
		// a kind of place in capitals is part of its name, and what it is
		{"Eight people were injured in Miaoli County on Monday.", "Miaoli County: TWN admin2 2"},
		// the report decides
		{"Shells fell on the Khalidiyeh district of Homs in Syria on Monday.", "Khalidiyeh: SYR district 1; Homs: SYR settlement 1; Syria: SYR country 0"},
		{"Shells fell on Salah al-Din in the city of Aleppo on Monday.", "Salah al-Din: SYR district 1; Aleppo: SYR settlement 1"},
		{"Soldiers clashed with gunmen in Tripoli, in northern Lebanon.", "Tripoli: LBN settlement 1; Lebanon: LBN country [northern] 0"},
		{"Soldiers clashed with gunmen in Tripoli. Libya's government called for calm.", "Tripoli: LBY settlement 1; Libya: LBY country 0"},
		// a town whose name looks like a person's
		{"Warplanes bombed Maarat al-Numan on Monday.", "Maarat al-Numan: SYR settlement 1"},
		{"Fighting went on in Maarat al-Numan on Monday.", "Maarat al-Numan: SYR settlement 1"},
		{"Rebels withdrew from Maarat al-Numan on Monday.", "Maarat al-Numan: SYR settlement 1"},
	} {
		var got []string
		for _, p := range a.Analyse(vigil.Report{ID: "x", Text: c.text}).Resolved.Places {
			s := fmt.Sprintf("%s: %s %s", p.Text, p.Country, p.Kind)
			if p.Relation != "" {
				s += " [" + p.Relation + "]"
			}
			if p.Use != vigil.At {
				s += " (" + string(p.Use) + ")"
			}
			got = append(got, fmt.Sprintf("%s %d", s, p.GeoPrecision()))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// TestHome reads a town of two countries' in reports of outlets that sit in one.
func TestHome(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	const text = "Two people were killed in Hyderabad on Monday."
	for _, c := range []struct {
		rep  vigil.Report
		want string
	}{
		{vigil.Report{URL: "https://news.example.in/a"}, "IND"}, {vigil.Report{URL: "https://news.example.pk/a"}, "PAK"},
		{vigil.Report{Source: "news.example.pk"}, "PAK"}, {vigil.Report{Home: "PAK", URL: "https://news.example.com/a"}, "PAK"},
		{vigil.Report{URL: "https://news.example.com/a"}, "IND"}, {vigil.Report{Source: "Pk"}, "IND"},
	} {
		c.rep.ID, c.rep.Text = "x", text
		if ps := a.Analyse(c.rep).Resolved.Places; len(ps) != 1 || ps[0].Country != c.want {
			t.Errorf("%+v: %+v", c.rep, ps)
		}
	}
}

// TestStage reads incidents whose sentences do not say where: their country is
// the one that the report plays out in, if there is one, and no more than that.
func TestStage(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	const war = "Fighting went on in Aleppo in Syria on Monday.\n\nResidents of Idlib and Homs fled to the north.\n\n"
	for _, c := range []struct{ text, act, want string }{
		{war + "Three soldiers were killed by a roadside bomb on Tuesday.", "bomb", "Syria SYR report"},
		{"The foreign ministers of Iraq and Iran met in Geneva.\n\nThree soldiers were killed by a roadside bomb on Tuesday.", "bomb", "nowhere"},
		{war + "The bodies of three men who had been shot dead were found in the Euphrates on Tuesday.", "dead", "Euphrates SYR report"},
	} {
		got := "not read"
		for _, cl := range a.Analyse(vigil.Report{ID: "x", Text: c.text}).Claims {
			if cl.Kind != vigil.IncidentClaim || !strings.Contains(cl.Evidence[0].In(c.text), c.act) {
				continue
			}
			p := cl.Place
			if p == nil {
				got = "nowhere"
				continue
			}
			got = fmt.Sprint(p.Name, " ", p.Country, " ", p.Basis)
			if p.Guessed() && (p.GeoPrecision() != 0 || p.WherePrec() != 6 || p.RadiusKm < 100 || p.Span.In(c.text) == "" || p.Score >= 1) {
				t.Errorf("%s: %+v", c.text, p)
			}
		}
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// TestScripts finds the places of five wars by their names in Arabic, Cyrillic
// and Hebrew letters.
func TestScripts(t *testing.T) {
	places, err := placeFiles{}.load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ latin, other string }{
		{"Jisr al-Shughour", "جسر الشغور"}, {"Aleppo", "حلب"}, {"Maarat al-Numan", "معرة النعمان"}, {"Khan Yunis", "خان يونس"},
		{"Kharkiv", "Харків"}, {"Kharkov", "Харьков"}, {"Avdiivka", "Авдіївка"}, {"Avdeevka", "Авдеевка"}, {"Mariupol", "Мариуполь"},
		{"Sderot", "שדרות"}, {"Beersheba", "באר שבע"},
	} {
		a, b := places.Find(c.latin), places.Find(c.other)
		if len(a) == 0 || len(b) == 0 || a[0].Place.GeoID != b[0].Place.GeoID {
			t.Errorf("%s and %s: %+v, %+v", c.latin, c.other, a, b)
		}
	}
}
