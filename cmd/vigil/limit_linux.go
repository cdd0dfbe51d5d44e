//go:build linux

package main

import (
	"runtime/debug"
	"syscall"
)

// limitProcess bounds what a reader of hostile files may take.
func limitProcess() {
	debug.SetMemoryLimit(1 << 30)
	debug.SetMaxStack(256 << 20)
	for what, most := range map[int]uint64{syscall.RLIMIT_AS: 8 << 30, syscall.RLIMIT_CPU: 40} {
		syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}) // without it the parent's clock remains
	}
}

// clockSynced asks the kernel whether something keeps its clock right.
func clockSynced() (synced, known bool) {
	var t syscall.Timex
	state, err := syscall.Adjtimex(&t)
	const timeError = 5
	return state != timeError, err == nil
}
