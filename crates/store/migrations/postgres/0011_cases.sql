-- Cases: what happened to each file under the law of casework, and what that came to.
-- Events are never changed. The other tables are worked out from them in the same transaction and can be worked out
-- again. What was written down with an act is sealed under the person's key; what is counted stands here in the words
-- of the law's tables, beside random ids.

-- Entry 0 says that the case was opened; the others are acts of the law's tables.
create table case_event (
    province_code   text collate "C" not null check (province_code <> ''),
    id              uuid not null,
    person_id       uuid not null,
    entry           bigint not null check (entry >= 0),
    unit_id         uuid not null references unit (id),
    act             text collate "C" not null check (act <> ''),
    occurred_on     date not null,
    -- minute of the day in Việt Nam, where the hour is known
    occurred_minute bigint check (occurred_minute between 0 and 1439),
    recorded_at     bigint not null,
    office          text collate "C" not null,
    office_unit_id  uuid references unit (id),
    regime          text collate "C" not null check (regime in ('A', 'B', 'C')),
    clause          text not null check (clause <> ''),
    paper_number    text check (paper_number <> ''),
    paper_date      date not null,
    signer          text check (signer <> ''),
    account_id      uuid,
    appointment_id  uuid,
    second_id       uuid,
    counted         text collate "C" not null,
    primary key (province_code, id),
    unique (province_code, person_id, entry),
    check (second_id <> appointment_id)
);

create index case_event_of_person on case_event (person_id, entry);
create index case_event_by_id on case_event (id);
create index case_event_of_unit on case_event (unit_id, act, occurred_on);
create index case_event_paper on case_event (unit_id, office, paper_number) where paper_number is not null;

-- What was written down with an act, sealed: once when it was written, and once more for each renewal of the key.
create table case_fields (
    province_code text collate "C" not null,
    event_id      uuid not null,
    sealing       bigint not null check (sealing > 0),
    sealing_id    uuid not null,
    person_id     uuid not null,
    unit_id       uuid not null references unit (id),
    entry         bigint not null,
    sealed_at     bigint not null,
    fields        bytea not null check (length(fields) > 37),
    primary key (province_code, event_id, sealing),
    foreign key (province_code, event_id) references case_event (province_code, id)
);

create index case_fields_of_person on case_fields (person_id, entry, sealing);
create index case_fields_of_sealing on case_fields (sealing_id);

-- How each case stands now.
create table case_state (
    province_code text collate "C" not null check (province_code <> ''),
    person_id     uuid not null,
    unit_id       uuid not null references unit (id),
    entry         bigint not null check (entry >= 0),
    -- the states that show, with spaces between them, in the order in which they began
    states        text collate "C" not null,
    closed        text collate "C" not null check (closed in ('', 'death', 'missing', 'erased')),
    contested     bigint not null check (contested >= 0),
    transit_to    uuid references unit (id),
    transit_since date,
    primary key (province_code, person_id),
    check ((transit_to is null) = (transit_since is null))
);

create index case_state_of_unit on case_state (unit_id, person_id);
create index case_state_by_person on case_state (person_id);
create index case_state_arriving on case_state (transit_to) where transit_to is not null;

-- Which unit answered for the case, from which day to before which. Four tables alike: a row is replaced, never
-- changed, by one with the same ordinal; it was known from the one instant to before the other.
create table case_holding (
    id         uuid not null primary key,
    person_id  uuid not null,
    ordinal    bigint not null check (ordinal >= 0),
    unit_id    uuid not null references unit (id),
    from_on    date not null,
    to_on      date,
    written_by uuid not null,
    known_from bigint not null,
    known_to   bigint
);

-- Times on the statutory lists, with the act and clause of entry and of removal.
create table case_membership (
    id          uuid not null primary key,
    person_id   uuid not null,
    ordinal     bigint not null check (ordinal >= 0),
    list        text collate "C" not null check (list in ('users', 'addicts', 'post')),
    unit_id     uuid not null references unit (id),
    from_on     date not null,
    from_entry  bigint not null,
    from_act    text collate "C" not null,
    from_clause text not null,
    to_on       date,
    to_entry    bigint,
    to_act      text collate "C",
    to_clause   text,
    written_by  uuid not null,
    known_from  bigint not null,
    known_to    bigint
);

-- Measures, with the term that the law of their decision gives them.
create table case_measure (
    id           uuid not null primary key,
    person_id    uuid not null,
    ordinal      bigint not null check (ordinal >= 0),
    state        text collate "C" not null,
    shown        text collate "C" not null,
    regime       text collate "C" not null check (regime in ('A', 'B', 'C')),
    minor        bigint not null check (minor in (0, 1)),
    opened_on    date not null,
    opened_entry bigint not null,
    term_end     date,
    ended_on     date,
    ended_entry  bigint,
    how          text collate "C" not null,
    written_by   uuid not null,
    known_from   bigint not null,
    known_to     bigint
);

-- Moves under way: counted once, by the unit that the person left.
create table case_transit (
    id         uuid not null primary key,
    person_id  uuid not null,
    ordinal    bigint not null check (ordinal >= 0),
    from_unit_id uuid not null references unit (id),
    to_unit_id uuid not null references unit (id),
    since_on   date not null,
    until_on   date,
    written_by uuid not null,
    known_from bigint not null,
    known_to   bigint
);

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
    person_id  uuid not null,
    clock      text collate "C" not null check (clock <> ''),
    entry      bigint not null,
    regime     text collate "C" not null check (regime in ('A', 'B', 'C')),
    unit_id    uuid not null references unit (id),
    office     text collate "C" not null,
    started    text collate "C" not null,
    -- the end of the time allowed, in milliseconds
    due_at     bigint not null,
    -- 0 where another of the same duty is stricter
    binding    bigint not null check (binding in (0, 1)),
    primary key (person_id, clock, entry)
);

create index case_clock_of_unit on case_clock (unit_id, due_at);

create function case_is_kept() returns trigger language plpgsql as $$
begin raise exception 'what happened in a case is append-only'; end $$;

create trigger case_event_is_not_changed before update or delete on case_event for each row execute function case_is_kept();
create trigger case_event_is_not_emptied before truncate on case_event for each statement execute function case_is_kept();
create trigger case_fields_is_not_changed before update or delete on case_fields for each row execute function case_is_kept();
create trigger case_fields_is_not_emptied before truncate on case_fields for each statement execute function case_is_kept();
create trigger case_state_is_not_deleted before delete on case_state for each row execute function case_is_kept();
create trigger case_holding_is_not_deleted before delete on case_holding for each row execute function case_is_kept();
create trigger case_membership_is_not_deleted before delete on case_membership for each row execute function case_is_kept();
create trigger case_measure_is_not_deleted before delete on case_measure for each row execute function case_is_kept();
create trigger case_transit_is_not_deleted before delete on case_transit for each row execute function case_is_kept();

-- The second wall (migration 9): the rows of a case are seen where its file is. A unit to which somebody is on the way
-- sees that the case comes.
create policy in_sight on case_event
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id = case_event.person_id));
create policy in_sight on case_fields
    using ((select sees_everything()) or exists (select 1 from person p where p.id = case_fields.person_id));
create policy in_sight on case_state
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or transit_to = any ((select units_in_sight())::uuid[]));
create policy in_sight on case_holding
    using ((select sees_everything()) or exists (select 1 from person p where p.id = case_holding.person_id));
create policy in_sight on case_membership
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id = case_membership.person_id));
create policy in_sight on case_measure
    using ((select sees_everything()) or exists (select 1 from person p where p.id = case_measure.person_id));
create policy in_sight on case_transit
    using ((select sees_everything())
           or from_unit_id = any ((select units_in_sight())::uuid[])
           or to_unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id = case_transit.person_id));
create policy in_sight on case_clock
    using ((select sees_everything()) or unit_id = any ((select units_in_sight())::uuid[]));

alter table case_event enable row level security;
alter table case_event force row level security;
alter table case_fields enable row level security;
alter table case_fields force row level security;
alter table case_state enable row level security;
alter table case_state force row level security;
alter table case_holding enable row level security;
alter table case_holding force row level security;
alter table case_membership enable row level security;
alter table case_membership force row level security;
alter table case_measure enable row level security;
alter table case_measure force row level security;
alter table case_transit enable row level security;
alter table case_transit force row level security;
alter table case_clock enable row level security;
alter table case_clock force row level security;
