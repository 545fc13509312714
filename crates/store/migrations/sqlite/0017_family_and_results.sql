-- Who stands for somebody under 18: father, mother, representative, sealed like every field of an identity. Identities
-- written before have none of the three, and their digests are of the columns that they had.
alter table person_identity add column father blob check (length(father) > 37);
alter table person_identity add column mother blob check (length(mother) > 37);
alter table person_identity add column representative blob check (length(representative) > 37);

-- Results of a determination with their sheet, by person: goal A asks for one of each of the cohort.
create index case_event_sheet on case_event (person_id, counted, occurred_on, recorded_at)
    where act = 'record_determination' and paper_number is not null;
