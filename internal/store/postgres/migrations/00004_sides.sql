-- +goose Up
create table item_sides (      -- parties of an item
  side  text collate "C" not null,
  item  text collate "C" not null,
  primary key (side, item)
);
create index item_sides_item on item_sides (item);
insert into item_sides (side, item)
  select distinct p ->> 'name', i.id from items i, unnest(array['actors', 'targets', 'from', 'to']) k,
    jsonb_array_elements(coalesce(nullif(i.json::jsonb -> k, 'null'), '[]')) p
  where i.kind in ('incident', 'statement') and p ->> 'name' <> '';

create index claims_side on claims (id) where kind = 'side'; -- who stands with whom
