// Package file takes paths and gives the reports in them: plain text, HTML
// saved from the web, JSON Lines, web archives, mail, each also packed with
// gzip, and PDF; folders are walked.
package file

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"vigil"
	"vigil/internal/collect/charset"
	"vigil/internal/collect/jsonl"
	"vigil/internal/collect/page"
)

// MaxBytes is the longest text or page that is read. JSON Lines may be longer.
const MaxBytes = 64 << 20

// Stdin is the path that stands for standard input.
const Stdin = "-"

// format says how a file is read.
type format uint8

const (
	unknown format = iota
	text
	html
	lines
	archive
	letters
	pdfFile
)

var formats = map[string]format{".txt": text, ".text": text, ".md": text, ".html": html, ".htm": html, ".xhtml": html, ".jsonl": lines, ".ndjson": lines,
	".warc": archive, ".eml": letters, ".mbox": letters, ".pdf": pdfFile}

func formatOf(path string) format {
	path = strings.ToLower(path)
	if strings.HasSuffix(path, ".warc.zst") {
		return archive
	}
	return formats[filepath.Ext(strings.TrimSuffix(path, ".gz"))]
}

// Options say how files are read.
type Options struct {
	// PDF is a command that reads a PDF in a process of its own (see
	// pdf.Isolated); nil reads it in this one.
	PDF []string
}

// Files gives the files of paths, folders walked in order of name.
func Files(paths []string) iter.Seq2[string, error] { return files(paths) }

// Read gives the reports of one file, as Reports does.
func Read(path string, o Options) iter.Seq2[vigil.Report, error] {
	return func(yield func(vigil.Report, error) bool) { readFile(path, nil, o, yield) }
}

// Count returns how many files Reports would open, for a line of progress.
func Count(paths []string) int {
	n := 0
	for range files(paths) {
		n++
	}
	return n
}

// Reports gives every report of the paths, folders walked in order of name. A
// file or line that cannot be read gives a *vigil.InputError, and the rest
// goes on. Opened is called with each file's path before it is read; it may be
// nil.
func Reports(paths []string, stdin io.Reader, opened func(path string)) iter.Seq2[vigil.Report, error] {
	return func(yield func(vigil.Report, error) bool) {
		for path, err := range files(paths) {
			if opened != nil {
				opened(path)
			}
			if err != nil {
				if !yield(vigil.Report{ID: path}, &vigil.InputError{Name: path, Err: plain(err)}) {
					return
				}
				continue
			}
			if !readFile(path, stdin, Options{}, yield) {
				return
			}
		}
	}
}

// plain takes the path, which the InputError names already, off an error.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// files gives the paths of files: those named, and in folders those of a known
// form. Hidden files of folders are left out.
func files(paths []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, root := range paths {
			if root == Stdin {
				if !yield(root, nil) {
					return
				}
				continue
			}
			stop := false
			err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
				hidden := path != root && strings.HasPrefix(filepath.Base(path), ".")
				switch {
				case err == nil && d.IsDir() && hidden:
					return filepath.SkipDir
				case err == nil && (d.IsDir() || hidden || path != root && (formatOf(path) == unknown || !d.Type().IsRegular())):
					return nil
				case !yield(path, err):
					stop = true
					return filepath.SkipAll
				}
				return nil
			})
			if stop || err != nil && !yield(root, err) {
				return
			}
		}
	}
}

// readFile yields the reports of one file; false means that no more are wanted.
func readFile(path string, stdin io.Reader, o Options, yield func(vigil.Report, error) bool) bool {
	fault := func(err error) bool {
		return yield(vigil.Report{ID: path}, &vigil.InputError{Name: path, Err: plain(err)})
	}
	in := stdin
	if path != Stdin {
		f, err := os.Open(path)
		if err != nil {
			return fault(err)
		}
		defer f.Close()
		in = f
	}
	form := formatOf(path)
	if form == archive {
		return readArchive(path, in, yield)
	}
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fault(err)
		}
		in = z
	}
	switch form {
	case lines:
		return readLines(path, in, yield)
	case letters:
		return readLetters(path, in, yield)
	}
	raw, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	switch {
	case err != nil:
		return fault(err)
	case len(raw) > MaxBytes && looksLikeLines(raw):
		return readLines(path, io.MultiReader(bytes.NewReader(raw), in), yield)
	case len(raw) > MaxBytes:
		return fault(fmt.Errorf("longer than %d MB", MaxBytes>>20))
	}
	if form == unknown {
		form = sniff(raw)
	}
	switch form {
	case archive:
		return readArchive(path, bytes.NewReader(raw), yield)
	case pdfFile:
		return readPDF(path, raw, o, yield, fault)
	case lines:
		return readLines(path, bytes.NewReader(raw), yield)
	case html:
		return readPage(path, raw, yield, fault)
	}
	rep, err := plainText(path, raw)
	if err != nil {
		return fault(err)
	}
	return yield(rep, nil)
}

// sniff tells the form of a file that its name does not tell.
func sniff(raw []byte) format {
	head := bytes.ToLower(bytes.TrimSpace(raw[:min(len(raw), 1024)]))
	switch {
	case looksLikeLines(raw):
		return lines
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return pdfFile
	case bytes.HasPrefix(raw, []byte("WARC/1.")):
		return archive
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")), bytes.Contains(head, []byte("<head")):
		return html
	}
	return text
}

func looksLikeLines(raw []byte) bool {
	head := bytes.TrimSpace(raw[:min(len(raw), 64)])
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	return bytes.HasPrefix(head, []byte(`{"`))
}

func readLines(path string, in io.Reader, yield func(vigil.Report, error) bool) bool {
	name := path
	if path == Stdin {
		name = "standard input"
	}
	for rep, err := range Lines(name, in) {
		if !yield(rep, err) {
			return false
		}
	}
	return true
}

// Lines gives the reports of a stream of JSON Lines; name is what errors call
// it. Every error is a *vigil.InputError; one of the stream itself is the last.
func Lines(name string, in io.Reader) iter.Seq2[vigil.Report, error] {
	return func(yield func(vigil.Report, error) bool) {
		for r := jsonl.NewReader(name, in); ; {
			rep, err := r.Next()
			if err == io.EOF {
				return
			}
			var line *vigil.InputError
			if err != nil && !errors.As(err, &line) {
				yield(rep, &vigil.InputError{Name: name, Line: r.Line() + 1, Err: err})
				return
			}
			if !yield(rep, err) {
				return
			}
		}
	}
}

// plainText makes a report of a text file. Its first line is the title if it
// stands alone and ends no sentence; it stays in the text as well.
func plainText(path string, raw []byte) (vigil.Report, error) {
	if bytes.IndexByte(raw, 0) >= 0 && !utf16(raw) {
		return vigil.Report{}, errors.New("not a text: it holds NUL bytes")
	}
	s, _ := charset.Decode(raw, "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if strings.TrimSpace(s) == "" {
		return vigil.Report{}, errors.New("empty")
	}
	rep := vigil.Report{ID: path, Text: s, Published: vigil.Published{Basis: vigil.NoBasis}}
	first, rest, _ := strings.Cut(strings.TrimLeft(s, "\n \t"), "\n")
	first = strings.TrimSpace(first)
	if len(first) < 200 && strings.TrimSpace(rest) != "" && strings.HasPrefix(strings.TrimLeft(rest, " \t"), "\n") && !strings.ContainsAny(first[len(first)-1:], ".!?\"") {
		rep.Title = first
	}
	return rep, nil
}

func utf16(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff"))
}

// readPage yields the article of a page, or each entry of a live blog.
func readPage(path string, raw []byte, yield func(vigil.Report, error) bool, fault func(error) bool) bool {
	p, err := page.Read(raw, page.Options{})
	if err != nil {
		var in *vigil.InputError
		if errors.As(err, &in) {
			err = in.Err
		}
		return fault(err)
	}
	rep := vigil.Report{ID: path, Source: p.Site, URL: p.URL, Title: p.Title, Lang: p.Lang, Text: p.Text, Published: p.Published, Digest: p.Digest}
	switch {
	case p.Kind == page.LiveBlog && len(p.Entries) > 0:
		for i, e := range p.Entries {
			r := rep
			r.ID, r.Title, r.Text = fmt.Sprintf("%s#%d", path, i+1), e.Title, e.Text
			if !e.At.IsZero() {
				d := vigil.DayOf(e.At)
				r.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, At: e.At, Basis: vigil.FromPage, Score: 1}
			}
			if !yield(r, nil) {
				return false
			}
		}
		return true
	case p.Kind != page.Article && p.Kind != page.LiveBlog:
		why := p.Why
		if why != "" {
			why = ": " + why
		}
		return fault(fmt.Errorf("no article: %s%s", p.Kind, why))
	}
	return yield(rep, nil)
}
