package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// connector opens connections that keep what they prepare: parsing a statement
// costs as much as running it, and a store asks the same few all day.
type connector struct{ driver.Connector }

func newConnector(name string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(name)
	return connector{c}, err
}

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := opened.(wholeConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver lacks part of what a connection needs"), opened.Close())
	}
	return &conn{whole, map[string]driver.Stmt{}}, nil
}

// wholeConn is all that database/sql asks of a connection that it uses well.
type wholeConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is a connection with its prepared statements that are not in use.
type conn struct {
	wholeConn
	free map[string]driver.Stmt
}

// maxPrepared is how many statements a connection keeps. Some are made up for
// their arguments and not asked again.
const maxPrepared = 200

// Unwrap lets sqlite.Limit see the connection itself.
func (c *conn) Unwrap() driver.Conn { return c.wholeConn }

// Close implements driver.Conn.
func (c *conn) Close() error { return errors.Join(c.drop(), c.wholeConn.Close()) }

func (c *conn) drop() (err error) {
	for _, s := range c.free {
		err = errors.Join(err, s.Close())
	}
	clear(c.free)
	return err
}

// take returns a statement that nobody else uses until it is given back.
func (c *conn) take(ctx context.Context, query string) (driver.Stmt, error) {
	if s, ok := c.free[query]; ok {
		delete(c.free, query)
		return s, nil
	}
	return c.PrepareContext(ctx, query)
}

func (c *conn) give(query string, s driver.Stmt) error {
	if _, twice := c.free[query]; twice {
		return s.Close()
	}
	var err error
	if len(c.free) >= maxPrepared {
		err = c.drop()
	}
	c.free[query] = s
	return err
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := s.(driver.StmtExecContext).ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return res, c.give(query, s)
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &answer{rows, c, query, s}, nil
}

// answer gives its statement back when it is read.
type answer struct {
	driver.Rows
	c     *conn
	query string
	s     driver.Stmt
}

// Close implements driver.Rows.
func (a *answer) Close() error {
	if err := a.Rows.Close(); err != nil {
		return errors.Join(err, a.s.Close())
	}
	return a.c.give(a.query, a.s)
}
