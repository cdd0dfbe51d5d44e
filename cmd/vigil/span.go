package main

import (
	"fmt"

	"vigil"
)

// parseSpan reads --since and --until; an end that is not given is open.
func parseSpan(since, until string) (days vigil.Days, err error) {
	for _, d := range []struct {
		flag, value string
		to          *vigil.Day
	}{{"--since", since, &days.From}, {"--until", until, &days.To}} {
		if d.value == "" {
			continue
		}
		if *d.to, err = vigil.ParseDay(d.value); err != nil {
			return vigil.Days{}, fmt.Errorf("%s: %w", d.flag, err)
		}
	}
	if days.From != 0 && days.To != 0 && days.To < days.From {
		return vigil.Days{}, fmt.Errorf("--since %s comes after --until %s", since, until)
	}
	return days, nil
}
