-- +goose Up
-- What bringing the record up to date needs, so that it reads no more than
-- what is new and what that touches.
create table pending (         -- reports that the record does not follow yet
  seq     integer primary key autoincrement,
  report  text not null unique,
  text    integer not null     -- whether its text is new
) strict;
insert into pending (report, text) select id, 1 from reports order by seq;

create table blocks (          -- claims that are compared with one another
  key    integer not null,     -- hash of the block's key
  day    integer not null,     -- of the claim's report, 0 where unknown
  claim  text not null,
  primary key (key, day, claim)
) strict, without rowid;
create index blocks_claim on blocks (claim);
