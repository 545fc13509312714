-- Counting cases without opening anybody's file: what lists, flows, goals and inputs ask, read from the index alone.
create index case_membership_counted on case_membership (unit_id, list, from_on, to_on, known_from, known_to, person_id);
create index case_membership_of_person on case_membership (person_id, list, from_on, to_on, unit_id, known_from, known_to);
create index case_measure_counted on case_measure (state, person_id, opened_on, ended_on, opened_entry, known_from, known_to);
create index case_holding_counted on case_holding (person_id, from_on, to_on, unit_id, known_from, known_to);
create index case_holding_ever on case_holding (unit_id, person_id);
create index case_event_counted on case_event (act, person_id, entry, occurred_on, recorded_at);
