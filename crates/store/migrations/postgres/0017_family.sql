-- Who stands for somebody under 18: father, mother, representative, sealed like every field of an identity. Identities
-- written before have none of the three, and their digests are of the columns that they had.
alter table person_identity add column father bytea check (length(father) > 37);
alter table person_identity add column mother bytea check (length(mother) > 37);
alter table person_identity add column representative bytea check (length(representative) > 37);
