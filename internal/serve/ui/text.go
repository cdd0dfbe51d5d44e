package ui

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

// The catalogue holds every string of the pages: the English text, which is
// also its key, and what is shown for it. Another language is another file.
//
//go:embed text/en.json
var english []byte

var catalogue = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	if err := json.Unmarshal(english, &m); err != nil {
		panic("text/en.json: " + err.Error())
	}
	return m
})

// text returns the catalogue's string for key, filled in as by fmt.Sprintf.
func text(key string, args ...any) string {
	s, ok := catalogue()[key]
	if !ok {
		s = key
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}
