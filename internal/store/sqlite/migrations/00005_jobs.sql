-- +goose Up
create table jobs (            -- reports to read
  seq     integer primary key autoincrement,
  report  text not null unique,
  again   integer not null,    -- was read before, by another analyser
  tries   integer not null default 0,
  due     integer not null default 0, -- not before
  why     text not null default '', -- of the last failure
  worker  integer,             -- who has begun it; workers of ended processes are none
  digest  text,                -- with meta and text: the version to read, where it is not the one that stands
  meta    text,
  text    text
) strict;
create index jobs_next on jobs (again, seq);
