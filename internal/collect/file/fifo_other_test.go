//go:build !unix

package file_test

func mkfifo(string) error { return nil } // there are none
