-- Cases: what happened to each file under the law of casework, and what that came to.
-- Events are never changed. The other tables are worked out from them in the same transaction and can be worked out
-- again. What was written down with an act is sealed under the person's key; what is counted stands here in the words
-- of the law's tables, beside random ids.

-- Entry 0 says that the case was opened; the others are acts of the law's tables.
create table case_event (
    province_code   text not null check (province_code <> ''),
    id              blob not null,
    person_id       blob not null,
    entry           integer not null check (entry >= 0),
    unit_id         blob not null references unit (id),
    act             text not null check (act <> ''),
    occurred_on     text not null check (occurred_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    -- minute of the day in Việt Nam, where the hour is known
    occurred_minute integer check (occurred_minute between 0 and 1439),
    recorded_at     integer not null,
    office          text not null,
    office_unit_id  blob references unit (id),
    regime          text not null check (regime in ('A', 'B', 'C')),
    clause          text not null check (clause <> ''),
    paper_number    text check (paper_number <> ''),
    paper_date      text not null check (paper_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    signer          text check (signer <> ''),
    account_id      blob,
    appointment_id  blob,
    second_id       blob,
    counted         text not null,
    primary key (province_code, id),
    unique (province_code, person_id, entry),
    check (second_id <> appointment_id)
) strict;

create index case_event_of_person on case_event (person_id, entry);
create index case_event_by_id on case_event (id);
create index case_event_of_unit on case_event (unit_id, act, occurred_on);
create index case_event_paper on case_event (unit_id, office, paper_number) where paper_number is not null;

-- What was written down with an act, sealed: once when it was written, and once more for each renewal of the key.
create table case_fields (
    province_code text not null,
    event_id      blob not null,
    sealing       integer not null check (sealing > 0),
    sealing_id    blob not null,
    person_id     blob not null,
    unit_id       blob not null references unit (id),
    entry         integer not null,
    sealed_at     integer not null,
    fields        blob not null check (length(fields) > 37),
    primary key (province_code, event_id, sealing),
    foreign key (province_code, event_id) references case_event (province_code, id)
) strict;

create index case_fields_of_person on case_fields (person_id, entry, sealing);
create index case_fields_of_sealing on case_fields (sealing_id);

-- How each case stands now.
create table case_state (
    province_code text not null check (province_code <> ''),
    person_id     blob not null,
    unit_id       blob not null references unit (id),
    entry         integer not null check (entry >= 0),
    -- the states that show, with spaces between them, in the order in which they began
    states        text not null,
    closed        text not null check (closed in ('', 'death', 'missing', 'erased')),
    contested     integer not null check (contested >= 0),
    transit_to    blob references unit (id),
    transit_since text check (transit_since glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    primary key (province_code, person_id),
    check ((transit_to is null) = (transit_since is null))
) strict;

create index case_state_of_unit on case_state (unit_id, person_id);
create index case_state_by_person on case_state (person_id);
create index case_state_arriving on case_state (transit_to) where transit_to is not null;

-- Which unit answered for the case, from which day to before which. Four tables alike: a row is replaced, never
-- changed, by one with the same ordinal; it was known from the one instant to before the other.
create table case_holding (
    id         blob not null primary key,
    person_id  blob not null,
    ordinal    integer not null check (ordinal >= 0),
    unit_id    blob not null references unit (id),
    from_on    text not null check (from_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    to_on      text check (to_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    written_by blob not null,
    known_from integer not null,
    known_to   integer
) strict;

-- Times on the statutory lists, with the act and clause of entry and of removal.
create table case_membership (
    id          blob not null primary key,
    person_id   blob not null,
    ordinal     integer not null check (ordinal >= 0),
    list        text not null check (list in ('users', 'addicts', 'post')),
    unit_id     blob not null references unit (id),
    from_on     text not null check (from_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    from_entry  integer not null,
    from_act    text not null,
    from_clause text not null,
    to_on       text check (to_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    to_entry    integer,
    to_act      text,
    to_clause   text,
    written_by  blob not null,
    known_from  integer not null,
    known_to    integer
) strict;

-- Measures, with the term that the law of their decision gives them.
create table case_measure (
    id           blob not null primary key,
    person_id    blob not null,
    ordinal      integer not null check (ordinal >= 0),
    state        text not null,
    shown        text not null,
    regime       text not null check (regime in ('A', 'B', 'C')),
    minor        integer not null check (minor in (0, 1)),
    opened_on    text not null check (opened_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    opened_entry integer not null,
    term_end     text check (term_end glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    ended_on     text check (ended_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    ended_entry  integer,
    how          text not null,
    written_by   blob not null,
    known_from   integer not null,
    known_to     integer
) strict;

-- Moves under way: counted once, by the unit that the person left.
create table case_transit (
    id         blob not null primary key,
    person_id  blob not null,
    ordinal    integer not null check (ordinal >= 0),
    from_unit_id blob not null references unit (id),
    to_unit_id blob not null references unit (id),
    since_on   text not null check (since_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until_on   text check (until_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    written_by blob not null,
    known_from integer not null,
    known_to   integer
) strict;

create unique index case_holding_known on case_holding (person_id, ordinal, written_by);
create unique index case_membership_known on case_membership (person_id, ordinal, written_by);
create unique index case_measure_known on case_measure (person_id, ordinal, written_by);
create unique index case_transit_known on case_transit (person_id, ordinal, written_by);
create index case_holding_of_unit on case_holding (unit_id, from_on) where known_to is null;
create index case_membership_of_unit on case_membership (unit_id, list, from_on) where known_to is null;
create index case_measure_open on case_measure (person_id) where known_to is null and ended_on is null;
create index case_transit_of_unit on case_transit (from_unit_id) where known_to is null;

-- Time limits that wait to be met, as they stand now.
create table case_clock (
    person_id  blob not null,
    clock      text not null check (clock <> ''),
    entry      integer not null,
    regime     text not null check (regime in ('A', 'B', 'C')),
    unit_id    blob not null references unit (id),
    office     text not null,
    started    text not null,
    -- the end of the time allowed, in milliseconds
    due_at     integer not null,
    -- 0 where another of the same duty is stricter
    binding    integer not null check (binding in (0, 1)),
    primary key (person_id, clock, entry)
) strict;

create index case_clock_of_unit on case_clock (unit_id, due_at);

create trigger case_event_is_not_changed before update on case_event
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_event_is_not_deleted before delete on case_event
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_fields_is_not_changed before update on case_fields
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_fields_is_not_deleted before delete on case_fields
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_state_is_not_deleted before delete on case_state
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_holding_is_not_deleted before delete on case_holding
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_membership_is_not_deleted before delete on case_membership
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_measure_is_not_deleted before delete on case_measure
begin select raise(abort, 'what happened in a case is append-only'); end;
create trigger case_transit_is_not_deleted before delete on case_transit
begin select raise(abort, 'what happened in a case is append-only'); end;
