package when_test

import (
	"strings"
	"testing"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve/when"
)

func times(t *testing.T, text, published string) (vigil.Published, []vigil.When) {
	t.Helper()
	rep := &vigil.Report{Text: text}
	if published != "" {
		d, err := vigil.ParseDay(published)
		if err != nil {
			t.Fatal(err)
		}
		rep.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given, Score: 1}
	}
	return when.New().Times(rep, &nlp.Doc{Text: text})
}

// show prints times as "text=value/MOD", joined by "; ".
func show(ts []vigil.When) string {
	var out []string
	for _, w := range ts {
		s := w.Text + "=" + w.Value
		if w.Mod != "" {
			s += "/" + w.Mod
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// The report of these sentences came out on Tuesday 4 September 2018.
func TestTimes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// dates that the calendar names
		{"It began on Friday, Sept. 7, 2018.", "Friday, Sept. 7, 2018=2018-09-07"},
		{"It began on 7 September 2018.", "7 September 2018=2018-09-07"},
		{"It began on the 7th of September.", "the 7th of September=2018-09-07"},
		{"It began on September 7th, 2018.", "September 7th, 2018=2018-09-07"},
		{"It began in April 2015 and ended in May 2016.", "April 2015=2015-04; May 2016=2016-05"},
		{"It began on 2018-09-03.", "2018-09-03=2018-09-03"},
		{"It began on 3/9/2018 and ended on 25/8/2018.", "3/9/2018=2018-09-03; 25/8/2018=2018-08-25"},
		{"It was shelled on September 3.", "September 3=2018-09-03"},
		{"It was shelled on January 20.", "January 20=2018-01-20"},
		{"Talks will be held on January 20.", "January 20=2019-01-20"},
		{"He may march in May.", "May=2018-05"},
		{"May said that the March was long.", ""},
		{"Jan Novak met Sun Li.", ""},
		{"It began on Sept 4 '18.", "Sept 4 '18=2018-09-04"},
		// so many days earlier are counted from a day that was named, not from a month or a season
		{"Fields have lain fallow since last summer. Six days earlier a farm was raided.", "last summer=2018-SU; Six days earlier=2018-08-29"},
		{"It began on August 20. Two days earlier a farm was raided.", "August 20=2018-08-20; Two days earlier=2018-08-18"},
		// years
		{"The war began in 2011.", "2011=2011"},
		{"Since 2011, 2000 people have died.", "2011=2011"},
		{"The 2018 elections were delayed.", "2018=2018"},
		{"In the 1980s, and again in the '90s, it was quiet.", "the 1980s=198; the '90s=199"},
		{"in the early nineties", "the early nineties=199/START"},
		{"in nineteen ninety-four", "nineteen ninety-four=1994"},
		{"the year 2000", "the year 2000=2000"},
		{"in the 19th century", "the 19th century=18"},
		{"It cost $2000 and weighed 1,989 tons.", ""},
		// weekdays
		{"It was shelled on Monday.", "Monday=2018-09-03"},
		{"It was shelled on Tuesday.", "Tuesday=2018-09-04"},
		{"It was shelled on Wednesday.", "Wednesday=2018-08-29"},
		{"Leaders will meet on Friday.", "Friday=2018-09-07"},
		{"Leaders met last Friday and meet next Friday.", "last Friday=2018-08-31; next Friday=2018-09-07"},
		{"They protest on Fridays.", "Fridays=XXXX-WXX-5"},
		{"They protest every Friday.", "every Friday=XXXX-WXX-5"},
		{"late on Monday", "late on Monday=2018-09-03/END"},
		// from now
		{"Yesterday it was quiet, today it is not.", "Yesterday=2018-09-03; today=2018-09-04"},
		{"It was quiet last week, last month and last year.", "last week=2018-W35; last month=2018-08; last year=2017"},
		{"earlier this month", "earlier this month=2018-09/START"},
		{"late last month", "late last month=2018-08/END"},
		{"in mid-April", "mid-April=2018-04/MID"},
		{"by the end of next year", "the end of next year=2019/END"},
		{"three months ago", "three months ago=2018-06"},
		{"two weeks ago", "two weeks ago=2018-W34"},
		{"four days ago", "four days ago=2018-08-31"},
		{"seven years ago", "seven years ago=2011"},
		{"several years ago", "several years ago=PAST_REF"},
		{"last summer and this winter", "last summer=2018-SU; this winter=2018-WI"},
		{"over the weekend", "the weekend=2018-W35-WE"},
		{"last March", "last March=2018-03"},
		// lengths and sets
		{"for three days", "three days=P3D"},
		{"a seven-year war", "seven-year=P7Y"},
		{"in the past two months", "the past two months=P2M"},
		{"in recent months", "recent months=PXM"},
		{"seven years into the war", "seven years=P7Y"},
		{"more than two decades", "more than two decades=P20Y/MORE_THAN"},
		{"at least 72 hours", "at least 72 hours=PT72H/EQUAL_OR_MORE"},
		{"two and a half years", "two and a half years=P2Y6M"},
		{"half an hour", "half an hour=PT30M"},
		{"an hour and a half later", "an hour and a half=PT1H30M"},
		{"for years", "years=PXY"},
		{"Years of war", "Years=PXY"},
		{"a 34-year-old man, 34 years old", ""},
		{"daily, every day and each month", "daily=P1D; every day=P1D; each month=P1M"},
		{"50 flights a week", "a week=P1W"},
		// vague
		{"He recently said that it is now calm.", "recently=PAST_REF; now=PRESENT_REF"},
		{"in the near future", "the near future=FUTURE_REF"},
		{"in the coming weeks", "the coming weeks=FUTURE_REF"},
		// quarters and seasons
		{"in the third quarter of 2017", "the third quarter of 2017=2017-Q3"},
		{"in the first half of this year", "the first half of this year=2018-H1"},
		{"third-quarter exports", "third-quarter=2018-Q3"},
		{"in the fiscal year 2019", "the fiscal year 2019=2019"},
		{"in the 2018-19 academic year", "2018-19 academic year=2018"},
		{"during the autumn term", "the autumn=2018-FA"},
		// times of the day
		{"at 5 p.m. on Monday", "5 p.m. on Monday=2018-09-03T17:00"},
		{"on Monday at 5:30 pm", "Monday at 5:30 pm=2018-09-03T17:30"},
		{"at 2030, not at 1600 Dock Street", "2030=2018-09-04T20:30"},
		{"at 0230 GMT", "0230 GMT=2018-09-04T02:30"},
		{"on Monday night", "Monday night=2018-09-03TNI"},
		{"early on Monday morning", "early on Monday morning=2018-09-03TMO/START"},
		{"at dawn on Monday and last night", "dawn on Monday=2018-09-03TMO; last night=2018-09-03TNI"},
		{"the night of September 2", "the night of September 2=2018-09-02TNI"},
		// where the story is
		{"On August 20 it began. Two days later it ended. The next day was quiet.", "August 20=2018-08-20; Two days later=2018-08-22; The next day=2018-08-21"},
		{"On August 20 it began. That day was hot.", "August 20=2018-08-20; That day=2018-08-20"},
		{"In June 2017 it began; the following month it ended.", "June 2017=2017-06; the following month=2017-07"},
		{"overnight on Monday, in the early hours of Monday", "overnight on Monday=2018-09-03TNI; the early hours of Monday=2018-09-03TMO/START"},
		{"at 2 a.m. local time (2300 GMT on Sunday)", "2 a.m. local time=2018-09-04T02:00; 2300 GMT on Sunday=2018-09-02T23:00"},
		{"at 14.30 on Monday, on Tuesday at dawn", "14.30 on Monday=2018-09-03T14:30; Tuesday at dawn=2018-09-04TMO"},
		{"Mon, 03 Sep 2018 10:20:00 GMT, 2018-09-03T10:20:00Z", "Mon, 03 Sep 2018 10:20:00 GMT=2018-09-03T10:20; 2018-09-03T10:20:00Z=2018-09-03T10:20"},
		// weeks and holdings
		{"the first week of March, the last week of August", "the first week of March=2018-W09; the last week of August=2018-W35"},
		{"the week of March 6, this past weekend", "the week of March 6=2018-W10; this past weekend=2018-W35-WE"},
		{"the day before yesterday, that night, for the third day", "the day before yesterday=2018-09-02; that night=2018-09-02TNI; the third day=2018-09-04"},
		{"the summer of 2016, the spring of this year, October last year", "the summer of 2016=2016-SU; the spring of this year=2018-SP; October last year=2017-10"},
		{"KARSA, 23 AUG 88 (VP) -- ON 30 DEC 89 IT WAS HIT", "23 AUG 88=1988-08-23; 30 DEC 89=1989-12-30"},
		{"since 9/11", "9/11=2001-09-11"},
		{"in the past few weeks, for the first time in years", "the past few weeks=PXW; years=PXY"},
		// other calendars, holidays
		{"on 15 Ramadan 1439", "15 Ramadan 1439=2018-05-30"},
		{"on 10 Khordad 1397", "10 Khordad 1397=2018-05-31"},
		{"in Ramadan 2017, in Ramadan of 2016", "Ramadan 2017=2017-06; Ramadan of 2016=2016-06"},
		{"He died on 3 May. It will end.", "3 May=2018-05-03"},
		{"It will end in the fall", "the fall=2018-FA"},
		{"the fall semester of 2017, in fall 2016", "the fall semester of 2017=2017-FA; fall 2016=2016-FA"},
		{"on 10 Muharram 1440, in Mehr 1397", "10 Muharram 1440=2018-09-21; Mehr 1397=2018-10"},
		{"on Eid al-Fitr and Ashura", "Eid al-Fitr=2018-06-15; Ashura=2018-09-21"},
		{"before Christmas and after Easter 2018", "Christmas=2018-12-25; Easter 2018=2018-04-01"},
		// upper case, tokenised
		{"IT WAS SHELLED ON MONDAY , SEPT. 3 , 2018 .", "MONDAY , SEPT. 3 , 2018=2018-09-03"},
	} {
		_, got := times(t, c.in, "2018-09-04")
		if s := show(got); s != c.want {
			t.Errorf("%q\n\t= %s\n\twant %s", c.in, s, c.want)
		}
	}
}

// TestDays checks the days that expressions can mean.
func TestDays(t *testing.T) {
	for _, c := range []struct{ in, from, to string }{
		{"It was hit on Monday.", "2018-09-03", "2018-09-03"},
		{"It was hit on 1-3 September.", "2018-09-01", "2018-09-03"},
		{"It was hit on September 1-3, 2018.", "2018-09-01", "2018-09-03"},
		{"It was hit between September 1 and 3.", "2018-09-01", "2018-09-03"},
		{"It was hit in mid-April.", "2018-04-11", "2018-04-20"},
		{"It was hit late last month.", "2018-08-21", "2018-08-31"},
		{"It was hit last week.", "2018-08-27", "2018-09-02"},
		{"It was hit in the past 48 hours.", "2018-09-02", "2018-09-04"},
		{"It was hit in the past two weeks.", "2018-08-21", "2018-09-04"},
		{"It will be hit in the next three months.", "2018-09-04", "2018-12-04"},
		{"It was hit in 2017-18.", "2017-01-01", "2018-12-31"},
		{"It was hit in the first week of March.", "2018-03-01", "2018-03-07"},
		{"It was spent in fiscal year 2017.", "2016-07-01", "2018-03-31"}, // which months it has is each country's own
		{"It was closed in the 2017-18 school year.", "2017-04-01", "2018-09-30"},
		{"It was hit since 2011.", "2011-01-01", "2011-12-31"},
		{"It was hit on 10 Khordad 1397.", "2018-05-31", "2018-05-31"},
		{"It was hit in the third quarter.", "2018-07-01", "2018-09-30"},
		{"It was hit over the weekend.", "2018-09-01", "2018-09-02"},
		{"It was hit during Ramadan.", "2018-05-15", "2018-06-15"}, // a day more on each side: months begin by the moon
		{"It was hit recently.", "", "2018-09-04"},
		{"It may be hit in the near future.", "2018-09-04", ""},
		{"It was hit for three days.", "", ""},
	} {
		_, ts := times(t, c.in, "2018-09-04")
		if len(ts) != 1 || ts[0].Days.From.String() != c.from || ts[0].Days.To.String() != c.to {
			t.Errorf("%q = %+v, want %s to %s", c.in, ts, c.from, c.to)
		}
	}
}
