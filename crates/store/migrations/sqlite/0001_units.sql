-- The register of units: reference data of the whole country, small enough for
-- every node to hold; therefore not divided by province.

create table unit (
    id    blob not null primary key,
    level text not null check (level in ('province', 'district', 'commune', 'hamlet')),
    lat   real check (lat between -90 and 90),
    lon   real check (lon between -180 and 180),
    check ((lat is null) = (lon is null))
) strict, without rowid;

-- A code, name, type and parent during an interval. `start_kind` tells whether it
-- began on `start_on` by law ('on') or was first seen then ('seen').
-- `origin` tells what the program brought from what was imported here.
create table unit_version (
    unit_id    blob not null references unit (id),
    start_on   text not null check (start_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    start_kind text not null check (start_kind in ('on', 'seen')),
    until      text check (until > start_on),
    code       text not null check (code <> ''),
    name       text not null check (name <> ''),
    kind       text not null check (kind <> ''),
    parent_id  blob references unit (id),
    basis      text not null,
    origin     text not null check (origin in ('shipped', 'imported')),
    primary key (unit_id, start_on)
) strict, without rowid;

-- A unit can be left and joined by several on one day.
create table unit_lineage (
    from_id    blob not null references unit (id),
    to_id      blob not null references unit (id),
    changed_on text not null check (changed_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    extent     text not null check (extent in ('whole', 'part')),
    is_default integer not null check (is_default in (0, 1)),
    basis      text not null,
    origin     text not null check (origin in ('shipped', 'imported')),
    primary key (from_id, to_id, changed_on)
) strict, without rowid;

-- Other codes that find a unit.
create table unit_alias (
    code    text not null,
    unit_id blob not null references unit (id),
    origin  text not null check (origin in ('shipped', 'imported')),
    primary key (code, unit_id)
) strict, without rowid;

-- Which shipped register the tables hold, so that it is written once.
create table unit_shipment (
    digest blob not null primary key,
    units  integer not null
) strict, without rowid;
