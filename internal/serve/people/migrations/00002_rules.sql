-- +goose Up
create table rules (
  id       integer primary key,
  person   integer not null references people (id) on delete cascade,
  name     text not null,
  query    text not null,      -- the filters, as an address holds them
  killed   integer not null,   -- at least that many dead by the highest figure
  webhook  text not null,
  secret   text not null,      -- signs what the webhook gets
  mail     text not null,
  made     integer not null
) strict;

create table told (            -- what a rule has told already
  rule     integer not null references rules (id) on delete cascade,
  thing    text not null,
  primary key (rule, thing)
) strict, without rowid;

create table deliveries (
  id       integer primary key,
  rule     integer not null references rules (id) on delete cascade,
  way      text not null,      -- "webhook" or "mail"
  body     text not null,
  tries    integer not null default 0,
  due      integer not null,   -- Unix seconds
  fault    text not null default '',
  done     integer not null default 0
) strict;
create index deliveries_due on deliveries (done, due);

create table places (          -- how far in the order of changes somebody is
  name     text primary key,
  seq      integer not null
) strict, without rowid;
