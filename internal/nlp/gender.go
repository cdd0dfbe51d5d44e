package nlp

import "vigil/internal/lang/en"

// gender is what a form of address or a given name says of a person.
type gender uint8

const (
	noGender gender = iota
	male
	female
)

// genderBefore reads the form of address that stands before token i.
func genderBefore(d *Doc, i int) gender {
	if i == 0 {
		return noGender
	}
	if d.Tokens[i-1].End-d.Tokens[i-1].Start == 1 && i > 1 { // "Mr" "."
		i--
	}
	return genderOfTitle(d.Word(i - 1))
}

func genderOfTitle(w string) gender {
	switch w {
	case "Mr.", "Mr", "Sir", "Lord", "King", "Prince", "Sheikh", "Sheik", "Ayatollah", "Mullah", "Imam", "Pope", "Emperor", "Emir", "Sultan", "Father", "Brother", "Congressman", "Chairman", "Spokesman", "Baron", "Cardinal", "Bishop":
		return male
	case "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Lady", "Queen", "Princess", "Dame", "Sister", "Congresswoman", "Chairwoman", "Spokeswoman", "Baroness", "Mother", "First-Lady":
		return female
	}
	return noGender
}

// givenNames maps the hashes of given names to the gender of most of their
// bearers.
func givenNames() map[uint32]gender {
	out := map[uint32]gender{}
	var w keyWord
	men, women := en.GivenNames()
	for _, s := range men {
		w.read(s, 0)
		out[w.hash] = male
	}
	for _, s := range women {
		w.read(s, 0)
		out[w.hash] = female
	}
	return out
}
