package page

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"vigil"
)

// date is a date as a page writes it.
type date struct {
	day  vigil.Day
	at   time.Time // with its clock and zone; zero if the page gives no clock
	zone bool      // a zone is given; without one at is in UTC
	end  int       // bytes of the text read
}

// order says how 1/2/2023 is read.
type order byte

const (
	dayFirst order = iota
	monthFirst
)

// token is a run of digits or letters, or one other character.
type token struct {
	word  string // in lower case
	num   int    // -1 if not a number
	width int    // digits
	start int
	end   int
}

// maxDateText bounds the text that is looked at for a date.
const maxDateText = 400

// findDate reads the first date in s: ISO 8601 and its kin, numeric dates, and
// dates with a month's name in the languages of months.go. Years lie between
// 1980 and 2100.
func findDate(s string, ord order) (date, bool) {
	if len(s) > maxDateText {
		s = s[:maxDateText]
	}
	toks := tokens(s)
	for i := range toks {
		if i > 0 && toks[i].num >= 0 && toks[i-1].num < 0 && toks[i-1].end == toks[i].start && isLetters(toks[i-1].word) {
			continue // digits inside a word
		}
		day, n := dateAt(toks[i:], ord)
		if n == 0 {
			continue
		}
		d := date{day: day, end: toks[i+n-1].end}
		clock, ok := clockAfter(toks[i+n:])
		if !ok {
			clock, ok = clockBefore(toks[:i])
		}
		if ok {
			t := day.Time()
			loc := time.UTC
			if clock.zone {
				loc = time.FixedZone("", clock.offset)
			}
			d.at = time.Date(t.Year(), t.Month(), t.Day(), clock.h, clock.m, clock.s, 0, loc)
			d.zone = clock.zone
		}
		return d, true
	}
	return date{}, false
}

func isLetters(w string) bool {
	for _, r := range w {
		return unicode.IsLetter(r)
	}
	return false
}

// tokens cuts s; digits of any script count as digits.
func tokens(s string) []token {
	var out []token
	rs := []rune(s)
	pos := 0
	for i := 0; i < len(rs); {
		start, j := pos, i
		switch {
		case unicode.IsDigit(rs[i]):
			n := 0
			for j < len(rs) && unicode.IsDigit(rs[j]) {
				if j-i < 15 {
					n = n*10 + digitValue(rs[j])
				}
				pos += len(string(rs[j]))
				j++
			}
			out = append(out, token{num: n, width: j - i, start: start, end: pos})
		case isWordRune(rs[i]):
			for j < len(rs) && isWordRune(rs[j]) {
				pos += len(string(rs[j]))
				j++
			}
			w := strings.ToLower(string(rs[i:j]))
			if k := len(out) - 1; k >= 0 && (out[k].word == "كانون" || out[k].word == "تشرين") {
				out[k].word, out[k].end = out[k].word+" "+w, pos // the Levant's months have two words
			} else {
				out = append(out, token{word: w, num: -1, start: start, end: pos})
			}
		default:
			pos += len(string(rs[i]))
			j++
			if !unicode.IsSpace(rs[i]) && !unicode.In(rs[i], unicode.Cf) {
				out = append(out, token{word: string(rs[i]), num: -1, start: start, end: pos})
			}
		}
		i = j
	}
	return out
}

// isWordRune joins letters to words, but for the Chinese and Japanese marks of
// year, month and day and the Korean ones, which stand between numbers.
func isWordRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !strings.ContainsRune("年月日년월일", r)
}

func digitValue(r rune) int {
	for _, base := range []rune{'0', '٠', '۰', '०', '০', '０'} {
		if r >= base && r <= base+9 {
			return int(r - base)
		}
	}
	v, err := strconv.Atoi(string(r))
	if err != nil {
		return 0
	}
	return v
}

// dateAt reads a date at the head of t and returns how many tokens it takes.
func dateAt(t []token, ord order) (vigil.Day, int) {
	switch {
	case t[0].num >= 0 && t[0].width == 4:
		return yearFirst(t)
	case t[0].num >= 0 && t[0].width == 8:
		d := civil(t[0].num/10000, t[0].num/100%100, t[0].num%100)
		return d, btoi(d != 0)
	case t[0].num >= 0 && t[0].width <= 2:
		if d, n := numeric(t, ord); n > 0 {
			return d, n
		}
		return dayMonth(t)
	case t[0].num < 0 && monthOf(t[0].word) > 0:
		return monthDay(t)
	}
	return 0, 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// yearFirst reads 2023-04-08, 2023/4/8, 2023.04.08, 2023年4月8日, 2023 April 8.
func yearFirst(t []token) (vigil.Day, int) {
	if len(t) >= 5 && t[2].num >= 0 && t[4].num >= 0 && t[2].width <= 2 && t[4].width <= 2 {
		sep := t[1].word
		if (sep == "年" || sep == "년" || strings.Contains("-/.‐–", sep)) && (t[3].word == sep || t[3].word == "月" || t[3].word == "월") {
			d := civil(t[0].num, t[2].num, t[4].num)
			return d, 5 * btoi(d != 0)
		}
	}
	if len(t) >= 3 && t[1].num < 0 && t[2].num >= 0 && t[2].width <= 2 {
		if m := monthOf(t[1].word); m > 0 {
			d := civil(t[0].num, m, t[2].num)
			return d, 3 * btoi(d != 0)
		}
	}
	return 0, 0
}

// numeric reads 8.4.2023, 08/04/2023, 4-8-2023 and the like with two-digit years.
func numeric(t []token, ord order) (vigil.Day, int) {
	if len(t) < 5 || t[2].num < 0 || t[2].width > 2 || t[4].num < 0 || t[4].width != 4 && t[4].width != 2 {
		return 0, 0
	}
	sep := t[1].word
	if sep != t[3].word || len(sep) != 1 || !strings.Contains("/.-", sep) {
		return 0, 0
	}
	if len(t) > 6 && t[5].word == sep && t[6].num >= 0 {
		return 0, 0 // an IP address or a version
	}
	d, m, y := t[0].num, t[2].num, t[4].num
	if t[4].width == 2 {
		y += 2000
	}
	if sep == "/" && ord == monthFirst && d <= 12 || m > 12 {
		d, m = m, d
	}
	day := civil(y, m, d)
	return day, 5 * btoi(day != 0)
}

// dayMonth reads "8 April 2023", "8th of April, 2023", "8. April 2023",
// "8 de abril de 2023", "8-Apr-2023".
func dayMonth(t []token) (vigil.Day, int) {
	i := skip(t, 1)
	if i >= len(t) || t[i].num >= 0 {
		return 0, 0
	}
	m := monthOf(t[i].word)
	if m == 0 {
		return 0, 0
	}
	i = skip(t, i+1)
	if i >= len(t) || t[i].width != 4 {
		return 0, 0
	}
	d := civil(t[i].num, m, t[0].num)
	return d, (i + 1) * btoi(d != 0)
}

// monthDay reads "April 8, 2023", "Apr. 8 2023", "April 8th, 2023".
func monthDay(t []token) (vigil.Day, int) {
	i := skip(t, 1)
	if i >= len(t) || t[i].num < 0 || t[i].width > 2 {
		return 0, 0
	}
	day := t[i].num
	i = skip(t, i+1)
	if i >= len(t) || t[i].width != 4 {
		return 0, 0
	}
	d := civil(t[i].num, monthOf(t[0].word), day)
	return d, (i + 1) * btoi(d != 0)
}

// skip passes what may stand between the parts of a date; at most three tokens.
func skip(t []token, i int) int {
	for n := 0; i < len(t) && n < 3; n++ {
		switch t[i].word {
		case ".", ",", "-", "،", "/", "st", "nd", "rd", "th", "of", "de", "del", "º", "°", "the":
			i++
			continue
		}
		break
	}
	return i
}

func civil(y, m, d int) vigil.Day {
	if y < 1980 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0
	}
	day := vigil.Date(y, time.Month(m), d)
	if day.Time().Day() != d {
		return 0
	}
	return day
}

// clock is a time of day.
type clock struct {
	h, m, s int
	zone    bool
	offset  int // seconds east of UTC
}

// clockAfter reads a time that follows a date within four tokens.
func clockAfter(t []token) (clock, bool) {
	for i := 0; i < len(t) && i < 5; i++ {
		if t[i].num >= 0 {
			if c, n := clockAt(t[i:]); n > 0 {
				c.readZone(t[i+n:])
				return c, true
			}
			return clock{}, false
		}
	}
	return clock{}, false
}

// clockBefore reads a time that stands just before a date.
func clockBefore(t []token) (clock, bool) {
	for i := max(0, len(t)-9); i < len(t); i++ {
		if t[i].num < 0 || t[i].width > 2 {
			continue
		}
		if c, n := clockAt(t[i:]); n > 0 {
			c.readZone(t[i+n:])
			return c, true
		}
	}
	return clock{}, false
}

// clockAt reads 7:05, 07:05:09, 7:05 pm, 7.05pm, 7 p.m., T0705.
func clockAt(t []token) (clock, int) {
	var c clock
	n := 1
	if t[0].width > 2 || t[0].num > 23 {
		return c, 0
	}
	c.h = t[0].num
	colon := len(t) >= 3 && (t[1].word == ":" || t[1].word == "." || t[1].word == "h") && t[2].width == 2 && t[2].num < 60
	if colon {
		c.m, n = t[2].num, 3
		if len(t) >= 5 && t[3].word == ":" && t[4].width == 2 && t[4].num < 60 {
			c.s, n = t[4].num, 5
			if len(t) >= 7 && t[5].word == "." && t[6].num >= 0 {
				n = 7 // fractions of a second
			}
		}
	}
	half, k := dayHalf(t[n:])
	switch {
	case half == "" && (!colon || t[1].word == "."):
		return c, 0
	case half == "pm" && c.h < 12:
		c.h += 12
	case half == "am" && c.h == 12:
		c.h = 0
	}
	return c, n + k
}

// dayHalf reads am, pm, a.m., p.m.
func dayHalf(t []token) (string, int) {
	if len(t) == 0 {
		return "", 0
	}
	w := t[0].word
	if w == "am" || w == "pm" {
		return w, 1
	}
	if (w == "a" || w == "p") && len(t) >= 3 && t[1].word == "." && t[2].word == "m" {
		return w + "m", 3 + btoi(len(t) > 3 && t[3].word == ".")
	}
	return "", 0
}

// zones are the abbreviations that news pages print, in minutes east of UTC.
var zones = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
	"est": -300, "edt": -240, "et": -300, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
	"gst": 240, "pkt": 300, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aedt": 660, "aest": 600, "trt": 180, "мск": 180,
}

// readZone reads Z, +02:00, -0500, GMT+3, (EST) after a time.
func (c *clock) readZone(t []token) {
	for len(t) > 0 && (t[0].word == "(" || t[0].word == ",") {
		t = t[1:]
	}
	if len(t) == 0 {
		return
	}
	if m, ok := zones[t[0].word]; ok {
		c.zone, c.offset = true, m*60
		if t = t[1:]; t0(t) != "+" && t0(t) != "-" {
			return
		}
	}
	if sign := t0(t); (sign == "+" || sign == "-" || sign == "−") && len(t) > 1 && t[1].num >= 0 {
		h, m := t[1].num, 0
		switch {
		case t[1].width == 4:
			h, m = t[1].num/100, t[1].num%100
		case len(t) > 3 && t[2].word == ":" && t[3].width == 2:
			m = t[3].num
		}
		if h > 14 || m > 59 {
			return
		}
		c.zone, c.offset = true, (h*60+m)*60
		if sign != "+" {
			c.offset = -c.offset
		}
	}
}

func t0(t []token) string {
	if len(t) == 0 {
		return ""
	}
	return t[0].word
}

// machineDate reads what stands in metadata: also seconds and milliseconds
// since 1970, and compact forms.
func machineDate(s string, ord order) (date, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "20060102T150405Z0700", "20060102T150405", "20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1980 && t.Year() <= 2100 {
			return date{day: vigil.DayOf(t), at: t, zone: strings.Contains(layout, "Z07")}, true
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && (len(s) == 10 || len(s) == 13) {
		if len(s) == 13 {
			n /= 1000
		}
		t := time.Unix(n, 0).UTC()
		return date{day: vigil.DayOf(t), at: t, zone: true}, true
	}
	return findDate(s, ord)
}
