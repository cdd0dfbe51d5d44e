package page

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkRead reads the pages in the folder VIGIL_PAGES (html/*.html.gz), one
// an operation.
func BenchmarkRead(b *testing.B) {
	dir := os.Getenv("VIGIL_PAGES")
	if dir == "" {
		b.Skip("VIGIL_PAGES names no folder of pages")
	}
	names, _ := filepath.Glob(filepath.Join(dir, "html", "*.html.gz"))
	var pages [][]byte
	size := 0
	for _, n := range names {
		raw := unpacked(b, n)
		pages = append(pages, raw)
		size += len(raw)
	}
	b.SetBytes(int64(size / len(pages)))
	for i := 0; b.Loop(); i++ {
		if _, err := Read(pages[i%len(pages)], Options{URL: "https://example.org/a"}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
