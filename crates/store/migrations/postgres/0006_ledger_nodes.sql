-- Roots of full subtrees of the ledger's tree, so that a proof need not read every leaf before and after it.
-- Level 1 stands over 256 leaves, level 2 over 256 of level 1, and so on.
create table ledger_node (
    level    bigint not null check (level > 0),
    position bigint not null check (position >= 0),
    root     bytea not null check (length(root) = 32),
    primary key (level, position)
);

create trigger ledger_node_is_not_changed before update or delete on ledger_node
    for each row execute function ledger_is_kept();
create trigger ledger_node_is_not_emptied before truncate on ledger_node
    for each statement execute function ledger_is_kept();

-- The keys of the ledger, once there was more than one: each with the size from which on it signs.
create table ledger_key (
    since bigint not null primary key check (since >= 0),
    key   text collate "C" not null check (key <> '')
);

create trigger ledger_key_is_not_changed before update or delete on ledger_key
    for each row execute function ledger_is_kept();
create trigger ledger_key_is_not_emptied before truncate on ledger_key
    for each statement execute function ledger_is_kept();

-- What witnesses have signed under our checkpoints.
create table ledger_cosignature (
    size      bigint not null references ledger_checkpoint (size),
    witness   text collate "C" not null check (witness <> ''),
    signature bytea not null check (length(signature) = 72),
    signed_at bigint not null,
    kept_at   bigint not null,
    primary key (size, witness)
);

create trigger ledger_cosignature_is_not_changed before update or delete on ledger_cosignature
    for each row execute function ledger_is_kept();
create trigger ledger_cosignature_is_not_emptied before truncate on ledger_cosignature
    for each statement execute function ledger_is_kept();

-- The checkpoint that closes a week is found by when it was signed.
create index ledger_checkpoint_by_time on ledger_checkpoint (signed_at, size);
