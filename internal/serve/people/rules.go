package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"
)

// Rule says what its person wants to be told of, and how.
type Rule struct {
	ID      int64
	Person  int64
	Name    string
	Query   string // the desk's filters, as an address holds them
	Killed  int    // at least so many dead by the highest figure
	Webhook string
	Secret  string // signs what the webhook gets
	Mail    string
}

// ErrRule is a rule that cannot be.
var ErrRule = errors.New("a rule has a name and a webhook (https or http) or an address for mail")

// maxRules is how many rules a person may have.
const maxRules = 50

// NewRule keeps a rule and returns it with its id and secret.
func (s *Store) NewRule(ctx context.Context, r Rule) (Rule, error) {
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" || len(r.Name) > 100 || len(r.Query) > 2000 || r.Killed < 0 || r.Webhook == "" && r.Mail == "" {
		return r, ErrRule
	}
	if u, err := url.Parse(r.Webhook); r.Webhook != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(r.Webhook) > 500) {
		return r, ErrRule
	}
	if r.Mail != "" {
		a, err := mail.ParseAddress(r.Mail)
		if err != nil || strings.ContainsAny(a.Address, "\r\n") || len(a.Address) > 200 {
			return r, ErrRule
		}
		r.Mail = a.Address
	}
	var n int
	if err := s.db.QueryRowContext(ctx, "select count(*) from rules where person = ?", r.Person).Scan(&n); err != nil {
		return r, err
	}
	if n >= maxRules {
		return r, fmt.Errorf("%w; at most %d", ErrRule, maxRules)
	}
	r.Secret, _ = secret()
	res, err := s.db.ExecContext(ctx, "insert into rules (person, name, query, killed, webhook, secret, mail, made) values (?, ?, ?, ?, ?, ?, ?, ?)",
		r.Person, r.Name, r.Query, r.Killed, r.Webhook, r.Secret, r.Mail, s.now().Unix())
	if err != nil {
		return r, err
	}
	r.ID, err = res.LastInsertId()
	return r, err
}

// Rules lists a person's rules; of everybody who may come in if person is 0.
func (s *Store) Rules(ctx context.Context, person int64) ([]Rule, error) {
	rows, err := s.db.QueryContext(ctx, `select r.id, r.person, r.name, r.query, r.killed, r.webhook, r.secret, r.mail from rules r
		join people p on p.id = r.person where p.active = 1 and (?1 = 0 or r.person = ?1) order by r.id`, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Rule
	for rows.Next() {
		var r Rule
		if err := rows.Scan(&r.ID, &r.Person, &r.Name, &r.Query, &r.Killed, &r.Webhook, &r.Secret, &r.Mail); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// DropRule takes out a rule of a person's own.
func (s *Store) DropRule(ctx context.Context, person, rule int64) error {
	_, err := s.db.ExecContext(ctx, "delete from rules where id = ? and person = ?", rule, person)
	return err
}

// FirstTold returns those things that a rule has not told before, and marks
// them as told.
func (s *Store) FirstTold(ctx context.Context, rule int64, things []string) ([]string, error) {
	var out []string
	for _, id := range things {
		res, err := s.db.ExecContext(ctx, "insert or ignore into told (rule, thing) values (?, ?)", rule, id)
		if err != nil {
			return nil, err
		}
		if n, _ := res.RowsAffected(); n > 0 {
			out = append(out, id)
		}
	}
	return out, nil
}

// Delivery is a message on its way.
type Delivery struct {
	ID    int64
	Rule  Rule
	Way   string // "webhook" or "mail"
	Body  string
	Tries int
}

// Deliver puts a message on its way.
func (s *Store) Deliver(ctx context.Context, rule int64, way, body string) error {
	_, err := s.db.ExecContext(ctx, "insert into deliveries (rule, way, body, due) values (?, ?, ?, ?)", rule, way, body, s.now().Unix())
	return err
}

// Due returns messages whose time has come.
func (s *Store) Due(ctx context.Context, limit int) ([]Delivery, error) {
	rows, err := s.db.QueryContext(ctx, `select d.id, d.way, d.body, d.tries, r.id, r.name, r.webhook, r.secret, r.mail from deliveries d
		join rules r on r.id = d.rule where d.done = 0 and d.due <= ? order by d.due limit ?`, s.now().Unix(), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Delivery
	for rows.Next() {
		var d Delivery
		if err := rows.Scan(&d.ID, &d.Way, &d.Body, &d.Tries, &d.Rule.ID, &d.Rule.Name, &d.Rule.Webhook, &d.Rule.Secret, &d.Rule.Mail); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// backoff is how long to wait before each further try; after the last a
// message is given up.
var backoff = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 12 * time.Hour}

// Tried notes how a delivery went.
func (s *Store) Tried(ctx context.Context, d Delivery, fault error) error {
	if fault == nil {
		_, err := s.db.ExecContext(ctx, "update deliveries set done = 1, tries = tries + 1, fault = '', body = '' where id = ?", d.ID)
		return err
	}
	words := fault.Error()
	words = words[:min(len(words), 300)]
	if d.Tries >= len(backoff) {
		_, err := s.db.ExecContext(ctx, "update deliveries set done = 1, tries = tries + 1, fault = ? where id = ?", "given up: "+words, d.ID)
		return err
	}
	_, err := s.db.ExecContext(ctx, "update deliveries set tries = tries + 1, fault = ?, due = ? where id = ?", words, s.now().Add(backoff[d.Tries]).Unix(), d.ID)
	return err
}

// Faults tells of each rule of a person's the newest delivery's fault, if it
// had one.
func (s *Store) Faults(ctx context.Context, person int64) (map[int64]string, error) {
	rows, err := s.db.QueryContext(ctx, `select d.rule, d.fault from deliveries d join rules r on r.id = d.rule where r.person = ?
		and d.id = (select max(id) from deliveries where rule = d.rule)`, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]string{}
	for rows.Next() {
		var id int64
		var fault string
		if err := rows.Scan(&id, &fault); err != nil {
			return nil, err
		}
		out[id] = fault
	}
	return out, rows.Err()
}

// Place returns how far somebody is in the order of changes, or -1.
func (s *Store) Place(ctx context.Context, name string) (int64, error) {
	var seq int64
	err := s.db.QueryRowContext(ctx, "select seq from places where name = ?", name).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return -1, nil
	}
	return seq, err
}

// SetPlace notes how far somebody is.
func (s *Store) SetPlace(ctx context.Context, name string, seq int64) error {
	_, err := s.db.ExecContext(ctx, "insert into places (name, seq) values (?1, ?2) on conflict (name) do update set seq = ?2", name, seq)
	return err
}
