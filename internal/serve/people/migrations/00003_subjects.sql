-- +goose Up
create table subjects (        -- who comes in on the word of a sign-on provider
  subject  text primary key,   -- the provider's address, a blank, its name for them
  person   integer not null references people (id) on delete cascade,
  made     integer not null
) strict, without rowid;
