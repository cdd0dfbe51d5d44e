package en

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed verbs.txt
var verbsText string

// IrregularVerbs maps past tenses and participles to the plain form.
var IrregularVerbs = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(verbsText) {
		f := strings.Fields(line)
		if len(f) != 3 || f[0] == "#" {
			continue
		}
		for _, forms := range f[1:] {
			for _, form := range strings.Split(forms, "/") {
				if _, seen := out[form]; !seen && form != f[0] {
					out[form] = f[0]
				}
			}
		}
	}
	return out
})
