package en

import "testing"

func TestTimesBadLine(t *testing.T) {
	for _, line := range []string{"month | 1", "month | 1 |", " | 1 | january"} {
		if _, err := parseTimes(line); err == nil {
			t.Errorf("%q was read", line)
		}
	}
}

func TestNumbersBadLine(t *testing.T) {
	for _, line := range []string{"small | 1", "tiny | 1 | one", "small | one | one"} {
		if _, err := parseNumbers(line); err == nil {
			t.Errorf("%q was read", line)
		}
	}
	for _, n := range Numbers() {
		if n.Class == NoNumber || n.Text == "" || n.Class < MinBound && n.Class != NoneNumber && n.Value <= 0 && n.Text != "zero" && n.Text != "nil" {
			t.Errorf("%+v", n)
		}
	}
}
