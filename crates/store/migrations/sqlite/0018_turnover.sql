-- Who came onto a list and who left it in a period: a quarter is a hundredth of the rows.
create index case_membership_began on case_membership (from_on);
create index case_membership_ended on case_membership (to_on);
