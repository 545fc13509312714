-- Who of a team stands for school or youth: a teacher, the Young Pioneers (Đội) or the Youth Union (Đoàn) takes part in
-- managing somebody under 18 (Decree 163/2026, Art. 61.2). Seats given before say nothing of it, and their digests are of
-- the columns that they had.
alter table case_team add column youth text check (youth in ('teacher', 'doi', 'doan'));
