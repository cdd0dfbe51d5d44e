// Package use names the parts that words play in the rules of the readers of
// claims, one by one: what opens who did it, what says that a truce was broken.
// The rules ask for a part and never for a word; which words play it is what a
// language fills in.
package use

import "strings"

// Use is a part that words play.
type Use uint8

// The parts. Each comment says what such a word does.
const (
	// Small words, each by what it opens or joins.

	The         Use = iota // points to what is known
	Article                // brings in one that is not known
	No                     // says that there is none
	Not                    // denies
	Any                    // stands for none in particular
	AnyAtAll               // says of an act that it may be or is not
	Pointing               // points to what was told
	Both                   // says two together
	Two                    // counts two
	And                    // joins
	But                    // turns
	Of                     // opens a whole, an owner or what a number counts
	By                     // opens who does it
	To                     // opens where to, whom to, or what is to be done
	From                   // opens where from or whom from
	With                   // opens in whose company
	For                    // opens what for
	At                     // opens where or at whom
	About                  // opens what is spoken of, or what is to come
	Between                // opens the two sides of it
	Against                // opens whom it is against
	Since                  // opens when it began
	After                  // opens what came before
	As                     // opens what somebody is taken for
	Well                   // makes "and" of "as"
	Including              // opens some of those counted
	Along                  // says together with
	Down                   // says that something falls
	Away                   // says that somebody is gone
	Should                 // is an auxiliary that may open a condition
	Whether                // opens what may be or not
	NoCondition            // opens a condition before a clause only
	That                   // opens a clause
	AuthoredBy             // opens whom a document or a word is from
	Upon                   // opens whom an attack is on
	Toward                 // opens what lies near, not what is hit
	OnTheWay               // opens a way or a gap between places
	Within                 // opens in what area
	Venue                  // opens where people meet
	Stationed              // opens where forces stand
	Located                // opens where what was told was
	Spoken                 // opens where a statement has its place
	Counted                // opens where people were counted
	CountedOver            // opens the time over which people were counted
	CountedIn              // may open where or in what people were counted
	Prospective            // opens an act that is prepared or meant
	Instrument             // opens what something is done with
	NounTakes              // belongs to a word of saying before it
	NounTail               // opens what still belongs to a name
	Having                 // opens whose the fighters are
	Way                    // says that a place lies between others
	Frontier               // is where one land ends
	Southern               // is the southern part, or lies south
	Northern               // is the northern part, or lies north
	Eastern                // is the eastern part, or lies east
	Western                // is the western part, or lies west
	NoContent              // tells two names apart no more than "the" does
	PlaceList              // may stand between the places of a list

	// Those who stand for others.

	ThirdPerson    // stands for somebody named before, as subject
	SubjectPronoun // stands for somebody, as subject
	FirstSubject   // means the speaker, as subject
	FirstPerson    // means the speaker
	ThirdPlural    // means many named before
	Their          // says what belongs to many
	It             // means a thing or body named before
	Back           // may lead back to who speaks
	OnePerson      // means one person named before
	Self           // leads back to the subject
	ThoseToldOf    // means many told of
	ThoseSome      // means many of whom some follow
	Among          // opens those of whom some follow
	AmongOf        // opens those of whom some are told
	WhoWhich       // opens a clause about who stands before it
	WhoThat        // opens a clause about who stands before it, or is it
	AnyRelative    // stands for nobody by itself
	Whose          // opens a clause about whose
	WhereWhich     // opens a clause about what stands before it
	Nobody         // says that there is nobody
	Someone        // means one person or none
	There          // points to a place told of
	PlaceNoun      // with an article means a place told of
	PartyNoun      // with "two" or "both" means parties told of

	// Saying.

	According      // with "to" opens a source
	Cite           // says on whose word
	Quoting        // with "as" says whose words they are
	Tell           // says something to somebody
	Report         // tells
	SayOnly        // says something and takes nobody whom it is said to
	TakesHearer    // may be followed by whom it is said to
	Labelled       // before a colon means a speaker
	Deniable       // names again what is denied
	Own            // with Responsibility says who did it
	Boast          // with an act says who did it
	Responsibility // is what who did it owns up to
	Alleging       // says that something is alleged

	// Acts that are told by the words around them.

	Agreement      // is what parties agree on
	BreakAgreement // with an agreement says that it was broken
	Begin          // says that its subject began
	Erupt          // says that fighting began
	CarryOut       // tells no act but that its noun was done
	Launch         // says that an attack was begun
	Intercept      // says that something was shot out of the air
	Truce          // is a halt of fighting
	Enter          // with InForce says that its subject began
	InForce        // with Enter says that its subject began
	Captive        // is somebody held against his will
	Hold           // holds somebody against his will
	Take           // takes somebody
	Free           // lets somebody go
	Exchange       // with fire says that both sides fired
	Onslaught      // is an attack that may be coming
	Arrange        // says of a protest that it is announced, banned or called off
	Crowd          // is a protest, a riot or those who are in one
	SetOff         // says what brought a blast about
	Fire           // is a blaze or shots
	Threat         // threatens
	Line           // with Red is what must not be done
	Red            // with Line is what must not be done
	Travel         // says that somebody goes where he meets others
	Lasting        // is something over which people are counted
	Borders        // says that one land lies beside another
	HaveForces     // says who has fighters
	Deploy         // says where forces stand
	Host           // says who has taken refugees in
	Across         // opens all of an area
	Nation         // with "the" is the whole country
	Nationwide     // says in all of the country
	NewScene       // turns to something else
	Apart          // sets an act apart from another
	Others         // counts more than those told of
	Bring          // with "to" says what a count has come to
	UpToNow        // counts up to now
	Often          // tells of many acts or a long time

	// Weapons.

	Projectile // flies and has no crew
	Aircraft   // flies and has a crew
	Gun        // is fired, or fires, from the ground
	FromAir    // says that something comes through the air
	Confiscate // says that a weapon was found or taken away
	Suicide    // says that the attacker dies too
	Worn       // with Explosive is a bomb that somebody wears
	Explosive  // says that something worn is a bomb
	RiotGear   // is used on crowds and no live round
	Live       // says that rounds are real

	// What became of people.

	Corpse       // means one who died
	Become       // makes a passive
	Have         // makes a perfect
	BeforeFate   // may stand between those harmed and what became of them
	Fatally      // says that he died of it
	ToDeath      // behind what was done says that he died of it
	DieToo       // behind "and" says that he died of it
	FoundSo      // says in what state somebody was found
	FoundDead    // before Dead says that somebody died
	Dead         // says that somebody has died
	Deceased     // says so by itself of somebody found
	EndLife      // with a life of one's own or a suicide says that somebody killed himself
	OnesOwn      // makes a life that of him who takes it
	Survive      // says that somebody lives
	Recover      // says that somebody will live
	Expect       // says what will become of somebody
	Lose         // with Life says that somebody died
	Life         // is lost or taken
	Pass         // with Away says that somebody died
	InState      // opens a state of health
	State        // is a state of health
	Suffer       // opens a wound
	Treat        // with "for" and a wound says that somebody was hurt
	Hit          // with a part of the body or a missile says that somebody was hurt
	HitBy        // opens what somebody was hit by
	HitIn        // opens where somebody was hit
	ToHospital   // opens the way to a hospital
	Suffers      // has the one harmed as its subject
	DeathOf      // with "of" tells of one who died
	ShootingOf   // with "of" tells of one who was hurt
	WoundOf      // with "of" tells of one who was hurt, whatever else
	Deadly       // says that somebody died of it
	Shoot        // says that somebody was hurt, and maybe died
	Shot         // is a participle that taggers take for a noun
	Harmed       // behind a number says what became of so many
	Wound        // behind a number counts wounds
	Aged         // opens an age
	OfAge        // with "of" opens an age
	AllPeople    // means people of whatever sort
	SomePeople   // means a sort of people that others may be counted with
	NobodyHarmed // is nobody who could be harmed
	Charge       // counts charges, not people

	// Who speaks, and over what a count runs.

	AnyArticle // is an article
	SpeaksFor  // speaks for a body; who is meant is the body
	Bystander  // is a private person who saw it or lives there
	Watcher    // watches a war and need not be named
	OfDay      // makes a count one of a day
	OfWeek     // makes a count one of a week
	OfMonth    // makes a count one of a month
	OfYear     // makes a count one of a year
	OfCampaign // makes a count one of a campaign
	OfWar      // makes a count one of a war

	// Count is how many parts there are.
	Count = iota
)

// Set is a set of parts.
type Set [(Count + 63) / 64]uint64

// Has reports whether u is in the set; nil is empty.
func (s *Set) Has(u Use) bool { return s != nil && s[u/64]>>(u%64)&1 != 0 }

// Lexicon tells the parts of each word.
type Lexicon map[string]*Set

// New returns the lexicon of a language: the words that play each part, parted
// by spaces.
func New(words *[Count]string) Lexicon {
	l := Lexicon{}
	for u, list := range words {
		for _, w := range strings.Fields(list) {
			if l[w] == nil {
				l[w] = new(Set)
			}
			l[w][u/64] |= 1 << (u % 64)
		}
	}
	return l
}

// Is reports whether word plays part u.
func (l Lexicon) Is(word string, u Use) bool { return l[word].Has(u) }
