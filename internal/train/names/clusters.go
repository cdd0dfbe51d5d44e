package names

import (
	"slices"

	"vigil/internal/nlp"
	"vigil/internal/train/clusters"
)

// Sizes of the tree of clusters: so many wide ones, each split into so many.
const (
	wide = 32
	fine = 32
)

// clusterWords gives the keys of the commonest words, sorted, and their clusters:
// the wide one's number times fine, plus that within it.
func clusterWords(cache string, words int) (keys []uint32, of []uint16, err error) {
	c, err := clusters.Tree(cache, words, wide, fine)
	if err != nil {
		return nil, nil, err
	}
	cluster := map[uint32]uint16{}
	for i, w := range c.Words {
		if k := nlp.NameWordKey(w); cluster[k] == 0 { // the commoner word keeps the key
			keys = append(keys, k)
			cluster[k] = c.Fine[i] + 1
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		of = append(of, cluster[k]-1)
	}
	return keys, of, nil
}
