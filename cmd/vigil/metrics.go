package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// meter tells how a command that runs for long does.
type meter interface {
	Handler() http.Handler // of the numbers, as Prometheus reads them
	Health(now time.Time) (ok bool, why string)
}

// serveMeter serves /metrics and /healthz at an address until stop is called;
// without an address nothing.
func serveMeter(address string, m meter, log *slog.Logger) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		ok, why := m.Health(time.Now())
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		fmt.Fprintln(w, why)
	})
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--metrics: %w", err)
	}
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go srv.Serve(l)
	log.Info("metrics", "address", l.Addr().String())
	return func() { srv.Close() }, nil
}
