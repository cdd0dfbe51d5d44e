package pdf_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/pdf"
)

// The test binary is its own worker.
func TestMain(m *testing.M) {
	if os.Getenv("VIGIL_PDF_WORKER") != "" {
		if err := pdf.Work(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Setenv("VIGIL_PDF_WORKER", "1")
	os.Exit(m.Run())
}

// build writes a PDF with one page of the given content.
func build(content string) []byte {
	var b bytes.Buffer
	var at []int
	obj := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.4\n")
	obj("<< /Type /Catalog /Pages 2 0 R >>")
	obj("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	obj("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	obj(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	widths := strings.Repeat("500 ", 224)
	obj("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 255 /Widths [" + widths + "] /Encoding /WinAnsiEncoding >>")
	obj("<< /Title (Situation report) /Author (Valley Desk) /CreationDate (D:20180904123000+02'00') >>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

const content = "BT /F1 18 Tf 50 750 Td (Situation report) Tj ET BT /F1 10 Tf 50 700 Td (Residents heard blasts over the vil-) Tj 0 -12 Td (lage at dawn. Eight people were) Tj 0 -12 Td (killed.) Tj 0 -30 Td (The road is closed.) Tj ET"

func TestParse(t *testing.T) {
	raw := build(content)
	f, err := pdf.Parse(raw)
	want := "Situation report\n\nResidents heard blasts over the village at dawn. Eight people were killed.\n\nThe road is closed."
	if err != nil || f.Text != want || f.Title != "Situation report" || f.Author != "Valley Desk" || f.Created.UTC().Hour() != 10 {
		t.Fatalf("%+v, %v", f, err)
	}
	if r := f.Report("x", raw); r.Published.Days.From.String() != "2018-09-04" || r.Digest == "" {
		t.Errorf("%+v", r)
	}
	g, err := pdf.Isolated(context.Background(), []string{os.Args[0]}, raw)
	if err != nil || g.Text != f.Text || !g.Created.Equal(f.Created) {
		t.Errorf("isolated: %+v, %v", g, err)
	}
}

func TestHostile(t *testing.T) {
	whole := build(content)
	loop := bytes.Replace(build(content), []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1)
	for name, raw := range map[string][]byte{
		"nothing":          nil,
		"a page":           []byte("<html>"),
		"only a head":      []byte("%PDF-1.4\n"),
		"cut off":          whole[:len(whole)/2],
		"no text":          build("0 0 m 10 10 l S"),
		"a tree in itself": loop,
		"deep arrays":      build(strings.Repeat("[", 500_000)),
		"deep dictionary":  bytes.Replace(whole, []byte("<< /Size"), []byte(strings.Repeat("<< /A ", 200_000)+"<< /Size"), 1),
		"wrong offsets":    bytes.ReplaceAll(whole, []byte("00000 n"), []byte("00001 n")),
		"length of 1 TB":   bytes.Replace(whole, []byte("/Length 2"), []byte("/Length 999999999992"), 1),
		"many pages":       bytes.Replace(whole, []byte("/Count 1"), []byte("/Count 999999999"), 1),
		"zeros":            append([]byte("%PDF-1.4\n"), make([]byte, 1<<20)...),
		"xref in itself":   []byte("%PDF-1.4\nxref\n0 0\ntrailer\n<< /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF\n" + strings.Repeat(" ", 60) + "\nstartxref\n9\n%%EOF"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
			defer stop()
			start := time.Now()
			f, err := pdf.Isolated(ctx, []string{os.Args[0]}, raw)
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
			if err == nil && f.Text == "" {
				t.Error("neither text nor error")
			}
			t.Log(err)
		})
	}
}

func TestEndless(t *testing.T) {
	if _, err := pdf.Isolated(context.Background(), []string{"/bin/sh", "-c", "exit 3"}, build(content)); err == nil {
		t.Error("a reader that fails gives a file")
	}
	ctx, stop := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer stop()
	start := time.Now()
	if _, err := pdf.Isolated(ctx, []string{"/bin/sh", "-c", "sleep 60"}, build(content)); err == nil || time.Since(start) > 50*time.Second {
		t.Errorf("a reader without end: %v after %v", err, time.Since(start))
	}
}
