package people

import (
	"net/http"
	"net/url"
)

// Need lets through who may do what role may. Who is not known is sent to sign
// in, who is known and may not is refused.
func Need(role Role, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := From(r.Context())
		switch {
		case p.May(role):
			h.ServeHTTP(w, r)
		case p.Role == Nobody && r.Method == http.MethodGet:
			http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		default:
			http.Error(w, "not allowed for your role", http.StatusForbidden)
		}
	})
}
