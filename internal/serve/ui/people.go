package ui

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vigil/internal/serve/people"
)

// SessionCookie holds a session's secret.
const SessionCookie = "vigil_session"

func (u *UI) registerPeople(mux Mux) {
	open := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, u.handle(h))
	}
	need := func(role people.Role, pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, people.Need(role, u.handle(h)))
	}
	open("GET /login", u.loginPage)
	open("POST /login", u.login)
	open("GET /welcome", u.welcomePage)
	open("POST /welcome", u.welcome)
	open("POST /logout", u.logout)
	need(people.Reader, "GET /me", u.me)
	need(people.Reader, "POST /me/password", u.newPassword)
	need(people.Reader, "POST /me/tokens", u.newToken)
	need(people.Reader, "POST /me/tokens/{id}/revoke", u.revoke)
	need(people.Admin, "GET /people", u.peoplePage)
	need(people.Admin, "POST /people/invite", u.invite)
	need(people.Admin, "POST /people/{id}", u.setAccount)
	need(people.Admin, "GET /trail", u.trail)
}

// Trace adds a line to the trail; a line that cannot be written is a fault of
// the request, which then is not answered.
func (u *UI) Trace(r *http.Request, what, of, detail string) error {
	if u.People == nil {
		return nil
	}
	return u.People.Record(r.Context(), people.From(r.Context()).Name, what, of, detail)
}

func (u *UI) loginPage(w http.ResponseWriter, r *http.Request) error {
	u.render(w, r, http.StatusOK, "login", map[string]any{"Next": localPath(r.URL.Query().Get("next")), "Fault": "", "Name": "", "Signon": u.Signon != nil})
	return nil
}

// localPath lets a login lead on within the desk only.
func localPath(s string) string {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n") {
		return "/"
	}
	return s
}

func (u *UI) login(w http.ResponseWriter, r *http.Request) error {
	name, next := r.PostFormValue("name"), localPath(r.PostFormValue("next"))
	fault := func(status int, words string) error {
		u.render(w, r, status, "login", map[string]any{"Next": next, "Fault": words, "Name": name, "Signon": u.Signon != nil})
		return nil
	}
	if !u.Tries(r, strings.ToLower(strings.TrimSpace(name))) {
		return fault(http.StatusTooManyRequests, text("Too many tries. Wait a minute."))
	}
	p, err := u.People.Login(r.Context(), name, r.PostFormValue("password"))
	if errors.Is(err, people.ErrNo) {
		if err := u.People.Record(r.Context(), "", "login refused", clip(name, 60), ""); err != nil {
			return err
		}
		return fault(http.StatusForbidden, text("Name or password is wrong."))
	}
	if err != nil {
		return err
	}
	return u.enter(w, r, p, "login", next)
}

// enter starts a new session, whatever cookie the browser came with.
func (u *UI) enter(w http.ResponseWriter, r *http.Request, p people.Person, what, next string) error {
	if c, err := r.Cookie(SessionCookie); err == nil {
		if err := u.People.EndSession(r.Context(), c.Value); err != nil {
			return err
		}
	}
	session, err := u.People.NewSession(r.Context(), p)
	if err != nil {
		return err
	}
	if err := u.People.Record(r.Context(), p.Name, what, "", ""); err != nil {
		return err
	}
	http.SetCookie(w, u.cookie(session, int((7*24*time.Hour).Seconds())))
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (u *UI) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{Name: SessionCookie, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: u.Secure, SameSite: http.SameSiteLaxMode}
}

func (u *UI) logout(w http.ResponseWriter, r *http.Request) error {
	if c, err := r.Cookie(SessionCookie); err == nil && u.People != nil {
		if err := u.People.EndSession(r.Context(), c.Value); err != nil {
			return err
		}
	}
	http.SetCookie(w, u.cookie("", -1))
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

func (u *UI) welcomePage(w http.ResponseWriter, r *http.Request) error {
	link := r.URL.Query().Get("link")
	role, err := u.People.Link(r.Context(), link)
	if errors.Is(err, people.ErrLink) {
		u.Message(w, r, http.StatusForbidden, text("This link no longer works"), text("It was used already, or is older than a day. Ask an administrator for another."))
		return nil
	}
	if err != nil {
		return err
	}
	u.render(w, r, http.StatusOK, "welcome", map[string]any{"Link": link, "Role": role, "Fault": "", "Name": "", "Signon": u.Signon != nil})
	return nil
}

func (u *UI) welcome(w http.ResponseWriter, r *http.Request) error {
	link, name := r.PostFormValue("link"), r.PostFormValue("name")
	if !u.Tries(r, "welcome") {
		u.Message(w, r, http.StatusTooManyRequests, text("Too many tries. Wait a minute."), "")
		return nil
	}
	p, err := u.People.Redeem(r.Context(), link, name, r.PostFormValue("password"))
	for fault, words := range map[error]string{people.ErrTaken: text("This name is taken."), people.ErrName: text("A name has 2 to 60 characters."),
		people.ErrPassword: text("A password has 12 to 200 characters.")} {
		if errors.Is(err, fault) {
			role, _ := u.People.Link(r.Context(), link)
			u.render(w, r, http.StatusUnprocessableEntity, "welcome", map[string]any{"Link": link, "Role": role, "Fault": words, "Name": name, "Signon": u.Signon != nil})
			return nil
		}
	}
	if errors.Is(err, people.ErrLink) {
		u.Message(w, r, http.StatusForbidden, text("This link no longer works"), text("It was used already, or is older than a day. Ask an administrator for another."))
		return nil
	}
	if err != nil {
		return err
	}
	return u.enter(w, r, p, "account made", "/")
}

// me shows a person's own account.
func (u *UI) me(w http.ResponseWriter, r *http.Request) error { return u.mePage(w, r, "", "") }

func (u *UI) mePage(w http.ResponseWriter, r *http.Request, fresh, fault string) error {
	p := people.From(r.Context())
	if u.People == nil || p.ID == 0 {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	tokens, err := u.People.Tokens(r.Context(), p.ID)
	if err != nil {
		return err
	}
	tied := false
	if u.Signon != nil {
		if tied, err = u.People.HasTie(r.Context(), p.ID); err != nil {
			return err
		}
	}
	u.render(w, r, http.StatusOK, "me", map[string]any{"Tokens": tokens, "Fresh": fresh, "Fault": fault, "Scopes": people.Scopes, "Signon": u.Signon != nil, "Tied": tied})
	return nil
}

func (u *UI) newPassword(w http.ResponseWriter, r *http.Request) error {
	p := people.From(r.Context())
	if !u.Tries(r, strings.ToLower(p.Name)) {
		return u.mePage(w, r, "", text("Too many tries. Wait a minute."))
	}
	if _, err := u.People.Login(r.Context(), p.Name, r.PostFormValue("old")); err != nil {
		return u.mePage(w, r, "", text("The old password is wrong."))
	}
	if err := u.People.SetPassword(r.Context(), p.ID, r.PostFormValue("new")); errors.Is(err, people.ErrPassword) {
		return u.mePage(w, r, "", text("A password has 12 to 200 characters."))
	} else if err != nil {
		return err
	}
	return u.enter(w, r, p, "password changed", "/me")
}

func (u *UI) newToken(w http.ResponseWriter, r *http.Request) error {
	p := people.From(r.Context())
	if err := r.ParseForm(); err != nil || p.ID == 0 {
		return errBad
	}
	var scopes []people.Scope
	for _, s := range r.PostForm["scope"] {
		scopes = append(scopes, people.Scope(s))
	}
	daysLong, _ := strconv.Atoi(r.PostFormValue("days"))
	plain, err := u.People.NewToken(r.Context(), p, strings.TrimSpace(r.PostFormValue("name")), scopes, time.Duration(daysLong)*24*time.Hour)
	if err != nil {
		return u.mePage(w, r, "", text("A token has a name, a scope and 1 to 366 days."))
	}
	if err := u.Trace(r, "token made", clip(r.PostFormValue("name"), 60), strings.Join(r.PostForm["scope"], " ")); err != nil {
		return err
	}
	return u.mePage(w, r, plain, "")
}

func (u *UI) revoke(w http.ResponseWriter, r *http.Request) error {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err := u.People.Revoke(r.Context(), people.From(r.Context()).ID, id); err != nil {
		return err
	}
	if err := u.Trace(r, "token revoked", r.PathValue("id"), ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/me", http.StatusSeeOther)
	return nil
}

func (u *UI) peoplePage(w http.ResponseWriter, r *http.Request) error {
	return u.peopleList(w, r, "", "")
}

func (u *UI) peopleList(w http.ResponseWriter, r *http.Request, link, fault string) error {
	all, err := u.People.Accounts(r.Context())
	if err != nil {
		return err
	}
	u.render(w, r, http.StatusOK, "people", map[string]any{"All": all, "Link": link, "Fault": fault, "Roles": people.Roles})
	return nil
}

func (u *UI) invite(w http.ResponseWriter, r *http.Request) error {
	role := people.Role(r.PostFormValue("role"))
	plain, err := u.People.NewLink(r.Context(), role, people.From(r.Context()).Name)
	if err != nil {
		return u.peopleList(w, r, "", err.Error())
	}
	if err := u.Trace(r, "invited", string(role), ""); err != nil {
		return err
	}
	scheme := "http://"
	if u.Secure {
		scheme = "https://"
	}
	return u.peopleList(w, r, scheme+r.Host+"/welcome?link="+plain, "")
}

func (u *UI) setAccount(w http.ResponseWriter, r *http.Request) error {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	role, active := people.Role(r.PostFormValue("role")), r.PostFormValue("active") == "yes"
	if err := u.People.SetAccount(r.Context(), id, role, active); errors.Is(err, people.ErrLast) {
		return u.peopleList(w, r, "", text("The last administrator stays."))
	} else if err != nil {
		return errBad
	}
	if err := u.Trace(r, "account changed", r.PathValue("id"), string(role)+" active="+strconv.FormatBool(active)); err != nil {
		return err
	}
	http.Redirect(w, r, "/people", http.StatusSeeOther)
	return nil
}

// trail shows who did what, and whether the chain holds.
func (u *UI) trail(w http.ResponseWriter, r *http.Request) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	lines, err := u.People.Trail(r.Context(), before, 200)
	if err != nil {
		return err
	}
	broken := ""
	if err := u.People.CheckTrail(r.Context()); err != nil {
		broken = err.Error()
	}
	next := int64(0)
	if len(lines) == 200 {
		next = lines[len(lines)-1].Seq
	}
	u.render(w, r, http.StatusOK, "trail", map[string]any{"Lines": lines, "Broken": broken, "Next": next})
	return nil
}

// clip shortens what a stranger typed to n characters.
func clip(s string, n int) string {
	r := []rune(strings.ToValidUTF8(s, "?"))
	return string(r[:min(len(r), n)])
}
