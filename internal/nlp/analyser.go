package nlp

import (
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Models holds the trained models, as written by vigil-data train.
type Models struct {
	Syntax string // taggers, lemmas and parser; "" leaves tokens untagged
	Names  string // names and their kinds; needs Syntax; "" finds none
	Refs   string // references; "" leaves Doc.Refs empty
}

// Analyser marks up texts.
type Analyser struct {
	tokeniser *tokeniser
	syntax    *syntax
	names     *nameModel
	world     *world
	coref     *coref
	room      sync.Pool // of *scratch
	nameRoom  sync.Pool // of *nameScratch
	resolvers sync.Pool // of *resolver
}

// New opens the models; it fails if one was written for other features.
func New(m Models) (*Analyser, error) {
	a := &Analyser{tokeniser: newTokeniser(), room: sync.Pool{New: func() any { return new(scratch) }}}
	var open errgroup.Group // side by side: they are most of what a start takes
	open.Go(func() (err error) {
		a.syntax, err = openModel("syntax", m.Syntax, openSyntax)
		return err
	})
	open.Go(func() (err error) {
		a.names, err = openModel("names", m.Names, openNames)
		return err
	})
	open.Go(func() (err error) {
		a.coref, err = openModel("references", m.Refs, openCoref)
		return err
	})
	a.world = newWorld()
	if err := open.Wait(); err != nil {
		return nil, err
	}
	a.nameRoom.New = func() any { return new(nameScratch) }
	a.resolvers.New = func() any {
		r := newResolver(a.world)
		if a.syntax != nil {
			r.lexicon = a.syntax.lexicon
		}
		return r
	}
	return a, nil
}

// openModel opens a model, which may be packed; of none it returns nil.
func openModel[T any](name, model string, open func(string) (*T, error)) (*T, error) {
	if model == "" {
		return nil, nil
	}
	model, err := unpack(model)
	if err != nil {
		return nil, fmt.Errorf("model of %s: %w", name, err)
	}
	m, err := open(model)
	if err != nil {
		return nil, fmt.Errorf("model of %s: %w", name, err)
	}
	return m, nil
}

// Analyse marks up one text. It never fails: a text of random bytes gives a
// Doc whose spans lie inside it.
func (a *Analyser) Analyse(text string) *Doc {
	d := &Doc{Text: text}
	c := cutter{tokeniser: a.tokeniser, text: text, tokens: make([]Token, 0, len(text)/5+8), breaks: make([]lineBreak, 0, len(text)/5+8)}
	c.cut()
	d.Tokens = c.tokens
	c.sentences(d)
	if a.syntax != nil {
		d.lexicon = a.syntax.lexicon
		w := a.room.Get().(*scratch)
		a.syntax.annotate(d, w)
		a.room.Put(w)
	}
	if a.names != nil {
		w := a.nameRoom.Get().(*nameScratch)
		a.names.annotate(d, w)
		a.nameRoom.Put(w)
	}
	a.Relate(d)
	return d
}

// Relate fills d.Entities and d.Refs from d.Names; Analyse has done so
// already, unless the names came from elsewhere.
func (a *Analyser) Relate(d *Doc) {
	r := a.resolvers.Get().(*resolver)
	r.group(d)
	if a.coref != nil {
		r.resolve(d, a.coref)
	}
	a.resolvers.Put(r)
}

// Mark tags and parses the sentences of d, whose tokens are given.
func (a *Analyser) Mark(d *Doc) {
	w := a.room.Get().(*scratch)
	a.syntax.annotate(d, w)
	a.room.Put(w)
}
