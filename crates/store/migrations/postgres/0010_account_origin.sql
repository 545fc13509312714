-- For which unit an account was made: until it is appointed, those who see that unit's accounts see it, and no others.
create table account_origin (
    account_id uuid not null primary key references account (id),
    unit_id    uuid not null
);

create trigger account_origin_is_not_changed before update or delete on account_origin
    for each row execute function access_is_kept();
create trigger account_origin_is_not_emptied before truncate on account_origin
    for each statement execute function access_is_kept();
