-- +goose Up
create table people (
  id       integer primary key,
  name     text not null unique collate nocase,
  role     text not null,
  hash     text not null,      -- argon2id, PHC string
  active   integer not null default 1,
  made     integer not null    -- Unix seconds
) strict;

create table links (           -- each makes one account, once
  secret   text primary key,   -- SHA-256 of what the link holds
  role     text not null,
  by       text not null,
  until    integer not null
) strict, without rowid;

create table sessions (
  secret   text primary key,   -- SHA-256 of what the cookie holds
  person   integer not null references people (id) on delete cascade,
  made     integer not null,
  seen     integer not null
) strict, without rowid;

create table tokens (
  id       integer primary key,
  secret   text not null unique, -- SHA-256
  person   integer not null references people (id) on delete cascade,
  name     text not null,
  scopes   text not null,      -- parted by spaces
  made     integer not null,
  until    integer not null
) strict;

create table trail (           -- who did what; each line holds the hash of the one before
  seq      integer primary key,
  at       integer not null,
  who      text not null,
  what     text not null,
  of       text not null,
  detail   text not null,
  hash     text not null
) strict;
-- +goose StatementBegin
create trigger trail_stays before update on trail begin select raise(abort, 'the trail is never changed'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger trail_remains before delete on trail begin select raise(abort, 'the trail is never shortened'); end;
-- +goose StatementEnd
