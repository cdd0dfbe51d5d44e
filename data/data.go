// Package data holds what vigil-data wrote: models, gazetteer, directory of
// actors, embedded in the binary. MANIFEST says where each file comes from.
// Only the commands open it and hand it in.
package data

import _ "embed"

// Gazetteer is the places of the world and their names
// (internal/resolve/gazetteer), written by vigil-data gazetteer.
//
//go:embed gazetteer.bin
var Gazetteer string

// WhereWeights are the weights of internal/resolve/where, written by
// vigil-data where.
//
//go:embed where.weights
var WhereWeights string

// Background is how rare each word is in general (internal/trace), written by
// vigil-data background.
//
//go:embed background.bin
var Background string

// Syntax is the model of taggers, lemmas and parser (internal/nlp), written by
// vigil-data train.
//
//go:embed models/syntax.bin
var Syntax string

// Names is the recogniser of names (internal/nlp), written by vigil-data names.
//
//go:embed models/names.bin
var Names string

// Claims is the models of internal/extract, written by vigil-data claims.
//
//go:embed models/claims.bin
var Claims string

// Refs is the model of references (internal/nlp), written by vigil-data refs.
//
//go:embed models/refs.bin
var Refs string

// Statements is the models of political acts in internal/extract, written by
// vigil-data claims.
//
//go:embed models/statements.bin
var Statements string
