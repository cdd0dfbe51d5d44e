//go:build !amd64

package nlp

func addRows(lanes, table []uint64, rows []uint32)       { addRowsGo(lanes, table, rows) }
func rectify(lanes []uint64, bias uint16, units []int16) { rectifyGo(lanes, bias, units) }
func scoreUnits(units, weights []int16, scores []int32)  { scoreGo(units, weights, scores) }
