package nlp

// parser chooses transitions by the sum of two models that err differently: a
// net over single features, whose words are vectors, and a perceptron over
// their conjunctions. Where the net is sure the perceptron is not asked, which
// saves most of its time.
type parser struct {
	net        net
	perceptron linear
}

// netWeight is how many units of the perceptron's scores one of the net's
// weighs in the sum.
const netWeight = 4

// Leads of the net's best move, and of its best relation, that decide: a factor
// of seven in odds. Asking always gains nothing on dev, asking half as often
// as this costs .003 LAS.
const (
	moveSure     = 2 * netUnit
	relationSure = 2 * netUnit
)

// maxScores is room for the scores of any head.
const maxScores = 64

// parseRoom is the working room of a parser.
type parseRoom struct {
	state  State
	sum    sum
	units  []int16
	scores [maxScores]int32
	linear [Transitions]int32
	asked  bool // linear is of this configuration
	rows   []uint32
	words  []uint64 // sums of words in roles
	counts []uint8  // rows in each; 0 is not yet summed
	roles  []uint32 // which of them make up the configuration
}

// parse gives every token of s its head and relation, in w.state.
func (m *parser) parse(w *parseRoom, s *Sent) {
	p, n := &w.state, &m.net
	p.Start(s)
	w.words = grow(w.words, (p.n+2)*Roles*n.words)
	w.counts = grow(w.counts, (p.n+2)*Roles)
	clear(w.counts)
	for !p.Done() {
		n.clear(&w.sum)
		n.add(&w.sum, p.Rows())
		w.roles = w.roles[:0]
		for role, token := range p.Tokens() {
			m.addWord(w, s, token, role)
		}
		addRows(w.sum.lanes, w.words, w.roles)
		w.units = n.hide(&w.sum, w.units)
		w.asked = false
		p.Do(m.choose(w))
	}
}

// addWord adds a token in a role to the sum; each pair is summed up once.
func (m *parser) addWord(w *parseRoom, s *Sent, token int32, role int) {
	at := (int(token)+1)*Roles + role
	if w.counts[at] == 0 {
		word := w.words[at*m.net.words : (at+1)*m.net.words]
		w.rows = s.WordRows(w.rows[:0], token, role)
		clear(word)
		m.net.add(&sum{lanes: word}, w.rows)
		w.counts[at] = uint8(len(w.rows))
	}
	w.roles = append(w.roles, uint32(at))
	w.sum.n += int(w.counts[at])
}

// ask lets the perceptron score the configuration.
func (m *parser) ask(w *parseRoom) {
	if !w.asked {
		m.perceptron.score(w.state.Features(), w.linear[:])
		w.asked = true
	}
}

// choose returns the best transition: the move first, then the relation.
func (m *parser) choose(w *parseRoom) int {
	p := &w.state
	scores := m.net.heads[0].score(w.units, w.scores[:])
	move, lead := bestMove(p, scores)
	if lead < moveSure {
		m.ask(w)
		left, right := topArcs(w.linear[:])
		for i, s := range [...]int32{w.linear[Shift], left, right} {
			scores[i] = netWeight*scores[i] + s
		}
		move, _ = bestMove(p, scores)
	}
	switch {
	case move == MoveShift:
		return Shift
	case move == MoveLeft && p.next == p.n:
		return LeftArc(Root)
	}
	return m.relation(w, move)
}

// bestMove returns the best of the possible moves, and how far it is before
// the next.
func bestMove(p *State, scores []int32) (move int, lead int32) {
	shift, left, right := p.Can()
	move = -1
	lead = 1<<31 - 1
	for i, can := range [...]bool{shift, left, right} {
		switch {
		case !can:
		case move < 0:
			move = i
		case scores[i] > scores[move]:
			move, lead = i, scores[i]-scores[move]
		default:
			lead = min(lead, scores[move]-scores[i])
		}
	}
	return move, lead
}

// topArcs returns the highest score of a left and of a right arc.
func topArcs(scores []int32) (left, right int32) {
	left, right = -1<<30, -1<<30
	for r := range Deprel(len(Deprels)) {
		if r != NoDeprel && r != Root {
			left, right = max(left, scores[LeftArc(r)]), max(right, scores[RightArc(r)])
		}
	}
	return left, right
}

// relation returns the arc of the given move with the best relation.
func (m *parser) relation(w *parseRoom, move int) int {
	scores := m.net.heads[move].score(w.units, w.scores[:])
	scores[Root] = -1 << 27
	r, lead := leader(scores)
	if lead < relationSure {
		m.ask(w)
		for i := range scores {
			scores[i] = netWeight*scores[i] + w.linear[arc(move, Deprel(i))]
		}
		r, _ = leader(scores)
	}
	return arc(move, Deprel(r))
}

func arc(move int, r Deprel) int {
	if move == MoveLeft {
		return LeftArc(r)
	}
	return RightArc(r)
}
