-- The keyring: wrapped keys, in a database of its own with its own, shorter backups. Nothing here opens without the
-- key files. Its versions begin at 1001, so that neither database is ever taken for the other.

create function keyring_is_kept() returns trigger language plpgsql as $$
begin raise exception 'this table of the keyring is kept'; end $$;

create function destroyed_is_destroyed() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and tg_table_name = 'subject_key' then
        if not exists (select 1 from tombstone where subject_id = new.subject_id) then
            return new;
        end if;
    end if;
    raise exception 'a destroyed key stays destroyed';
end $$;

-- What the keys are wrapped under at present, and what still may be until a rotation is done.
create table keyring_state (
    id               bigint not null primary key check (id = 1),
    root_id          bytea not null check (length(root_id) = 8),
    former_root_id   bytea check (length(former_root_id) = 8),
    epoch            bigint not null check (epoch >= 1),
    epoch_key_id     bytea not null check (length(epoch_key_id) = 8),
    former_epoch     bigint check (former_epoch < epoch),
    epoch_since      bigint not null
);

create trigger keyring_state_is_not_deleted before delete on keyring_state
    for each row execute function keyring_is_kept();
create trigger keyring_state_is_not_emptied before truncate on keyring_state
    for each statement execute function keyring_is_kept();

create table unit_key (
    key_id     bytea not null primary key check (length(key_id) = 8),
    unit_id    uuid not null,
    version    bigint not null check (version >= 1),
    root_id    bytea not null check (length(root_id) = 8),
    wrapped    bytea not null check (length(wrapped) = 69),
    state      text collate "C" not null check (state in ('active', 'retiring')),
    created_at bigint not null,
    unique (unit_id, version)
);

-- A unit has one key that wraps.
create unique index unit_key_active on unit_key (unit_id) where state = 'active';

-- Keys of people, and of a unit's own log and index (there the subject is the unit).
create table subject_key (
    key_id      bytea not null primary key check (length(key_id) = 8),
    kind        text collate "C" not null check (kind in ('person', 'log', 'index')),
    subject_id  uuid not null,
    unit_id     uuid not null,
    unit_key_id bytea not null references unit_key (key_id),
    epoch       bigint not null check (epoch >= 1),
    wrapped     bytea not null check (length(wrapped) = 69),
    state       text collate "C" not null check (state in ('active', 'retiring')),
    created_at  bigint not null
);

-- A subject has one key that seals.
create unique index subject_key_active on subject_key (kind, subject_id) where state = 'active';
create index subject_key_of_subject on subject_key (subject_id);
create index subject_key_of_unit on subject_key (unit_id, key_id);
create index subject_key_of_unit_key on subject_key (unit_key_id, key_id);
create index subject_key_of_epoch on subject_key (epoch, key_id);

-- Whose key was destroyed: a random id, a day, a legal ground. Kept for ever.
create table tombstone (
    subject_id      uuid not null primary key,
    destroyed_at    bigint not null,
    ground          text collate "C" not null check (ground <> ''),
    document_number text collate "C" not null check (document_number <> ''),
    document_date   date not null
);

create trigger tombstone_is_not_changed before update or delete on tombstone
    for each row execute function destroyed_is_destroyed();
create trigger tombstone_is_not_emptied before truncate on tombstone
    for each statement execute function destroyed_is_destroyed();

create trigger subject_key_of_nobody_destroyed before insert on subject_key
    for each row execute function destroyed_is_destroyed();

-- What is written to see whether writing is possible again. It means nothing.
create table write_try (
    id   bigint not null primary key check (id = 1),
    room bytea not null
);

insert into write_try (id, room) values (1, '');
