package people

import (
	"context"
	"database/sql"
	"errors"
)

// Tie lets a person in on the word of a sign-on provider: subject is its name
// for them. A subject belongs to one person, else ErrTaken.
func (s *Store) Tie(ctx context.Context, person int64, subject string) error {
	res, err := s.db.ExecContext(ctx, "insert into subjects (subject, person, made) values (?, ?, ?) on conflict (subject) do update set made = made where person = excluded.person",
		subject, person, s.now().Unix())
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrTaken
}

// Untie takes back every Tie of a person.
func (s *Store) Untie(ctx context.Context, person int64) error {
	_, err := s.db.ExecContext(ctx, "delete from subjects where person = ?", person)
	return err
}

// Tied returns whose subject it is, or ErrNo.
func (s *Store) Tied(ctx context.Context, subject string) (p Person, err error) {
	err = s.db.QueryRowContext(ctx, "select p.id, p.name, p.role from subjects s join people p on p.id = s.person where s.subject = ? and p.active = 1", subject).
		Scan(&p.ID, &p.Name, &p.Role)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNo
	}
	return p, err
}

// HasTie reports whether a person comes in by a sign-on provider.
func (s *Store) HasTie(ctx context.Context, person int64) (has bool, err error) {
	err = s.db.QueryRowContext(ctx, "select exists (select 1 from subjects where person = ?)", person).Scan(&has)
	return has, err
}
