-- What operators bring in from outside, and who brought it: boundaries of units, lists of hamlets.

-- One import of boundaries. The newest is the one that is drawn; older ones stay as a record.
create table boundary_import (
    id          uuid not null primary key,
    source      text not null check (source <> ''),
    licence     text not null check (licence <> ''),
    as_of       date not null,
    imported_at bigint not null,
    units       bigint not null check (units > 0)
);

-- The outline of a unit: rings of whole ten-thousandths of a degree, each step told from the one before.
create table boundary (
    province_code text collate "C" not null check (province_code <> ''),
    unit_id       uuid not null references unit (id),
    import_id     uuid not null references boundary_import (id),
    shape         text not null check (shape <> ''),
    primary key (province_code, unit_id)
);

-- One list of hamlets taken in; what it says stands in unit_version.
create table hamlet_import (
    id            uuid not null primary key,
    file          text not null,
    source_title  text not null check (source_title <> ''),
    source_number text,
    source_date   date,
    entered_by    text not null check (entered_by <> ''),
    imported_at   bigint not null,
    hamlets       bigint not null check (hamlets >= 0)
);
