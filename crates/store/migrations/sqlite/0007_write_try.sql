-- What is written to see whether writing is possible again. It means nothing.
create table write_try (
    id integer not null primary key check (id = 1),
    room blob not null
) strict, without rowid;
insert into write_try (id, room) values (1, x'');
