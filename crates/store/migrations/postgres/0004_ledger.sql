-- The ledger: one entry for every write, in the write's own transaction, under a Merkle tree (RFC 6962).
-- Entries and checkpoints are never changed. Their bytes are told in docs/ledger-format.md.

create table ledger_entry (
    seq           bigint not null primary key check (seq >= 0),
    recorded_at   bigint not null,
    leaf          bytea not null check (length(leaf) = 32),
    body          bytea not null check (length(body) < 65536),
    province_code text collate "C" check (province_code <> ''),
    unit_id       uuid references unit (id),
    noun          text collate "C" not null check (noun <> ''),
    act           text collate "C" not null check (act <> '')
);

create index ledger_entry_of_unit on ledger_entry (unit_id, seq);

create function ledger_is_kept() returns trigger language plpgsql as $$
begin raise exception 'the ledger is append-only'; end $$;

create trigger ledger_entry_is_not_changed before update or delete on ledger_entry
    for each row execute function ledger_is_kept();
create trigger ledger_entry_is_not_emptied before truncate on ledger_entry
    for each statement execute function ledger_is_kept();

-- Signed statements about the tree of the first `size` entries.
create table ledger_checkpoint (
    size      bigint not null primary key check (size >= 0),
    note      text not null check (note <> ''),
    signed_at bigint not null
);

create trigger ledger_checkpoint_is_not_changed before update or delete on ledger_checkpoint
    for each row execute function ledger_is_kept();
create trigger ledger_checkpoint_is_not_emptied before truncate on ledger_checkpoint
    for each statement execute function ledger_is_kept();

-- What an append needs of all entries before it. One row, and appenders queue for it.
create table ledger_head (
    id          bigint not null primary key check (id = 1),
    size        bigint not null check (size >= 0),
    frontier    bytea not null,
    recorded_at bigint not null
);

insert into ledger_head (id, size, frontier, recorded_at) values (1, 0, '', 0);

create trigger ledger_head_is_not_deleted before delete on ledger_head
    for each row execute function ledger_is_kept();
create trigger ledger_head_is_not_emptied before truncate on ledger_head
    for each statement execute function ledger_is_kept();
