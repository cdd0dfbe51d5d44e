package places

import (
	"strings"
	"unicode"
)

// latin lists the countries whose places are spelled one way in Latin letters:
// elsewhere names are transliterated, in several ways.
const latin = " AD AG AI AN AO AR AT AU AW BB BE BM BO BR BS BW BZ CA CH CL CO CR CU CV CZ DE DK DM DO EC EE ES FI FJ FK FO FR GB GD GF GG GI GL GN GQ GT GU GW GY HN HR HT HU IE IM IS IT JE JM KY LC LI LS LT LU LV MC MH MQ MS MT MX MZ NA NC NI NL NO NZ PA PE PF PG PH PL PR PT PY RE RO SE SI SK SM SR ST SV SX SZ TC TL TO TT US UY VA VC VE VG VI VN VU WS ZA ZM ZW CN JP TW HK MO CI "

func (b *builder) translit(country string) bool { return !strings.Contains(latin, " "+country+" ") }

var scripts = map[*unicode.RangeTable]string{
	unicode.Cyrillic: " RU UA BY BG RS MK ME BA KZ KG TJ UZ TM MN MD GE AM AZ XK ",
	unicode.Arabic:   " SY IQ LB JO PS IL EG LY TN DZ MA EH SD SS YE SA AE QA KW BH OM MR SO DJ TD IR AF PK IN TR ER ",
	unicode.Hebrew:   " IL PS LB SY JO EG ",
}

// writes reports whether people of a country write its places in a script.
func writes(country string, script *unicode.RangeTable) bool {
	return strings.Contains(scripts[script], " "+country+" ")
}
