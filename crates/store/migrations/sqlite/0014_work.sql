-- The programme's work: plans, tasks, meetings, money and reports, each a chain of acts. An act is never changed or
-- removed; how a work stands after its last act is kept beside the chain, so that lists need not read chains.

create table work_act (
    province_code   text not null check (province_code <> ''),
    work_id         blob not null,
    -- its place in the chain, from 1
    seq             integer not null check (seq > 0),
    id              blob not null,
    noun            text not null check (noun <> ''),
    unit_id         blob not null,
    act             text not null check (act <> ''),
    occurred_on     text not null check (occurred_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at     integer not null,
    account_id      blob not null,
    appointment_id  blob not null,
    -- the act whole, as JSON
    body            text not null check (body <> ''),
    primary key (province_code, work_id, seq)
) strict;

create unique index work_act_by_id on work_act (id);
create index work_act_of_work on work_act (work_id, seq);

create table work (
    province_code   text not null check (province_code <> ''),
    id              blob not null,
    noun            text not null check (noun <> ''),
    unit_id         blob not null,
    state           text not null check (state <> ''),
    title           text not null,
    -- what no other work of its noun and unit may have
    own_key         text check (own_key <> ''),
    period          text check (period <> ''),
    body            text check (body <> ''),
    parent_id       blob,
    assignee_id     blob,
    due_on          text check (due_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    done_on         text check (done_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    acts            integer not null check (acts > 0),
    changed_at      integer not null,
    primary key (province_code, id)
) strict;

create unique index work_by_id on work (id);
create unique index work_own on work (noun, unit_id, own_key) where own_key is not null;
create index work_of_unit on work (noun, unit_id, state, id);
create index work_of_province on work (noun, province_code, id);
create index work_of_assignee on work (assignee_id, noun) where assignee_id is not null;
create index work_of_parent on work (parent_id) where parent_id is not null;

create trigger work_act_is_not_changed before update on work_act
begin select raise(abort, 'what was done is append-only'); end;
create trigger work_act_is_not_deleted before delete on work_act
begin select raise(abort, 'what was done is append-only'); end;
create trigger work_is_not_deleted before delete on work
begin select raise(abort, 'a work is ended by an act, not removed'); end;
