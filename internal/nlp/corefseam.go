package nlp

// seamDiscount lowers the score of a reference whose antecedent lies across a
// seam.
const seamDiscount = 0.6

// seamReason is Ref.Unsure of such a reference.
const seamReason = "antecedent lies across a seam"

// seam reports why the answer o to r.ref is uncertain: pages are stitched from
// pieces of other reports, and a pronoun whose antecedent was mentioned last in
// another paragraph, with which its own has nothing else in common, may have
// been cut off from whoever it meant. In a text without signs of stitching the
// paragraph right before is near enough.
func (r *resolver) seam(o *option) string {
	if r.ref.form == nounForm || o.mention < 0 {
		return ""
	}
	from, to := r.sentOf[r.mentions[o.mention].tok], r.sentOf[r.ref.tok]
	p, q := r.d.Sentences[from].Para, r.d.Sentences[to].Para
	if p == q || p+1 == q && !r.stitched || r.share(int(from), int(to)) {
		return ""
	}
	return seamReason
}

// share reports whether the paragraphs of two sentences have a name or a noun
// in common.
func (r *resolver) share(from, to int) bool {
	clear(r.words)
	r.eachWord(from, func(h uint32) bool { r.words[h] = true; return false })
	return r.eachWord(to, func(h uint32) bool { return r.words[h] })
}

// eachWord calls f with the names and nouns of a sentence's paragraph, until
// it returns true. Of a long paragraph the sentences nearby are looked at.
func (r *resolver) eachWord(sent int, f func(uint32) bool) bool {
	const near = 4
	d := r.d
	first, last := sent, sent
	for first > 0 && first > sent-near && d.Sentences[first-1].Para == d.Sentences[sent].Para {
		first--
	}
	for last+1 < len(d.Sentences) && last < sent+near && d.Sentences[last+1].Para == d.Sentences[sent].Para {
		last++
	}
	for i := d.Sentences[first].First; i < d.Sentences[last].Last; i++ {
		t := &d.Tokens[i]
		switch {
		case r.nameOf[i] >= 0:
			if f(mix(factName, uint32(d.Names[r.nameOf[i]].Entity))) {
				return true
			}
		case t.UPOS == NOUN && t.End-t.Start > 3 && f(wordHash(t.Lemma)):
			return true
		}
	}
	return false
}

// isStitched reports whether a text repeats one of its paragraphs or longer
// sentences: what people write does not.
func (r *resolver) isStitched() bool {
	const short = 25 // bytes: repeated crumbs and labels say nothing
	clear(r.words)
	for _, s := range r.d.Sentences {
		if s.End-s.Start < short {
			continue
		}
		h := hashString(s.In(r.d.Text))
		if r.words[h] {
			return true
		}
		r.words[h] = true
	}
	return false
}
