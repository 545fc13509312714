-- The register of units: reference data of the whole country, small enough for
-- every node to hold; therefore not divided by province.

create table unit (
    id    uuid not null primary key,
    level text collate "C" not null check (level in ('province', 'district', 'commune', 'hamlet')),
    lat   double precision check (lat between -90 and 90),
    lon   double precision check (lon between -180 and 180),
    check ((lat is null) = (lon is null))
);

-- A code, name, type and parent during an interval. `start_kind` tells whether it
-- began on `start_on` by law ('on') or was first seen then ('seen').
-- `origin` tells what the program brought from what was imported here.
create table unit_version (
    unit_id    uuid not null references unit (id),
    start_on   date not null,
    start_kind text collate "C" not null check (start_kind in ('on', 'seen')),
    until      date check (until > start_on),
    code       text collate "C" not null check (code <> ''),
    name       text collate "C" not null check (name <> ''),
    kind       text collate "C" not null check (kind <> ''),
    parent_id  uuid references unit (id),
    basis      text not null,
    origin     text collate "C" not null check (origin in ('shipped', 'imported')),
    primary key (unit_id, start_on)
);

-- A unit can be left and joined by several on one day.
create table unit_lineage (
    from_id    uuid not null references unit (id),
    to_id      uuid not null references unit (id),
    changed_on date not null,
    extent     text collate "C" not null check (extent in ('whole', 'part')),
    is_default boolean not null,
    basis      text not null,
    origin     text collate "C" not null check (origin in ('shipped', 'imported')),
    primary key (from_id, to_id, changed_on)
);

-- Other codes that find a unit.
create table unit_alias (
    code    text collate "C" not null,
    unit_id uuid not null references unit (id),
    origin  text collate "C" not null check (origin in ('shipped', 'imported')),
    primary key (code, unit_id)
);

-- Which shipped register the tables hold, so that it is written once.
create table unit_shipment (
    digest uuid not null primary key,
    units  bigint not null
);
