package nlp

// quotes says which quotation each token stands in and who speaks it.
type quotes struct {
	of       []int32 // quotation of each token, from 1; 0 none
	speakers []int32 // head token of who speaks each, or -1
}

// find marks the quotations of d. One ends with its paragraph at the latest.
func (q *quotes) find(d *Doc, sentOf []int32) {
	q.of, q.speakers = resize(q.of, len(d.Tokens)), q.speakers[:0]
	clear(q.of)
	open, para := -1, -1
	for i := range d.Tokens {
		if p := d.Sentences[sentOf[i]].Para; p != para {
			para, open = p, -1
		}
		switch w := d.Word(i); w {
		case "“", "``", "«":
			open = i
		case "\"", "”", "''", "»":
			if open < 0 {
				if w == "\"" {
					open = i
				}
				continue
			}
			q.add(d, sentOf, open, i)
			open = -1
		}
	}
}

// add makes the tokens between two marks a quotation.
func (q *quotes) add(d *Doc, sentOf []int32, open, shut int) {
	q.speakers = append(q.speakers, -1)
	n := len(q.speakers)
	for i := open + 1; i < shut; i++ {
		q.of[i] = int32(n)
	}
	q.speakers[n-1] = q.speaker(d, &d.Sentences[sentOf[open]])
	if q.speakers[n-1] < 0 {
		q.speakers[n-1] = q.speaker(d, &d.Sentences[sentOf[shut]])
	}
	if n > 1 && q.speakers[n-1] < 0 { // the next piece of one that went on
		q.speakers[n-1] = q.speakers[n-2]
	}
}

// speaker finds the subject of a verb outside quotations in a sentence.
func (q *quotes) speaker(d *Doc, s *Sentence) int32 {
	for i := s.First; i < s.Last; i++ {
		t := &d.Tokens[i]
		if q.of[i] != 0 || t.Deprel.Universal() != Nsubj || t.Head < 0 || q.of[t.Head] != 0 || d.Tokens[t.Head].UPOS != VERB {
			continue
		}
		return int32(i)
	}
	return -1
}
