package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"

	"vigil/internal/collect/lead"
)

type leadsCmd struct {
	File  string   `arg:"" help:"GDELT's table of events (tab-separated, .zip too) or ACLED's CSV."`
	Codes []string `help:"GDELT: only CAMEO codes that start so." placeholder:"19,20"`
}

// Help is printed by --help below the summary.
func (leadsCmd) Help() string {
	return `One JSON object a row, both tables in one form, to compare with or to follow.
A lead is never a claim: the record is made of reports alone.

  vigil leads 20180904.export.CSV.zip --codes 18,19,20`
}

// Run implements the command.
func (c *leadsCmd) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, lead.MaxBytes+1))
	if err != nil {
		return err
	}
	if len(raw) > lead.MaxBytes {
		return fmt.Errorf("%s: longer than %d MB", c.File, lead.MaxBytes>>20)
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	faults := 0
	for l, err := range leads(raw, c.Codes) {
		if err != nil {
			faults++
			fmt.Fprintln(os.Stderr, "vigil:", c.File+":", err)
		} else if err := enc.Encode(l); err != nil {
			return err
		}
	}
	if faults > 0 {
		return errReported
	}
	return nil
}

// leads tells the tables apart by ACLED's header.
func leads(raw []byte, codes []string) iter.Seq2[lead.Lead, error] {
	head, _, _ := bytes.Cut(raw[:min(len(raw), 4096)], []byte("\n"))
	if bytes.Contains(head, []byte("event_id_cnty")) {
		return lead.ACLED(bytes.NewReader(raw))
	}
	return lead.GDELT(raw, codes)
}
