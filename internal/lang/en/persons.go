package en

import _ "embed"

//go:embed persons.txt
var personsText string

// Persons returns the nouns, singular and lower case, that mean persons or
// groups of them in a good share of their uses, by WordNet 3.1.
func Persons() map[string]bool { return wordSet(personsText) }
