// Package vigil is the vocabulary of a war monitor: the nouns that travel
// between the stages, and the rules they keep.
//
// A report's path, one direction, one package an arrow:
//
//	Source ─collect→ Report ─nlp→ Doc ─resolve→ who·where·when ─extract→ Claims
//	  ─trace→ copies ─group→ Stories ─merge→ Revisions of Incidents·Statements·Tolls
//	  ─store→ ─serve→ people
//
// A Report is text with an outlet and a day. internal/nlp marks its sentences,
// words, syntax, names and references (nlp.Doc). internal/resolve says which
// actor, place and day each mention means. internal/extract reads Claims: who
// is said to have done what to whom, where, when, with which figures, on whose
// word. internal/trace finds what is copied from whom; internal/group puts
// reports of one story together; internal/merge makes one record of many
// claims, as Revisions that are only ever added. internal/pipeline holds the
// order of these steps, internal/store keeps what they make, internal/work lets
// many machines read into one store, cmd/vigil wires all of it. This package
// imports the standard library alone; deps_test.go says who else may import
// what.
//
// Three rules hold everywhere: no value without the claims behind it and no
// claim without its sentence; disagreement is kept, never averaged; unknown is
// never zero and a centroid is never a point.
package vigil
