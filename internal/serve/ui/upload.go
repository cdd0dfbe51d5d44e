package ui

import (
	"errors"
	"html/template"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/serve/people"
)

// MaxUpload is how much may be uploaded at once.
const MaxUpload = 8 << 20

// uploadKinds are the files that may be uploaded, by their names' ends.
var uploadKinds = []string{".txt", ".md", ".html", ".htm", ".jsonl"}

func (u *UI) registerUpload(mux Mux) {
	mux.Handle("POST /reports", people.Need(people.Analyst, u.handle(u.upload)))
}

// uploadName is what an uploaded file is called here: the last part of its
// name, made of plain characters, or "" if it is of no kind that is read.
func uploadName(s string) string {
	s = strings.ToLower(path.Base(strings.ReplaceAll(s, `\`, "/")))
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, s)
	s = strings.TrimLeft(s, ".-")
	if len(s) > 100 {
		s = s[len(s)-100:]
	}
	if !slices.Contains(uploadKinds, path.Ext(s)) || path.Ext(s) == s {
		return ""
	}
	return s
}

// upload reads the reports of a file, or a text that was pasted.
func (u *UI) upload(w http.ResponseWriter, r *http.Request) error {
	name, body, err := uploaded(r)
	if err != nil {
		return err
	}
	if name == "" || len(body) == 0 {
		u.Message(w, r, http.StatusUnprocessableEntity, text("Nothing to read"), text("Choose a file of text, HTML or JSON Lines, or paste a text."))
		return nil
	}
	reports, faults, err := u.Read(r.Context(), name, body)
	if err != nil {
		return err
	}
	if err := u.Trace(r, "upload", name, strconv.Itoa(len(reports))); err != nil {
		return err
	}
	type row struct {
		Title string
		Href  template.URL
	}
	var rows []row
	for _, rep := range reports {
		rows = append(rows, row{rep.ID, ReportURL(rep.ID, "", vigil.Span{})})
	}
	u.render(w, r, http.StatusOK, "uploaded", map[string]any{"Rows": rows, "Faults": faults})
	return nil
}

func uploaded(r *http.Request) (name string, body []byte, err error) {
	if err := r.ParseMultipartForm(MaxUpload); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return "", nil, nil
		}
		return "", nil, errBad
	}
	defer r.MultipartForm.RemoveAll()
	f, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		pasted := strings.TrimSpace(r.PostFormValue("text"))
		if title := strings.TrimSpace(r.PostFormValue("title")); title != "" && pasted != "" {
			pasted = title + "\n\n" + pasted
		}
		return "pasted-" + people.Short(pasted) + ".txt", []byte(pasted), nil
	}
	if err != nil {
		return "", nil, errBad
	}
	defer f.Close()
	body, err = io.ReadAll(io.LimitReader(f, MaxUpload))
	return uploadName(head.Filename), body, err
}
