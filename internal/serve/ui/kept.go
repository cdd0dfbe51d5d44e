package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"vigil/internal/collect/capture"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// Captures tells which captures a report was read from.
type Captures interface {
	Captures(ctx context.Context, of string) ([]store.Capture, error)
}

func (u *UI) registerKept(mux Mux) {
	mux.Handle("GET /reports/{id}/captures/{seq}", people.Need(people.Analyst, u.handle(u.capture)))
}

// keptRow is a capture as a page shows it.
type keptRow struct {
	At      time.Time
	Digest  string
	Where   string // in the archive
	Changed bool   // its bytes are other than those of the capture before
	Href    template.URL
}

// kept lists the captures of a report, oldest first.
func (u *UI) kept(ctx context.Context, report string) ([]keptRow, error) {
	if u.Captures == nil {
		return nil, nil
	}
	cs, err := u.Captures.Captures(ctx, report)
	out := make([]keptRow, len(cs))
	for i, c := range cs {
		out[i] = keptRow{At: c.At, Digest: c.Digest, Where: fmt.Sprintf("%s @ %d", c.File, c.Offset), Changed: i > 0 && c.Digest != cs[i-1].Digest}
		if u.Archive != "" && u.Store.Whole(ctx) {
			out[i].Href = template.URL(Path("/reports/", report, "/captures/"+strconv.FormatInt(c.Seq, 10)))
		}
	}
	return out, err
}

// maxKept is of how many reports a page tells how they were kept.
const maxKept = 50

// lastKept gives of each report the capture that it was last read from.
func (u *UI) lastKept(ctx context.Context, ev []desk.Telling) (map[string]keptRow, error) {
	out := map[string]keptRow{}
	asked := map[string]bool{}
	for _, e := range ev {
		if asked[e.Report.ID] || len(asked) == maxKept {
			continue
		}
		asked[e.Report.ID] = true
		rows, err := u.kept(ctx, e.Report.ID)
		if err != nil {
			return nil, err
		}
		if n := len(rows); n > 0 {
			out[e.Report.ID] = rows[n-1]
		}
	}
	return out, nil
}

// capture gives the bytes that were fetched, if they are still those whose hash
// was taken then.
func (u *UI) capture(w http.ResponseWriter, r *http.Request) error {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || u.Captures == nil || u.Archive == "" {
		return store.ErrNotFound
	}
	cs, err := u.Captures.Captures(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	for _, c := range cs {
		if c.Seq != seq {
			continue
		}
		body, err := u.captured(cs, c)
		if err != nil {
			u.Log.Error("capture", "seq", seq, "err", err)
			u.Message(w, r, http.StatusConflict, text("Not as it was"), text("The capture cannot be read, or its bytes are not those whose hash was taken: vigil verify tells more."))
			return nil
		}
		if err := u.Trace(r, "capture read", r.PathValue("id"), strconv.FormatInt(seq, 10)); err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", "application/octet-stream") // whatever it is, the browser keeps it and runs nothing
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="capture-%d"`, seq))
		h.Set("Vigil-SHA256", c.Digest)
		_, err = w.Write(body)
		return err
	}
	return store.ErrNotFound
}

// captured reads the body of a capture; one with the bytes of an earlier has
// none of its own.
func (u *UI) captured(all []store.Capture, c store.Capture) ([]byte, error) {
	for _, x := range all {
		if c.Same && !x.Same && x.Digest == c.Digest {
			c = x
			break
		}
	}
	rec, err := capture.ReadEntry(u.Archive, &capture.Entry{Seq: c.Seq, File: c.File, Offset: c.Offset, Length: c.Length, ID: c.ID})
	if err != nil {
		return nil, err
	}
	body := capture.Payload(rec)
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != c.Digest {
		return nil, fmt.Errorf("capture %d: its hash is %x, was %s", c.Seq, sum, c.Digest)
	}
	return body, nil
}
