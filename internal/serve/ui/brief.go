package ui

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"vigil/internal/export"
	"vigil/internal/protect"
)

// briefSpans are how far back a brief may look.
var briefSpans = map[string]time.Duration{"24h": 24 * time.Hour, "7d": 7 * 24 * time.Hour, "30d": 30 * 24 * time.Hour}

// brief writes a situation report: a page that prints as it is, or Markdown.
func (u *UI) brief(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	span, ok := briefSpans[q.Get("since")]
	words := strings.TrimSpace(strings.ToValidUTF8(q.Get("area"), ""))
	area, err := export.ParseArea(words)
	if !ok || err != nil || len(words) > maxReason {
		return errBad
	}
	to := u.Now().UTC()
	b, err := export.LoadBrief(protect.Out(r.Context()), u.Store, export.BriefAsked{Area: words, Filter: area, From: to.Add(-span), To: to})
	if err != nil {
		return err
	}
	form := "html"
	if q.Get("form") == "md" {
		form = "md"
	}
	var page bytes.Buffer
	if err := export.WriteBrief(&page, b, strings.TrimSpace(text("Situation report")+" "+words), form); err != nil {
		return err
	}
	if err := u.Trace(r, "export", "brief", q.Get("since")+" "+clip(words, 60)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	if form == "md" {
		h.Set("Content-Type", "text/markdown; charset=utf-8")
		h.Set("Content-Disposition", `attachment; filename="brief.md"`)
	} else {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+styleHash(page.String())+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	}
	_, err = w.Write(page.Bytes())
	return err
}

// styleHash lets the style of a page through its policy, and no other.
func styleHash(page string) string {
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
