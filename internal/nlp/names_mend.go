package nlp

// What the recogniser of names gets wrong by rule: forms of address that it
// takes into the names of persons, people that it takes into those of bodies, and "US" and "WHO", which are pronouns to
// all that does not see capitals.

// trimAddress takes forms of address off the front of a person's name, and the
// end of a post: "Secretary of | State Jane Roe".
func trimAddress(d *Doc, n *Name) {
	for n.Type == PER && n.Last-n.First > 1 && (isAddress(d.Word(n.First)) || endsPost(d, n.First)) {
		n.First++
		n.Start = d.Tokens[n.First].Start
	}
}

// endsPost reports whether token i ends a post that "of" parts in two.
func endsPost(d *Doc, i int) bool {
	if i < 2 || d.Word(i-1) != "of" {
		return false
	}
	switch d.Word(i - 2) {
	case "Secretary", "secretary", "Minister", "minister", "Chief", "chief", "Head", "head", "Ministry", "Department":
	default:
		return false
	}
	switch d.Word(i) {
	case "State", "Staff", "Defense", "Defence", "War", "Interior", "Health", "Finance", "Justice", "Information", "Police", "Intelligence", "Government", "Mission", "Parliament":
		return true
	}
	return false
}

// trimPeople takes "officials", "fighters" off the end of a body's name of two
// words: "US officials" are no body.
func trimPeople(d *Doc, s *Sentence, n *Name) {
	last := n.Last - 1
	if n.Type != ORG || n.Last-n.First != 2 || d.Tokens[last].XPOS != TagNNS || !lowerFirst(d.Word(last)) || lowerFirst(d.Word(n.First)) {
		return
	}
	n.Last, n.End = last, d.Tokens[last-1].End
	if t := inCapitals(d, s, n.First); t != NoName {
		n.Type = t
	}
}

func lowerFirst(w string) bool { return w[0] >= 'a' && w[0] <= 'z' }

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
		if lowerFirst(d.Text[d.Tokens[k].Start:]) {
			return t
		}
	}
	return NoName
}

// scoreInCapitals is the score of such a name.
const scoreInCapitals = 0.9
