package serve_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/serve/signon"
	"vigil/internal/serve/ui"
)

// provider is an OpenID Connect provider that says what a test wants.
type provider struct {
	*httptest.Server
	key   *ecdsa.PrivateKey
	asked map[string]url.Values // by code: what the desk asked for
	mend  func(claims map[string]any)
}

func newProvider(t *testing.T) *provider {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{key: key, asked: map[string]url.Values{}}
	mux := http.NewServeMux()
	tell := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		tell(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"ES256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		tell(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		asked := p.asked[r.PostFormValue("code")]
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if asked == nil || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") || r.PostFormValue("redirect_uri") != asked.Get("redirect_uri") {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		claims := map[string]any{"iss": p.URL, "sub": asked.Get("who"), "aud": asked.Get("client_id"), "nonce": asked.Get("nonce"), "preferred_username": asked.Get("who"),
			"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
		if p.mend != nil {
			p.mend(claims)
		}
		tell(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(t, claims)})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *provider) sign(t *testing.T, claims map[string]any) string {
	t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.key, KeyID: "1"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(body)
	if err != nil {
		t.Fatal(err)
	}
	out, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// approve is who signing in at the provider: it gives the path by which the
// browser comes back.
func (p *provider) approve(t *testing.T, address, who string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, p.URL+"/authorize?") {
		t.Fatalf("the browser is sent to %q", address)
	}
	asked := u.Query()
	if asked.Get("code_challenge_method") != "S256" || asked.Get("nonce") == "" {
		t.Fatalf("asked without proof: %v", asked)
	}
	asked.Set("who", who)
	code := fmt.Sprint("code", len(p.asked))
	p.asked[code] = asked
	return strings.TrimPrefix(asked.Get("redirect_uri"), "http://127.0.0.1:8080") + "?" + url.Values{"code": {code}, "state": {asked.Get("state")}}.Encode()
}

// withProvider is a desk with accounts that also signs on by a provider.
func withProvider(t *testing.T) (*desk, *provider) {
	p := newProvider(t)
	return newDesk(t, func(c *serve.Config) {
		c.Demo, c.Signon = false, signon.Config{Issuer: p.URL, Client: "desk", Secret: "secret"}
	}), p
}

// cookieOf gives a cookie that an answer sets, as a browser sends it.
func cookieOf(w *httptest.ResponseRecorder, name string) string {
	for _, c := range w.Result().Cookies() {
		if c.Name == name && c.Value != "" {
			return name + "=" + c.Value
		}
	}
	return ""
}

// start begins to sign on and gives where the browser is sent and the cookie of
// the try.
func (d *desk) start(query string) (address, flow string) {
	d.t.Helper()
	w := d.get("/signon" + query)
	if w.Code != http.StatusSeeOther {
		d.t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return w.Header().Get("Location"), cookieOf(w, "vigil_signon")
}

// tie ties an account to who somebody is at the provider.
func (d *desk) tie(t *testing.T, p *provider, cookie, who string) *httptest.ResponseRecorder {
	t.Helper()
	w := d.post("/me/tie", cookie, url.Values{})
	m := regexp.MustCompile(`<a href="(http[^"]*/authorize[^"]*)"`).FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || m == nil {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return d.get(p.approve(t, html.UnescapeString(m[1]), who), "Cookie", cookie+"; "+cookieOf(w, "vigil_signon"))
}

func TestSignon(t *testing.T) {
	d, p := withProvider(t)
	ann, cookie := d.account("Ann", people.Analyst)
	_, other := d.account("Ben", people.Reader)
	if !strings.Contains(d.page("/login"), `href="/signon`) {
		t.Error("the page to sign in does not offer it")
	}
	in := func(who string) *httptest.ResponseRecorder {
		address, flow := d.start("?next=/tolls")
		return d.get(p.approve(t, address, who), "Cookie", flow)
	}
	if w := in("ann@org"); w.Code != http.StatusForbidden || cookieOf(w, ui.SessionCookie) != "" {
		t.Fatalf("who is tied to no account: %d", w.Code)
	}
	if w := d.tie(t, p, cookie, "ann@org"); w.Code != http.StatusSeeOther {
		t.Fatalf("tying: %d: %s", w.Code, w.Body)
	}
	if w := d.tie(t, p, other, "ann@org"); w.Code != http.StatusForbidden {
		t.Errorf("one subject is tied to two accounts: %d", w.Code)
	}
	w := in("ann@org")
	session := cookieOf(w, ui.SessionCookie)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/tolls" || session == "" {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if page := d.get("/me", "Cookie", session).Body.String(); !strings.Contains(page, "<h1>Ann</h1>") {
		t.Error("it is not Ann who came in")
	}
	if w := in("ben@org"); w.Code != http.StatusForbidden {
		t.Errorf("somebody else: %d", w.Code)
	}
	if err := d.SetAccount(context.Background(), d.admin(t), people.Admin, true); err != nil {
		t.Fatal(err)
	}
	if err := d.SetAccount(context.Background(), ann.ID, people.Analyst, false); err != nil {
		t.Fatal(err)
	}
	if w := in("ann@org"); w.Code != http.StatusForbidden {
		t.Errorf("who is barred: %d", w.Code)
	}
	if err := d.SetAccount(context.Background(), ann.ID, people.Analyst, true); err != nil {
		t.Fatal(err)
	}
	session = cookieOf(in("ann@org"), ui.SessionCookie)
	if w := d.post("/me/untie", session, url.Values{}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if w := in("ann@org"); w.Code != http.StatusForbidden {
		t.Errorf("who is untied: %d", w.Code)
	}
}

// admin makes an administrator, without whom no account can be barred.
func (d *desk) admin(t *testing.T) int64 {
	p, _ := d.account("Otto", people.Admin)
	return p.ID
}

// Each proof that the provider's answer is for this browser, this try and this
// desk is asked for.
func TestSignonGuards(t *testing.T) {
	d, p := withProvider(t)
	_, cookie := d.account("Ann", people.Analyst)
	d.tie(t, p, cookie, "ann@org")
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, to any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = to }
	}
	for what, c := range map[string]struct {
		mend func(map[string]any)
		back func(string) string // changes the path back
		flow func(string) string // changes the cookie
	}{
		"nothing wrong":    {},
		"another state":    {back: func(s string) string { return s + "x" }},
		"no code":          {back: func(s string) string { return strings.Replace(s, "code=", "none=", 1) }},
		"no cookie":        {flow: func(string) string { return "" }},
		"another's cookie": {flow: func(string) string { _, flow := d.start(""); return flow }},
		"another nonce":    {mend: set("nonce", "x")},
		"another desk":     {mend: set("aud", "elsewhere")},
		"another issuer":   {mend: set("iss", "https://elsewhere.example")},
		"too late":         {mend: set("exp", time.Now().Add(-time.Hour).Unix())},
		"another key":      {mend: func(map[string]any) { p.key = stranger }},
	} {
		key := p.key
		p.mend = c.mend
		address, flow := d.start("")
		back := p.approve(t, address, "ann@org")
		if c.back != nil {
			back = c.back(back)
		}
		if c.flow != nil {
			flow = c.flow(flow)
		}
		w := d.get(back, "Cookie", flow)
		p.key = key
		if came := cookieOf(w, ui.SessionCookie) != ""; came != (what == "nothing wrong") || !came && w.Code != http.StatusForbidden {
			t.Errorf("%s: %d, came in: %v", what, w.Code, came)
		}
	}
	// The proof key belongs to the try: a code that was seen on its way is worth nothing.
	p.mend = nil
	first, _ := d.start("")
	seen := p.approve(t, first, "ann@org")
	second, flow := d.start("")
	u, _ := url.Parse(second)
	code := regexp.MustCompile(`code=[^&]*`).FindString(seen)
	if w := d.get("/signon/back?"+code+"&state="+url.QueryEscape(u.Query().Get("state")), "Cookie", flow); cookieOf(w, ui.SessionCookie) != "" {
		t.Error("a code of another try lets in")
	}
	address, flow := d.start("?next=//elsewhere.example")
	if w := d.get(p.approve(t, address, "ann@org"), "Cookie", flow); w.Header().Get("Location") != "/" {
		t.Errorf("it leads to %q", w.Header().Get("Location"))
	}
	if w := d.post("/me/tie", cookie, url.Values{}, "Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"); w.Code != http.StatusForbidden {
		t.Errorf("another site ties accounts: %d", w.Code)
	}
}

// Tying holds for who began it.
func TestSignonTiesWhoAsked(t *testing.T) {
	d, p := withProvider(t)
	_, ann := d.account("Ann", people.Analyst)
	_, ben := d.account("Ben", people.Reader)
	w := d.post("/me/tie", ann, url.Values{})
	m := regexp.MustCompile(`<a href="(http[^"]*/authorize[^"]*)"`).FindStringSubmatch(w.Body.String())
	if m == nil {
		t.Fatal(w.Body)
	}
	for _, cookie := range []string{"", ben + "; "} {
		if w := d.get(p.approve(t, html.UnescapeString(m[1]), "x@org"), "Cookie", cookie+cookieOf(w, "vigil_signon")); w.Code != http.StatusForbidden {
			t.Errorf("as %q: %d", cookie, w.Code)
		}
	}
	if _, err := d.Tied(context.Background(), p.URL+" x@org"); err == nil {
		t.Error("somebody was tied")
	}
}

// An invitation is redeemed without a password.
func TestSignonInvitation(t *testing.T) {
	d, p := withProvider(t)
	link, err := d.NewLink(context.Background(), people.Analyst, "test")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(d.page("/welcome?link="+link), "/signon?link=") {
		t.Error("the page of the invitation does not offer it")
	}
	for i, want := range []int{http.StatusSeeOther, http.StatusForbidden} { // once
		address, flow := d.start("?link=" + link)
		if w := d.get(p.approve(t, address, fmt.Sprint("cleo", i)), "Cookie", flow); w.Code != want {
			t.Errorf("time %d: %d: %s", i+1, w.Code, w.Body)
		}
	}
	if who, err := d.Tied(context.Background(), p.URL+" cleo0"); err != nil || who.Name != "cleo0" || who.Role != people.Analyst {
		t.Errorf("%+v, %v", who, err)
	}
}

// Without a provider there is nothing of it; one that is away is told of.
func TestNoSignon(t *testing.T) {
	if w := private(t).get("/signon"); w.Code != http.StatusBadGateway {
		t.Errorf("a provider that does not answer: %d", w.Code)
	}
	d := newDesk(t, func(c *serve.Config) { c.Demo = false })
	if w := d.get("/signon"); w.Code != http.StatusNotFound || strings.Contains(d.page("/login"), "/signon") {
		t.Error("a sign-on that nobody asked for")
	}
}
