package extract

import "vigil/internal/lang/en"

// deedDecision is a question about political acts that a model answers. They
// have a file of models of their own, learned after those of claims.
type deedDecision int

const (
	guessDeed  deedDecision = iota // which act may this word tell? asked once, to choose what to learn from
	whichDeed                      // which act does this word tell?
	deedRoleOf                     // what part has this phrase in it?
	isPlanned                      // is it still to come?
	isDeedTime                     // is this when?
	isSameDeed                     // do these two words tell one act?
	isTally                        // is this a count over many incidents?
	deedDecisionCount
)

var deedDecisionNames = [deedDecisionCount]string{"guess", "deed", "part", "planned", "when", "one", "tally"}

var deedRoleClasses = []string{"none", "actor", "recipient"}

var deedDecisionClasses = [deedDecisionCount][]string{deedClasses, deedClasses, deedRoleClasses, yesNo, yesNo, yesNo, yesNo}

var deedDecisionStages = [deedDecisionCount]int{0, 1, 1, 1, 1, 2, 0}

// noDeed is the class of a word that tells no political act; class k > 0 is
// the k-th of PLOVER's types, bit k-1 above en.ActAgree.
const noDeed = 0

var deedClasses = []string{"none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
	"THREATEN", "SANCTION", "MOBILIZE", "COERCE"}

const deedKinds = 15

// deedBit is the class of words that may tell deeds of kind k.
func deedBit(k int) en.ActClass { return en.ActAgree << (k - 1) }

// deedKind returns the class of a PLOVER type, or noDeed.
func deedKind(plover string) int {
	for k, name := range deedClasses {
		if name == plover {
			return k
		}
	}
	return noDeed
}

// deedSettings are the thresholds, set by cross-validation on bench/voa.
type deedSettings struct {
	Deed, Actor, Recipient, Planned, Time, Join, Tally float64
}

var deedDefaults = deedSettings{Deed: .15, Actor: .4, Recipient: .4, Planned: .5, Time: .3, Join: .4, Tally: .5}
