-- What was counted, where, for which window, by whom, on which paper.
-- Rows are never changed: a later fact supersedes, and both stay.

create table fact (
    province_code text not null check (province_code <> ''),
    id            blob not null,
    unit_id       blob not null references unit (id),
    input         text not null check (input <> ''),
    window_from   text not null check (window_from glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    window_to     text not null check (window_to glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    state         text not null check (state in ('known', 'unknown', 'disputed')),
    number        integer check (number >= 0),
    route         text check (route in ('none', 'local', 'inter')),
    note          text,
    source_title  text not null,
    source_number text,
    source_date   text,
    source_place  text,
    entered_by    text not null check (entered_by <> ''),
    recorded_at   integer not null,
    batch_id      blob not null,
    supersedes    blob,
    primary key (province_code, id),
    -- a fact is superseded once: two people cannot both have the last word
    unique (province_code, supersedes),
    -- and only by a fact of the same unit, input and window
    unique (window_to, window_from, province_code, unit_id, input, id),
    foreign key (window_to, window_from, province_code, unit_id, input, supersedes)
        references fact (window_to, window_from, province_code, unit_id, input, id),
    check (window_from <= window_to),
    check (number is null or route is null),
    check ((state = 'known') = (number is not null or route is not null))
) strict;

-- one chain of facts per figure: everything but its first link supersedes
create unique index fact_first on fact (province_code, unit_id, input, window_from, window_to) where supersedes is null;
create index fact_of_unit on fact (unit_id, window_to, window_from);
create index fact_of_batch on fact (batch_id);

create trigger fact_is_not_changed before update on fact
begin select raise(abort, 'fact is append-only'); end;

create trigger fact_is_not_deleted before delete on fact
begin select raise(abort, 'fact is append-only'); end;

-- Counts the writes of a province's facts for a year, in the writes' own transactions.
create table fact_revision (
    province_code text not null,
    year          integer not null,
    n             integer not null check (n > 0),
    primary key (province_code, year)
) strict;
