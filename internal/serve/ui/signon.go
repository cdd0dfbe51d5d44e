package ui

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"vigil/internal/serve/people"
	"vigil/internal/serve/signon"
)

// flowCookie holds a try to sign on, for the minutes that it takes.
const flowCookie = "vigil_signon"

// flow is a try to sign on and where it leads.
type flow struct {
	signon.Flow
	Next string // page to go to
	Link string // invitation that it redeems, or ""
	Ties int64  // person whom it is tied to, or 0
}

func (u *UI) registerSignon(mux Mux) {
	mux.Handle("GET /signon", u.handle(u.signonStart))
	mux.Handle("GET /signon/back", u.handle(u.signonBack))
	mux.Handle("POST /me/tie", people.Need(people.Reader, u.handle(u.signonTie)))
	mux.Handle("POST /me/untie", people.Need(people.Reader, u.handle(u.untie)))
}

// signonStart sends the browser to the provider, to sign in or to redeem an
// invitation.
func (u *UI) signonStart(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	to, err := u.signonAddress(w, r, flow{Next: localPath(q.Get("next")), Link: q.Get("link")})
	if err != nil || to == "" {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// signonTie begins to tie the account of who is signed in. It takes a form of
// the desk's own: another site must not tie it to an account of its choice. A
// form may not lead elsewhere (Content-Security-Policy), so a link does.
func (u *UI) signonTie(w http.ResponseWriter, r *http.Request) error {
	to, err := u.signonAddress(w, r, flow{Ties: people.From(r.Context()).ID})
	if err != nil || to == "" {
		return err
	}
	u.render(w, r, http.StatusOK, "signon", map[string]any{"To": template.URL(to)})
	return nil
}

// signonAddress begins a try and gives the address to go to; "" if the request
// is answered already.
func (u *UI) signonAddress(w http.ResponseWriter, r *http.Request, f flow) (string, error) {
	f.Flow = signon.NewFlow()
	to, err := u.Signon.Address(r.Context(), f.Flow, u.signonReturn(r))
	if err != nil {
		u.Log.Error("sign-on", "err", err)
		u.Message(w, r, http.StatusBadGateway, text("The sign-on does not answer"), text("Try again later, or sign in with your password."))
		return "", nil
	}
	b, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, u.flowCookie(base64.RawURLEncoding.EncodeToString(b), 600))
	return to, nil
}

func (u *UI) signonReturn(r *http.Request) string { return u.base(r) + "/signon/back" }

func (u *UI) flowCookie(value string, age int) *http.Cookie {
	return &http.Cookie{Name: flowCookie, Value: value, Path: "/signon", MaxAge: age, HttpOnly: true, Secure: u.Secure, SameSite: http.SameSiteLaxMode}
}

// signonBack is where the provider sends the browser to.
func (u *UI) signonBack(w http.ResponseWriter, r *http.Request) error {
	var f flow
	if c, err := r.Cookie(flowCookie); err == nil {
		b, err := base64.RawURLEncoding.DecodeString(c.Value)
		if err != nil || json.Unmarshal(b, &f) != nil {
			return errBad
		}
	}
	http.SetCookie(w, u.flowCookie("", -1))
	q := r.URL.Query()
	if !u.Tries(r, clip(q.Get("state"), 60)) {
		u.Message(w, r, http.StatusTooManyRequests, text("Too many tries. Wait a minute."), "")
		return nil
	}
	who, err := u.Signon.Identify(r.Context(), f.Flow, u.signonReturn(r), q.Get("state"), q.Get("code"))
	if errors.Is(err, signon.ErrRefused) {
		u.Log.Warn("sign-on", "err", err)
		return u.signonRefused(w, r, "", text("The sign-on was refused"), text("Begin again at Sign in."))
	}
	if err != nil {
		return err
	}
	switch me := people.From(r.Context()); {
	case f.Ties != 0 && me.ID == f.Ties:
		return u.tie(w, r, me, who)
	case f.Ties != 0: // somebody else is signed in now, or nobody
		return u.signonRefused(w, r, who.Name, text("The sign-on was refused"), text("Begin again at Sign in."))
	case f.Link != "":
		return u.redeemTied(w, r, f.Link, who)
	}
	p, err := u.People.Tied(r.Context(), who.Subject)
	if errors.Is(err, people.ErrNo) {
		return u.signonRefused(w, r, who.Name, text("No account is tied to it"), text("Sign in with your password and tie the account at your own page, or use your invitation."))
	}
	if err != nil {
		return err
	}
	return u.enter(w, r, p, "login by sign-on", localPath(f.Next))
}

func (u *UI) signonRefused(w http.ResponseWriter, r *http.Request, name, head, words string) error {
	if err := u.People.Record(r.Context(), "", "sign-on refused", clip(name, 60), ""); err != nil {
		return err
	}
	u.Message(w, r, http.StatusForbidden, head, words)
	return nil
}

func (u *UI) tie(w http.ResponseWriter, r *http.Request, me people.Person, who signon.Identity) error {
	err := u.People.Tie(r.Context(), me.ID, who.Subject)
	if errors.Is(err, people.ErrTaken) {
		return u.signonRefused(w, r, who.Name, text("It is tied to another account"), "")
	}
	if err != nil {
		return err
	}
	if err := u.Trace(r, "tied to sign-on", who.Subject, ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/me", http.StatusSeeOther)
	return nil
}

// redeemTied makes the account that an invitation allows, tied from the first;
// its password is one that nobody knows.
func (u *UI) redeemTied(w http.ResponseWriter, r *http.Request, link string, who signon.Identity) error {
	if _, err := u.People.Tied(r.Context(), who.Subject); err == nil {
		return u.signonRefused(w, r, who.Name, text("It is tied to another account"), "")
	} else if !errors.Is(err, people.ErrNo) {
		return err
	}
	p, err := u.People.Redeem(r.Context(), link, strings.TrimSpace(who.Name), signon.NewFlow().Verifier)
	switch {
	case errors.Is(err, people.ErrLink):
		u.Message(w, r, http.StatusForbidden, text("This link no longer works"), text("It was used already, or is older than a day. Ask an administrator for another."))
		return nil
	case errors.Is(err, people.ErrTaken), errors.Is(err, people.ErrName):
		u.Message(w, r, http.StatusUnprocessableEntity, text("The name you have there cannot be used here"), text("Make the account with a name and a password, and tie it at your own page."))
		return nil
	case err != nil:
		return err
	}
	if err := u.People.Tie(r.Context(), p.ID, who.Subject); err != nil {
		return err
	}
	return u.enter(w, r, p, "account made by sign-on", "/")
}

func (u *UI) untie(w http.ResponseWriter, r *http.Request) error {
	if err := u.People.Untie(r.Context(), people.From(r.Context()).ID); err != nil {
		return err
	}
	if err := u.Trace(r, "untied from sign-on", "", ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/me", http.StatusSeeOther)
	return nil
}
