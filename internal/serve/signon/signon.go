// Package signon asks an OpenID Connect provider who somebody is: an address to
// send a browser to goes out, what the browser brings back comes in, a subject
// comes out. It knows no accounts.
package signon

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Config says which provider is asked, and as whom.
type Config struct {
	Issuer string // the provider's address
	Client string // the desk's name there
	Secret string // "" where the provider wants none
}

// Provider is asked. Its keys and addresses are fetched when it is first needed,
// so that a desk opens though its provider does not answer.
type Provider struct {
	Config
	mu    sync.Mutex
	known *oidc.Provider
}

// patience is how long the provider may take to answer.
const patience = 15 * time.Second

// ErrRefused is an answer that says nothing of who somebody is.
var ErrRefused = errors.New("the sign-on was refused")

// Flow is one try to sign on: what the browser keeps meanwhile.
type Flow struct {
	State, Nonce, Verifier string
}

// NewFlow makes one that nobody can guess.
func NewFlow() Flow {
	return Flow{oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()}
}

// Identity is who the provider says somebody is.
type Identity struct {
	Subject string // the provider's address, a blank and its name for them: never given to anybody else
	Name    string // what they are called there, or ""
}

func (p *Provider) provider(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// Keys are fetched later by the same client: it must outlive this request.
	client := &http.Client{Timeout: patience}
	known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), client), p.Issuer)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", p.Issuer, err)
	}
	p.known = known
	return known, nil
}

func (p *Provider) client(known *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: known.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "profile"}}
}

// Address is where to send the browser; it will come back to back.
func (p *Provider) Address(ctx context.Context, f Flow, back string) (string, error) {
	known, err := p.provider(ctx)
	if err != nil {
		return "", err
	}
	return p.client(known, back).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), nil
}

// Identify finds out who came back with a code and a state. An error that is
// ErrRefused is the browser's or the provider's answer, another is a fault.
func (p *Provider) Identify(ctx context.Context, f Flow, back, state, code string) (Identity, error) {
	if f.State == "" || subtle.ConstantTimeCompare([]byte(f.State), []byte(state)) != 1 || code == "" {
		return Identity{}, ErrRefused
	}
	known, err := p.provider(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, &http.Client{Timeout: patience})
	token, err := p.client(known, back).Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := known.Verifier(&oidc.Config{ClientID: p.Client}).Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 {
		return Identity{}, fmt.Errorf("%w: another nonce", ErrRefused)
	}
	var says struct {
		Name string `json:"preferred_username"`
	}
	if err := id.Claims(&says); err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return Identity{id.Issuer + " " + id.Subject, says.Name}, nil
}
