package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"vigil"
	"vigil/internal/collect/mail"
	"vigil/internal/collect/page"
	"vigil/internal/collect/pdf"
	"vigil/internal/collect/warc"
)

// readArchive yields the articles among the pages of a web archive. Pages
// that hold none are passed over in silence: most of an archive is such.
func readArchive(path string, in io.Reader, yield func(vigil.Report, error) bool) bool {
	fault := func(name string, err error) bool {
		return yield(vigil.Report{ID: name}, &vigil.InputError{Name: name, Err: err})
	}
	r, err := warc.NewReader(in)
	if err != nil {
		return fault(path, err)
	}
	defer r.Close()
	for {
		rec, err := r.Next()
		var damage *warc.Fault
		switch {
		case err == io.EOF:
			return true
		case errors.As(err, &damage):
			if !fault(path, err) {
				return false
			}
			continue
		case err != nil:
			return fault(path, err)
		}
		reps, err := archived(rec)
		if err != nil && !fault(path+" "+rec.URL(), err) {
			return false
		}
		for _, rep := range reps {
			if !yield(rep, nil) {
				return false
			}
		}
	}
}

// archived gives the reports of a record; none where it is no page.
func archived(rec *warc.Record) ([]vigil.Report, error) {
	switch rec.Type() {
	case warc.Response, warc.Resource, warc.Conversion:
	default:
		return nil, nil
	}
	if err := rec.Verify(); err != nil {
		return nil, err
	}
	p, err := warc.ReadPage(rec)
	switch {
	case err != nil && strings.HasPrefix(rec.URL(), "http"):
		return nil, err
	case err != nil, p.Status != http.StatusOK:
		return nil, nil
	case p.Text:
		return []vigil.Report{{ID: p.URL, URL: p.URL, Text: strings.ToValidUTF8(string(p.Body), "\uFFFD"), Fetched: p.At, Published: vigil.Published{Basis: vigil.NoBasis}}}, nil
	case !isPage(p.ContentType):
		return nil, nil
	}
	doc, err := page.Read(p.Body, page.Options{URL: p.URL, ContentType: p.ContentType, Fetched: p.At})
	if err != nil {
		return nil, plainFault(err)
	}
	reps := doc.Reports()
	for i := range reps {
		reps[i].Fetched = p.At
	}
	return reps, nil
}

func isPage(contentType string) bool {
	t := strings.ToLower(contentType)
	return t == "" || strings.Contains(t, "html")
}

// plainFault takes the name, which callers give, off an error.
func plainFault(err error) error {
	var in *vigil.InputError
	if errors.As(err, &in) {
		return in.Err
	}
	return err
}

func readLetters(path string, in io.Reader, yield func(vigil.Report, error) bool) bool {
	for rep, err := range mail.Reports(path, in) {
		if !yield(rep, err) {
			return false
		}
	}
	return true
}

func readPDF(path string, raw []byte, o Options, yield func(vigil.Report, error) bool, fault func(error) bool) bool {
	read := pdf.Parse
	if o.PDF != nil {
		read = func(raw []byte) (*pdf.File, error) { return pdf.Isolated(context.Background(), o.PDF, raw) }
	}
	f, err := read(raw)
	if err != nil {
		return fault(fmt.Errorf("reading a PDF: %w", err))
	}
	return yield(f.Report(path, raw), nil)
}
