-- +goose Up
create table links (           -- addresses that sources told of
  key       text primary key,
  url       text not null,
  source    text not null,
  role      text not null,
  host      text not null,
  state     text not null,
  due       integer not null,  -- Unix nanoseconds, as all times here; 0 is none
  found     integer not null,
  stamp     integer not null,
  fetched   integer not null,
  tries     integer not null,
  etag      text not null,
  modified  text not null,
  digest    text not null,
  why       text not null,
  hint      text not null
) strict, without rowid;
create index links_due on links (host, due) where state = 'due';

create table captures (        -- the archive's log, and what became of each
  seq     integer primary key,
  at      integer not null,
  key     text not null,
  url     text not null,
  source  text not null,
  role    text not null,
  status  integer not null,
  type    text not null,
  digest  text not null,
  same    integer not null,
  file    text not null,
  offset  integer not null,
  length  integer not null,
  id      text not null,
  state   text not null,
  why     text not null
) strict;
create index captures_key on captures (key, seq);
create index captures_pending on captures (seq) where state = 'pending';

create table capture_reports ( -- which reports were read from which capture
  report  text not null,
  seq     integer not null,
  primary key (report, seq)
) strict, without rowid;
