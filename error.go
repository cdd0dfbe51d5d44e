package vigil

import "fmt"

// InputError is a fault of one piece of input: which, where and why. It never
// stops the rest of the work.
type InputError struct {
	Name string // file, address or report id
	Line int    // 1-based, or 0
	Err  error
}

func (e *InputError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s: line %d: %v", e.Name, e.Line, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Name, e.Err)
}

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }
