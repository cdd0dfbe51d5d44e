package people_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/serve/people"
)

var ctx = context.Background()

const password = "correct horse battery"

type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func open(t *testing.T) (*people.Store, *clock, string) {
	t.Helper()
	c := &clock{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	path := filepath.Join(t.TempDir(), "people.db")
	s, err := people.Open(ctx, path, c.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, c, path
}

func account(t *testing.T, s *people.Store, name string, role people.Role) people.Person {
	t.Helper()
	link, err := s.NewLink(ctx, role, "test")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Redeem(ctx, link, name, password)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLinkWorksOnce(t *testing.T) {
	s, c, _ := open(t)
	link, _ := s.NewLink(ctx, people.Admin, "first start")
	for _, bad := range []struct {
		name, password string
		want           error
	}{{"a", password, people.ErrName}, {"Ann\n", "short", people.ErrPassword}, {"A\x00nn", password, people.ErrName}} {
		if _, err := s.Redeem(ctx, link, bad.name, bad.password); !errors.Is(err, bad.want) {
			t.Errorf("%q: %v", bad.name, err)
		}
	}
	if p, err := s.Redeem(ctx, link, "Ann", password); err != nil || p.Role != people.Admin {
		t.Fatal(p, err)
	}
	if _, err := s.Redeem(ctx, link, "Eve", password); !errors.Is(err, people.ErrLink) {
		t.Errorf("the link works twice: %v", err)
	}
	old, _ := s.NewLink(ctx, people.Reader, "Ann")
	c.Time = c.Add(25 * time.Hour)
	if _, err := s.Redeem(ctx, old, "Eve", password); !errors.Is(err, people.ErrLink) {
		t.Errorf("an old link works: %v", err)
	}
	again, _ := s.NewLink(ctx, people.Reader, "Ann")
	if _, err := s.Redeem(ctx, again, "ANN", password); !errors.Is(err, people.ErrTaken) {
		t.Errorf("a name is given twice: %v", err)
	}
}

func TestLogin(t *testing.T) {
	s, c, _ := open(t)
	account(t, s, "Root", people.Admin)
	p := account(t, s, "Ann", people.Analyst)
	for _, try := range [][2]string{{"Ann", "wrong password!"}, {"nobody", password}, {"Ann", ""}, {"", password}, {"Ann' or 1=1 --", password}} {
		if _, err := s.Login(ctx, try[0], try[1]); !errors.Is(err, people.ErrNo) {
			t.Errorf("%v: %v", try, err)
		}
	}
	if got, err := s.Login(ctx, " ann ", password); err != nil || got.ID != p.ID {
		t.Errorf("%v, %v", got, err)
	}
	one, _ := s.NewSession(ctx, p)
	two, _ := s.NewSession(ctx, p)
	if one == two {
		t.Error("sessions repeat")
	}
	c.Time = c.Add(11 * time.Hour)
	if got, err := s.Session(ctx, one); err != nil || got.Name != "Ann" {
		t.Errorf("%v, %v", got, err)
	}
	c.Time = c.Add(2 * time.Hour)
	if _, err := s.Session(ctx, two); !errors.Is(err, people.ErrNo) {
		t.Errorf("an idle session lives: %v", err)
	}
	if err := s.SetPassword(ctx, p.ID, "another long password"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(ctx, one); !errors.Is(err, people.ErrNo) {
		t.Errorf("a session outlives its password: %v", err)
	}
	if _, err := s.Login(ctx, "Ann", password); !errors.Is(err, people.ErrNo) {
		t.Errorf("the old password works: %v", err)
	}
}

func TestBarred(t *testing.T) {
	s, _, _ := open(t)
	root := account(t, s, "Root", people.Admin)
	ann := account(t, s, "Ann", people.Analyst)
	session, _ := s.NewSession(ctx, ann)
	token, err := s.NewToken(ctx, ann, "script", []people.Scope{people.ScopeRead}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetAccount(ctx, ann.ID, people.Analyst, false); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"session": second(s.Session(ctx, session)), "token": second(s.Token(ctx, token)), "login": second(s.Login(ctx, "Ann", password))} {
		if !errors.Is(err, people.ErrNo) {
			t.Errorf("who is barred comes in by %s: %v", what, err)
		}
	}
	if err := s.SetAccount(ctx, root.ID, people.Reader, true); !errors.Is(err, people.ErrLast) {
		t.Errorf("the last administrator goes: %v", err)
	}
}

func second(_ people.Person, err error) error { return err }

func TestTokens(t *testing.T) {
	s, c, _ := open(t)
	ann, eve := account(t, s, "Ann", people.Admin), account(t, s, "Eve", people.Reader)
	token, err := s.NewToken(ctx, ann, "script", []people.Scope{people.ScopeRead}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Token(ctx, token)
	if err != nil || !p.Can(people.ScopeRead) || p.Can(people.ScopeReview) {
		t.Errorf("%+v, %v", p, err)
	}
	list, _ := s.Tokens(ctx, ann.ID)
	if err := s.Revoke(ctx, eve.ID, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Token(ctx, token); err != nil {
		t.Error("somebody else revokes a token")
	}
	c.Time = c.Add(2 * time.Hour)
	if _, err := s.Token(ctx, token); !errors.Is(err, people.ErrNo) {
		t.Errorf("an old token works: %v", err)
	}
	for _, bad := range []struct {
		name   string
		scopes []people.Scope
		life   time.Duration
	}{{"", people.Scopes, time.Hour}, {"x", nil, time.Hour}, {"x", []people.Scope{"all"}, time.Hour}, {"x", people.Scopes, 0}, {"x", people.Scopes, 1e6 * time.Hour}} {
		if _, err := s.NewToken(ctx, ann, bad.name, bad.scopes, bad.life); err == nil {
			t.Errorf("a token of %+v is made", bad)
		}
	}
}

// Nothing in the file lets a thief of it in.
func TestSecretsAreHashed(t *testing.T) {
	s, _, path := open(t)
	ann := account(t, s, "Ann", people.Admin)
	session, _ := s.NewSession(ctx, ann)
	token, _ := s.NewToken(ctx, ann, "script", people.Scopes, time.Hour)
	link, _ := s.NewLink(ctx, people.Admin, "Ann")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all strings.Builder
	for _, q := range []string{"select group_concat(hash) from people", "select group_concat(secret) from sessions", "select group_concat(secret) from tokens", "select group_concat(secret) from links"} {
		var s string
		if err := db.QueryRow(q).Scan(&s); err != nil {
			t.Fatal(err)
		}
		all.WriteString(s)
	}
	for _, secret := range []string{password, session, token, link} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("%s is kept as it is", secret)
		}
	}
}

func TestTrailTellsTampering(t *testing.T) {
	s, _, path := open(t)
	for range 3 {
		if err := s.Record(ctx, "Ann", "export", "csv", "all"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.CheckTrail(ctx); err != nil {
		t.Fatal(err)
	}
	db, _ := sql.Open("sqlite", path)
	defer db.Close()
	if _, err := db.Exec("update trail set who = 'Eve' where seq = 2"); err == nil {
		t.Error("a line can be changed")
	}
	if _, err := db.Exec("delete from trail where seq = 2"); err == nil {
		t.Error("a line can be taken out")
	}
	if _, err := db.Exec("drop trigger trail_stays; update trail set who = 'Eve' where seq = 2"); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckTrail(ctx); err == nil {
		t.Error("a changed line is not noticed")
	}
}
