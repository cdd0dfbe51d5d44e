package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A column of text takes UTF-8 without NUL. Every string that goes to the
// server goes through here, so that what is asked for is looked up under the
// form in which it was stored.

// pool cleans the arguments of what is sent.
type pool struct{ *pgxpool.Pool }

func (p pool) Query(ctx context.Context, query string, args ...any) (pgx.Rows, error) {
	return p.Pool.Query(ctx, query, clean(args)...)
}

func (p pool) QueryRow(ctx context.Context, query string, args ...any) pgx.Row {
	return p.Pool.QueryRow(ctx, query, clean(args)...)
}

func (p pool) Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error) {
	return p.Pool.Exec(ctx, query, clean(args)...)
}

func (p pool) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return p.Pool.SendBatch(ctx, cleanBatch(b))
}

// cleanTx does the same within a transaction.
type cleanTx struct{ pgx.Tx }

func (t cleanTx) Query(ctx context.Context, query string, args ...any) (pgx.Rows, error) {
	return t.Tx.Query(ctx, query, clean(args)...)
}

func (t cleanTx) QueryRow(ctx context.Context, query string, args ...any) pgx.Row {
	return t.Tx.QueryRow(ctx, query, clean(args)...)
}

func (t cleanTx) Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error) {
	return t.Tx.Exec(ctx, query, clean(args)...)
}

func (t cleanTx) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return t.Tx.SendBatch(ctx, cleanBatch(b))
}

func cleanBatch(b *pgx.Batch) *pgx.Batch {
	for _, q := range b.QueuedQueries {
		q.Arguments = clean(q.Arguments)
	}
	return b
}

func clean(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string:
			out[i] = cleanString(a)
		case []string:
			list := make([]string, len(a))
			for j, s := range a {
				list[j] = cleanString(s)
			}
			out[i] = list
		default:
			out[i] = a
		}
	}
	return out
}

func cleanString(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
