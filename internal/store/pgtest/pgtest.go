// Package pgtest starts a PostgreSQL server for tests: a cluster of its own in
// a folder that goes with the test, reached by a socket in that folder. It
// takes the server's programs as Debian's package postgresql installs them.
package pgtest

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Server is a running PostgreSQL.
type Server struct {
	t        testing.TB
	bin, dir string
}

// Start starts a server that ends with the test. Without the programs the test
// is skipped, and fails where VIGIL_NEED_POSTGRES is set.
func Start(t testing.TB) *Server {
	t.Helper()
	bin := programs()
	if bin == "" {
		if os.Getenv("VIGIL_NEED_POSTGRES") != "" {
			t.Fatal("no PostgreSQL in /usr/lib/postgresql: apt-get install postgresql")
		}
		t.Skip("no PostgreSQL in /usr/lib/postgresql")
	}
	dir, err := os.MkdirTemp("", "pg") // short: a socket's path has 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &Server{t: t, bin: bin, dir: dir}
	if os.Geteuid() == 0 {
		s.giveAway()
	}
	s.run("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	s.Up()
	t.Cleanup(func() { s.Stop("immediate") })
	return s
}

// programs is the folder of the newest server's programs, or "".
func programs() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return ""
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1])
}

func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// giveAway gives the folder to the user postgres: the server refuses to run as
// root.
func (s *Server) giveAway() {
	u, err := user.Lookup("postgres")
	if err != nil {
		s.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(s.dir, uid, gid); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// Up starts the server, again after Stop. Nothing is flushed to disk: the tests
// kill processes, not machines.
func (s *Server) Up() {
	s.t.Helper()
	s.run("pg_ctl", "start", "-w", "-D", s.data(), "-l", filepath.Join(s.dir, "log"), "-o",
		"-c listen_addresses='' -c unix_socket_directories="+s.dir+" -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB -c autovacuum_naptime=10s")
}

// Revive starts the server anew, whether it still runs or not.
func (s *Server) Revive() {
	s.t.Helper()
	if _, err := os.Stat(filepath.Join(s.data(), "postmaster.pid")); err == nil {
		s.Stop("immediate")
	}
	s.Up()
}

// Stop stops the server; mode is fast or immediate.
func (s *Server) Stop(mode string) {
	s.t.Helper()
	s.run("pg_ctl", "stop", "-w", "-D", s.data(), "-m", mode)
}

func (s *Server) run(program string, args ...string) {
	s.t.Helper()
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	if os.Geteuid() == 0 {
		cmd = exec.Command("runuser", append([]string{"-u", "postgres", "--", filepath.Join(s.bin, program)}, args...)...)
	}
	cmd.Dir = s.dir
	// Output goes to a file: the server would hold a pipe open.
	out, err := os.Create(filepath.Join(s.dir, program+".out"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		s.t.Fatalf("%s: %v\n%s%s", program, err, said, log)
	}
}

// Database makes an empty place in the server's database, a schema, and returns
// its address. The same name gives the same one again.
func (s *Server) Database(name string) string {
	s.t.Helper()
	name = strings.ToLower(name)
	s.run("psql", "-q", "-h", s.dir, "-U", "postgres", "-c", fmt.Sprintf("create schema if not exists %q", name))
	return "postgres:///postgres?" + url.Values{"host": {s.dir}, "user": {"postgres"}, "search_path": {name}}.Encode()
}

// Load runs SQL from a packed file, such as pg_dump writes.
func (s *Server) Load(path string) {
	s.t.Helper()
	f, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		s.t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		s.t.Fatal(err)
	}
	to := filepath.Join(s.dir, "load.sql") // where the user postgres can read it
	if err := os.WriteFile(to, b, 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.run("psql", "-q", "-h", s.dir, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-f", to)
}
