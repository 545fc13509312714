//! The three goals and the inputs of the criteria, person by person: written cases of made-up people (giả định).

use domain::counts::{Asked, Choices, Counted, Done, LocalPlan, Number, POST_LINES, Person, Span, Time, of_unit};
use domain::units::UnitId;
use jiff::civil::{Date, date};
use uuid::Uuid;

const HERE: UnitId = UnitId(Uuid::from_u64_pair(0xA, 1));
const FROM: Date = date(2026, 7, 1);
const TO: Date = date(2026, 9, 30);

/// Somebody for whom a commune answers.
struct Made(Person);

impl Made {
    fn new() -> Self {
        Self(Person { holder: Some(HERE), ..Person::default() })
    }

    /// An act on a numbered paper; its number is its place.
    fn act(self, act: &str, on: Date, counted: &str) -> Self {
        self.written(act, on, counted, true)
    }

    fn written(mut self, act: &str, on: Date, counted: &str, papered: bool) -> Self {
        let entry = i64::try_from(self.0.done.len()).expect("few") + 1;
        let (act, counted) = (act.to_owned(), counted.to_owned());
        self.0.done.push(Done { entry, act, unit: HERE, on, minute: None, counted, papered });
        self
    }

    /// A measure that the act of a number opened, and another ended, in a way.
    fn measure(mut self, state: &str, opened: i64, ended: Option<(i64, &str)>) -> Self {
        let day = |entry: i64| self.0.done.iter().find(|d| d.entry == entry).map_or(FROM, |d| d.on);
        let how = ended.map_or_else(String::new, |(_, how)| how.to_owned());
        let (from, to) = ((day(opened), opened), ended.map(|(entry, _)| (day(entry), entry)));
        self.0.measures.push(Span { state: state.to_owned(), minor: false, opened: from, ended: to, how });
        self
    }

    fn listed(mut self, list: &str, from: Date) -> Self {
        self.0.times.push(Time { list: list.to_owned(), unit: HERE, from, to: None });
        self
    }

    fn counted(&self) -> Counted {
        self.chosen(Choices::default())
    }

    fn chosen(&self, choices: Choices) -> Counted {
        let plan = Some(LocalPlan { document: "12/KH-UBND (giả định)".to_owned(), interval_days: 90 });
        let who = Uuid::from_u64_pair(0xB, 1);
        of_unit([(&who, &self.0)], HERE, &Asked { from: FROM, to: TO, plan, choices })
    }
}

/// Which of some numbers count the one person.
fn of(counted: &Counted, numbers: &[Number]) -> Vec<Number> {
    numbers.iter().copied().filter(|number| counted.count(*number) == Some(1)).collect()
}

const DETERMINATION: [Number; 3] = [Number::DeterminationDue, Number::DeterminationDone, Number::DeterminationOpen];

#[test]
fn a_determination_is_required_of_who_has_no_stable_residence_although_nobody_asked_for_one() {
    let found = Made::new()
        .act("record_positive_test", date(2026, 8, 3), "ground=b")
        .act("verify_residence", date(2026, 8, 4), "stable=no")
        .measure("S1", 1, None);
    assert_eq!(of(&found.counted(), &DETERMINATION), [Number::DeterminationDue, Number::DeterminationOpen]);
    let asked = found.act("request_determination", date(2026, 8, 5), "case=dd");
    assert_eq!(of(&asked.counted(), &DETERMINATION), [Number::DeterminationDue, Number::DeterminationOpen]);
    let done = asked.act("record_determination", date(2026, 8, 20), "result=not_dependent");
    assert_eq!(of(&done.counted(), &DETERMINATION), [Number::DeterminationDue, Number::DeterminationDone]);
}

#[test]
fn whoever_turns_out_to_have_a_stable_residence_needs_no_determination() {
    let found = Made::new()
        .act("record_positive_test", date(2026, 8, 3), "ground=b")
        .act("verify_residence", date(2026, 8, 4), "stable=no")
        .act("verify_residence", date(2026, 8, 6), "stable=yes")
        .measure("S1", 1, None);
    assert_eq!(of(&found.counted(), &DETERMINATION), []);
}

#[test]
fn every_use_under_management_needs_a_determination_and_one_that_is_missing_is_missing() {
    let twice = Made::new()
        .act("decide_management", date(2026, 5, 4), "")
        .act("record_positive_test", date(2026, 7, 6), "ground=b")
        .act("record_determination", date(2026, 7, 20), "result=not_dependent")
        .act("record_positive_test", date(2026, 9, 6), "ground=b")
        .measure("S2", 1, None);
    assert_eq!(of(&twice.counted(), &DETERMINATION), [Number::DeterminationDue, Number::DeterminationOpen]);
}

#[test]
fn a_test_that_was_annulled_requires_nothing_and_is_no_positive_one() {
    let annulled = Made::new()
        .act("decide_management", date(2026, 5, 4), "")
        .act("record_positive_test", date(2026, 7, 6), "ground=b")
        .written("contest_entry", date(2026, 7, 7), "entry=2", false)
        .act("settle_contest", date(2026, 7, 20), "entry=2")
        .measure("S2", 1, None);
    assert_eq!(of(&annulled.counted(), &[Number::DeterminationDue, Number::Positive]).len(), 2, "settled alone");
    let annulled = annulled.act("annul_entry", date(2026, 7, 21), "entry=2");
    assert_eq!(of(&annulled.counted(), &[Number::DeterminationDue, Number::Positive]), []);
}

#[test]
fn a_value_that_was_corrected_counts_as_it_was_corrected_last() {
    let found = Made::new()
        .act("record_positive_test", date(2026, 8, 3), "ground=b")
        .act("verify_residence", date(2026, 8, 4), "stable=no")
        .measure("S1", 1, None);
    let corrected = found.act("correct_entry", date(2026, 8, 10), "entry=2 stable=yes");
    assert_eq!(of(&corrected.counted(), &DETERMINATION), []);
    // another value of the entry, which is none that is counted
    let corrected = corrected.act("correct_entry", date(2026, 8, 11), "entry=2");
    assert_eq!(of(&corrected.counted(), &DETERMINATION), []);
    let back = corrected.act("correct_entry", date(2026, 8, 12), "entry=2 stable=no");
    assert_eq!(of(&back.counted(), &DETERMINATION), [Number::DeterminationDue, Number::DeterminationOpen]);
}

const FILED: [Number; 3] = [Number::CohortFiled, Number::CohortSummed, Number::CohortUnfiled];

#[test]
fn a_dependent_person_is_filed_with_sheet_and_list_and_the_summary_is_told_apart() {
    let dependent = Made::new()
        .act("record_determination", date(2026, 7, 6), "result=dependent")
        .act("decide_home_rehab", date(2026, 7, 8), "")
        .measure("S4", 1, None);
    assert_eq!(of(&dependent.counted(), &FILED), [Number::CohortUnfiled], "on no list yet");
    let listed = dependent.listed("addicts", date(2026, 7, 6));
    assert_eq!(of(&listed.counted(), &FILED), [Number::CohortFiled, Number::CohortSummed]);
    let without = Made::new()
        .act("record_determination", date(2026, 7, 6), "result=dependent")
        .measure("S4", 1, None)
        .listed("addicts", date(2026, 7, 6));
    assert_eq!(of(&without.counted(), &FILED), [Number::CohortFiled]);
}

/// A course at home that was completed, and whatever came of it.
fn completed() -> Made {
    Made::new()
        .act("begin_home_rehab", date(2024, 8, 1), "")
        .act("give_end_notice", date(2026, 7, 1), "")
        .act("complete_home_rehab", date(2026, 7, 31), "")
        .measure("S5a", 1, Some((3, "done")))
}

fn line(made: &Made) -> Vec<Number> {
    let counted = made.counted();
    let line = of(&counted, &POST_LINES);
    assert_eq!(i64::try_from(line.len()).expect("few"), counted.count(Number::PostDue).expect("counted"));
    line
}

#[test]
fn whoever_is_due_stands_in_one_line_by_what_the_file_has() {
    assert_eq!(line(&completed()), [Number::PostUnmanaged], "nobody has decided");
    let managed = completed()
        .act("propose_post_rehab", date(2026, 8, 1), "")
        .act("decide_post_rehab", date(2026, 8, 3), "")
        .measure("S8", 5, None);
    assert_eq!(line(&managed), [Number::PostFiled]);
    let unnumbered = completed()
        .written("propose_post_rehab", date(2026, 8, 1), "", false)
        .act("decide_post_rehab", date(2026, 8, 3), "")
        .measure("S8", 5, None);
    assert_eq!(line(&unnumbered), [Number::PostIncomplete], "the proposal has no number");
    let imprisoned = managed.act("imprison", date(2026, 9, 1), "");
    assert_eq!(line(&imprisoned), [Number::PostImprisoned]);
    assert_eq!(imprisoned.counted().count(Number::PostActive), Some(0));
    let again = completed().act("record_determination", date(2026, 9, 1), "result=dependent").measure("S4", 4, None);
    assert_eq!(line(&again), [Number::PostAgain]);
}

#[test]
fn who_was_found_has_a_file_by_decision_and_was_helped_when_counselled_in_the_period() {
    let numbers = [Number::UsersFound, Number::UsersFiled, Number::UsersHelped];
    let found = || Made::new().act("record_positive_test", date(2026, 7, 2), "").measure("S1", 1, None);
    assert_eq!(of(&found().counted(), &numbers), [Number::UsersFound]);
    let managed = || {
        Made::new()
            .act("record_positive_test", date(2026, 5, 2), "")
            .act("decide_management", date(2026, 5, 6), "")
            .measure("S2", 2, None)
    };
    assert_eq!(of(&managed().counted(), &numbers), [Number::UsersFound, Number::UsersFiled]);
    let earlier = managed().act("record_support", date(2026, 6, 30), "support=counselling outcome=accepted");
    assert_eq!(of(&earlier.counted(), &numbers), [Number::UsersFound, Number::UsersFiled], "before the period");
    let loan = managed().act("record_support", date(2026, 7, 1), "support=loan outcome=offered");
    assert_eq!(of(&loan.counted(), &numbers), [Number::UsersFound, Number::UsersFiled]);
    let counselled = managed().act("record_support", date(2026, 7, 1), "support=counselling outcome=accepted");
    assert_eq!(of(&counselled.counted(), &numbers), numbers);
    let elsewhere = Made(Person { holder: None, ..managed().0 });
    assert_eq!(of(&elsewhere.counted(), &numbers), []);
}

#[test]
fn of_those_filed_whoever_is_in_a_form_or_was_counselled_is_helped() {
    let numbers = [Number::UsersFound, Number::CohortFiled, Number::CohortHelped];
    let listed = || {
        let mut made =
            Made::new().act("record_determination", date(2026, 7, 2), "result=dependent").measure("S4", 1, None);
        made.0.times.push(Time { list: "addicts".to_owned(), unit: HERE, from: date(2026, 7, 2), to: None });
        made
    };
    assert_eq!(of(&listed().counted(), &numbers), [Number::CohortFiled], "on file, and waits");
    let counselled = listed().act("record_support", date(2026, 8, 1), "support=counselling outcome=accepted");
    assert_eq!(of(&counselled.counted(), &numbers), [Number::CohortFiled, Number::CohortHelped]);
    let mut at_home = listed().act("decide_home_rehab", date(2026, 8, 1), "");
    at_home.0.measures.clear();
    let at_home = at_home.measure("S5a", 2, None);
    assert_eq!(of(&at_home.counted(), &numbers), [Number::CohortFiled, Number::CohortHelped]);
    let in_prison = at_home.act("imprison", date(2026, 9, 1), "");
    assert_eq!(of(&in_prison.counted(), &numbers), [Number::CohortFiled], "the form is paused");
}

#[test]
fn numbers_are_added_up_by_their_keys_and_no_other_word_is_one() {
    assert_eq!(Number::sum_from_key("a_cohort+u_found"), Some(vec![Number::Cohort, Number::UsersFound]));
    for bad in ["", "a_cohort+", "a_cohort + u_found", "khong_co"] {
        assert_eq!(Number::sum_from_key(bad), None, "{bad}");
    }
}

#[test]
fn nobody_is_due_who_has_died_unless_that_was_recorded_in_error() {
    for end in ["record_death", "declare_missing"] {
        let gone = completed().act(end, date(2026, 9, 1), "");
        assert_eq!(line(&gone), [], "{end}");
        let alive = gone.act("annul_entry", date(2026, 9, 9), "entry=4");
        assert_eq!(line(&alive), [Number::PostUnmanaged], "{end}");
    }
}

#[test]
fn a_test_on_a_ground_is_no_test_by_the_plan_and_is_told_with_its_ground() {
    let managed = || {
        completed()
            .act("propose_post_rehab", date(2026, 8, 1), "")
            .act("decide_post_rehab", date(2026, 8, 3), "")
            .measure("S8", 5, None)
    };
    let tests = [Number::PostTested, Number::PostUnscheduled];
    let planned = managed().act("record_negative_test", date(2026, 9, 1), "");
    assert_eq!(of(&planned.counted(), &tests), [Number::PostTested]);
    let suspected =
        managed().act("record_ground", date(2026, 9, 1), "ground=c").act("record_negative_test", date(2026, 9, 1), "");
    assert_eq!(of(&suspected.counted(), &tests), [Number::PostUnscheduled]);
    let both = suspected.act("record_negative_test", date(2026, 9, 20), "").act(
        "record_positive_test",
        date(2026, 9, 28),
        "ground=a",
    );
    let both = both.counted();
    assert_eq!(of(&both, &tests), tests);
    let told: Vec<(&str, i64)> = both.unscheduled.iter().map(|(ground, tests)| (ground.as_str(), *tests)).collect();
    assert_eq!(told, [("a", 1), ("c", 1)]);
}

#[test]
fn a_ground_waits_until_it_is_answered() {
    let numbers = [Number::Grounds, Number::Tested, Number::GroundWaiting, Number::Withdrawn];
    let ground = || Made::new().act("record_ground", date(2026, 8, 3), "ground=d").measure("S0", 1, None);
    assert_eq!(of(&ground().counted(), &numbers), [Number::Grounds, Number::GroundWaiting]);
    let tested = ground().act("record_negative_test", date(2026, 8, 4), "");
    assert_eq!(of(&tested.counted(), &numbers), [Number::Grounds, Number::Tested]);
    let withdrawn = ground().act("withdraw_ground", date(2026, 8, 4), "");
    assert_eq!(of(&withdrawn.counted(), &numbers), [Number::Withdrawn]);
    // a sheet that names its own ground is a ground of that moment and its test; without one it answers nothing
    let sheet = Made::new().act("record_positive_test", date(2026, 8, 4), "ground=h");
    assert_eq!(of(&sheet.counted(), &numbers), [Number::Grounds, Number::Tested]);
    assert_eq!(sheet.counted().median_minutes(), None, "nobody wrote down since when the ground stood");
    let planned = Made::new().act("record_negative_test", date(2026, 8, 4), "");
    assert_eq!(of(&planned.counted(), &numbers), []);
    // on a ground that is waiting the sheet brings no other: withdrawn first, there is one again
    let again =
        ground().act("withdraw_ground", date(2026, 8, 4), "").act("record_positive_test", date(2026, 8, 5), "ground=b");
    assert_eq!(of(&again.counted(), &numbers), [Number::Grounds, Number::Tested, Number::Withdrawn]);
}

#[test]
fn people_in_custody_and_people_who_are_absent_are_on_file_as_chosen() {
    let without = |id: &str| {
        let mut choices = Choices::default();
        assert!(choices.choose(id, false));
        choices
    };
    let numbers = [Number::UsersOnFile, Number::AddictsOnFile];
    let user = || {
        Made::new()
            .act("decide_management", date(2026, 5, 4), "")
            .measure("S2", 1, None)
            .listed("users", date(2026, 5, 4))
    };
    let held = user().act("suspend_management", date(2026, 8, 3), "");
    assert_eq!(of(&held.counted(), &numbers), [Number::UsersOnFile], "by default the list counts");
    assert_eq!(of(&held.counted(), &[Number::InCustody]), [Number::InCustody]);
    assert_eq!(of(&held.chosen(without("custody_on_file")), &numbers), []);
    let back = held.act("resume_management", date(2026, 9, 3), "");
    assert_eq!(of(&back.chosen(without("custody_on_file")), &numbers), [Number::UsersOnFile]);
    let absent = user().act("record_absence", date(2026, 8, 3), "");
    assert_eq!(of(&absent.chosen(without("absent_on_file")), &numbers), []);
    assert_eq!(of(&absent.chosen(without("custody_on_file")), &numbers), [Number::UsersOnFile]);
    let evading = Made::new()
        .act("record_determination", date(2026, 7, 6), "result=dependent")
        .act("record_evasion", date(2026, 8, 6), "")
        .measure("S4", 1, None)
        .listed("addicts", date(2026, 7, 6));
    assert_eq!(of(&evading.counted(), &numbers), [Number::AddictsOnFile]);
    assert_eq!(of(&evading.chosen(without("absent_on_file")), &numbers), []);
    assert_eq!(of(&evading.counted(), &[Number::Absent]), [Number::Absent]);
    // and whether they are among those who are not exempt
    let not_exempt = [Number::ResidentsNotExempt];
    let held = user().act("suspend_management", date(2026, 8, 3), "");
    let back = user().act("suspend_management", date(2026, 8, 3), "").act("resume_management", date(2026, 9, 3), "");
    for (away, stays) in [(&held, false), (&absent, false), (&evading, false), (&back, true)] {
        assert_eq!(of(&away.counted(), &not_exempt), not_exempt);
        assert_eq!(of(&away.chosen(without("away_not_exempt")), &not_exempt).is_empty(), !stays);
    }
}
