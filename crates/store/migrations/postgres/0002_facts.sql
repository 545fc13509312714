-- What was counted, where, for which window, by whom, on which paper.
-- Rows are never changed: a later fact supersedes, and both stay.

create table fact (
    province_code text collate "C" not null check (province_code <> ''),
    id            uuid not null,
    unit_id       uuid not null references unit (id),
    input         text collate "C" not null check (input <> ''),
    window_from   date not null,
    window_to     date not null,
    state         text collate "C" not null check (state in ('known', 'unknown', 'disputed')),
    number        bigint check (number >= 0),
    route         text collate "C" check (route in ('none', 'local', 'inter')),
    note          text,
    source_title  text not null,
    source_number text,
    source_date   date,
    source_place  text,
    entered_by    text not null check (entered_by <> ''),
    recorded_at   bigint not null,
    batch_id      uuid not null,
    supersedes    uuid,
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
);

-- one chain of facts per figure: everything but its first link supersedes
create unique index fact_first on fact (province_code, unit_id, input, window_from, window_to) where supersedes is null;
create index fact_of_unit on fact (unit_id, window_to, window_from);
create index fact_of_batch on fact (batch_id);

create function fact_is_kept() returns trigger language plpgsql as $$
begin raise exception 'fact is append-only'; end $$;

create trigger fact_is_not_changed before update or delete on fact for each row execute function fact_is_kept();
create trigger fact_is_not_emptied before truncate on fact for each statement execute function fact_is_kept();

-- Counts the writes of a province's facts for a year, in the writes' own transactions.
create table fact_revision (
    province_code text collate "C" not null,
    year          bigint not null,
    n             bigint not null check (n > 0),
    primary key (province_code, year)
);
