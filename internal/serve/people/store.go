package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Faults that callers tell apart.
var (
	ErrNo       = errors.New("name or password is wrong")
	ErrLink     = errors.New("this link was used already, or is too old")
	ErrTaken    = errors.New("this name is taken")
	ErrName     = errors.New("a name has 2 to 60 characters")
	ErrPassword = errors.New("a password has 12 to 200 characters")
	ErrLast     = errors.New("the last administrator stays")
)

// How long things last.
const (
	linkLife    = 24 * time.Hour
	sessionIdle = 12 * time.Hour
	sessionLife = 7 * 24 * time.Hour
)

// Store keeps accounts in a file of its own: the record can be handed on
// without it.
type Store struct {
	db  *sql.DB
	now func() time.Time
}

// Open opens the file, making it if it is not there.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	pragmas := url.Values{"_pragma": {"journal_mode(WAL)", "busy_timeout(10000)", "foreign_keys(ON)"}}
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(path)+"?_txlock=immediate&"+pragmas.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	dir, err := fs.Sub(migrations, "migrations")
	if err == nil {
		var p *goose.Provider
		if p, err = goose.NewProvider(goose.DialectSQLite3, db, dir); err == nil {
			_, err = p.Up(ctx)
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return &Store{db, now}, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// secret makes 256 random bits and what is kept of them.
func secret() (plain, kept string) {
	b := make([]byte, 32)
	rand.Read(b)
	plain = base64.RawURLEncoding.EncodeToString(b)
	return plain, keep(plain)
}

func keep(plain string) string {
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}

// Short names a text by a few letters of its hash.
func Short(s string) string { return keep(s)[:12] }

// Empty reports whether there is no account yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "select count(*) from people").Scan(&n)
	return n == 0, err
}

// NewLink returns what a link must hold to make one account.
func (s *Store) NewLink(ctx context.Context, role Role, by string) (string, error) {
	if role.rank() == 0 {
		return "", fmt.Errorf("no role %q", role)
	}
	plain, kept := secret()
	_, err := s.db.ExecContext(ctx, "insert into links (secret, role, by, until) values (?, ?, ?, ?)", kept, string(role), by, s.now().Add(linkLife).Unix())
	return plain, err
}

// Link returns the role that a link gives, or ErrLink.
func (s *Store) Link(ctx context.Context, plain string) (Role, error) {
	var role Role
	err := s.db.QueryRowContext(ctx, "select role from links where secret = ? and until > ?", keep(plain), s.now().Unix()).Scan(&role)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrLink
	}
	return role, err
}

// Redeem makes the account that a link allows. The link is used up.
func (s *Store) Redeem(ctx context.Context, plain, name, password string) (Person, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 2 || n > 60 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == utf8.RuneError }) {
		return Person{}, ErrName
	}
	if err := checkPassword(password); err != nil {
		return Person{}, err
	}
	role, err := s.Link(ctx, plain)
	if err != nil {
		return Person{}, err
	}
	hash := hashPassword(password)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return Person{}, err
	}
	defer tx.Rollback()
	res, err := tx.ExecContext(ctx, "delete from links where secret = ?", keep(plain))
	if err != nil {
		return Person{}, err
	}
	if n, _ := res.RowsAffected(); n != 1 {
		return Person{}, ErrLink
	}
	var taken int
	if err := tx.QueryRowContext(ctx, "select count(*) from people where name = ?", name).Scan(&taken); err != nil {
		return Person{}, err
	}
	if taken > 0 {
		return Person{}, ErrTaken
	}
	res, err = tx.ExecContext(ctx, "insert into people (name, role, hash, made) values (?, ?, ?, ?)", name, string(role), hash, s.now().Unix())
	if err != nil {
		return Person{}, err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return Person{}, err
	}
	return Person{ID: id, Name: name, Role: role}, tx.Commit()
}

// nobodysHash is checked against where no such person is, so that the time an
// answer takes does not tell which names there are.
var nobodysHash = sync.OnceValue(func() string { return hashPassword("a password that nobody has") })

// Login returns who has that name and password, or ErrNo.
func (s *Store) Login(ctx context.Context, name, password string) (Person, error) {
	var p Person
	hash := nobodysHash()
	err := s.db.QueryRowContext(ctx, "select id, name, role, hash from people where name = ? and active = 1", strings.TrimSpace(name)).Scan(&p.ID, &p.Name, &p.Role, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Person{}, err
	}
	if !samePassword(hash, password) || p.ID == 0 {
		return Person{}, ErrNo
	}
	return p, nil
}

// SetPassword gives a person a new password and ends all sessions.
func (s *Store) SetPassword(ctx context.Context, id int64, password string) error {
	if err := checkPassword(password); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "update people set hash = ? where id = ?", hashPassword(password), id); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "delete from sessions where person = ?", id)
	return err
}

// NewSession starts a session and returns what its cookie holds.
func (s *Store) NewSession(ctx context.Context, p Person) (string, error) {
	plain, kept := secret()
	now := s.now().Unix()
	_, err := s.db.ExecContext(ctx, "insert into sessions (secret, person, made, seen) values (?, ?, ?, ?)", kept, p.ID, now, now)
	return plain, err
}

// Session returns whose session it is, or ErrNo.
func (s *Store) Session(ctx context.Context, plain string) (Person, error) {
	var p Person
	var seen int64
	now := s.now()
	err := s.db.QueryRowContext(ctx, `select p.id, p.name, p.role, s.seen from sessions s join people p on p.id = s.person
		where s.secret = ? and p.active = 1 and s.seen > ? and s.made > ?`, keep(plain), now.Add(-sessionIdle).Unix(), now.Add(-sessionLife).Unix()).
		Scan(&p.ID, &p.Name, &p.Role, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, ErrNo
	}
	if err == nil && now.Unix()-seen > 60 {
		_, err = s.db.ExecContext(ctx, "update sessions set seen = ? where secret = ?", now.Unix(), keep(plain))
	}
	return p, err
}

// EndSession ends one session.
func (s *Store) EndSession(ctx context.Context, plain string) error {
	_, err := s.db.ExecContext(ctx, "delete from sessions where secret = ?", keep(plain))
	return err
}

// Account is a person as administrators see them.
type Account struct {
	Person
	Active bool
	Made   time.Time
}

// Accounts lists everybody.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	rows, err := s.db.QueryContext(ctx, "select id, name, role, active, made from people order by name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Account
	for rows.Next() {
		var a Account
		var made int64
		if err := rows.Scan(&a.ID, &a.Name, &a.Role, &a.Active, &made); err != nil {
			return nil, err
		}
		a.Made = time.Unix(made, 0).UTC()
		out = append(out, a)
	}
	return out, rows.Err()
}

// SetAccount changes what a person may do, and whether they may come in.
func (s *Store) SetAccount(ctx context.Context, id int64, role Role, active bool) error {
	if role.rank() == 0 {
		return fmt.Errorf("no role %q", role)
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "update people set role = ?, active = ? where id = ?", string(role), active, id); err != nil {
		return err
	}
	var admins int
	if err := tx.QueryRowContext(ctx, "select count(*) from people where role = ? and active = 1", string(Admin)).Scan(&admins); err != nil {
		return err
	}
	if admins == 0 {
		return ErrLast
	}
	if !active {
		for _, q := range []string{"delete from sessions where person = ?", "delete from tokens where person = ?"} {
			if _, err := tx.ExecContext(ctx, q, id); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}
