-- Teams named for one person (Decree 163/2026, Art. 59.2.c; form 55), and files found to be one person's.
-- Rows are only added: a seat is ended, and a link undone, by a row of its own.

-- Who sits in the team of a person: somebody with an appointment, or a name sealed under the person's key.
create table case_team (
    province_code   text collate "C" not null check (province_code <> ''),
    id              uuid not null,
    person_id       uuid not null,
    unit_id         uuid not null references unit (id),
    seat            text collate "C" not null check (seat in ('head', 'deputy', 'member')),
    -- in which office they sit in it, in words
    capacity        text not null check (capacity <> ''),
    member_id       uuid references appointment (id),
    decision_number text not null check (decision_number <> ''),
    decision_date   date not null,
    from_on         date not null,
    until_on        date,
    recorded_at     bigint not null,
    account_id      uuid not null,
    appointment_id  uuid not null,
    primary key (province_code, id),
    check (until_on > from_on)
);

create index case_team_by_id on case_team (id);
create index case_team_of_person on case_team (person_id, unit_id);
create index case_team_of_member on case_team (member_id) where member_id is not null;

-- The names of those who have no account: sealed once when the seat was given, and once more for each renewal of the key.
create table case_team_name (
    province_code text collate "C" not null,
    seat_id       uuid not null,
    sealing       bigint not null check (sealing > 0),
    sealing_id    uuid not null,
    person_id     uuid not null,
    unit_id       uuid not null references unit (id),
    sealed_at     bigint not null,
    name          bytea not null check (length(name) > 37),
    primary key (province_code, seat_id, sealing),
    foreign key (province_code, seat_id) references case_team (province_code, id)
);

create index case_team_name_of_person on case_team_name (person_id, seat_id, sealing);

-- The end of a seat before its day.
create table case_team_end (
    province_code   text collate "C" not null,
    id              uuid not null,
    seat_id         uuid not null,
    person_id       uuid not null,
    unit_id         uuid not null references unit (id),
    ended_on        date not null,
    decision_number text not null check (decision_number <> ''),
    decision_date   date not null,
    recorded_at     bigint not null,
    account_id      uuid not null,
    appointment_id  uuid not null,
    primary key (province_code, id),
    unique (province_code, seat_id),
    foreign key (province_code, seat_id) references case_team (province_code, id)
);

create index case_team_end_of_seat on case_team_end (seat_id);
create index case_team_end_of_person on case_team_end (person_id);

-- What two people found of two files that share a number: one person's, two people's, or that it was wrong. The last row
-- of a pair says how it stands. Of one person's two files, `other_id` is counted no more while that is so.
create table person_link (
    province_code   text collate "C" not null check (province_code <> ''),
    id              uuid not null,
    keep_id         uuid not null,
    other_id        uuid not null,
    unit_id         uuid not null references unit (id),
    other_unit_id   uuid not null references unit (id),
    -- number of the finding about these two files, from 1
    finding         bigint not null check (finding > 0),
    outcome         text collate "C" not null check (outcome in ('same', 'different', 'undone')),
    clause          text not null check (clause <> ''),
    document_number text not null check (document_number <> ''),
    document_date   date not null,
    decided_at      bigint not null,
    account_id      uuid not null,
    appointment_id  uuid not null,
    second_id       uuid not null,
    primary key (province_code, id),
    check (keep_id <> other_id),
    check (appointment_id <> second_id)
);

create index person_link_by_id on person_link (id);
create index person_link_of_keep on person_link (keep_id, other_id, finding);
create index person_link_of_other on person_link (other_id, keep_id, finding);
create index person_link_counted on person_link (outcome, other_id, decided_at);

create function team_is_kept() returns trigger language plpgsql as $$
begin raise exception 'who sat in a team, and what was found of two files, is append-only'; end $$;

create trigger case_team_is_not_changed before update or delete on case_team for each row execute function team_is_kept();
create trigger case_team_is_not_emptied before truncate on case_team for each statement execute function team_is_kept();
create trigger case_team_name_is_not_changed before update or delete on case_team_name for each row execute function team_is_kept();
create trigger case_team_name_is_not_emptied before truncate on case_team_name for each statement execute function team_is_kept();
create trigger case_team_end_is_not_changed before update or delete on case_team_end for each row execute function team_is_kept();
create trigger case_team_end_is_not_emptied before truncate on case_team_end for each statement execute function team_is_kept();
create trigger person_link_is_not_changed before update or delete on person_link for each row execute function team_is_kept();
create trigger person_link_is_not_emptied before truncate on person_link for each statement execute function team_is_kept();

-- The second wall (migration 9): a team is seen in the unit that named it, and where its person's file is. A finding is
-- seen from both files.
create policy in_sight on case_team
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id = case_team.person_id));
create policy in_sight on case_team_name
    using ((select sees_everything()) or exists (select 1 from person p where p.id = case_team_name.person_id));
create policy in_sight on case_team_end
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id = case_team_end.person_id));
create policy in_sight on person_link
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or other_unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id in (person_link.keep_id, person_link.other_id)));

alter table case_team enable row level security;
alter table case_team force row level security;
alter table case_team_name enable row level security;
alter table case_team_name force row level security;
alter table case_team_end enable row level security;
alter table case_team_end force row level security;
alter table person_link enable row level security;
alter table person_link force row level security;
