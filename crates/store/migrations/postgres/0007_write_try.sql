-- What is written to see whether writing is possible again. It means nothing.
create table write_try (
    id bigint not null primary key check (id = 1),
    room bytea not null
);
insert into write_try (id, room) values (1, ''::bytea);
