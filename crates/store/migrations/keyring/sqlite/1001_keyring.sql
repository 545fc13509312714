-- The keyring: wrapped keys, in a database of its own with its own, shorter backups. Nothing here opens without the
-- key files. Its versions begin at 1001, so that neither database is ever taken for the other.

-- What the keys are wrapped under at present, and what still may be until a rotation is done.
create table keyring_state (
    id               integer not null primary key check (id = 1),
    root_id          blob not null check (length(root_id) = 8),
    former_root_id   blob check (length(former_root_id) = 8),
    epoch            integer not null check (epoch >= 1),
    epoch_key_id     blob not null check (length(epoch_key_id) = 8),
    former_epoch     integer check (former_epoch < epoch),
    epoch_since      integer not null
) strict, without rowid;

create trigger keyring_state_is_not_deleted before delete on keyring_state
begin select raise(abort, 'keyring_state is kept'); end;

create table unit_key (
    key_id     blob not null primary key check (length(key_id) = 8),
    unit_id    blob not null check (length(unit_id) = 16),
    version    integer not null check (version >= 1),
    root_id    blob not null check (length(root_id) = 8),
    wrapped    blob not null check (length(wrapped) = 69),
    state      text not null check (state in ('active', 'retiring')),
    created_at integer not null,
    unique (unit_id, version)
) strict;

-- A unit has one key that wraps.
create unique index unit_key_active on unit_key (unit_id) where state = 'active';

-- Keys of people, and of a unit's own log and index (there the subject is the unit).
create table subject_key (
    key_id      blob not null primary key check (length(key_id) = 8),
    kind        text not null check (kind in ('person', 'log', 'index')),
    subject_id  blob not null check (length(subject_id) = 16),
    unit_id     blob not null check (length(unit_id) = 16),
    unit_key_id blob not null references unit_key (key_id),
    epoch       integer not null check (epoch >= 1),
    wrapped     blob not null check (length(wrapped) = 69),
    state       text not null check (state in ('active', 'retiring')),
    created_at  integer not null
) strict;

-- A subject has one key that seals.
create unique index subject_key_active on subject_key (kind, subject_id) where state = 'active';
create index subject_key_of_subject on subject_key (subject_id);
create index subject_key_of_unit on subject_key (unit_id, key_id);
create index subject_key_of_unit_key on subject_key (unit_key_id, key_id);
create index subject_key_of_epoch on subject_key (epoch, key_id);

-- Whose key was destroyed: a random id, a day, a legal ground. Kept for ever.
create table tombstone (
    subject_id      blob not null primary key check (length(subject_id) = 16),
    destroyed_at    integer not null,
    ground          text not null check (ground <> ''),
    document_number text not null check (document_number <> ''),
    document_date   text not null
) strict, without rowid;

create trigger tombstone_is_not_changed before update on tombstone
begin select raise(abort, 'a destroyed key stays destroyed'); end;

create trigger tombstone_is_not_deleted before delete on tombstone
begin select raise(abort, 'a destroyed key stays destroyed'); end;

create trigger subject_key_of_nobody_destroyed before insert on subject_key
when exists (select 1 from tombstone where subject_id = new.subject_id)
begin select raise(abort, 'a destroyed key stays destroyed'); end;

-- What is written to see whether writing is possible again. It means nothing.
create table write_try (
    id   integer not null primary key check (id = 1),
    room blob not null
) strict, without rowid;

insert into write_try (id, room) values (1, x'');
