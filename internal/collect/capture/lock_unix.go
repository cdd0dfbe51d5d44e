//go:build unix

package capture

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the lock that ends with this process, however it ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, errors.New("another vigil is collecting into it")
	}
	return f, nil
}
