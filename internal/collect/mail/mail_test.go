package mail_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vigil/internal/collect/mail"
)

const letter = "Message-ID: <a1@example.org>\r\nFrom: \"Valley Desk\" <desk@example.org>\r\nDate: Tue, 4 Sep 2018 12:30:00 +0200\r\nSubject: =?UTF-8?Q?Bridge_shelled_=E2=80=93_eight_dead?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: base64\r\n\r\nze7i7vHy6A==\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>Other</p>\r\n--c--\r\n--b\r\nContent-Type: application/pdf; name=\"../../etc/passwd\"\r\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\r\n\r\nx\r\n--b--\r\n"

func TestParse(t *testing.T) {
	l, err := mail.Parse([]byte(letter))
	if err != nil {
		t.Fatal(err)
	}
	if l.Subject != "Bridge shelled – eight dead" || l.Name != "Valley Desk" || l.Text != "Новости" || l.ID != "a1@example.org" || len(l.Attachments) != 1 {
		t.Errorf("%+v", l)
	}
	r := l.Report("x", []byte(letter))
	if r.ID != "mid:a1@example.org" || r.Source != "Valley Desk" || r.Published.Days.From.String() != "2018-09-04" {
		t.Errorf("%+v", r)
	}
	html, err := mail.Parse([]byte("From: a@example.org\nContent-Type: text/html\n\n<html><body><p>Residents heard blasts over the town at dawn on Tuesday.</p><p>Eight people were killed, they said.</p></body></html>"))
	if err != nil || !strings.Contains(html.Text, "Eight people were killed") || strings.Contains(html.Text, "<p>") {
		t.Errorf("HTML alone: %+v, %v", html, err)
	}
}

func TestSplit(t *testing.T) {
	var b strings.Builder
	for i := range 5 {
		fmt.Fprintf(&b, "From desk@example.org Tue Sep  4 12:30:00 2018\nMessage-ID: <%d@x>\nFrom: a@example.org\nSubject: Number %d\n\nFrom here on it was quiet.\n\n>From the town came smoke.\n>>From quoted\n\nFrom now on nobody knew.\n\n", i, i)
	}
	n := 0
	for r, err := range mail.Reports("box", strings.NewReader(b.String())) {
		want := "From here on it was quiet.\n\nFrom the town came smoke.\n>From quoted\n\nFrom now on nobody knew."
		if err != nil || r.Text != want || r.Title != fmt.Sprintf("Number %d", n) {
			t.Errorf("letter %d: %+v, %v", n, r, err)
		}
		n++
	}
	if n != 5 {
		t.Errorf("%d letters", n)
	}
	for r, err := range mail.Reports("one.eml", strings.NewReader(letter)) {
		if err != nil || r.ID != "mid:a1@example.org" {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

func TestHostile(t *testing.T) {
	deep := func(n int) string {
		var b strings.Builder
		b.WriteString("From: a@example.org\n")
		for i := range n {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return b.String() + "Content-Type: text/plain\n\ntext"
	}
	bad := 0
	for name, in := range map[string]string{
		"nothing":       "",
		"a page":        "<html><body>x</body></html>",
		"bytes":         "\x00\x01\xff\xfe",
		"deep parts":    deep(5000),
		"16 deep parts": deep(16),
		"long line":     "From: a@example.org\nSubject: " + strings.Repeat("a", 4<<20) + "\n\nx",
		"endless head":  strings.Repeat("X: y\n", 500_000),
		"long letter":   "From: a@example.org\n\n" + strings.Repeat("a", mail.MaxBytes),
		"one boundary":  "From: a@example.org\nContent-Type: multipart/mixed; boundary=\"\"\n\n" + strings.Repeat("--\n", 100_000),
		"many parts":    "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: text/plain\n\nx\n", 20_000),
		"words encoded": "From: a@example.org\nSubject: " + strings.Repeat("=?utf-8?Q?=41?= ", 30_000) + "\n\nx",
		"wrong base64":  "From: a@example.org\nContent-Transfer-Encoding: base64\n\n!!!!" + strings.Repeat("=", 1<<20),
		"no such set":   "From: a@example.org\nContent-Type: text/plain; charset=nonsuch\n\ntext \xff",
		"addresses":     "From: " + strings.Repeat("a@b, ", 50_000) + "\n\nx",
		"quotes":        "From: " + strings.Repeat("\"", 100_000) + "\n\nx",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			for r, err := range mail.Reports(name, strings.NewReader(in)) {
				if err != nil {
					bad++
				} else if !utf8.ValidString(r.Text) {
					t.Error("not UTF-8")
				}
			}
			took := time.Since(start)
			if took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
			t.Log(took)
		})
	}
	if bad < 5 {
		t.Errorf("%d faults", bad)
	}
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(letter))
	f.Add([]byte("From a@b Tue Sep  4 12:30:00 2018\nFrom: a\n\n>From x\n\nFrom b@c 2018 1:2\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for r, err := range mail.Reports("x", bytes.NewReader(raw)) {
			if err == nil && (r.ID == "" || !utf8.ValidString(r.Text) || !utf8.ValidString(r.Title)) {
				t.Errorf("%+v", r)
			}
		}
	})
}
