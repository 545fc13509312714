-- Who is paused: the last act of each case that paused or resumed something, read from an index of such acts alone.
create index case_event_paused on case_event (person_id, entry, act, occurred_on, recorded_at, unit_id)
    where act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab');
