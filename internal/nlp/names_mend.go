package nlp

// What the recogniser of names gets wrong by rule: forms of address that it
// takes into the names of persons, and "US" and "WHO", which are pronouns to
// all that does not see capitals.

// trimAddress takes forms of address off the front of a person's name.
func trimAddress(d *Doc, n *Name) {
	for n.Type == PER && n.Last-n.First > 1 && isAddress(d.Word(n.First)) {
		n.First++
		n.Start = d.Tokens[n.First].Start
	}
}

func isAddress(w string) bool {
	switch w {
	case "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Prof", "Prof.", "Gen", "Gen.", "Lt", "Lt.", "Col", "Col.", "Maj", "Maj.",
		"Brig", "Brig.", "Capt", "Capt.", "Sgt", "Sgt.", "Cpl", "Cpl.", "Adm", "Adm.", "Cmdr", "Cmdr.", "Sen", "Sen.", "Rep", "Rep.",
		"Gov", "Gov.", "Rev", "Rev.", "PM", "Hon'ble", "Hon’ble", "Madam":
		return true
	}
	return false
}

// inCapitals returns the type of token i of s if it is a name that is another
// word without its capitals, in a sentence with case.
func inCapitals(d *Doc, s *Sentence, i int) NameType {
	t := NoName
	switch d.Word(i) {
	case "US":
		t = LOC
	case "WHO":
		t = ORG
	default:
		return NoName
	}
	for k := s.First; k < s.Last; k++ {
		if c := d.Text[d.Tokens[k].Start]; c >= 'a' && c <= 'z' {
			return t
		}
	}
	return NoName
}

// scoreInCapitals is the score of such a name.
const scoreInCapitals = 0.9
