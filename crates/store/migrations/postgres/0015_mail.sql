-- Private addresses of calendars, what an account wants to be reminded of, and mail that waits to be sent.

create table calendar_feed (
    id           uuid not null primary key,
    -- SHA-256 of the 256 bits in the address; the address itself is never kept
    hash         bytea not null unique check (length(hash) = 32),
    account_id   uuid not null references account (id),
    created_at   bigint not null,
    last_used_at bigint,
    revoked_at   bigint
);

create index calendar_feed_of_account on calendar_feed (account_id, created_at);

-- None is what everybody begins with.
create table reminder_choice (
    account_id  uuid not null primary key references account (id),
    wanted      bigint not null check (wanted in (0, 1)),
    -- days before a report is due, one space between
    days_before text collate "C" not null check (days_before <> ''),
    changed_at  bigint not null
);

-- One mail for one reminder. Its text is made when it is sent, and the address stands sealed in the account.
create table mail (
    id         uuid not null primary key,
    account_id uuid not null references account (id),
    -- a surrogate, never a code
    unit_id    uuid not null,
    calendar   text collate "C" not null check (calendar <> ''),
    period     text collate "C" not null check (period <> ''),
    due_on     date not null,
    reason     text collate "C" not null check (reason in ('before', 'due', 'late', 'escalation')),
    -- how many days before or after, by which one reminder differs from the next
    days       bigint not null check (days >= 0),
    queued_at  bigint not null,
    state      text collate "C" not null check (state in ('queued', 'sent', 'given_up', 'withdrawn')),
    attempts   bigint not null check (attempts >= 0),
    next_at    bigint not null,
    -- a word or the three digits of the mail server, never its sentence: that may repeat an address
    last_error text collate "C" check (last_error <> ''),
    ended_at   bigint,
    unique (account_id, unit_id, calendar, period, reason, days),
    check ((state = 'queued') = (ended_at is null))
);

create index mail_by_turn on mail (state, next_at);
create index mail_of_account on mail (account_id, queued_at);
