-- People whose file a unit holds, and who looked into which file.
-- No column here names anybody: identities are sealed under keys of another database (docs/keys.md),
-- ids are random. Rows that tell what happened are never changed.

-- How each file stands: what its versions have come to.
create table person (
    province_code text not null check (province_code <> ''),
    id            blob not null,
    unit_id       blob not null references unit (id),
    opened_at     integer not null,
    version       integer not null check (version > 0),
    -- how often its key was renewed: whoever began to write before that begins anew
    renewals      integer not null check (renewals >= 0),
    placed_on     text not null check (placed_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    state         text not null check (state in ('held', 'erased')),
    primary key (province_code, id)
) strict;

create index person_of_unit on person (unit_id, id);
create index person_by_id on person (id);

-- What happened to each file, when, by which clause and paper.
create table person_version (
    province_code   text not null check (province_code <> ''),
    id              blob not null,
    person_id       blob not null,
    version         integer not null check (version > 0),
    act             text not null check (act in ('open', 'correct', 'transfer', 'erase', 'erase_again')),
    unit_id         blob not null references unit (id),
    occurred_on     text not null check (occurred_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at     integer not null,
    clause          text not null check (clause <> ''),
    document_number text not null check (document_number <> ''),
    document_date   text not null check (document_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    approved_by     blob,
    also_approved_by blob,
    primary key (province_code, id),
    unique (province_code, person_id, version),
    check ((approved_by is null) = (also_approved_by is null)),
    check ((act = 'erase') = (approved_by is not null)),
    check (approved_by <> also_approved_by)
) strict;

create index person_version_of_unit on person_version (unit_id, occurred_on, recorded_at);
create index person_version_of_person on person_version (person_id, version);
create index person_version_by_id on person_version (id);

-- An identity, sealed field by field: once when it was written, and once more for each time its key was renewed.
create table person_identity (
    province_code text not null,
    version_id    blob not null,
    sealing       integer not null check (sealing > 0),
    sealing_id    blob not null,
    person_id     blob not null,
    unit_id       blob not null references unit (id),
    version       integer not null,
    sealed_at     integer not null,
    full_name     blob not null check (length(full_name) > 37),
    other_name    blob not null check (length(other_name) > 37),
    sex           blob not null check (length(sex) > 37),
    birth_date    blob not null check (length(birth_date) > 37),
    birth_place   blob not null check (length(birth_place) > 37),
    id12          blob not null check (length(id12) > 37),
    id9           blob not null check (length(id9) > 37),
    id_issue      blob not null check (length(id_issue) > 37),
    passport      blob not null check (length(passport) > 37),
    phone         blob not null check (length(phone) > 37),
    home_place    blob not null check (length(home_place) > 37),
    residence     blob not null check (length(residence) > 37),
    dwelling      blob not null check (length(dwelling) > 37),
    ethnicity     blob not null check (length(ethnicity) > 37),
    religion      blob not null check (length(religion) > 37),
    nationality   blob not null check (length(nationality) > 37),
    education     blob not null check (length(education) > 37),
    occupation    blob not null check (length(occupation) > 37),
    workplace     blob not null check (length(workplace) > 37),
    primary key (province_code, version_id, sealing),
    foreign key (province_code, version_id) references person_version (province_code, id)
) strict;

create index person_identity_of_person on person_identity (person_id, version, sealing);
create index person_identity_of_sealing on person_identity (sealing_id);

-- Blind indexes: a number is found by what a guarded key makes of it. Removed when the file moves on or is destroyed.
create table person_index (
    kind          text not null check (kind in ('id12', 'id9', 'passport', 'phone', 'last4',
                                                 'national_id12', 'national_id9', 'national_passport')),
    value         blob not null,
    person_id     blob not null,
    province_code text not null check (province_code <> ''),
    unit_id       blob references unit (id),
    primary key (kind, value, person_id),
    -- an index of the nation says nothing about where the file is
    check ((kind like 'national%') = (unit_id is null)),
    check (length(value) = case kind when 'last4' then 2 else 16 end)
) strict;

create index person_index_of_person on person_index (person_id);

-- Two files that seem to be about one person: for the units in charge to compare, never for whoever asked.
create table person_match (
    province_code text not null check (province_code <> ''),
    id            blob not null,
    version_id    blob not null,
    person_id     blob not null,
    other_id      blob not null,
    opened_at     integer not null,
    primary key (province_code, id),
    check (person_id <> other_id)
) strict;

create index person_match_of_person on person_match (person_id);
create index person_match_of_other on person_match (other_id);
create index person_match_of_version on person_match (version_id);

-- What the keyring, a database of its own, has yet to do after a write here. Removed when it is done.
create table person_errand (
    person_id blob not null primary key,
    errand    text not null check (errand in ('move', 'destroy')),
    unit_id   blob not null references unit (id),
    since     integer not null
) strict;

-- One row for each request that touched people: written and durable before anything was opened.
create table access (
    id             blob not null primary key,
    at             integer not null,
    province_code  text check (province_code <> ''),
    unit_id        blob references unit (id),
    account_id     blob,
    appointment_id blob,
    act            text not null check (act in ('read', 'search', 'print', 'export', 'refuse', 'sign_in', 'sign_out')),
    purpose        text not null check (purpose <> ''),
    noun           text not null check (noun <> ''),
    classes        text not null,
    row_count      integer not null check (row_count >= 0),
    result         text not null check (result in ('served', 'refused', 'failed')),
    request_id     blob not null,
    details_of     blob,
    details        blob check (length(details) > 37),
    check ((details is null) = (details_of is null)),
    check (account_id is not null or appointment_id is null)
) strict;

create index access_of_unit on access (unit_id, at);
create index access_of_account on access (account_id, at);

create trigger person_version_is_not_changed before update on person_version
begin select raise(abort, 'person_version is append-only'); end;

create trigger person_version_is_not_deleted before delete on person_version
begin select raise(abort, 'person_version is append-only'); end;

create trigger person_identity_is_not_changed before update on person_identity
begin select raise(abort, 'person_identity is append-only'); end;

create trigger person_identity_is_not_deleted before delete on person_identity
begin select raise(abort, 'person_identity is append-only'); end;

create trigger person_match_is_not_changed before update on person_match
begin select raise(abort, 'person_match is append-only'); end;

create trigger person_match_is_not_deleted before delete on person_match
begin select raise(abort, 'person_match is append-only'); end;

create trigger access_is_not_changed before update on access
begin select raise(abort, 'access is append-only'); end;

create trigger access_is_not_deleted before delete on access
begin select raise(abort, 'access is append-only'); end;

-- A destroyed file stays destroyed.
create trigger person_is_not_deleted before delete on person
begin select raise(abort, 'person is kept'); end;

create trigger person_stays_erased before update on person when old.state = 'erased'
begin select raise(abort, 'the file was destroyed'); end;
