-- What operators bring in from outside, and who brought it: boundaries of units, lists of hamlets.

-- One import of boundaries. The newest is the one that is drawn; older ones stay as a record.
create table boundary_import (
    id          blob not null primary key,
    source      text not null check (source <> ''),
    licence     text not null check (licence <> ''),
    as_of       text not null check (as_of glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    imported_at integer not null,
    units       integer not null check (units > 0)
) strict, without rowid;

-- The outline of a unit: rings of whole ten-thousandths of a degree, each step told from the one before.
create table boundary (
    province_code text not null check (province_code <> ''),
    unit_id       blob not null references unit (id),
    import_id     blob not null references boundary_import (id),
    shape         text not null check (shape <> ''),
    primary key (province_code, unit_id)
) strict;

-- One list of hamlets taken in; what it says stands in unit_version.
create table hamlet_import (
    id            blob not null primary key,
    file          text not null,
    source_title  text not null check (source_title <> ''),
    source_number text,
    source_date   text,
    entered_by    text not null check (entered_by <> ''),
    imported_at   integer not null,
    hamlets       integer not null check (hamlets >= 0)
) strict, without rowid;
