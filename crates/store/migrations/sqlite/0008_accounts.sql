-- Accounts, appointments, ways to sign in, sessions, acts of two people.
-- No secret stands here as it is: references and codes as SHA-256, passwords as Argon2id, what must be read again sealed.

create table account (
    id          blob not null primary key,
    login       text not null unique check (login <> ''),
    name        text not null check (name <> ''),
    -- e-mail and telephone, sealed under the account's own key
    email       blob,
    phone       blob,
    state       text not null check (state in ('active', 'disabled')),
    created_at  integer not null,
    disabled_at integer,
    -- moves with each change of rights or of a password; a session knows the one it began with
    revision    integer not null check (revision > 0),
    check ((state = 'disabled') = (disabled_at is not null))
) strict;

-- Granted by two accounts; by none where the operator of the machine set up the first ones.
create table appointment (
    id              blob not null primary key,
    account_id      blob not null references account (id),
    role            text not null check (role <> ''),
    -- a surrogate, never a code; the whole country has no row in the register
    unit_id         blob not null,
    from_on         text not null,
    until_on        text,
    decision_number text not null check (decision_number <> ''),
    decision_date   text not null,
    proposed_by     blob references account (id),
    agreed_by       blob references account (id),
    proposal_id     blob unique,
    granted_at      integer not null,
    check (until_on is null or from_on < until_on),
    check ((proposed_by is null) = (agreed_by is null)),
    check (proposed_by <> agreed_by and proposed_by <> account_id and agreed_by <> account_id)
) strict;

create index appointment_of_account on appointment (account_id);
create index appointment_of_unit on appointment (unit_id);

-- A revocation is a row: an appointment is never changed.
create table appointment_end (
    appointment_id blob not null primary key references appointment (id),
    revoked_at     integer not null,
    revoked_by     blob references account (id),
    reason         text not null check (reason <> '')
) strict;

create trigger appointment_is_not_changed before update on appointment
begin select raise(abort, 'appointment is append-only'); end;
create trigger appointment_is_not_deleted before delete on appointment
begin select raise(abort, 'appointment is append-only'); end;
create trigger appointment_end_is_not_changed before update on appointment_end
begin select raise(abort, 'appointment_end is append-only'); end;
create trigger appointment_end_is_not_deleted before delete on appointment_end
begin select raise(abort, 'appointment_end is append-only'); end;

create table passkey (
    id            blob not null primary key,
    account_id    blob not null references account (id),
    credential_id blob not null unique,
    name          text not null check (name <> ''),
    -- the public key and its counter, as the library writes them
    key           text not null,
    created_at    integer not null,
    last_used_at  integer
) strict;

create index passkey_of_account on passkey (account_id);

create table password (
    account_id blob not null primary key references account (id),
    -- Argon2id with its parameters and salt (PHC string)
    hash       text not null check (hash <> ''),
    set_at     integer not null
) strict;

create table totp (
    account_id blob not null primary key references account (id),
    -- sealed under the account's own key
    secret     blob not null,
    -- no step is taken twice
    last_step  integer not null,
    set_at     integer not null
) strict;

create table recovery_code (
    account_id blob not null references account (id),
    hash       blob not null check (length(hash) = 32),
    used_at    integer,
    primary key (account_id, hash)
) strict;

-- The code with which somebody sets up the first way to sign in.
create table enrolment (
    hash       blob not null primary key check (length(hash) = 32),
    account_id blob not null references account (id),
    expires_at integer not null,
    used_at    integer
) strict;

create index enrolment_of_account on enrolment (account_id);

-- An account of an identity provider, joined to one of ours by hand; never made by signing in.
create table provider_link (
    issuer     text not null check (issuer <> ''),
    subject    text not null check (subject <> ''),
    account_id blob not null references account (id),
    linked_at  integer not null,
    primary key (issuer, subject)
) strict;

create table session (
    -- SHA-256 of the 256 bits that the browser holds
    hash             blob not null primary key check (length(hash) = 32),
    id               blob not null unique,
    account_id       blob not null references account (id),
    account_revision integer not null,
    method           text not null check (method <> ''),
    created_at       integer not null,
    last_seen_at     integer not null,
    -- when the person last proved who they are
    authenticated_at integer not null,
    expires_at       integer not null,
    ended_at         integer,
    ended_by         text check (ended_by <> ''),
    check ((ended_at is null) = (ended_by is null))
) strict;

create index session_of_account on session (account_id, created_at);

-- A challenge that waits for its answer; taken out by whoever answers first.
create table ceremony (
    hash       blob not null primary key check (length(hash) = 32),
    kind       text not null check (kind <> ''),
    account_id blob references account (id),
    state      text not null,
    expires_at integer not null
) strict;

create index ceremony_by_end on ceremony (expires_at);

-- Failures in a row, by a keyed hash of the login or of the place they came from: neither stands here.
create table attempt (
    key      blob not null primary key check (length(key) = 32),
    failures integer not null check (failures > 0),
    last_at  integer not null
) strict;

-- What one person wants and another must agree to. What is agreed to is the payload, to the byte.
create table proposal (
    id                   blob not null primary key,
    act                  text not null check (act <> ''),
    payload              blob not null,
    digest               blob not null check (length(digest) = 32),
    unit_id              blob not null,
    subject              blob,
    proposer             blob not null references account (id),
    proposer_appointment blob references appointment (id),
    proposed_at          integer not null,
    expires_at           integer not null,
    other_unit           integer not null check (other_unit in (0, 1)),
    check (expires_at > proposed_at)
) strict;

create index proposal_by_end on proposal (expires_at);

-- One decision of a proposal, by somebody else.
create table proposal_decision (
    proposal_id         blob not null primary key references proposal (id),
    outcome             text not null check (outcome in ('agreed', 'refused', 'withdrawn')),
    decider             blob not null references account (id),
    decider_appointment blob references appointment (id),
    decided_at          integer not null,
    digest              blob not null check (length(digest) = 32)
) strict;

create trigger proposal_is_not_changed before update on proposal
begin select raise(abort, 'proposal is append-only'); end;
create trigger proposal_is_not_deleted before delete on proposal
begin select raise(abort, 'proposal is append-only'); end;
create trigger proposal_decision_is_not_changed before update on proposal_decision
begin select raise(abort, 'proposal_decision is append-only'); end;
create trigger proposal_decision_is_not_deleted before delete on proposal_decision
begin select raise(abort, 'proposal_decision is append-only'); end;

create table break_glass (
    id             blob not null primary key,
    account_id     blob not null references account (id),
    appointment_id blob not null references appointment (id),
    unit_id        blob not null,
    subject        blob,
    -- why, sealed under the account's own key
    reason         blob not null,
    from_at        integer not null,
    until_at       integer not null,
    check (until_at > from_at and until_at - from_at <= 14400000)
) strict;

create index break_glass_of_account on break_glass (account_id, until_at);

create table break_glass_review (
    break_glass_id blob not null primary key references break_glass (id),
    reviewer       blob not null references account (id),
    justified      integer not null check (justified in (0, 1)),
    note           text not null check (note <> ''),
    reviewed_at    integer not null
) strict;

create trigger break_glass_is_not_changed before update on break_glass
begin select raise(abort, 'break_glass is append-only'); end;
create trigger break_glass_is_not_deleted before delete on break_glass
begin select raise(abort, 'break_glass is append-only'); end;
create trigger break_glass_review_is_not_changed before update on break_glass_review
begin select raise(abort, 'break_glass_review is append-only'); end;
create trigger break_glass_review_is_not_deleted before delete on break_glass_review
begin select raise(abort, 'break_glass_review is append-only'); end;

create table notice (
    id         blob not null primary key,
    account_id blob not null references account (id),
    kind       text not null check (kind <> ''),
    about      blob not null,
    at         integer not null,
    read_at    integer
) strict;

create index notice_of_account on notice (account_id, at);

create table token (
    id             blob not null primary key,
    hash           blob not null unique check (length(hash) = 32),
    account_id     blob not null references account (id),
    appointment_id blob not null references appointment (id),
    name           text not null check (name <> ''),
    purpose        text,
    -- the actions it may ask for, one space between
    actions        text not null check (actions <> ''),
    created_at     integer not null,
    expires_at     integer not null,
    last_used_at   integer,
    revoked_at     integer,
    -- 90 days
    check (expires_at > created_at and expires_at - created_at <= 7776000000)
) strict;

create index token_of_account on token (account_id);

-- A file opened for a purpose, good until the session ends. Counted by the budget of reads.
create table purpose_opening (
    id         blob not null primary key,
    session_id blob not null references session (id),
    account_id blob not null references account (id),
    subject    blob not null,
    unit_id    blob not null,
    purpose    text not null check (purpose <> ''),
    -- beyond the budget, sealed under the account's own key
    reason     blob,
    at         integer not null
) strict;

create index purpose_opening_of_account on purpose_opening (account_id, at);
create index purpose_opening_of_session on purpose_opening (session_id, subject);

create trigger purpose_opening_is_not_changed before update on purpose_opening
begin select raise(abort, 'purpose_opening is append-only'); end;
create trigger purpose_opening_is_not_deleted before delete on purpose_opening
begin select raise(abort, 'purpose_opening is append-only'); end;
