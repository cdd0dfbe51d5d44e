package ui

import (
	"crypto/rand"
	"net/http"
	"strings"

	"vigil"
	"vigil/internal/protect"
	"vigil/internal/serve/people"
)

func (u *UI) registerProtection(mux Mux) {
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /protection":            u.protection,
		"POST /protection":           u.protect,
		"POST /protection/{id}/lift": u.lift,
	} {
		mux.Handle(pattern, people.Need(people.Admin, u.handle(h)))
	}
}

// protection lists what does not leave the desk.
func (u *UI) protection(w http.ResponseWriter, r *http.Request) error {
	return u.protectionPage(w, r, "")
}

func (u *UI) protectionPage(w http.ResponseWriter, r *http.Request, fault string) error {
	rules, err := protect.Rules(r.Context(), u.Kept)
	if err != nil {
		return err
	}
	u.render(w, r, http.StatusOK, "protection", map[string]any{"Rules": rules, "Fault": fault})
	return nil
}

// Bounds of a protection.
const (
	maxNames = 20
	minName  = 2 // a single letter would cover whole texts
)

func (u *UI) protect(w http.ResponseWriter, r *http.Request) error {
	p := vigil.Protection{Kind: vigil.ProtectionKind(r.PostFormValue("kind")), Country: strings.ToUpper(strings.TrimSpace(r.PostFormValue("country"))),
		Reason: strings.TrimSpace(clip(r.PostFormValue("reason"), maxReason)), By: people.From(r.Context()).Name}
	sensible := p.Kind == vigil.ProtectSource || p.Kind == vigil.ProtectPlace
	for n := range strings.SplitSeq(clip(r.PostFormValue("names"), 1000), ";") {
		if n = strings.Join(strings.Fields(n), " "); n != "" {
			p.Names = append(p.Names, n)
			sensible = sensible && len(n) >= minName
		}
	}
	if !sensible || len(p.Names) == 0 || len(p.Names) > maxNames || p.Reason == "" || len(p.Country) != 0 && len(p.Country) != 3 {
		return u.protectionPage(w, r, text("A protection has one to twenty names of two letters and more, and a reason."))
	}
	id := strings.ToLower(rand.Text()[:12])
	if err := protect.Add(r.Context(), u.Kept, p, id, rand.Text(), u.Now()); err != nil {
		return err
	}
	if err := u.Trace(r, "protected", id, p.Reason); err != nil {
		return err
	}
	http.Redirect(w, r, "/protection", http.StatusSeeOther)
	return nil
}

func (u *UI) lift(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := protect.Lift(r.Context(), u.Kept, id, people.From(r.Context()).Name, u.Now()); err != nil {
		return err
	}
	if err := u.Trace(r, "protection lifted", id, ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/protection", http.StatusSeeOther)
	return nil
}
