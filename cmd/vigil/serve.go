package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"vigil"
	"vigil/examples"
	"vigil/internal/collect/file"
	"vigil/internal/collect/source"
	"vigil/internal/pipeline"
	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/serve/signon"
)

// serveCmd opens the desk.
type serveCmd struct {
	ownFiles
	DB      string   `name:"db" help:"The store to show, a file, made if it is not there, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Sources string   `help:"The file of sources, which analysts add to at the desk." type:"path" default:"sources.toml" placeholder:"FILE"`
	Archive string   `help:"Folder of evidence. Default: beside the store, as vigil collect has it." type:"path" placeholder:"DIR"`
	Listen  string   `help:"Where to listen. Beyond this machine it takes TLS or --behind-proxy." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Demo    bool     `help:"Show a record of the example reports; nothing is kept."`
	TLSCert string   `name:"tls-cert" help:"Certificate, PEM." type:"existingfile" placeholder:"FILE"`
	TLSKey  string   `name:"tls-key" help:"Its key, PEM." type:"existingfile" placeholder:"FILE"`
	Proxy   bool     `name:"behind-proxy" help:"A proxy in front of it does TLS: listen openly without."`
	Host    []string `help:"A name under which people ask for it; may be given several times." placeholder:"NAME"`
	SMTP    string   `name:"smtp" help:"Mail server for alerts, without a password." placeholder:"HOST:PORT"`
	From    string   `name:"smtp-from" help:"Address that alerts come from." placeholder:"ADDRESS"`
	signonFlags
	aboutFlags
	Tiles string `help:"Address of map tiles, with {z}, {x} and {y}. Without it the map needs no network." placeholder:"URL"`
}

// signonFlags say who else may tell who somebody is.
type signonFlags struct {
	Issuer string `name:"oidc-issuer" help:"OpenID Connect provider that people may sign on by." placeholder:"URL"`
	Client string `name:"oidc-client" help:"The desk's name there. It comes back to /signon/back." placeholder:"ID"`
	Secret string `name:"oidc-secret" help:"File with the desk's secret there, if it has one." type:"existingfile" placeholder:"FILE"`
}

func (f *signonFlags) signon() (c signon.Config, err error) {
	if (f.Issuer == "") != (f.Client == "") {
		return c, errors.New("--oidc-issuer and --oidc-client belong together")
	}
	c = signon.Config{Issuer: f.Issuer, Client: f.Client}
	if f.Secret != "" {
		b, err := os.ReadFile(f.Secret)
		if err != nil {
			return c, err
		}
		c.Secret = strings.TrimSpace(string(b))
	}
	return c, nil
}

// Help is printed by --help below the summary.
func (serveCmd) Help() string {
	return `Opens the desk in a web browser: the record on a map, in time and as a list,
every value one click from its sentence. Programs find the same under /api/v1/.

  vigil serve --demo                 a look at it, on example reports
  vigil read reports/ --db war.db
  vigil serve --db war.db`
}

// Run implements the command.
func (c *serveCmd) Run(ctx context.Context) (err error) {
	conf := serve.Config{Listen: c.Listen, CertFile: c.TLSCert, KeyFile: c.TLSKey, Insecure: c.Proxy, Hosts: c.Host, Tiles: c.Tiles, DB: storeName(c.DB), Demo: c.Demo, Version: version, Title: c.Title, Licence: c.Licence, Cite: c.Cite,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
	if conf.Signon, err = c.signon(); err != nil {
		return err
	}
	conf.Archive = (&keptFiles{DB: c.DB, Archive: c.Archive}).archive()
	if !c.Demo {
		conf.Sources, conf.Look = c.Sources, c.look
	}
	if err := conf.CheckListen(); err != nil {
		return err
	}
	if c.Demo {
		dir, err := os.MkdirTemp("", "vigil-demo-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		c.DB = filepath.Join(dir, "demo.db")
	}
	s, err := openStore(ctx, c.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	a, composer, err := newPipeline(c.ownFiles)
	if err != nil {
		return err
	}
	conf.Kin = composer.Kin
	if c.Demo {
		if err := fill(ctx, a, &kept{store: s, composer: composer}, filepath.Dir(c.DB)); err != nil {
			return err
		}
	}
	conf.Read = uploads(a, &kept{store: s, composer: composer})
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	accounts, err := people.Open(ctx, strings.TrimSuffix(besideStore(c.DB), ".db")+".people.db", time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, accounts.Close()) }()
	conf.Base, conf.SMTP, conf.MailFrom = c.base(l), c.SMTP, c.From
	desk := serve.New(s, accounts, conf)
	fmt.Fprintf(os.Stderr, "vigil: the desk is open at %s/\n", desk.Address(l))
	first, err := desk.FirstLink(ctx)
	if err != nil {
		return err
	}
	if first != "" {
		fmt.Fprintf(os.Stderr, "vigil: nobody has an account yet; this link makes the administrator, once, within a day:\n  %s%s\n", desk.Address(l), first)
	}
	return desk.Serve(ctx, l)
}

// uploads returns what reads an uploaded file into a store, one at a time.
func uploads(a *pipeline.Analyser, k *kept) func(context.Context, string, []byte) ([]vigil.Report, []string, error) {
	var one sync.Mutex
	return func(ctx context.Context, name string, body []byte) (read []vigil.Report, faults []string, err error) {
		one.Lock()
		defer one.Unlock()
		dir, err := os.MkdirTemp("", "vigil-upload-")
		if err != nil {
			return nil, nil, err
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(path, body, 0o600); err != nil {
			return nil, nil, err
		}
		sum := sha256.Sum256(body)
		reports := func(yield func(vigil.Report, error) bool) {
			for r, err := range file.Reports([]string{path}, nil, nil) {
				r.Digest = cmp.Or(r.Digest, hex.EncodeToString(sum[:]))
				if r.ID == path {
					r.ID = "upload/" + filepath.Base(name)
				}
				if !yield(r, err) {
					return
				}
			}
		}
		err = analyseAll(ctx, a, reports, 0, func(r result) error {
			if r.err != nil {
				faults = append(faults, strings.ReplaceAll(r.err.Error(), path, filepath.Base(name)))
				return nil
			}
			read = append(read, r.analysis.Report)
			return k.add(ctx, r.analysis)
		})
		if err != nil { // what was read before the fault is kept
			return read, faults, errors.Join(err, k.flush(context.WithoutCancel(ctx)))
		}
		return read, faults, k.update(ctx)
	}
}

// look finds out what stands at an address, for who adds a source at the desk.
func (c *serveCmd) look(ctx context.Context, address string) (source.Kind, string, string, error) {
	f, err := source.Load(c.Sources)
	if err != nil {
		return "", "", "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	l, err := lookAt(ctx, f, address, "")
	if err != nil {
		return "", "", "", err
	}
	return l.kind, l.url, l.site, nil
}

// base is the address of the desk as others know it.
func (c *serveCmd) base(l net.Listener) string {
	scheme, host := "http://", l.Addr().String()
	if c.TLSCert != "" || c.Proxy {
		scheme = "https://"
	}
	if len(c.Host) > 0 {
		host = c.Host[0]
	}
	return scheme + host
}

// fill reads the example reports into a store.
func fill(ctx context.Context, a *pipeline.Analyser, k *kept, dir string) error {
	fmt.Fprintln(os.Stderr, "vigil: reading the examples")
	folder := filepath.Join(dir, "examples")
	if err := unpack(examples.Files, folder); err != nil {
		return err
	}
	reports := func(yield func(vigil.Report, error) bool) {
		for r, err := range file.Reports([]string{folder}, os.Stdin, func(string) {}) {
			r.ID = filepath.Base(r.ID) // the folder is gone tomorrow
			if !yield(r, err) {
				return
			}
		}
	}
	err := analyseAll(ctx, a, reports, 0, func(r result) error {
		if r.err != nil {
			return r.err
		}
		return k.add(ctx, r.analysis)
	})
	if err != nil {
		return err
	}
	return k.update(ctx)
}

func unpack(files embed.FS, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, filepath.Base(name)), b, 0o600)
	})
}
