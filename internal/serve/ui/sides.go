package ui

import (
	"context"
	"html/template"
	"net/http"
	"strings"

	"vigil"
	"vigil/internal/serve/desk"
)

// tieRow is a tie with the sentence that tells it.
type tieRow struct {
	desk.Tie
	Sentence, Outlet string
	Href             template.URL
}

// How many ties are drawn, and listed.
const (
	maxDrawn  = 24
	maxListed = 100
)

// sides shows who is said to stand with or against whom.
func (u *UI) sides(w http.ResponseWriter, r *http.Request) error {
	only := strings.TrimSpace(r.URL.Query().Get("only"))
	return u.renderKept(w, r, "sides", only, func(ctx context.Context) (map[string]any, error) { return u.ties(ctx, only) })
}

// ties gives what the page shows of all ties, or of those of one party.
func (u *UI) ties(ctx context.Context, only string) (map[string]any, error) {
	ties, err := desk.Ties(ctx, u.Store)
	if err != nil {
		return nil, err
	}
	if only != "" {
		kept := ties[:0]
		for _, t := range ties {
			if t.From == only || t.To == only {
				kept = append(kept, t)
			}
		}
		ties = kept
	}
	ties = ties[:min(len(ties), maxListed)]
	var ids []string
	for _, t := range ties {
		ids = append(ids, t.Claims[0].ID)
	}
	told, err := desk.Openings(ctx, u.Store, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]tieRow, len(ties))
	for i, t := range ties {
		rows[i] = tieRow{Tie: t}
		e, ok := told[t.Claims[0].ID]
		if !ok || len(e.Claim.Evidence) == 0 {
			continue
		}
		rows[i].Sentence, rows[i].Outlet = strings.Join(strings.Fields(e.Claim.Evidence[0].In(e.Report.Text)), " "), e.Outlet()
		rows[i].Href = ReportURL(e.Report.ID, e.Claim.ID, vigil.Span{})
	}
	nodes, edges := desk.Draw(ties[:min(len(ties), maxDrawn)])
	return map[string]any{"Rows": rows, "Nodes": nodes, "Edges": edges, "Only": only, "Drawn": min(len(ties), maxDrawn)}, nil
}
