-- +goose Up
create table item_sides (      -- parties of an item
  side  text not null,
  seq   integer not null,
  primary key (side, seq)
) strict, without rowid;
create index item_sides_seq on item_sides (seq);
insert or ignore into item_sides (side, seq)
  select json_extract(p.value, '$.name'), i.seq from items i, json_each('["actors","targets","from","to"]') k, json_each(i.json, '$.' || k.value) p
  where i.kind in ('incident', 'statement') and json_extract(p.value, '$.name') <> '';

create index claims_side on claims (id) where kind = 'side'; -- who stands with whom
