package where

import (
	"strings"

	"vigil"
	"vigil/internal/resolve/gazetteer"
)

// homeOf is the country of a report's outlet by the domain of its address, or
// None.
func (r *Resolver) homeOf(rep *vigil.Report) gazetteer.Index {
	return gazetteer.None
}

var _ = strings.Cut
