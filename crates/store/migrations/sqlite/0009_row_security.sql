-- The second wall is the server's (row-level security). A file has one program and no roles: nothing to set up.
select 1;
