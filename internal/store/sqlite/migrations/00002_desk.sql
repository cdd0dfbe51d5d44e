-- +goose Up
-- What the desk filters, sorts and draws by, so that no page parses JSON.
alter table items add column standing text not null default '';
alter table items add column killed integer not null default 0;   -- highest figure told, for sorting only
alter table items add column weight real not null default 0;      -- how much it wants a person's eye
alter table items add column day_sort integer not null default 0; -- last day, 0 where unknown
alter table items add column place text not null default '';
alter table items add column place_kind text not null default '';
alter table items add column lat real;                            -- null where not located
alter table items add column lon real;
alter table items add column exact integer not null default 0; -- whether it may be drawn as a point
alter table items add column radius real not null default 0;
create index items_newest on items (kind, day_sort desc, id);
create index items_weight on items (kind, weight desc, id);
create index items_spot on items (kind, lat, lon);

create table item_claims (     -- the claims that an item stands on
  claim  text not null,
  seq    integer not null,
  primary key (claim, seq)
) strict, without rowid;
create index item_claims_seq on item_claims (seq);

create table item_sources (    -- outlets and speakers behind an item
  source  text not null,
  seq     integer not null,
  primary key (source, seq)
) strict, without rowid;
create index item_sources_seq on item_sources (seq);

create virtual table items_words using fts5 (words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');

create table changes (         -- revisions in the order of storing
  seq  integer primary key,
  of   text not null,
  rev  integer not null
) strict;
insert into changes (of, rev) select of, rev from revisions order by at, of, rev;
