//go:build !unix

package capture

import "os"

// lockFile has no lock to take here.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
}
