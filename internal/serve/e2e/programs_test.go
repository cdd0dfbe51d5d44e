package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/serve"
)

// tool finds a program of requirements.txt, installed in .cache/e2e.
func tool(t *testing.T, name string) string {
	t.Helper()
	p, err := filepath.Abs(filepath.Join("..", "..", "..", ".cache", "e2e", "bin", name))
	if err == nil {
		_, err = os.Stat(p)
	}
	if err != nil {
		t.Skip("python3 -m venv .cache/e2e && .cache/e2e/bin/pip install -r internal/serve/e2e/requirements.txt")
	}
	return p
}

// run runs a tool in a folder that is thrown away.
func run(t *testing.T, ctx context.Context, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(name)+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(name), err, out)
	}
	if s := strings.TrimSpace(string(out)); s != "" {
		t.Log(s)
	}
}

// TestProperties asks every operation of the API's document for all that it
// may and may not be asked for: nothing brings a fault of ours.
func TestProperties(t *testing.T) {
	schemathesis := tool(t, "schemathesis")
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	r := serveDesk(t, ctx, func(c *serve.Config) { c.Unlimited = true })
	run(t, ctx, t.TempDir(), schemathesis, "run", r.address+"/openapi.json", "--header", "Authorization: Bearer "+r.program(t, ctx), "--exclude-path", "/api/v1/events",
		"--checks", "not_a_server_error", "--max-examples", "15", "--generation-deterministic", "--seed", "1", "--suppress-health-check", "all",
		"--request-timeout", "120", "--warnings", "off", "--no-color")
}

// TestClient generates a client from the API's document and reads the record
// with it.
func TestClient(t *testing.T) {
	generator := tool(t, "openapi-python-client")
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	r := serveDesk(t, ctx, func(c *serve.Config) { c.Unlimited = true })
	dir := t.TempDir()
	run(t, ctx, dir, generator, "generate", "--url", r.address+"/openapi.json", "--meta", "none", "--output-path", "vigil_client")
	script, err := filepath.Abs("client.py")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(generator), "python"), script, r.address, r.program(t, ctx))
	cmd.Env = append(os.Environ(), "PYTHONPATH="+dir, "PYTHONDONTWRITEBYTECODE=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
