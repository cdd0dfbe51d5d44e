package where

import (
	"cmp"
	"slices"

	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
)

// addNames ties mentions to the names that the language core marked, and adds
// those places that it marked and the gazetteer does not know as written.
func (s *state) addNames() {
	known := len(s.mentions)
	k := 0
	for i := range s.doc.Names {
		n := &s.doc.Names[i]
		for k < known && s.mentions[k].end <= n.Start {
			k++
		}
		covered := false
		for j := k; j < known && s.mentions[j].start < n.End; j++ {
			m := &s.mentions[j]
			m.name, m.nameRel = n, relation(m.start, m.end, n)
			covered = covered || m.nameRel == relSame || m.nameRel == relCrosses
		}
		if !covered && (n.Type == nlp.LOC || n.Type == nlp.FAC) {
			s.addWhole(n, k, known)
		}
	}
	if len(s.doc.Names) == 0 {
		s.addUnknown()
	}
	s.sort()
}

func relation(start, end int, n *nlp.Name) nameRel {
	switch {
	case start == n.Start && end == n.End:
		return relSame
	case start >= n.Start && end <= n.End:
		return relInside
	case start <= n.Start && end >= n.End:
		return relSame
	}
	return relCrosses
}

// addWhole adds a name marked as a place: a known one in another spelling, or
// one that holds a known one ("Aleppo University Hospital"), or unknown.
func (s *state) addWhole(n *nlp.Name, from, known int) {
	first, last := s.wordsOf(n.Start, n.End)
	if first == last {
		return
	}
	s.add(first, last, s.wholeHits(n, from, known, first, last), false)
	m := &s.mentions[len(s.mentions)-1]
	m.name, m.nameRel = n, relSame
}

// wholeHits looks up a name marked as a place: as a whole, by the known name in
// it if the rest says what it is (Miaoli County), by its consonants, and by the
// known name in it whatever the rest. A common word is no such name (Ranisankail
// Police Station).
func (s *state) wholeHits(n *nlp.Name, from, known, first, last int) []gazetteer.Hit {
	k := s.keys(first, last)
	if hits := s.firstOf(k.Exact, k.Loose, k.Zah); len(hits) > 0 {
		return hits
	}
	var inner *mention
	for j := from; j < known && s.mentions[j].start < n.End; j++ {
		if m := &s.mentions[j]; m.last-m.first > 1 || !s.r.common[s.lowerWord(m.first)] {
			inner = m
		}
	}
	if inner != nil && inner.first == first && inner.last == last-1 && s.class(last-1)&en.TypeAny != 0 {
		return inner.hits
	}
	if hits := s.firstOf(k.Skeleton); len(hits) > 0 || inner == nil {
		return hits
	}
	return inner.hits
}

// wordsOf returns the words inside a span.
func (s *state) wordsOf(start, end int) (first, last int) {
	lo, hi := 0, len(s.words)
	for lo < hi {
		if m := (lo + hi) / 2; s.words[m].start < start {
			lo = m + 1
		} else {
			hi = m
		}
	}
	for last = lo; last < len(s.words) && s.words[last].end <= end; last++ {
	}
	return lo, last
}

// addUnknown adds, where the language core marked nothing, capitalised words
// after "in" or a kind of place that the gazetteer knows in another spelling.
func (s *state) addUnknown() {
	known := len(s.mentions)
	k := 0
	for i := range s.words {
		for k < known && s.mentions[k].last <= i {
			k++
		}
		if k < known && s.mentions[k].first <= i || !s.starts(i) || !s.beside(i) || s.words[i].first {
			continue
		}
		c := s.class(i - 1)
		if s.words[i-1].cap || c&(en.LocativeIn|en.LocativeAt) == 0 && s.lowerWord(i-1) != "of" || s.r.common[s.lowerWord(i)] || s.seenLower(i) {
			continue
		}
		last := i + 1
		for last < len(s.words) && last < i+maxWords && s.joins(last) && (s.words[last].cap || s.words[last].gap == gapHyphen) &&
			!(k < known && s.mentions[k].first <= last) {
			last++
		}
		if hits := s.loosely(i, last); len(hits) > 0 {
			s.add(i, last, hits, false)
		}
	}
}

// loosely looks words up but for transliteration, else by consonants.
func (s *state) loosely(first, last int) []gazetteer.Hit {
	k := s.keys(first, last)
	return s.firstOf(k.Exact, k.Loose, k.Zah, k.Skeleton)
}

func (s *state) keys(first, last int) gazetteer.Keys {
	b := &s.builder
	b.Reset()
	for i := first; i < last; i++ {
		b.Add(s.word(i))
	}
	return b.Keys()
}

// firstOf returns the places under the first of the hashes that has any.
func (s *state) firstOf(hashes ...uint64) []gazetteer.Hit {
	for _, h := range hashes {
		if h == 0 {
			continue
		}
		if hits := s.g.Find(s.room[:0], h); len(hits) > 0 {
			s.room = hits
			return s.prune(hits)
		}
	}
	return nil
}

// sort puts the mentions in order of the text, longer ones first.
func (s *state) sort() {
	slices.SortStableFunc(s.mentions, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
}
