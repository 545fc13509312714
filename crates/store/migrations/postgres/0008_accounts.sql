-- Accounts, appointments, ways to sign in, sessions, acts of two people.
-- No secret stands here as it is: references and codes as SHA-256, passwords as Argon2id, what must be read again sealed.

create table account (
    id          uuid not null primary key,
    login       text collate "C" not null unique check (login <> ''),
    name        text collate "C" not null check (name <> ''),
    -- e-mail and telephone, sealed under the account's own key
    email       bytea,
    phone       bytea,
    state       text collate "C" not null check (state in ('active', 'disabled')),
    created_at  bigint not null,
    disabled_at bigint,
    -- moves with each change of rights or of a password; a session knows the one it began with
    revision    bigint not null check (revision > 0),
    check ((state = 'disabled') = (disabled_at is not null))
);

-- Granted by two accounts; by none where the operator of the machine set up the first ones.
create table appointment (
    id              uuid not null primary key,
    account_id      uuid not null references account (id),
    role            text collate "C" not null check (role <> ''),
    -- a surrogate, never a code; the whole country has no row in the register
    unit_id         uuid not null,
    from_on         date not null,
    until_on        date,
    decision_number text collate "C" not null check (decision_number <> ''),
    decision_date   date not null,
    proposed_by     uuid references account (id),
    agreed_by       uuid references account (id),
    proposal_id     uuid unique,
    granted_at      bigint not null,
    check (until_on is null or from_on < until_on),
    check ((proposed_by is null) = (agreed_by is null)),
    check (proposed_by <> agreed_by and proposed_by <> account_id and agreed_by <> account_id)
);

create index appointment_of_account on appointment (account_id);
create index appointment_of_unit on appointment (unit_id);

-- A revocation is a row: an appointment is never changed.
create table appointment_end (
    appointment_id uuid not null primary key references appointment (id),
    revoked_at     bigint not null,
    revoked_by     uuid references account (id),
    reason         text collate "C" not null check (reason <> '')
);

create function access_is_kept() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;

create trigger appointment_is_not_changed before update or delete on appointment
    for each row execute function access_is_kept();
create trigger appointment_is_not_emptied before truncate on appointment
    for each statement execute function access_is_kept();
create trigger appointment_end_is_not_changed before update or delete on appointment_end
    for each row execute function access_is_kept();
create trigger appointment_end_is_not_emptied before truncate on appointment_end
    for each statement execute function access_is_kept();

create table passkey (
    id            uuid not null primary key,
    account_id    uuid not null references account (id),
    credential_id bytea not null unique,
    name          text collate "C" not null check (name <> ''),
    -- the public key and its counter, as the library writes them
    key           text collate "C" not null,
    created_at    bigint not null,
    last_used_at  bigint
);

create index passkey_of_account on passkey (account_id);

create table password (
    account_id uuid not null primary key references account (id),
    -- Argon2id with its parameters and salt (PHC string)
    hash       text collate "C" not null check (hash <> ''),
    set_at     bigint not null
);

create table totp (
    account_id uuid not null primary key references account (id),
    -- sealed under the account's own key
    secret     bytea not null,
    -- no step is taken twice
    last_step  bigint not null,
    set_at     bigint not null
);

create table recovery_code (
    account_id uuid not null references account (id),
    hash       bytea not null check (length(hash) = 32),
    used_at    bigint,
    primary key (account_id, hash)
);

-- The code with which somebody sets up the first way to sign in.
create table enrolment (
    hash       bytea not null primary key check (length(hash) = 32),
    account_id uuid not null references account (id),
    expires_at bigint not null,
    used_at    bigint
);

create index enrolment_of_account on enrolment (account_id);

-- An account of an identity provider, joined to one of ours by hand; never made by signing in.
create table provider_link (
    issuer     text collate "C" not null check (issuer <> ''),
    subject    text collate "C" not null check (subject <> ''),
    account_id uuid not null references account (id),
    linked_at  bigint not null,
    primary key (issuer, subject)
);

create table session (
    -- SHA-256 of the 256 bits that the browser holds
    hash             bytea not null primary key check (length(hash) = 32),
    id               uuid not null unique,
    account_id       uuid not null references account (id),
    account_revision bigint not null,
    method           text collate "C" not null check (method <> ''),
    created_at       bigint not null,
    last_seen_at     bigint not null,
    -- when the person last proved who they are
    authenticated_at bigint not null,
    expires_at       bigint not null,
    ended_at         bigint,
    ended_by         text collate "C" check (ended_by <> ''),
    check ((ended_at is null) = (ended_by is null))
);

create index session_of_account on session (account_id, created_at);

-- A challenge that waits for its answer; taken out by whoever answers first.
create table ceremony (
    hash       bytea not null primary key check (length(hash) = 32),
    kind       text collate "C" not null check (kind <> ''),
    account_id uuid references account (id),
    state      text collate "C" not null,
    expires_at bigint not null
);

create index ceremony_by_end on ceremony (expires_at);

-- Failures in a row, by a keyed hash of the login or of the place they came from: neither stands here.
create table attempt (
    key      bytea not null primary key check (length(key) = 32),
    failures bigint not null check (failures > 0),
    last_at  bigint not null
);

-- What one person wants and another must agree to. What is agreed to is the payload, to the byte.
create table proposal (
    id                   uuid not null primary key,
    act                  text collate "C" not null check (act <> ''),
    payload              bytea not null,
    digest               bytea not null check (length(digest) = 32),
    unit_id              uuid not null,
    subject              uuid,
    proposer             uuid not null references account (id),
    proposer_appointment uuid references appointment (id),
    proposed_at          bigint not null,
    expires_at           bigint not null,
    other_unit           bigint not null check (other_unit in (0, 1)),
    check (expires_at > proposed_at)
);

create index proposal_by_end on proposal (expires_at);

-- One decision of a proposal, by somebody else.
create table proposal_decision (
    proposal_id         uuid not null primary key references proposal (id),
    outcome             text collate "C" not null check (outcome in ('agreed', 'refused', 'withdrawn')),
    decider             uuid not null references account (id),
    decider_appointment uuid references appointment (id),
    decided_at          bigint not null,
    digest              bytea not null check (length(digest) = 32)
);

create trigger proposal_is_not_changed before update or delete on proposal
    for each row execute function access_is_kept();
create trigger proposal_is_not_emptied before truncate on proposal
    for each statement execute function access_is_kept();
create trigger proposal_decision_is_not_changed before update or delete on proposal_decision
    for each row execute function access_is_kept();
create trigger proposal_decision_is_not_emptied before truncate on proposal_decision
    for each statement execute function access_is_kept();

create table break_glass (
    id             uuid not null primary key,
    account_id     uuid not null references account (id),
    appointment_id uuid not null references appointment (id),
    unit_id        uuid not null,
    subject        uuid,
    -- why, sealed under the account's own key
    reason         bytea not null,
    from_at        bigint not null,
    until_at       bigint not null,
    check (until_at > from_at and until_at - from_at <= 14400000)
);

create index break_glass_of_account on break_glass (account_id, until_at);

create table break_glass_review (
    break_glass_id uuid not null primary key references break_glass (id),
    reviewer       uuid not null references account (id),
    justified      bigint not null check (justified in (0, 1)),
    note           text collate "C" not null check (note <> ''),
    reviewed_at    bigint not null
);

create trigger break_glass_is_not_changed before update or delete on break_glass
    for each row execute function access_is_kept();
create trigger break_glass_is_not_emptied before truncate on break_glass
    for each statement execute function access_is_kept();
create trigger break_glass_review_is_not_changed before update or delete on break_glass_review
    for each row execute function access_is_kept();
create trigger break_glass_review_is_not_emptied before truncate on break_glass_review
    for each statement execute function access_is_kept();

create table notice (
    id         uuid not null primary key,
    account_id uuid not null references account (id),
    kind       text collate "C" not null check (kind <> ''),
    about      uuid not null,
    at         bigint not null,
    read_at    bigint
);

create index notice_of_account on notice (account_id, at);

create table token (
    id             uuid not null primary key,
    hash           bytea not null unique check (length(hash) = 32),
    account_id     uuid not null references account (id),
    appointment_id uuid not null references appointment (id),
    name           text collate "C" not null check (name <> ''),
    purpose        text collate "C",
    -- the actions it may ask for, one space between
    actions        text collate "C" not null check (actions <> ''),
    created_at     bigint not null,
    expires_at     bigint not null,
    last_used_at   bigint,
    revoked_at     bigint,
    -- 90 days
    check (expires_at > created_at and expires_at - created_at <= 7776000000)
);

create index token_of_account on token (account_id);

-- A file opened for a purpose, good until the session ends. Counted by the budget of reads.
create table purpose_opening (
    id         uuid not null primary key,
    session_id uuid not null references session (id),
    account_id uuid not null references account (id),
    subject    uuid not null,
    unit_id    uuid not null,
    purpose    text collate "C" not null check (purpose <> ''),
    -- beyond the budget, sealed under the account's own key
    reason     bytea,
    at         bigint not null
);

create index purpose_opening_of_account on purpose_opening (account_id, at);
create index purpose_opening_of_session on purpose_opening (session_id, subject);

create trigger purpose_opening_is_not_changed before update or delete on purpose_opening
    for each row execute function access_is_kept();
create trigger purpose_opening_is_not_emptied before truncate on purpose_opening
    for each statement execute function access_is_kept();
