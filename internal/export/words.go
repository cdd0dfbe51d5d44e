package export

import "vigil"

// Figure writes a figure's bounds as people do: "at least 8 fighters".
func Figure(f vigil.Figure) string { return figureText(f) }

// When writes a time as exactly as it is known.
func When(w *vigil.When) string { return dateText(w) }

// Parties names parties, parted by semicolons.
func Parties(ps []vigil.Party) string { return partiesText(ps, "") }
