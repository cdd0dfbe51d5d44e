package extract_test

import (
	"strings"
	"testing"

	"vigil"
)

func statements(t *testing.T, text string) []vigil.Claim {
	t.Helper()
	var out []vigil.Claim
	for _, c := range readAll(t, "2010-05-12", text) {
		if c.Kind == vigil.StatementClaim {
			out = append(out, c)
		}
	}
	return out
}

func namesOf(ps []vigil.Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Text)
	}
	return strings.Join(out, ", ")
}

func TestStatements(t *testing.T) {
	for _, c := range []struct{ text, act, mode, actor, recipient string }{
		{"The foreign minister accused Norway of arming the rebels.", "ACCUSE", "allege", "foreign minister", "Norway"},
		{"The government has condemned the attack on the mosque.", "ACCUSE", "disapprove", "government", ""},
		{"The president met his Turkish counterpart in Geneva.", "CONSULT", "", "president", ""},
		{"The prime minister urged the rebels to lay down their weapons.", "REQUEST", "yield", "prime minister", "rebels"},
		{"The government rejected a demand by the rebels to release prisoners.", "REJECT", "", "government", ""},
	} {
		found := false
		for _, s := range statements(t, c.text) {
			found = found || s.Act == c.act && (c.mode == "" || s.Mode == c.mode) &&
				strings.Contains(namesOf(s.Actors), c.actor) && strings.Contains(namesOf(s.Targets), c.recipient)
		}
		if !found {
			t.Errorf("%s\nread %+v, want %+v", c.text, statements(t, c.text), c)
		}
	}
}

// Whom a list joins to who acts is not acted on.
func TestOneList(t *testing.T) {
	text := "The army faces threats of being hit by Norway and its allies if it attacks the province."
	for _, c := range statements(t, text) {
		if strings.Contains(namesOf(c.Actors), "Norway") && strings.Contains(namesOf(c.Actors), "allies") && !strings.Contains(namesOf(c.Targets), "allies") {
			return
		}
	}
	t.Errorf("%s\nread %+v", text, statements(t, text))
}

func TestStatementStatus(t *testing.T) {
	for _, c := range []struct {
		text, act, condition string
		status               vigil.Status
	}{
		{"The two ministers will meet in Oslo next week.", "CONSULT", "", vigil.Planned},
		{"The two ministers met in Oslo last week.", "CONSULT", "", vigil.Occurred},
		{"The government threatened to close the border unless the rebels leave the town.", "THREATEN", "unless the rebels leave the town", vigil.Occurred},
	} {
		got := statements(t, c.text)
		if len(got) == 0 || got[0].Act != c.act || got[0].Status != c.status || got[0].Condition != c.condition {
			t.Errorf("%s\nread %+v, want %+v", c.text, got, c)
		}
	}
}

// Words that look like political acts and are none.
func TestNoStatement(t *testing.T) {
	for _, text := range []string{
		"The river supports many kinds of fish.",
		"Rain is expected in the north on Monday.",
		"The book sold two million copies.",
	} {
		if got := statements(t, text); len(got) != 0 {
			t.Errorf("%s\nread %+v, want none", text, got)
		}
	}
}
