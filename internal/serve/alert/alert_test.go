package alert_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/serve/alert"
	"vigil/internal/serve/people"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

var ctx = context.Background()

type post struct {
	sender *alert.Sender
	person people.Person
	clock  *time.Time
	t      *testing.T
}

func open(t *testing.T) *post {
	t.Helper()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &post{t: t, clock: &now}
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return *p.clock }
	accounts, err := people.Open(ctx, filepath.Join(t.TempDir(), "people.db"), clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(); accounts.Close() })
	link, _ := accounts.NewLink(ctx, people.Reader, "test")
	if p.person, err = accounts.Redeem(ctx, link, "Ann", "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	p.sender = &alert.Sender{Store: s, People: accounts, Base: "https://desk.example", AnyAddress: true, Now: clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	p.once() // what is there already is no news
	return p
}

func (p *post) once() {
	p.t.Helper()
	if err := p.sender.Once(ctx); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) rule(r people.Rule) people.Rule {
	p.t.Helper()
	r.Person, r.Name = p.person.ID, "Syria"
	out, err := p.sender.People.NewRule(ctx, r)
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

func (p *post) add(id, country string, killed, rev int) {
	p.t.Helper()
	in := vigil.Incident{ID: id, Act: vigil.AirStrike, Place: &vigil.Place{Name: "Town\r\nBcc: x@y.z", Country: country}, Rev: rev,
		Tallies: []vigil.Tally{{Measure: vigil.Killed, Min: vigil.N(killed)}}}
	c, err := store.NewChange(store.Incident, id, rev, in, "test", "told", *p.clock)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.sender.Store.Append(ctx, []store.Change{c}); err != nil {
		p.t.Fatal(err)
	}
}

// A rule tells what it is about, once, signed, and all of one time together.
func TestWebhook(t *testing.T) {
	p := open(t)
	var got []alert.Message
	var signed bool
	var rule people.Rule
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		signed = r.Header.Get("Vigil-Signature") == alert.Sign(rule.Secret, *p.clock, body)
		var m alert.Message
		if err := json.Unmarshal(body, &m); err != nil {
			t.Error(err)
		}
		got = append(got, m)
	}))
	defer srv.Close()
	rule = p.rule(people.Rule{Query: "country=SYR", Killed: 5, Webhook: srv.URL})
	p.add("i1", "SYR", 8, 1)
	p.add("i2", "YEM", 8, 1)
	p.add("i3", "SYR", 2, 1)
	p.once()
	if len(got) != 1 || got[0].Total != 1 || got[0].Things[0].ID != "i1" || !got[0].Preliminary || got[0].Things[0].URL != "https://desk.example/incidents/i1" {
		t.Fatalf("told %+v", got)
	}
	if !signed {
		t.Error("the signature does not hold")
	}
	for rev := 2; rev < 102; rev++ { // a hundred copies arrive
		p.add("i1", "SYR", 8, rev)
		p.once()
	}
	if len(got) != 1 {
		t.Errorf("a hundred copies make %d alerts", len(got)-1)
	}
	for i := range 60 {
		p.add(fmt.Sprint("n", i), "SYR", 9, 1)
	}
	p.once()
	if len(got) != 2 || got[1].Total != 60 || len(got[1].Things) != 30 {
		t.Errorf("60 at once make %d alerts", len(got)-1)
	}
}

func TestRetry(t *testing.T) {
	p := open(t)
	calls, fail := 0, true
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls++; fail {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer srv.Close()
	p.rule(people.Rule{Webhook: srv.URL})
	p.add("i1", "SYR", 8, 1)
	p.once()
	p.once()
	if calls != 1 {
		t.Fatalf("%d tries at once", calls)
	}
	*p.clock = p.clock.Add(2 * time.Minute)
	p.once()
	fail = false
	*p.clock = p.clock.Add(10 * time.Minute)
	p.once()
	*p.clock = p.clock.Add(24 * time.Hour)
	p.once()
	if calls != 3 {
		t.Errorf("%d tries, want 3: two that fail and one that gets through", calls)
	}
}

// A webhook reaches nothing within: neither this machine nor its networks, not
// by name, not by redirection.
func TestForgedWebhooks(t *testing.T) {
	for a, want := range map[string]bool{"8.8.8.8": true, "2606:4700::1111": true, "127.0.0.1": false, "10.1.2.3": false, "192.168.1.1": false, "172.16.0.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "100.64.0.1": false, "::1": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false} {
		network := "tcp4"
		if strings.Contains(a, ":") {
			network = "tcp6"
		}
		if got := alert.Guard(network, net.JoinHostPort(a, "443"), nil) == nil; got != want {
			t.Errorf("%s is public: %v", a, got)
		}
	}
	p := open(t)
	called := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer srv.Close()
	p.sender.AnyAddress = false
	p.rule(people.Rule{Webhook: srv.URL})
	p.rule(people.Rule{Webhook: strings.Replace(srv.URL, "127.0.0.1", "localhost", 1)})
	p.add("i1", "SYR", 8, 1)
	p.once()
	if called {
		t.Error("a webhook reaches this machine")
	}
	followed := false
	within := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	defer within.Close()
	leads := httptest.NewServer(http.RedirectHandler(within.URL, http.StatusTemporaryRedirect))
	defer leads.Close()
	p.sender.AnyAddress = true
	p.rule(people.Rule{Webhook: leads.URL})
	p.add("i2", "SYR", 8, 1)
	p.once()
	if followed {
		t.Error("a redirection is followed")
	}
	for _, bad := range []people.Rule{{}, {Webhook: "file:///etc/passwd"}, {Webhook: "gopher://x"}, {Webhook: "https://user:pass@x"}, {Webhook: "nonsense"}, {Mail: "not an address"}, {Mail: "a@b\r\nBcc: c@d"}, {Webhook: "https://x", Killed: -1}} {
		bad.Person, bad.Name = p.person.ID, "x"
		if _, err := p.sender.People.NewRule(ctx, bad); err == nil {
			t.Errorf("%+v is kept", bad)
		}
	}
}

// A mail says that it is preliminary, and no value becomes a header.
func TestMail(t *testing.T) {
	p := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got := make(chan string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		in := bufio.NewReader(c)
		say := func(s string) { io.WriteString(c, s+"\r\n") }
		say("220 test")
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			switch {
			case strings.HasPrefix(line, "DATA"):
				say("354 go on")
				var b strings.Builder
				for line != ".\r\n" && err == nil {
					line, err = in.ReadString('\n')
					b.WriteString(line)
				}
				say("250 ok")
				got <- b.String()
			case strings.HasPrefix(line, "QUIT"):
				say("221 bye")
				return
			default:
				say("250 ok")
			}
		}
	}()
	p.sender.SMTP, p.sender.From = l.Addr().String(), "desk@example.org"
	p.rule(people.Rule{Mail: "ann@example.org"})
	p.add("i1", "SYR", 8, 1)
	p.once()
	select {
	case m := <-got:
		head, body, _ := strings.Cut(m, "\r\n\r\n")
		if strings.Contains(head, "Bcc") || !strings.Contains(head, "To: ann@example.org") || !strings.Contains(body, "Preliminary") || !strings.Contains(body, "https://desk.example/incidents/i1") {
			t.Error(m)
		}
	case <-time.After(5 * time.Second):
		t.Error("no mail comes")
	}
}
