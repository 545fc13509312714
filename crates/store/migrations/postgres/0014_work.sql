-- The programme's work: plans, tasks, meetings, money and reports, each a chain of acts. An act is never changed or
-- removed; how a work stands after its last act is kept beside the chain, so that lists need not read chains.

create table work_act (
    province_code   text collate "C" not null check (province_code <> ''),
    work_id         uuid not null,
    -- its place in the chain, from 1
    seq             bigint not null check (seq > 0),
    id              uuid not null,
    noun            text collate "C" not null check (noun <> ''),
    unit_id         uuid not null,
    act             text collate "C" not null check (act <> ''),
    occurred_on     date not null,
    recorded_at     bigint not null,
    account_id      uuid not null,
    appointment_id  uuid not null,
    -- the act whole, as JSON; text, because its bytes are vouched for
    body            text collate "C" not null check (body <> ''),
    primary key (province_code, work_id, seq)
);

create unique index work_act_by_id on work_act (id);
create index work_act_of_work on work_act (work_id, seq);

create table work (
    province_code   text collate "C" not null check (province_code <> ''),
    id              uuid not null,
    noun            text collate "C" not null check (noun <> ''),
    unit_id         uuid not null,
    state           text collate "C" not null check (state <> ''),
    title           text collate "C" not null,
    -- what no other work of its noun and unit may have
    own_key         text collate "C" check (own_key <> ''),
    period          text collate "C" check (period <> ''),
    body            text collate "C" check (body <> ''),
    parent_id       uuid,
    assignee_id     uuid,
    due_on          date,
    done_on         date,
    acts            bigint not null check (acts > 0),
    changed_at      bigint not null,
    primary key (province_code, id)
);

create unique index work_by_id on work (id);
create unique index work_own on work (noun, unit_id, own_key) where own_key is not null;
create index work_of_unit on work (noun, unit_id, state, id);
create index work_of_province on work (noun, province_code, id);
create index work_of_assignee on work (assignee_id, noun) where assignee_id is not null;
create index work_of_parent on work (parent_id) where parent_id is not null;

create function work_is_kept() returns trigger language plpgsql as $$
begin raise exception 'what was done is append-only, and a work is ended by an act'; end $$;
create trigger work_act_is_not_changed before update or delete on work_act for each row execute function work_is_kept();
create trigger work_act_is_not_emptied before truncate on work_act for each statement execute function work_is_kept();
create trigger work_is_not_deleted before delete on work for each row execute function work_is_kept();
create trigger work_is_not_emptied before truncate on work for each statement execute function work_is_kept();
