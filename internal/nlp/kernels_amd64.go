package nlp

import "golang.org/x/sys/cpu"

//go:noescape
func addRowsAVX2(lanes *uint64, words int, table *uint64, rows *uint32, n int)

//go:noescape
func rectifyAVX2(lanes *uint64, words int, bias uint16, units *int16)

//go:noescape
func scoreAVX2(units *int16, pairs int, weights *int16, scores *int32, groups int)

var hasAVX2 = cpu.X86.HasAVX2

func addRows(lanes, table []uint64, rows []uint32) {
	if !hasAVX2 || len(rows) == 0 {
		addRowsGo(lanes, table, rows)
		return
	}
	top := uint32(0)
	for _, r := range rows {
		top = max(top, r)
	}
	_ = table[(int(top)+1)*len(lanes)-1] // as Go would, before the kernel reads it
	addRowsAVX2(&lanes[0], len(lanes), &table[0], &rows[0], len(rows))
}

func rectify(lanes []uint64, bias uint16, units []int16) {
	if !hasAVX2 {
		rectifyGo(lanes, bias, units)
		return
	}
	_ = units[4*len(lanes)-1]
	rectifyAVX2(&lanes[0], len(lanes), bias, &units[0])
}

func scoreUnits(units, weights []int16, scores []int32) {
	if !hasAVX2 {
		scoreGo(units, weights, scores)
		return
	}
	_ = weights[len(units)*len(scores)-1]
	scoreAVX2(&units[0], len(units)/2, &weights[0], &scores[0], len(scores)/headGroup)
}
