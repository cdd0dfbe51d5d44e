package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"vigil/internal/collect/body"
)

// maxPage is the longest body that is unpacked.
const maxPage = 32 << 20

// Page is what a record holds for a reader: what was answered, unpacked.
type Page struct {
	URL         string
	At          time.Time
	Status      int // of the answer; 200 for what is no answer
	ContentType string
	Header      http.Header
	Body        []byte
	Text        bool // Body is the page's text already (a conversion)
}

// ReadPage reads a response, resource or conversion. Others are an error.
func ReadPage(r *Record) (*Page, error) {
	p := &Page{URL: r.URL(), At: r.Date(), Status: http.StatusOK, ContentType: r.Get("Content-Type"), Body: r.Block, Header: http.Header{}}
	switch r.Type() {
	case Resource:
		return p, nil
	case Conversion:
		p.Text = strings.HasPrefix(strings.ToLower(p.ContentType), "text/plain")
		return p, nil
	case Response:
		if !strings.HasPrefix(strings.ToLower(p.ContentType), "application/http") && !bytes.HasPrefix(r.Block, []byte("HTTP/")) {
			return nil, fmt.Errorf("an answer of type %.60q", p.ContentType)
		}
		return p, p.answer(r.Block)
	}
	return nil, fmt.Errorf("a record of type %.40q", r.Type())
}

// answer reads an HTTP response as it came over the wire.
func (p *Page) answer(block []byte) error {
	raw := block
	if _, rest, ok := bytes.Cut(block, []byte("\r\n\r\n")); ok {
		raw = rest
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(block)), nil)
	if err != nil {
		return fmt.Errorf("reading an HTTP answer: %w", err)
	}
	defer resp.Body.Close()
	p.Status, p.Header, p.ContentType = resp.StatusCode, resp.Header, resp.Header.Get("Content-Type")
	// Archives differ in whether they keep the chunks of a body.
	if b, err := io.ReadAll(io.LimitReader(resp.Body, maxPage)); err == nil || len(b) > 0 && len(resp.TransferEncoding) == 0 {
		raw = b
	}
	p.Body, err = body.Decode(raw, resp.Header.Get("Content-Encoding"), maxPage)
	if err != nil && (len(p.Body) == 0 || errors.Is(err, body.ErrTooLarge)) {
		return err
	}
	return nil // of a body whose packing is cut off, what there is
}
