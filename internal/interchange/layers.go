package interchange

import (
	"fmt"
	"strings"
)

// Layers says which parts of an analysis are written.
type Layers uint16

// The layers, by their names in --layers.
const (
	Sentences Layers = 1 << iota
	Tokens
	Names
	Places
	Times
	Attributions
	Claims
	Text
)

// DefaultLayers is all but the tokens.
const DefaultLayers = Sentences | Names | Places | Times | Attributions | Claims | Text

var layerNames = []struct {
	name  string
	layer Layers
}{
	{"sentences", Sentences}, {"tokens", Tokens}, {"names", Names}, {"places", Places},
	{"times", Times}, {"attributions", Attributions}, {"claims", Claims}, {"text", Text},
}

// ParseLayers reads a comma-separated list; "all" is every layer, and an empty
// list is DefaultLayers.
func ParseLayers(s string) (Layers, error) {
	if s == "" {
		return DefaultLayers, nil
	}
	var out Layers
	for _, word := range strings.Split(s, ",") {
		l, ok := layerByName(strings.TrimSpace(word))
		if !ok {
			return 0, fmt.Errorf("no layer %q: choose from %s, all", word, strings.Join(allLayerNames(), ", "))
		}
		out |= l
	}
	return out, nil
}

func layerByName(s string) (Layers, bool) {
	if s == "all" {
		return DefaultLayers | Tokens, true
	}
	for _, l := range layerNames {
		if l.name == s {
			return l.layer, true
		}
	}
	return 0, false
}

func allLayerNames() []string {
	var out []string
	for _, l := range layerNames {
		out = append(out, l.name)
	}
	return out
}
