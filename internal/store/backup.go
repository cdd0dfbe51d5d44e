package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/klauspost/compress/zstd"
)

// A backup is JSON Lines under Zstandard: a line that says what it is, a line a
// row, and a line with the number of rows and the SHA-256 of all lines before,
// so that one that was cut short is not taken for whole.
type backupHead struct {
	Form    string    `json:"form"`
	Made    time.Time `json:"made"`
	Program string    `json:"program"`
}

type backupEnd struct {
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

const backupForm = "vigil store 1"

// maxLine bounds a line of a backup.
const maxLine = 1 << 30

// Backup writes all that a store holds.
func Backup(ctx context.Context, w io.Writer, s Portable, program string, now time.Time) (rows int, err error) {
	z, err := zstd.NewWriter(w)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, z.Close()) }()
	sum := sha256.New()
	out := json.NewEncoder(io.MultiWriter(z, sum))
	out.SetEscapeHTML(false)
	if err := out.Encode(backupHead{backupForm, now.UTC(), program}); err != nil {
		return 0, err
	}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return rows, err
		}
		if err := out.Encode(&row); err != nil {
			return rows, err
		}
		rows++
	}
	return rows, out.Encode(backupEnd{rows, hex.EncodeToString(sum.Sum(nil))})
}

// Restore puts a backup into an empty store, all of it or nothing.
func Restore(ctx context.Context, r io.Reader, s Portable) (rows int, err error) {
	z, err := zstd.NewReader(r)
	if err != nil {
		return 0, err
	}
	defer z.Close()
	err = s.Take(ctx, backupRows(z, &rows))
	return rows, err
}

// backupRows reads the rows of a backup and fails at its end if they are not
// all of them.
func backupRows(r io.Reader, n *int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		lines := bufio.NewReaderSize(r, 1<<16)
		sum := sha256.New()
		line, err := readLine(lines)
		var head backupHead
		if err != nil || json.Unmarshal(line, &head) != nil || head.Form != backupForm {
			yield(Row{}, errors.Join(errors.New("this is no backup of a store that this vigil knows"), err))
			return
		}
		sum.Write(line)
		for {
			line, err := readLine(lines)
			if err != nil {
				yield(Row{}, fmt.Errorf("the backup is cut short after %d rows: %w", *n, err))
				return
			}
			var row struct {
				Row
				backupEnd
			}
			if err := json.Unmarshal(line, &row); err != nil {
				yield(Row{}, fmt.Errorf("row %d: %w", *n+1, err))
				return
			}
			if row.SHA256 != "" {
				if row.Rows != *n || row.SHA256 != hex.EncodeToString(sum.Sum(nil)) {
					yield(Row{}, errors.New("the backup is damaged: its digest is not that of its rows"))
				}
				return
			}
			sum.Write(line)
			*n++
			if !yield(row.Row, nil) {
				return
			}
		}
	}
}

// readLine reads a line with its end.
func readLine(r *bufio.Reader) ([]byte, error) {
	var out []byte
	for {
		part, err := r.ReadSlice('\n')
		out = append(out, part...)
		switch {
		case err == nil:
			return out, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return out, err
		case len(out) > maxLine:
			return nil, fmt.Errorf("a line of more than %d bytes", maxLine)
		}
	}
}
