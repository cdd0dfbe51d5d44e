package export

import (
	"bufio"
	"encoding/json"
	"io"

	"vigil"
)

// writeJSON writes the whole record as one document.
func writeJSON(w io.Writer, rec *vigil.Record, opt Options) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		About *aboutJSON `json:"about,omitzero"`
		*vigil.Record
		Deleted []Gone `json:"deleted,omitzero"`
	}{opt.About.json(), rec, opt.Gone})
}

// writeJSONL writes one incident, statement or toll a line, with its kind, its
// claims and their sentences; before them what the file is, after them what
// is gone.
func writeJSONL(w io.Writer, rec *vigil.Record, opt Options) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if opt.About != nil {
		if err := enc.Encode(map[string]any{"kind": "about", "about": opt.About.json()}); err != nil {
			return err
		}
	}
	v := newViewer(rec)
	put := func(kind string, of any, claims []string) error {
		return enc.Encode(struct {
			Kind     string          `json:"kind"`
			Of       any             `json:"record"`
			Claims   []*vigil.Claim  `json:"claims"`
			Evidence []jsonQuotation `json:"evidence"`
		}{kind, of, v.claims(claims), jsonQuotes(v.quotes(claims))})
	}
	for _, x := range sorted(rec.Incidents) {
		if err := put("incident", x, x.Claims); err != nil {
			return err
		}
	}
	for _, x := range rec.Statements {
		if err := put("statement", x, x.Claims); err != nil {
			return err
		}
	}
	for _, x := range rec.Tolls {
		var claims []string
		for _, p := range x.Series {
			claims = append(claims, p.Claim)
		}
		if err := put("toll", x, claims); err != nil {
			return err
		}
	}
	for _, g := range opt.Gone {
		if err := enc.Encode(map[string]any{"kind": "deleted", "deleted": g}); err != nil {
			return err
		}
	}
	return b.Flush()
}

type jsonQuotation struct {
	Text   string `json:"text"`
	Report string `json:"report"`
}

func jsonQuotes(qs []quotation) []jsonQuotation {
	out := make([]jsonQuotation, len(qs))
	for i, q := range qs {
		out[i] = jsonQuotation{q.text, q.report}
	}
	return out
}

func (v viewer) claims(ids []string) []*vigil.Claim {
	var out []*vigil.Claim
	for _, id := range ids {
		if c := v.claim(id); c != nil {
			out = append(out, c)
		}
	}
	return out
}
