-- Private addresses of calendars, what an account wants to be reminded of, and mail that waits to be sent.

create table calendar_feed (
    id           blob not null primary key,
    -- SHA-256 of the 256 bits in the address; the address itself is never kept
    hash         blob not null unique check (length(hash) = 32),
    account_id   blob not null references account (id),
    created_at   integer not null,
    last_used_at integer,
    revoked_at   integer
) strict;

create index calendar_feed_of_account on calendar_feed (account_id, created_at);

-- None is what everybody begins with.
create table reminder_choice (
    account_id  blob not null primary key references account (id),
    wanted      integer not null check (wanted in (0, 1)),
    -- days before a report is due, one space between
    days_before text not null check (days_before <> ''),
    changed_at  integer not null
) strict;

-- One mail for one reminder. Its text is made when it is sent, and the address stands sealed in the account.
create table mail (
    id         blob not null primary key,
    account_id blob not null references account (id),
    -- a surrogate, never a code
    unit_id    blob not null,
    calendar   text not null check (calendar <> ''),
    period     text not null check (period <> ''),
    due_on     text not null,
    reason     text not null check (reason in ('before', 'due', 'late', 'escalation')),
    -- how many days before or after, by which one reminder differs from the next
    days       integer not null check (days >= 0),
    queued_at  integer not null,
    state      text not null check (state in ('queued', 'sent', 'given_up', 'withdrawn')),
    attempts   integer not null check (attempts >= 0),
    next_at    integer not null,
    -- a word or the three digits of the mail server, never its sentence: that may repeat an address
    last_error text check (last_error <> ''),
    ended_at   integer,
    unique (account_id, unit_id, calendar, period, reason, days),
    check ((state = 'queued') = (ended_at is null))
) strict;

create index mail_by_turn on mail (state, next_at);
create index mail_of_account on mail (account_id, queued_at);
