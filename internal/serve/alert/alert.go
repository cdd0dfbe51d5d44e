// Package alert tells people what they asked to be told of: changes of the
// record and rules go in, signed webhooks and mails come out. A rule tells an
// incident once, however many copies of a report arrive; what comes together is
// told together; what does not get through is tried again.
package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/smtp"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// Sender finds what rules want told and delivers it.
type Sender struct {
	Store  store.Store
	People *people.Store
	Base   string // address of the desk, for links
	SMTP   string // host:port of a mail server, or ""
	From   string // address that mails come from
	Log    *slog.Logger
	Now    func() time.Time

	// AnyAddress lets webhooks reach addresses of this machine and of private
	// networks.
	AnyAddress bool
}

// Run works until ctx ends.
func (s *Sender) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := s.Once(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("alerts", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// place is the sender's name in the order of changes.
const place = "alerts"

// Once looks at what changed since the last time, and delivers what is due.
func (s *Sender) Once(ctx context.Context) error {
	if err := s.Look(ctx); err != nil {
		return err
	}
	return s.deliver(ctx)
}

// Look puts on its way what rules want told of what changed since the last time.
func (s *Sender) Look(ctx context.Context) error {
	at, err := s.People.Place(ctx, place)
	if err != nil {
		return err
	}
	if at < 0 { // what is known when the desk first opens is no news
		if _, at, err = s.Store.Changes(ctx, 0, -1); err != nil {
			return err
		}
	}
	for {
		changes, next, err := s.Store.Changes(ctx, at, 500)
		if err != nil {
			return err
		}
		if err := s.match(ctx, changes); err != nil {
			return err
		}
		if err := s.People.SetPlace(ctx, place, next); err != nil {
			return err
		}
		if at = next; len(changes) < 500 {
			return nil
		}
	}
}

// match puts on its way what rules want told of changes.
func (s *Sender) match(ctx context.Context, changes []store.Change) error {
	var ids []string
	for _, c := range changes {
		if c.Kind == store.Incident {
			ids = append(ids, c.Of)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rules, err := s.People.Rules(ctx, 0)
	if err != nil {
		return err
	}
	for _, r := range rules {
		values, err := url.ParseQuery(r.Query)
		if err != nil {
			continue
		}
		q := desk.Parse(values).Query()
		q.IDs, q.After, q.Limit = ids, "", 0
		items, err := s.Store.Items(ctx, q)
		if err != nil {
			return err
		}
		rows, err := desk.Rows(items)
		if err != nil {
			return err
		}
		if err := s.tell(ctx, r, rows); err != nil {
			return err
		}
	}
	return nil
}

// Thing is an incident as an alert tells it.
type Thing struct {
	ID          string  `json:"id"`
	Act         string  `json:"act"`
	When        string  `json:"when"`
	Where       string  `json:"where"`
	Who         string  `json:"who"`
	Toll        string  `json:"toll"`
	Independent int     `json:"independent"`
	Standing    string  `json:"standing"`
	Score       float64 `json:"score"`
	URL         string  `json:"url"`
}

// Message is what a webhook gets.
type Message struct {
	Rule        string  `json:"rule"`
	Preliminary bool    `json:"preliminary"` // always: nobody has confirmed it
	Total       int     `json:"total"`
	Things      []Thing `json:"things"` // the first of them
}

// maxThings is how many things one message spells out.
const maxThings = 30

func (s *Sender) tell(ctx context.Context, r people.Rule, rows []desk.Row) error {
	byID := map[string]desk.Row{}
	var ids []string
	for _, row := range rows {
		if store.Killed(&row.Incident) >= r.Killed {
			byID[row.ID] = row
			ids = append(ids, row.ID)
		}
	}
	fresh, err := s.People.FirstTold(ctx, r.ID, ids)
	if err != nil || len(fresh) == 0 {
		return err
	}
	m := Message{Rule: r.Name, Preliminary: true, Total: len(fresh)}
	for _, id := range fresh[:min(len(fresh), maxThings)] {
		x := byID[id]
		m.Things = append(m.Things, Thing{x.ID, x.Act, x.When, x.Where, x.Who, x.Toll, x.Voices, string(x.Standing), x.Score, s.Base + "/incidents/" + url.PathEscape(x.ID)})
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if r.Webhook != "" {
		if err := s.People.Deliver(ctx, r.ID, "webhook", string(body)); err != nil {
			return err
		}
	}
	if r.Mail != "" && s.SMTP != "" {
		return s.People.Deliver(ctx, r.ID, "mail", words(m))
	}
	return nil
}

// words writes a message for people.
func words(m Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Preliminary: read from reports by a program, confirmed by nobody.\r\nRule: %s. New: %d.\r\n", m.Rule, m.Total)
	for _, t := range m.Things {
		fmt.Fprintf(&b, "\r\n%s  %s\r\n  %s\r\n  %s\r\n  %s; %s, %d independent\r\n  %s\r\n", t.When, t.Act, t.Where, t.Who, t.Toll, t.Standing, t.Independent, t.URL)
	}
	return b.String()
}

func (s *Sender) deliver(ctx context.Context) error {
	due, err := s.People.Due(ctx, 50)
	if err != nil {
		return err
	}
	for _, d := range due {
		var fault error
		switch d.Way {
		case "webhook":
			fault = s.post(ctx, d)
		case "mail":
			fault = s.mail(d)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if fault != nil {
			s.Log.Warn("alert", "rule", d.Rule.ID, "way", d.Way, "try", d.Tries+1, "err", fault)
		}
		if err := s.People.Tried(ctx, d, fault); err != nil {
			return err
		}
	}
	return nil
}

// Sign is what a webhook's Vigil-Signature holds: the time and the HMAC-SHA256
// of time, dot and body.
func Sign(secret string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.", at.Unix())
	mac.Write(body)
	return fmt.Sprintf("t=%d,v1=%s", at.Unix(), hex.EncodeToString(mac.Sum(nil)))
}

func (s *Sender) post(ctx context.Context, d people.Delivery) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Rule.Webhook, bytes.NewReader([]byte(d.Body)))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "vigil")
	req.Header.Set("Vigil-Signature", Sign(d.Rule.Secret, s.Now(), []byte(d.Body)))
	res, err := s.client().Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("the webhook answers %s", res.Status)
	}
	return nil
}

// Guard refuses to connect to what is not an address of the public net.
var Guard = ssrf.New(ssrf.WithAnyPort(), ssrf.WithNetworks("tcp4", "tcp6")).Safe

// client reaches public addresses only, whatever a name resolves to, and
// follows nothing.
func (s *Sender) client() *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	if !s.AnyAddress {
		dialer.Control = Guard
	}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: 5 * time.Second, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (s *Sender) mail(d people.Delivery) error {
	head := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nAuto-Submitted: auto-generated\r\n\r\n",
		s.From, d.Rule.Mail, mime.QEncoding.Encode("utf-8", "vigil, preliminary: "+strings.Join(strings.Fields(d.Rule.Name), " ")), s.Now().Format(time.RFC1123Z))
	return smtp.SendMail(s.SMTP, nil, s.From, []string{d.Rule.Mail}, []byte(head+d.Body))
}
