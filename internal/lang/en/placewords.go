package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed placewords.txt
var placeWordsText string

// PlaceWord is a set of the classes of placewords.txt.
type PlaceWord uint32

// Classes of words that stand beside names.
const (
	LocativeIn PlaceWord = 1 << iota
	LocativeAt
	TypeSettlement
	TypeDistrict
	TypeAdmin1
	TypeAdmin2
	TypeCountry
	TypeFacility
	TypeRegion
	TypeWater
	TypeRelief
	BeforeType
	TakesPlace
	MovesPlace
	Road
	PersonTitle
	BodyNoun
	PersonVerb
	// TypeAny is any kind of place.
	TypeAny = TypeSettlement | TypeDistrict | TypeAdmin1 | TypeAdmin2 | TypeCountry | TypeFacility | TypeRegion | TypeWater | TypeRelief
)

var placeWordClasses = []string{"in", "at", "settlement", "district", "admin1", "admin2", "country", "facility", "region", "water", "relief", "between", "takes", "moves", "road", "title", "body", "said"}

// PlaceWords returns the classes of words that tell places from other names.
func PlaceWords() map[string]PlaceWord {
	out, err := parsePlaceWords(placeWordsText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parsePlaceWords(text string) (map[string]PlaceWord, error) {
	out := map[string]PlaceWord{}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		class, words, ok := strings.Cut(line, ":")
		bit := -1
		for i, c := range placeWordClasses {
			if c == class {
				bit = i
			}
		}
		if !ok || bit < 0 {
			return nil, fmt.Errorf("placewords.txt:%d: no class %q", n+1, class)
		}
		for _, w := range strings.Fields(words) {
			out[w] |= 1 << bit
		}
	}
	return out, nil
}
