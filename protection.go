package vigil

import "time"

// Protection is a person's word that something does not leave the desk: who
// said or published something, or where exactly something lies.
type Protection struct {
	ID      string         `json:"id,omitzero"`
	Kind    ProtectionKind `json:"kind,omitzero"`
	Names   []string       `json:"names,omitzero"`   // of the source, or of the place
	Country string         `json:"country,omitzero"` // of the place, ISO 3166-1 alpha-3; "" is any
	Key     string         `json:"key,omitzero"`     // secret: what is withheld gets names made with it
	Reason  string         `json:"reason,omitzero"`
	By      string         `json:"by,omitzero"`
	At      time.Time      `json:"at,omitzero"`
}

// ProtectionKind says what is protected.
type ProtectionKind string

// Kinds of protection.
const (
	ProtectSource ProtectionKind = "source" // an outlet, a speaker: not named
	ProtectPlace  ProtectionKind = "place"  // no closer than its province
)
