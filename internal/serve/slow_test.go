package serve_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/serve"
	"vigil/internal/serve/people"
)

// listening serves a desk on loopback and gives its address.
func listening(t *testing.T, patience time.Duration) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	p, err := people.Open(ctx, filepath.Join(t.TempDir(), "people.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	desk := serve.New(openStore(t), p, serve.Config{Listen: l.Addr().String(), Log: quiet, Patience: patience})
	go func() { done <- desk.Serve(ctx, l) }()
	t.Cleanup(func() { stop(); <-done })
	return l.Addr().String()
}

// Who sends a request drop by drop holds no connection open, be it the head or
// the body that does not come.
func TestSlowRequests(t *testing.T) {
	address := listening(t, 600*time.Millisecond)
	for name, sent := range map[string]string{
		"no head":     "",
		"half a head": "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
		"half a body": "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, sent); err != nil {
				t.Fatal(err)
			}
			c.SetReadDeadline(time.Now().Add(30 * time.Second))
			var late net.Error
			if _, err := io.Copy(io.Discard, c); errors.As(err, &late) && late.Timeout() {
				t.Error("the connection is held open")
			}
		})
	}
}

// A head larger than any browser's is refused, and so is a body larger than
// any form of ours, packed or not.
func TestOversizedRequests(t *testing.T) {
	address := "http://" + listening(t, time.Minute)
	req, err := http.NewRequest("GET", address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Large", strings.Repeat("x", 256<<10))
	if res, err := http.DefaultClient.Do(req); err == nil {
		res.Body.Close()
		if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("a head of 256 KiB: %s", res.Status)
		}
	}
	res, err := http.Post(address+"/login", "application/x-www-form-urlencoded", bytes.NewReader(bytes.Repeat([]byte("name=x&"), 1<<20)))
	if err == nil {
		res.Body.Close()
		if res.StatusCode < 400 || res.StatusCode > 499 {
			t.Errorf("a body of 7 MiB: %s", res.Status)
		}
	}
}
