-- For which unit an account was made: until it is appointed, those who see that unit's accounts see it, and no others.
create table account_origin (
    account_id blob not null primary key references account (id),
    unit_id    blob not null
) strict;

create trigger account_origin_is_not_changed before update on account_origin
begin select raise(abort, 'account_origin is append-only'); end;
create trigger account_origin_is_not_deleted before delete on account_origin
begin select raise(abort, 'account_origin is append-only'); end;
