-- Teams named for one person (Decree 163/2026, Art. 59.2.c; form 55), and files found to be one person's.
-- Rows are only added: a seat is ended, and a link undone, by a row of its own.

-- Who sits in the team of a person: somebody with an appointment, or a name sealed under the person's key.
create table case_team (
    province_code   text not null check (province_code <> ''),
    id              blob not null,
    person_id       blob not null,
    unit_id         blob not null references unit (id),
    seat            text not null check (seat in ('head', 'deputy', 'member')),
    -- in which office they sit in it, in words
    capacity        text not null check (capacity <> ''),
    member_id       blob references appointment (id),
    decision_number text not null check (decision_number <> ''),
    decision_date   text not null check (decision_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    from_on         text not null check (from_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until_on        text check (until_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at     integer not null,
    account_id      blob not null,
    appointment_id  blob not null,
    primary key (province_code, id),
    check (until_on > from_on)
) strict;

create index case_team_by_id on case_team (id);
create index case_team_of_person on case_team (person_id, unit_id);
create index case_team_of_member on case_team (member_id) where member_id is not null;

-- The names of those who have no account: sealed once when the seat was given, and once more for each renewal of the key.
create table case_team_name (
    province_code text not null,
    seat_id       blob not null,
    sealing       integer not null check (sealing > 0),
    sealing_id    blob not null,
    person_id     blob not null,
    unit_id       blob not null references unit (id),
    sealed_at     integer not null,
    name          blob not null check (length(name) > 37),
    primary key (province_code, seat_id, sealing),
    foreign key (province_code, seat_id) references case_team (province_code, id)
) strict;

create index case_team_name_of_person on case_team_name (person_id, seat_id, sealing);

-- The end of a seat before its day.
create table case_team_end (
    province_code   text not null,
    id              blob not null,
    seat_id         blob not null,
    person_id       blob not null,
    unit_id         blob not null references unit (id),
    ended_on        text not null check (ended_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    decision_number text not null check (decision_number <> ''),
    decision_date   text not null check (decision_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at     integer not null,
    account_id      blob not null,
    appointment_id  blob not null,
    primary key (province_code, id),
    unique (province_code, seat_id),
    foreign key (province_code, seat_id) references case_team (province_code, id)
) strict;

create index case_team_end_of_seat on case_team_end (seat_id);
create index case_team_end_of_person on case_team_end (person_id);

-- What two people found of two files that share a number: one person's, two people's, or that it was wrong. The last row
-- of a pair says how it stands. Of one person's two files, `other_id` is counted no more while that is so.
create table person_link (
    province_code   text not null check (province_code <> ''),
    id              blob not null,
    keep_id         blob not null,
    other_id        blob not null,
    unit_id         blob not null references unit (id),
    other_unit_id   blob not null references unit (id),
    -- number of the finding about these two files, from 1
    finding         integer not null check (finding > 0),
    outcome         text not null check (outcome in ('same', 'different', 'undone')),
    clause          text not null check (clause <> ''),
    document_number text not null check (document_number <> ''),
    document_date   text not null check (document_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    decided_at      integer not null,
    account_id      blob not null,
    appointment_id  blob not null,
    second_id       blob not null,
    primary key (province_code, id),
    check (keep_id <> other_id),
    check (appointment_id <> second_id)
) strict;

create index person_link_by_id on person_link (id);
create index person_link_of_keep on person_link (keep_id, other_id, finding);
create index person_link_of_other on person_link (other_id, keep_id, finding);
create index person_link_counted on person_link (outcome, other_id, decided_at);

create trigger case_team_is_not_changed before update on case_team
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger case_team_is_not_deleted before delete on case_team
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger case_team_name_is_not_changed before update on case_team_name
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger case_team_name_is_not_deleted before delete on case_team_name
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger case_team_end_is_not_changed before update on case_team_end
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger case_team_end_is_not_deleted before delete on case_team_end
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger person_link_is_not_changed before update on person_link
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
create trigger person_link_is_not_deleted before delete on person_link
begin select raise(abort, 'who sat in a team, and what was found of two files, is append-only'); end;
