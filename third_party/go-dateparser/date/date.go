// Package date holds the result type of the dateparser that this module
// stands in for.
package date

import "time"

// Date is a date that was found; here always the zero time.
type Date struct{ Time time.Time }
