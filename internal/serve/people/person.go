// Package people keeps who may use the desk: accounts, sessions, tokens and
// the trail of what was done. Passwords and secrets go in, and never come out.
package people

import "context"

// Role is what a person may do; each may do all that the one before may.
type Role string

// Roles.
const (
	Nobody  Role = ""
	Reader  Role = "reader"
	Analyst Role = "analyst" // judges and corrects
	Admin   Role = "administrator"
)

// Roles lists the roles, weakest first.
var Roles = []Role{Reader, Analyst, Admin}

func (r Role) rank() int {
	for i, x := range Roles {
		if x == r {
			return i + 1
		}
	}
	return 0
}

// May reports whether r includes what need may do.
func (r Role) May(need Role) bool { return r.rank() >= need.rank() }

// Person is who makes a request.
type Person struct {
	ID     int64
	Name   string
	Role   Role
	Scopes []Scope // of a token; nil for a person at the desk
}

// May reports whether p may do what need may.
func (p Person) May(need Role) bool { return p.Role.May(need) }

type key struct{}

// With puts a person into a context.
func With(ctx context.Context, p Person) context.Context { return context.WithValue(ctx, key{}, p) }

// From returns the person of a request; the zero Person may do nothing.
func From(ctx context.Context) Person {
	p, _ := ctx.Value(key{}).(Person)
	return p
}
