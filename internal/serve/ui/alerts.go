package ui

import (
	"errors"
	"net/http"
	"strconv"

	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
)

func (u *UI) registerAlerts(mux Mux) {
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /alerts":            u.alerts,
		"POST /alerts":           u.newAlert,
		"POST /alerts/{id}/drop": u.dropAlert,
	} {
		mux.Handle(pattern, Reading(u.handle(h)))
	}
}

// alerts lists a person's rules and offers another, for the view in the address.
func (u *UI) alerts(w http.ResponseWriter, r *http.Request) error {
	return u.alertsPage(w, r, people.Rule{}, "")
}

func (u *UI) alertsPage(w http.ResponseWriter, r *http.Request, fresh people.Rule, fault string) error {
	p := people.From(r.Context())
	if p.ID == 0 {
		http.Redirect(w, r, "/login?next=/alerts", http.StatusSeeOther)
		return nil
	}
	rules, err := u.People.Rules(r.Context(), p.ID)
	if err != nil {
		return err
	}
	faults, err := u.People.Faults(r.Context(), p.ID)
	if err != nil {
		return err
	}
	u.render(w, r, http.StatusOK, "alerts", map[string]any{"Rules": rules, "Faults": faults, "Fresh": fresh, "Fault": fault, "View": view{desk.Parse(r.URL.Query())}, "Mails": u.Mails})
	return nil
}

func (u *UI) newAlert(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return errBad
	}
	v := desk.Parse(r.PostForm)
	v.After = ""
	killed, _ := strconv.Atoi(r.PostFormValue("killed"))
	if len(v.Faults) > 0 {
		return u.alertsPage(w, r, people.Rule{}, text("The filters are not understood."))
	}
	rule, err := u.People.NewRule(r.Context(), people.Rule{Person: people.From(r.Context()).ID, Name: r.PostFormValue("name"), Query: v.Values().Encode(),
		Killed: killed, Webhook: r.PostFormValue("webhook"), Mail: r.PostFormValue("mail")})
	if errors.Is(err, people.ErrRule) {
		return u.alertsPage(w, r, people.Rule{}, text("A rule has a name, and a webhook (https or http) or an address for mail."))
	}
	if err != nil {
		return err
	}
	if err := u.Trace(r, "alert made", rule.Name, rule.Webhook+" "+rule.Mail); err != nil {
		return err
	}
	return u.alertsPage(w, r, rule, "")
}

func (u *UI) dropAlert(w http.ResponseWriter, r *http.Request) error {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err := u.People.DropRule(r.Context(), people.From(r.Context()).ID, id); err != nil {
		return err
	}
	if err := u.Trace(r, "alert dropped", r.PathValue("id"), ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/alerts", http.StatusSeeOther)
	return nil
}
