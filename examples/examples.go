// Package examples holds reports that we wrote ourselves: real events in our
// own words. They go in as files and come out as the record of a demonstration.
package examples

import "embed"

// Files are the reports.
//
//go:embed *.txt *.html *.jsonl
var Files embed.FS
