package serve_test

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"vigil/internal/serve"
	"vigil/internal/store"
)

// counted is a store that tells how often it counted and has answered.
type counted struct {
	store.Full
	begun, done atomic.Int64
}

func (c *counted) Count(ctx context.Context, q store.Query, by store.Facet) (map[string]int, error) {
	c.begun.Add(1)
	defer c.done.Add(1)
	return c.Full.Count(ctx, q, by)
}

// What the first page counts is counted before anybody asks for it.
func TestFirstPageIsCountedAhead(t *testing.T) {
	s := &counted{Full: openStore(t)}
	r, in := strike("a", "2018-09-04", "Idlib", 8)
	put(t, s, r, in)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- serve.New(s, nil, serve.Config{Listen: l.Addr().String(), Demo: true, Log: quiet}).Serve(ctx, l)
	}()
	const sums = 12 // six for each kind of reader
	for end := time.Now().Add(30 * time.Second); s.done.Load() < sums && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	ahead := s.begun.Load()
	res, err := http.Get("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if now := s.begun.Load(); res.StatusCode != http.StatusOK || ahead != sums || now != ahead {
		t.Errorf("%d: %d sums ahead, %d after the first page", res.StatusCode, ahead, now)
	}
	stop()
	if err := <-ended; err != nil && err != http.ErrServerClosed {
		t.Error(err)
	}
}
