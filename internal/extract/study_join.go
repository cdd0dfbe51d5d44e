package extract

// joins studies which tellings tell one incident.
func (st *study) joins(ss []saying) {
	v := st.v
	ms := st.x.tellings(v, st.x.triggers(v, ss), ss)
	of := make([][]int, len(ms))
	for k := range ms {
		of[k], _, _ = st.told(ms[k].trigger)
	}
	for b := range ms {
		for a := range b {
			if len(of[a]) == 0 && len(of[b]) == 0 {
				continue
			}
			label := 0
			if share(of[a], of[b]) {
				label = 1
			}
			st.f.reset()
			v.joinFeatures(&st.f, &ms[a], &ms[b])
			st.put(isSame, label)
		}
	}
}

func share(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// incidents studies which clusters are incidents, and what acts they are: a
// cluster is the gold incident that most of its tellings tell, and the one
// with most tellings is it.
func (st *study) incidents(ss []saying) {
	v := st.v
	ms := st.x.tellings(v, st.x.triggers(v, ss), ss)
	type claim struct{ cluster, votes int }
	won := make([]claim, len(st.gold.Incidents))
	clusters := st.x.cluster(v, ms)
	ins := make([]incident, len(clusters))
	golds := make([]int, len(clusters))
	for c, members := range clusters {
		ins[c] = st.x.gather(v, ms, members)
		votes := make([]int, len(st.gold.Incidents))
		golds[c] = -1
		for _, k := range members {
			told, _, _ := st.told(ms[k].trigger)
			for _, g := range told {
				votes[g]++
				if golds[c] < 0 || votes[g] > votes[golds[c]] {
					golds[c] = g
				}
			}
		}
		if g := golds[c]; g >= 0 && votes[g] > won[g].votes {
			won[g] = claim{c, votes[g]}
		}
	}
	all := v.deedsOf(ms)
	for c := range clusters {
		g := golds[c]
		label := 0
		if g >= 0 && won[g].cluster == c {
			label = 1
		}
		st.f.reset()
		v.realFeatures(&st.f, ms, &ins[c])
		st.put(isReal, label)
		if g >= 0 {
			st.wholes(ms, &ins[c], all, &st.gold.Incidents[g])
			if a := actIndex(st.gold.Incidents[g].SubEvent); a >= 0 {
				st.f.reset()
				v.actFeatures(&st.f, ms, &ins[c])
				st.put(whichAct, a)
			}
		}
	}
}
