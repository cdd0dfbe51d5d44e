package en

import (
	_ "embed"
	"strings"
)

//go:embed acts.txt
var actsText string

// ActClass is a set of the classes of acts.txt.
type ActClass uint64

// Classes of words that tell an act.
const (
	ActKill ActClass = 1 << iota
	ActInjure
	ActMissing
	ActDisplace
	ActBesiege
	ActAttack
	ActClash
	ActShoot
	ActShell
	ActAir
	ActBlast
	ActSuicide
	ActGrenade
	ActChemical
	ActAbduct
	ActSexual
	ActArrest
	ActProtest
	ActRiot
	ActDisperse
	ActCapture
	ActTransfer
	ActDisrupt
	ActLoot
	ActBase
	ActChange
	ActStrategic
	ActCeasefire
	ActAgree
	ActConsult
	ActSupport
	ActConcede
	ActCooperate
	ActAid
	ActRetreat
	ActRequest
	ActAccuse
	ActReject
	ActThreaten
	ActSanction
	ActMobilize
	ActCoerce
	ActBacks
	ActArms
	ActFights
	ActPartOf
	ActStrength
	ActDeployed
	// ActHappens is any class of what happens, ActSays of what is said or done politically.
	ActHappens = ActAgree - 1
	ActSays    = ActBacks - ActAgree
)

var actClasses = []string{"kill", "injure", "missing", "displace", "besiege", "attack", "clash", "shoot", "shell", "airstrike", "blast", "suicide", "grenade", "chemical", "abduct", "sexual", "arrest", "protest", "riot", "disperse", "capture", "transfer", "disrupt", "loot", "base", "change", "strategic", "ceasefire", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "MOBILIZE", "COERCE", "back", "arms", "fights", "partof", "strength", "deployed"}

// ActWord is a word that tells an act, alone or with a companion below it in
// the tree.
type ActWord struct {
	Lemma string
	POS   byte   // 'v', 'n' or 'a'
	With  string // lemma of the companion, or ""
	Class ActClass
}

// Acts returns the words that tell acts, each once.
func Acts() []ActWord {
	out, err := parseActs(actsText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseActs(text string) ([]ActWord, error) {
	var out []ActWord
	at := map[string]int{}
	err := classLines("acts.txt", text, actClasses, "vna", func(bit int, word string, pos byte) {
		key := word + "/" + string(pos)
		i, seen := at[key]
		if !seen {
			i = len(out)
			at[key] = i
			lemma, with := split(word, pos)
			out = append(out, ActWord{Lemma: lemma, POS: pos, With: with})
		}
		out[i].Class |= 1 << bit
	})
	return out, err
}

// split parts "open+fire" into the word and its companion: the first word of a
// verb's phrase is its head, the last of a noun's.
func split(word string, pos byte) (lemma, with string) {
	a, b, ok := strings.Cut(word, "+")
	if ok && pos == 'n' {
		return b, a
	}
	return a, b
}

func index(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}
