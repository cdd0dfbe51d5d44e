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
		// a place within a province is no more exact than the province
		{"An air strike hit a village in Idlib province on Monday.", "Idlib: SYR admin1 3"},
		{"Rebels took Jisr al-Shughour in the province of Idlib.", "Jisr al-Shughour: SYR settlement 1; Idlib: SYR admin1 3"},
		{"Jets hit the city of Idlib and Idlib province on Monday.", "Idlib: SYR settlement 1; Idlib: SYR admin1 3"},
		// the report decides
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
