package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Scope is what a token may be used for; a session may do all that its person
// may.
type Scope string

// Scopes.
const (
	ScopeRead   Scope = "read"   // look things up
	ScopeExport Scope = "export" // take the record away
	ScopeReview Scope = "review" // judge and correct
)

// Scopes lists the scopes.
var Scopes = []Scope{ScopeRead, ScopeExport, ScopeReview}

// Can reports whether the request may be of that scope.
func (p Person) Can(s Scope) bool { return p.Scopes == nil || slices.Contains(p.Scopes, s) }

// tokenMark opens every token, so that one that got into a log or a repository
// is found.
const tokenMark = "vigil_"

// Token is a program's key, without its secret.
type Token struct {
	ID          int64
	Name        string
	Scopes      []Scope
	Made, Until time.Time
}

// NewToken makes a token; what it returns is shown once.
func (s *Store) NewToken(ctx context.Context, p Person, name string, scopes []Scope, life time.Duration) (string, error) {
	var words []string
	for _, x := range scopes {
		if !slices.Contains(Scopes, x) {
			return "", fmt.Errorf("no scope %q", x)
		}
		words = append(words, string(x))
	}
	if len(words) == 0 || name == "" || len(name) > 100 || life <= 0 || life > 366*24*time.Hour {
		return "", errors.New("a token has a name, a scope and at most a year")
	}
	plain, _ := secret()
	plain = tokenMark + plain
	_, err := s.db.ExecContext(ctx, "insert into tokens (secret, person, name, scopes, made, until) values (?, ?, ?, ?, ?, ?)",
		keep(plain), p.ID, name, strings.Join(words, " "), s.now().Unix(), s.now().Add(life).Unix())
	return plain, err
}

// Token returns on whose behalf a token acts, with its scopes, or ErrNo.
func (s *Store) Token(ctx context.Context, plain string) (Person, error) {
	var p Person
	var scopes string
	err := s.db.QueryRowContext(ctx, `select p.id, p.name, p.role, t.scopes from tokens t join people p on p.id = t.person
		where t.secret = ? and t.until > ? and p.active = 1`, keep(plain), s.now().Unix()).Scan(&p.ID, &p.Name, &p.Role, &scopes)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, ErrNo
	}
	p.Scopes = scopeList(scopes)
	return p, err
}

func scopeList(words string) []Scope {
	out := []Scope{}
	for _, w := range strings.Fields(words) {
		out = append(out, Scope(w))
	}
	return out
}

// Tokens lists a person's tokens.
func (s *Store) Tokens(ctx context.Context, person int64) ([]Token, error) {
	rows, err := s.db.QueryContext(ctx, "select id, name, scopes, made, until from tokens where person = ? order by id", person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Token
	for rows.Next() {
		var t Token
		var scopes string
		var made, until int64
		if err := rows.Scan(&t.ID, &t.Name, &scopes, &made, &until); err != nil {
			return nil, err
		}
		t.Scopes, t.Made, t.Until = scopeList(scopes), time.Unix(made, 0).UTC(), time.Unix(until, 0).UTC()
		out = append(out, t)
	}
	return out, rows.Err()
}

// Revoke ends a token of a person's own.
func (s *Store) Revoke(ctx context.Context, person, token int64) error {
	_, err := s.db.ExecContext(ctx, "delete from tokens where id = ? and person = ?", token, person)
	return err
}
