-- +goose Up
-- Each of these holds all that the common filters ask, so that counting reads
-- no row.
drop index items_kind_day;
drop index items_newest;
drop index items_act;
drop index items_country;
drop index items_standing;
create index items_newest on items (kind, day_sort desc, id, day_from, act, country, standing, score);
create index items_act on items (kind, act, day_sort desc, id, day_from, country, standing, score);
create index items_country on items (kind, country, day_sort desc, id, day_from, act, standing, score);
create index items_standing on items (kind, standing, day_sort desc, id, day_from, act, country, score);

-- Counts by source and by party read these alone.
create table item_sources_new ( -- outlets and speakers behind an item
  kind    text not null,
  source  text not null,
  seq     integer not null,
  primary key (kind, source, seq)
) strict, without rowid;
insert into item_sources_new select i.kind, x.source, x.seq from item_sources x join items i using (seq);
drop table item_sources;
alter table item_sources_new rename to item_sources;
create index item_sources_seq on item_sources (seq);

create table item_sides_new (  -- parties of an item
  kind  text not null,
  side  text not null,
  seq   integer not null,
  primary key (kind, side, seq)
) strict, without rowid;
insert into item_sides_new select i.kind, x.side, x.seq from item_sides x join items i using (seq);
drop table item_sides;
alter table item_sides_new rename to item_sides;
create index item_sides_seq on item_sides (seq);
