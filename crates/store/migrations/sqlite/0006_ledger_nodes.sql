-- Roots of full subtrees of the ledger's tree, so that a proof need not read every leaf before and after it.
-- Level 1 stands over 256 leaves, level 2 over 256 of level 1, and so on.
create table ledger_node (
    level    integer not null check (level > 0),
    position integer not null check (position >= 0),
    root     blob not null check (length(root) = 32),
    primary key (level, position)
) strict, without rowid;

create trigger ledger_node_is_not_changed before update on ledger_node
begin select raise(abort, 'ledger_node is append-only'); end;

create trigger ledger_node_is_not_deleted before delete on ledger_node
begin select raise(abort, 'ledger_node is append-only'); end;

-- The keys of the ledger, once there was more than one: each with the size from which on it signs.
create table ledger_key (
    since integer not null primary key check (since >= 0),
    key   text not null check (key <> '')
) strict, without rowid;

create trigger ledger_key_is_not_changed before update on ledger_key
begin select raise(abort, 'ledger_key is append-only'); end;

create trigger ledger_key_is_not_deleted before delete on ledger_key
begin select raise(abort, 'ledger_key is append-only'); end;

-- What witnesses have signed under our checkpoints.
create table ledger_cosignature (
    size      integer not null references ledger_checkpoint (size),
    witness   text not null check (witness <> ''),
    signature blob not null check (length(signature) = 72),
    signed_at integer not null,
    kept_at   integer not null,
    primary key (size, witness)
) strict, without rowid;

create trigger ledger_cosignature_is_not_changed before update on ledger_cosignature
begin select raise(abort, 'ledger_cosignature is append-only'); end;

create trigger ledger_cosignature_is_not_deleted before delete on ledger_cosignature
begin select raise(abort, 'ledger_cosignature is append-only'); end;

-- The checkpoint that closes a week is found by when it was signed.
create index ledger_checkpoint_by_time on ledger_checkpoint (signed_at, size);
