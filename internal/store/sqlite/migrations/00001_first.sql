-- +goose Up
create table reports (
  seq       integer primary key,
  id        text not null unique,
  version   integer not null,
  digest    text not null,     -- SHA-256 of the text as read
  analyser  text not null,
  title     text not null,
  text      text not null,
  json      text not null      -- vigil.Report without its text
) strict;

create table versions (        -- earlier versions of changed reports
  id       text not null,
  version  integer not null,
  text     text not null,
  json     text not null,
  primary key (id, version)
) strict, without rowid;

create table claims (
  id      text primary key,
  report  text not null,
  kind    text not null,
  json    text not null
) strict, without rowid;
create index claims_report on claims (report);

create table copies (
  report  text not null,
  n       integer not null,
  json    text not null,
  primary key (report, n)
) strict, without rowid;

create table items (           -- the record as it is now
  seq        integer primary key,
  id         text not null unique,
  kind       text not null,
  rev        integer not null,
  act        text not null,
  day_from   integer,          -- null where unknown
  day_to     integer,
  country    text not null,
  score      real not null,
  json       text not null
) strict;
create index items_kind_day on items (kind, day_from, day_to);
create index items_kind_country on items (kind, country, day_from);
create virtual table items_at using rtree (seq, south, north, west, east);

create table revisions (
  of     text not null,
  rev    integer not null,
  kind   text not null,
  at     integer not null,     -- Unix nanoseconds
  by     text not null,
  cause  text not null,
  after  text,                 -- null is a tombstone
  primary key (of, rev)
) strict, without rowid;
create index revisions_at on revisions (kind, at);

create virtual table reports_words using fts5 (title, text, content='reports', content_rowid='seq', tokenize='unicode61 remove_diacritics 2');
-- +goose StatementBegin
create trigger reports_added after insert on reports begin
  insert into reports_words (rowid, title, text) values (new.seq, new.title, new.text);
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger reports_changed after update of title, text on reports begin
  insert into reports_words (reports_words, rowid, title, text) values ('delete', old.seq, old.title, old.text);
  insert into reports_words (rowid, title, text) values (new.seq, new.title, new.text);
end;
-- +goose StatementEnd

-- The record is append-only, whoever writes.
-- +goose StatementBegin
create trigger revisions_stay before update on revisions begin select raise(abort, 'revisions are never changed'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger revisions_remain before delete on revisions begin select raise(abort, 'revisions are never deleted'); end;
-- +goose StatementEnd
