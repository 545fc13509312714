-- The second wall: a transaction sees the files of the units that it named, and of nobody if it named none
-- (crates/store/src/sight.rs). FORCE binds the owner of the tables too; superusers and BYPASSRLS are refused at start.
-- The functions are called in sub-selects: once for a statement, and the indexes stay in use.

create function sees_everything() returns boolean language sql stable
    return coalesce(current_setting('anlanh.sight', true), '') = 'everything';

-- What is no list of ids is no unit.
create function units_in_sight() returns uuid[] language sql stable
    return case when current_setting('anlanh.sight', true) ~ '^[0-9a-f-]{36}(,[0-9a-f-]{36})*$'
                then string_to_array(current_setting('anlanh.sight', true), ',')::uuid[]
                else '{}'::uuid[] end;

-- Who watches over a province reads the log of all its units.
create function province_in_sight() returns text language sql stable
    return case when current_setting('anlanh.sight', true) like 'province:%'
                then substr(current_setting('anlanh.sight', true), 10) end;

create function who_looks() returns uuid language sql stable
    return case when current_setting('anlanh.who', true) ~ '^[0-9a-f-]{36}$'
                then current_setting('anlanh.who', true)::uuid end;

create policy in_sight on person
    using ((select sees_everything()) or unit_id = any ((select units_in_sight())::uuid[]));

-- The holder now sees all that happened to a file; a former holder what happened while it held it.
create policy in_sight on person_version
    using ((select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or exists (select 1 from person p where p.id = person_version.person_id));

-- A former holder sees no identity any more, whoever's key it was sealed under.
create policy in_sight on person_identity
    using ((select sees_everything())
           or exists (select 1 from person p where p.id = person_identity.person_id));

-- The indexes of the nation say whose, never where.
create policy in_sight on person_index
    using (unit_id is null
           or (select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[]));

create policy in_sight on person_match
    using ((select sees_everything())
           or exists (select 1 from person p where p.id in (person_match.person_id, person_match.other_id)))
    with check (true);

create policy in_sight on person_errand
    using ((select sees_everything()) or unit_id = any ((select units_in_sight())::uuid[]));

-- Whoever touches a file can always write it down. Coming and going is of no unit and of no person on file.
create policy in_sight on access
    using (unit_id is null
           or (select sees_everything())
           or unit_id = any ((select units_in_sight())::uuid[])
           or province_code = (select province_in_sight()))
    with check (true);

create policy in_sight on purpose_opening
    using ((select sees_everything())
           or account_id = (select who_looks())
           or session_id = (select who_looks()));

alter table person enable row level security;
alter table person force row level security;
alter table person_version enable row level security;
alter table person_version force row level security;
alter table person_identity enable row level security;
alter table person_identity force row level security;
alter table person_index enable row level security;
alter table person_index force row level security;
alter table person_match enable row level security;
alter table person_match force row level security;
alter table person_errand enable row level security;
alter table person_errand force row level security;
alter table access enable row level security;
alter table access force row level security;
alter table purpose_opening enable row level security;
alter table purpose_opening force row level security;
