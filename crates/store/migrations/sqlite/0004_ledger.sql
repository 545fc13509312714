-- The ledger: one entry for every write, in the write's own transaction, under a Merkle tree (RFC 6962).
-- Entries and checkpoints are never changed. Their bytes are told in docs/ledger-format.md.

create table ledger_entry (
    seq           integer not null primary key check (seq >= 0),
    recorded_at   integer not null,
    leaf          blob not null check (length(leaf) = 32),
    body          blob not null check (length(body) < 65536),
    province_code text check (province_code <> ''),
    unit_id       blob references unit (id),
    noun          text not null check (noun <> ''),
    act           text not null check (act <> '')
) strict, without rowid;

create index ledger_entry_of_unit on ledger_entry (unit_id, seq);

create trigger ledger_entry_is_not_changed before update on ledger_entry
begin select raise(abort, 'ledger_entry is append-only'); end;

create trigger ledger_entry_is_not_deleted before delete on ledger_entry
begin select raise(abort, 'ledger_entry is append-only'); end;

-- Signed statements about the tree of the first `size` entries.
create table ledger_checkpoint (
    size      integer not null primary key check (size >= 0),
    note      text not null check (note <> ''),
    signed_at integer not null
) strict, without rowid;

create trigger ledger_checkpoint_is_not_changed before update on ledger_checkpoint
begin select raise(abort, 'ledger_checkpoint is append-only'); end;

create trigger ledger_checkpoint_is_not_deleted before delete on ledger_checkpoint
begin select raise(abort, 'ledger_checkpoint is append-only'); end;

-- What an append needs of all entries before it. One row, and appenders queue for it.
create table ledger_head (
    id          integer not null primary key check (id = 1),
    size        integer not null check (size >= 0),
    frontier    blob not null,
    recorded_at integer not null
) strict, without rowid;

insert into ledger_head (id, size, frontier, recorded_at) values (1, 0, x'', 0);

create trigger ledger_head_is_not_deleted before delete on ledger_head
begin select raise(abort, 'ledger_head is kept'); end;
