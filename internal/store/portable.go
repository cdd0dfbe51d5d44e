package store

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"
	"unicode/utf8"

	"vigil"
)

// ErrNotEmpty says that a store holds something already.
var ErrNotEmpty = errors.New("the store is not empty")

// Portable gives all that a store holds, and takes it from another. What is
// derived, the record as it is now and every index, is derived anew.
type Portable interface {
	// Rows gives everything, as it stands at one moment, in an order in which
	// it can be taken.
	Rows(ctx context.Context) iter.Seq2[Row, error]
	// Take puts rows into an empty store, all of them or none.
	Take(ctx context.Context, rows iter.Seq2[Row, error]) error
}

// Row is one thing that a store keeps: one of the fields is set.
type Row struct {
	Report   *KeptReport  `json:"report,omitzero"`
	Old      *KeptReport  `json:"old,omitzero"` // an earlier version
	Claim    *KeptClaim   `json:"claim,omitzero"`
	Copy     *KeptCopy    `json:"copy,omitzero"`
	Revision *KeptChange  `json:"revision,omitzero"`
	Link     *Link        `json:"link,omitzero"`
	Capture  *Capture     `json:"capture,omitzero"`
	Read     *KeptReading `json:"read,omitzero"`
	Pending  *Unmerged    `json:"pending,omitzero"`
	Block    *KeptBlock   `json:"block,omitzero"`
	Job      *KeptJob     `json:"job,omitzero"`
}

// KeptReport is a version of a report.
type KeptReport struct {
	Seq      int64           `json:"seq,omitzero"` // its place in the order of storing; of the latest version only
	ID       string          `json:"id"`
	Version  int             `json:"version"`
	Digest   string          `json:"digest,omitzero"`
	Analyser string          `json:"analyser,omitzero"`
	Title    string          `json:"title,omitzero"`
	Text     Text            `json:"text"`
	Meta     json.RawMessage `json:"meta"` // vigil.Report without its text
}

// KeptClaim is a claim.
type KeptClaim struct {
	ID     string          `json:"id"`
	Report string          `json:"report"`
	Kind   string          `json:"kind"`
	JSON   json.RawMessage `json:"json"`
}

// KeptCopy is one of the copies in a report.
type KeptCopy struct {
	Report string          `json:"report"`
	N      int             `json:"n"`
	JSON   json.RawMessage `json:"json"`
}

// KeptChange is a revision with its place in the order of storing.
type KeptChange struct {
	Seq   int64           `json:"seq"`
	Of    string          `json:"of"`
	Rev   int             `json:"rev"`
	Kind  Kind            `json:"kind"`
	At    time.Time       `json:"at"`
	By    string          `json:"by,omitzero"`
	Cause string          `json:"cause,omitzero"`
	After json.RawMessage `json:"after,omitzero"`
}

// KeptReading says that a report was read from a capture.
type KeptReading struct {
	Report  string `json:"report"`
	Capture int64  `json:"capture"`
}

// KeptBlock says in which block a claim is compared.
type KeptBlock struct {
	Key   int64     `json:"key"` // BlockKey
	Day   vigil.Day `json:"day"`
	Claim string    `json:"claim"`
}

// Text is a text that may hold any bytes: as JSON a string, or an array of one
// string in base 64 where it is not UTF-8.
type Text string

// MarshalJSON implements json.Marshaler.
func (t Text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return json.Marshal(string(t))
	}
	return json.Marshal([][]byte{[]byte(t)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		var raw [1][]byte
		err := json.Unmarshal(b, &raw)
		*t = Text(raw[0])
		return err
	}
	return json.Unmarshal(b, (*string)(t))
}

// Change is the revision in a store's terms.
func (c *KeptChange) Change() Change {
	return Change{Kind: c.Kind, Revision: vigil.Revision{Of: c.Of, Rev: c.Rev, At: c.At, By: c.By, Cause: c.Cause, After: c.After}}
}
