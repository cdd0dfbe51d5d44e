-- +goose Up
-- What is filtered and counted by lies in narrow rows: what a thing says is
-- read from its last revision, and only for what a page shows. Revisions are
-- found through an index of their own, since rows as wide as theirs make a deep
-- tree of any that is ordered by their names.
alter table items drop column json;
drop index items_kind_country;
drop index items_spot;
create index items_act on items (kind, act, day_sort desc, id);
create index items_country on items (kind, country, day_sort desc, id);
create index items_standing on items (kind, standing, day_sort desc, id);
create index items_spot on items (kind, lat, lon, place_kind, radius, exact, killed, place, country);

create table revisions_new (
  of     text not null,
  rev    integer not null,
  kind   text not null,
  at     integer not null,     -- Unix nanoseconds
  by     text not null,
  cause  text not null,
  after  text,                 -- null is a tombstone
  primary key (of, rev)
) strict;
insert into revisions_new select r.of, r.rev, r.kind, r.at, r.by, r.cause, r.after
  from changes c cross join revisions r on r.of = c.of and r.rev = c.rev order by c.seq;
insert or ignore into revisions_new select of, rev, kind, at, by, cause, after from revisions;
drop table revisions;
alter table revisions_new rename to revisions;
create index revisions_at on revisions (kind, at);
-- +goose StatementBegin
create trigger revisions_stay before update on revisions begin select raise(abort, 'revisions are never changed'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger revisions_remain before delete on revisions begin select raise(abort, 'revisions are never deleted'); end;
-- +goose StatementEnd
