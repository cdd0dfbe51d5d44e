// Package persons lists the nouns that mean persons, by WordNet.
package persons

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// WordNet's lexicographer files of nouns for persons and for groups of them
// (lexnames(5WN)), and its code for nouns in a sense key (senseidx(5WN)).
const (
	noun      = "1"
	fileGroup = 14
	fileHuman = 18
)

// least is the share of a noun's uses that must mean persons.
const least = 1.0 / 3

const header = `# Nouns that mean persons or groups of them in at least a third of their uses,
# by the counts of senses in WordNet 3.1. Written by 'vigil-data persons'.
# WordNet 3.1 Copyright 2011 by Princeton University. All rights reserved; its
# licence stands in third_party/wordnet.
`

// uses counts the uses of a noun, a half of one for a second sense never met.
type uses struct{ persons, all float64 }

// Build returns the list as a file of words and how many they are, from the
// folder of WordNet's database files.
func Build(dict string) ([]byte, int, error) {
	proper, err := properNouns(filepath.Join(dict, "data.noun"))
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(filepath.Join(dict, "index.sense"))
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	words := map[string]uses{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		lemma, file, rank, count, ok := sense(lines.Text())
		if !ok || proper[lemma] {
			continue
		}
		u, w := words[lemma], count+1/rank
		u.all += w
		if file == fileHuman || file == fileGroup {
			u.persons += w
		}
		words[lemma] = u
	}
	if err := lines.Err(); err != nil {
		return nil, 0, fmt.Errorf("%s: %w", f.Name(), err)
	}
	return write(words)
}

// sense reads a line of index.sense: the noun, its lexicographer file, the
// rank of the sense and how often it was met.
func sense(line string) (lemma string, file int, rank, count float64, ok bool) {
	f := strings.Fields(line)
	if len(f) != 4 {
		return "", 0, 0, 0, false
	}
	lemma, rest, _ := strings.Cut(f[0], "%")
	p := strings.Split(rest, ":")
	if len(p) < 2 || p[0] != noun || strings.Trim(lemma, "abcdefghijklmnopqrstuvwxyz") != "" || len(lemma) < 3 {
		return "", 0, 0, 0, false
	}
	file, err1 := strconv.Atoi(p[1])
	rank, err2 := strconv.ParseFloat(f[2], 64)
	count, err3 := strconv.ParseFloat(f[3], 64)
	return lemma, file, rank, count, err1 == nil && err2 == nil && err3 == nil && rank > 0
}

// properNouns returns the words of data.noun that stand in the files of groups
// or persons with a capital alone: genera, peoples, people by name.
func properNouns(path string) (map[string]bool, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out, common := map[string]bool{}, map[string]bool{}
	for line := range bytes.Lines(data) {
		f := strings.Fields(string(line)) // offset, file, n, count, word, id, …
		if len(f) < 5 || line[0] == ' ' {
			continue
		}
		count, err := strconv.ParseInt(f[3], 16, 32)
		if err != nil || len(f) < 4+2*int(count) {
			return nil, fmt.Errorf("%s: a line of %d fields for %q words", path, len(f), f[3])
		}
		if f[1] != strconv.Itoa(fileGroup) && f[1] != strconv.Itoa(fileHuman) {
			continue
		}
		for i := range int(count) {
			if w := f[4+2*i]; w != strings.ToLower(w) {
				out[strings.ToLower(w)] = true
			} else {
				common[w] = true
			}
		}
	}
	for w := range common {
		delete(out, w)
	}
	return out, nil
}

func write(words map[string]uses) ([]byte, int, error) {
	var kept []string
	for w, u := range words {
		if u.persons >= least*u.all {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return nil, 0, fmt.Errorf("no noun for persons found: not WordNet's index.sense")
	}
	slices.Sort(kept)
	var b bytes.Buffer
	b.WriteString(header)
	wide := 0
	for _, w := range kept {
		switch {
		case wide+len(w) >= 100:
			b.WriteByte('\n')
			wide = 0
		case wide > 0:
			b.WriteByte(' ')
			wide++
		}
		b.WriteString(w)
		wide += len(w)
	}
	b.WriteByte('\n')
	return b.Bytes(), len(kept), nil
}
