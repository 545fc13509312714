//! Whatever is done in whatever order, a case keeps its invariants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use domain::cases::{
    Calendar, Case, Event, Evidence, FieldKind, Flow, Law, Moment, Regime, Request, SHIPPED, Standing, Surroundings,
    Value, load, shipped,
};
use jiff::civil::{Date, date, time};
use proptest::prelude::*;
use uuid::Uuid;

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| shipped().unwrap_or_else(|findings| panic!("{findings:#?}")))
}

struct Anywhere;

impl Surroundings for Anywhere {
    fn in_force(&self, _: &str, _: Date) -> bool {
        true
    }
    fn is_heir(&self, _: &str, _: &str, _: Date) -> bool {
        true
    }
    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        false
    }
}

/// One throw: which act (of those that could come next, mostly), how many hours later, which of each choice.
type Throw = (u16, bool, u16, u16);

/// Acts that end a case or do not move it.
const ASIDE: [&str; 23] = [
    "annul_entry",
    "record_death",
    "declare_missing",
    "record_ground",
    "record_negative_test",
    "withdraw_ground",
    "renew_ground",
    "escort_to_test",
    "record_exclusion",
    "lift_exclusion",
    "hand_over_to_investigation",
    "record_support",
    "contest_entry",
    "settle_contest",
    "correct_birth",
    "follow_unit",
    "residence_check",
    "depart",
    "imprison",
    "court_asks",
    "answer_court",
    "record_evasion",
    "send_notice",
];

fn value(field: &str, n: u16) -> Value {
    let field = law().field(field).expect("a field");
    let n = usize::from(n);
    match field.kind {
        FieldKind::Choice => Value::Text(field.options[n % field.options.len()].clone()),
        FieldKind::Yes => Value::Yes(!n.is_multiple_of(5)),
        FieldKind::Number => Value::Number(i64::try_from(n % 30).expect("small")),
        FieldKind::Date => Value::Date(date(1990, 1, 1)),
        FieldKind::Unit => Value::Text(["00001", "00002", "00003"][n % 3].to_owned()),
        FieldKind::Text => Value::Text("giả định".to_owned()),
    }
}

fn request(case: &Case, at: Moment, number: usize, (pick, lawful, _, dice): Throw) -> Request {
    let mut next = case.next(law(), &Anywhere, at);
    if dice % 6 != 0 {
        // else most plays would end at once or go nowhere
        next.retain(|next| !ASIDE.contains(&next.act.id.as_str()));
    }
    let pick = usize::from(pick);
    let any = &law().acts[pick % law().acts.len()];
    let act = if lawful && !next.is_empty() { next[pick % next.len()].act } else { any };
    let rule = law().on(at.day).and_then(|regime| regime.rule(&act.id));
    let by = rule.map_or("ca_xa", |rule| &rule.by[usize::from(dice) % rule.by.len()]);
    let only = rule.and_then(|rule| {
        let office =
            |line: &String| line.split_once('=').filter(|(s, _)| case.measure(s).is_some()).map(|p| p.1.to_owned());
        rule.only.iter().find_map(office)
    });
    let mut fields = BTreeMap::new();
    for (n, field) in act.needs.iter().chain(&act.may).enumerate() {
        // a duration is given only where the law asks for one
        if field != "months" && field != "course" || at.day < date(2026, 7, 1) {
            fields.insert(field.clone(), value(field, dice.rotate_left(u32::try_from(n).expect("few"))));
        }
    }
    Request {
        id: Uuid::from_u64_pair(1, number as u64),
        act: act.id.clone(),
        on: at,
        recorded: at,
        by: only.unwrap_or_else(|| by.to_owned()),
        unit: None,
        number: Some(format!("{number}/GĐ")),
        // some papers are signed days before or after what they are about, which the law mostly refuses
        paper_date: (dice % 9 == 0).then(|| domain::cases::days_later(at.day, i32::from(dice % 7) - 5)),
        signer: Some("người ký giả định".to_owned()),
        second: (dice % 7 != 0).then(|| "ca_xa".to_owned()),
        fields,
    }
}

fn play(born: Option<Date>, start: Date, throws: &[Throw]) -> (Case, Vec<Event>, Vec<Case>) {
    let mut case = Case::new(born, "00001", None);
    let first = case.clone();
    let mut at = start.to_datetime(time(8, 0, 0, 0));
    let mut history = vec![first];
    let mut written = Vec::new();
    for (number, throw) in throws.iter().enumerate() {
        at = at.checked_add(jiff::SignedDuration::from_hours(i64::from(throw.2 % 900))).expect("in time");
        let moment = Moment { day: at.date(), hour: Some(at.time()) };
        if let Ok(change) = case.try_act(law(), &Anywhere, &request(&case, moment, number, *throw)) {
            written.push(change.event().clone());
            case = change.into_case();
            history.push(case.clone());
        }
    }
    (case, written, history)
}

fn throws() -> impl Strategy<Value = Vec<Throw>> {
    prop::collection::vec((any::<u16>(), prop::bool::weighted(0.9), any::<u16>(), any::<u16>()), 1..90)
}

fn starts() -> impl Strategy<Value = Date> {
    prop::sample::select(vec![date(2022, 3, 1), date(2024, 12, 1), date(2026, 3, 2), date(2026, 7, 6)])
}

fn births() -> impl Strategy<Value = Option<Date>> {
    prop::sample::select(vec![None, Some(date(1990, 5, 6)), Some(date(2009, 9, 9)), Some(date(2013, 1, 1))])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_measure_of_a_kind_and_one_list_at_a_time(born in births(), start in starts(), throws in throws()) {
        for case in play(born, start, &throws).2 {
            let mut groups = BTreeSet::new();
            for measure in case.measures.iter().filter(|m| m.open()) {
                let group = &law().state(&measure.state).expect("a state").group;
                prop_assert!(groups.insert(group.clone()), "two of {group}: {:?}", case.states());
            }
            prop_assert!(case.memberships.iter().filter(|m| m.to.is_none()).count() <= 1);
        }
    }

    #[test]
    fn lists_agree_with_states(born in births(), start in starts(), throws in throws()) {
        for case in play(born, start, &throws).2 {
            let on = |list: &str| case.memberships.iter().any(|m| m.to.is_none() && m.list == list);
            let runs = |state: &str| case.in_any(&[state]);
            prop_assert_eq!(on("post"), runs("S8"));
            prop_assert!(!on("addicts") || ["S4", "S5a", "S5b", "S6", "S7f"].iter().any(|s| runs(s)), "{:?}", case.states());
            let resides = case.unstable().is_none();
            prop_assert!(!["S5a", "S5b", "S6"].iter().any(|s| runs(s)) || on("addicts") || !resides, "{:?}", case.states());
            prop_assert!(!on("users") || ["S1", "S2", "S2s"].iter().any(|s| runs(s)), "{:?}", case.states());
            prop_assert!(case.closed.is_none() || (case.states().is_empty() && case.memberships.iter().all(|m| m.to.is_some())));
        }
    }

    #[test]
    fn a_history_replayed_is_the_case(born in births(), start in starts(), throws in throws()) {
        let (case, events, history) = play(born, start, &throws);
        prop_assert_eq!(&Case::new(born, "00001", None).replay(law(), events.clone()), &case);
        for (n, before) in history.iter().enumerate() {
            let part = Case::new(born, "00001", None).replay(law(), events.iter().take(n).cloned());
            prop_assert_eq!(&part, before);
        }
    }

    #[test]
    fn flows_balance_for_every_list_unit_and_period(
        born in births(), start in starts(), throws in throws(), from in 0_i32..1500, days in 0_i32..700,
    ) {
        let case = play(born, start, &throws).0;
        let from = domain::cases::days_later(start, from - 10);
        let to = domain::cases::days_later(from, days);
        for list in ["users", "addicts", "post"] {
            let mut whole = Flow::default();
            whole.count(&case, list, None, from, to);
            prop_assert!(whole.balances(), "{list}: {whole:?}");
            let mut closing = 0;
            for unit in ["00001", "00002", "00003"] {
                let mut flow = Flow::default();
                flow.count(&case, list, Some(unit), from, to);
                prop_assert!(flow.balances(), "{list} {unit}: {flow:?}");
                closing += flow.closing;
            }
            prop_assert_eq!(closing, whole.closing, "who is on the way is counted once");
        }
    }

    #[test]
    fn nothing_comes_after_the_end_and_no_history_is_rewritten(born in births(), start in starts(), throws in throws()) {
        let history = play(born, start, &throws).2;
        for (before, after) in history.iter().zip(history.iter().skip(1)) {
            prop_assert_eq!(&after.events[..before.events.len()], &before.events[..]);
            for (was, is) in before.measures.iter().zip(&after.measures) {
                prop_assert_eq!(was.regime, is.regime, "a regime is never rewritten");
                prop_assert!(was.end.is_none() || was.end == is.end, "what has ended stays so");
            }
            if before.closed.is_some() {
                let last = after.events.last().expect("one");
                let about_the_end = ["contest_entry", "extend_contest", "settle_contest", "annul_entry"];
                prop_assert!(about_the_end.contains(&last.act.as_str()), "{}", last.act);
            }
        }
    }

    #[test]
    fn no_measure_is_longer_than_the_law_of_its_decision(born in births(), start in starts(), throws in throws()) {
        let case = play(born, start, &throws).0;
        for measure in case.measures.iter().filter(|m| m.regime != Regime::C && m.state.starts_with("S5")) {
            let paused = case.events.iter().any(|e| matches!(e.act.as_str(), "release" | "resume_rehab"));
            let most = domain::cases::months_later(measure.opened.day, 12);
            prop_assert!(paused || measure.term_end.is_none_or(|end| end <= most), "{measure:?}");
        }
    }

    #[test]
    fn each_ground_starts_the_time_to_open_a_file(born in births(), start in starts(), throws in throws()) {
        for case in play(born, start, &throws).2 {
            for ground in case.grounds.iter().filter(|ground| ground.on.day >= date(2026, 7, 1)) {
                let started = |clock: &str| case.running.iter().any(|r| r.clock == clock && r.entry == ground.entry);
                prop_assert!(started("open_file") && (started("limitation") || started("limitation_on_use")), "{:?}", case.events.get(ground.entry - 1));
            }
        }
    }

    #[test]
    fn terms_run_from_their_decisions_under_the_law_of_that_day(born in births(), start in starts(), throws in throws()) {
        let case = play(born, start, &throws).0;
        let longer = ["record_return", "receive", "resume_management", "release", "resume_rehab"];
        if case.events.iter().any(|event| longer.contains(&event.act.as_str())) {
            return Ok(());
        }
        for measure in &case.measures {
            let decision = &case.events[measure.entry - 1];
            let from = decision.paper_date;
            let months = |n: i32| Some(domain::cases::months_later(from, n));
            match measure.state.as_str() {
                "S2" => prop_assert_eq!(measure.term_end, months(12)),
                "S8" => prop_assert!([months(12), months(24)].contains(&measure.term_end), "{measure:?}"),
                "S7" => {
                    let most = if measure.regime == Regime::C { 36 } else { 24 };
                    let most = domain::cases::months_later(measure.opened.day, most);
                    prop_assert!(measure.term_end.is_some_and(|end| end <= most), "{measure:?}");
                }
                _ => continue,
            }
            prop_assert_eq!(Some(measure.regime), law().on(from).map(|law| law.regime));
            prop_assert!(from <= measure.opened.day, "nobody decides after the effect: {measure:?}");
        }
    }

    #[test]
    fn what_is_annulled_bears_nothing_any_more(
        born in births(), start in starts(), throws in throws(), pick in 0_usize..90,
    ) {
        let mut case = play(born, start, &throws).0;
        let gone = case.annulled();
        let revocable = |act: &str| law().act(act).is_some_and(|act| act.revocable);
        let numbered = case.events.iter().zip(1_usize..);
        let found: Vec<usize> =
            numbered.filter(|(e, n)| revocable(&e.act) && !gone.contains(n)).map(|(_, n)| n).collect();
        let (Some(last), false, None) = (case.events.last().cloned(), found.is_empty(), case.closed) else {
            return Ok(());
        };
        let entry = found[pick % found.len()];
        let answers = case.answers(entry).unwrap_or("truong_ca_xa");
        let offices = [("contest_entry", "nguoi_co_ho_so"), ("settle_contest", answers), ("annul_entry", answers)];
        for (n, (act, by)) in offices.into_iter().enumerate() {
            let text = |text: &str| Value::Text(text.to_owned());
            let mut fields = BTreeMap::from([("entry".to_owned(), Value::Number(i64::try_from(entry).expect("small")))]);
            for (field, value) in [("contest", text("complaint")), ("answer", text("upheld")), ("reason", text("giả định"))] {
                if law().act(act).expect("an act").needs.iter().any(|needed| needed == field) {
                    fields.insert(field.to_owned(), value);
                }
            }
            let wanted = request(&case, last.on, 9_000 + n, (0, true, 0, 1));
            let second = Some("ca_xa".to_owned());
            let wanted =
                Request { act: act.to_owned(), by: by.to_owned(), paper_date: None, second, fields, ..wanted };
            match case.try_act(law(), &Anywhere, &wanted) {
                Ok(change) => case = change.into_case(),
                Err(no) => return Err(TestCaseError::fail(format!("{act} of {entry}: {no:?}"))),
            }
        }
        let on = |list: &str| case.memberships.iter().any(|m| m.to.is_none() && m.list == list);
        let runs = |states: &[&str]| case.in_any(states);
        prop_assert!(case.measures.iter().all(|m| !m.open() || m.entry != entry), "{:?}", case.states());
        prop_assert!(case.grounds.iter().all(|ground| ground.entry != entry));
        prop_assert_eq!(on("post"), runs(&["S8"]));
        prop_assert!(!on("users") || runs(&["S1", "S2", "S2s"]), "{:?}", case.states());
        prop_assert!(!on("addicts") || runs(&["S4", "S5a", "S5b", "S6"]), "{:?}", case.states());
        prop_assert!(!runs(&["S5a", "S5b", "S6"]) || on("addicts"), "{:?}", case.states());
        let replayed = Case::new(born, "00001", None).replay(law(), case.events.clone());
        prop_assert_eq!(&replayed, &case);
    }

    #[test]
    fn a_corrected_value_is_read_from_then_on_and_what_has_ended_stays(
        born in births(), start in starts(), throws in throws(), pick in 0_usize..400, dice in any::<u16>(),
    ) {
        let (case, mut written, _) = play(born, start, &throws);
        let values = case.events.iter().zip(1_i64..).flat_map(|(event, entry)| {
            let act = law().act(&event.act).expect("an act");
            let fields = event.fields.iter().filter(|(field, _)| act.correctable(law(), field));
            fields.map(move |(field, old)| (entry, field.clone(), old.clone()))
        });
        let values: Vec<_> = values.collect();
        let (Some(last), false, None) = (case.events.last(), values.is_empty(), case.closed) else { return Ok(()) };
        let (entry, field, old) = values[pick % values.len()].clone();
        let new = value(&field, dice);
        let text = |text: &str| Value::Text(text.to_owned());
        let fields = [
            ("entry", Value::Number(entry)),
            ("corrected", text(&field)),
            ("old_value", text(&old.written())),
            ("new_value", text(&new.written())),
            ("correction_ground", text("own_finding")),
            ("reason", text("giả định")),
        ];
        let wanted = Request {
            act: "correct_entry".to_owned(),
            by: case.answers(usize::try_from(entry).expect("small")).unwrap_or("truong_ca_xa").to_owned(),
            paper_date: None,
            second: Some("ca_xa".to_owned()),
            fields: fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect(),
            ..request(&case, last.on, 9_000, (0, true, 0, 1))
        };
        let after = match case.try_act(law(), &Anywhere, &wanted) {
            Ok(change) => {
                written.push(change.event().clone());
                change.into_case()
            }
            Err(no) => {
                let known = ["value_fits", "entry_correctable", "one_of_a_kind"];
                prop_assert!(known.contains(&no.guard.key()), "{no:?}");
                return Ok(());
            }
        };
        let read = &after.events[usize::try_from(entry).expect("small") - 1];
        prop_assert_eq!(read.fields.get(&field), Some(&new));
        for (was, is) in case.measures.iter().zip(&after.measures) {
            prop_assert_eq!((&was.state, was.entry, was.regime), (&is.state, is.entry, is.regime));
            prop_assert!(was.end.is_none() || was.end == is.end, "what has ended stays so");
        }
        for (was, is) in case.memberships.iter().zip(&after.memberships) {
            prop_assert!(was.to.is_none() || was == is);
        }
        prop_assert!(after.memberships.iter().filter(|m| m.to.is_none()).count() <= 1);
        prop_assert_eq!(&after.unit, &case.unit);
        prop_assert_eq!(&Case::new(born, "00001", None).replay(law(), written), &after);
    }

    #[test]
    fn what_is_late_somebody_can_still_do(born in births(), start in starts(), throws in throws()) {
        let case = play(born, start, &throws).0;
        let Some(last) = case.events.last() else { return Ok(()) };
        let after = domain::cases::end_of(domain::cases::months_later(last.on.day, 60));
        let runs = |act: &str| {
            let states = &law().act(act).expect("an act").states;
            states.iter().any(|state| state == "any") || case.in_any(states)
        };
        for clock in case.clocks(law(), after).iter().filter(|clock| clock.standing == Standing::Late) {
            let acts = &clock.line.met_by;
            let file_first = acts.iter().any(|act| act == "transfer_to_court") && runs("open_compulsory_file");
            // what prison and postponement hold up goes on afterwards
            let held_up = case.in_any(&["SP", "S7x"]);
            prop_assert!(file_first || held_up || acts.iter().any(|act| runs(act)), "{}: {:?}", clock.line.id, case.states());
        }
    }

    #[test]
    fn what_could_come_next_starts_from_a_state_that_runs(born in births(), start in starts(), throws in throws()) {
        let case = play(born, start, &throws).0;
        let Some(last) = case.events.last() else { return Ok(()) };
        for next in case.next(law(), &Anywhere, last.on) {
            let late = next.act.id == "give_end_notice" && case.completed.is_some();
            let anywhere = late || next.act.states.iter().any(|s| s == "any");
            prop_assert!(anywhere || case.in_any(&next.act.states), "{}", next.act.id);
        }
    }
}

#[test]
fn lines_that_nobody_read_in_the_law_show_their_owner_and_can_be_replaced() {
    let mut replaced = 0;
    for regime in &law().regimes {
        for rule in regime.rules.iter().filter(|rule| rule.evidence != Evidence::V) {
            assert!(rule.owner.is_some(), "{}", rule.act);
            let own = format!(
                "schema = 1\nregime = \"{}\"\nrules = [{{ act = \"{}\", by = [\"ubnd_xa\"], form = \"giả định\", citation = \"giả định\", evidence = \"I\", owner = \"giả định\" }}]\n",
                regime.regime.key(),
                rule.act
            );
            let changed = load(&SHIPPED, Some(("own.toml", &own))).unwrap_or_else(|f| panic!("{}: {f:?}", rule.act));
            let line = changed.regime(regime.regime).and_then(|law| law.rule(&rule.act)).expect("there");
            assert_eq!(line.by, ["ubnd_xa"]);
            replaced += 1;
        }
    }
    assert!(replaced > 50, "only {replaced}");
    let own = "schema = 1\nregime = \"C\"\nrules = [{ act = \"decide_management\", by = [\"ubnd_xa\"], form = \"x\", citation = \"x\", evidence = \"I\", owner = \"x\" }]\n";
    let refused = load(&SHIPPED, Some(("own.toml", own))).expect_err("read in the law");
    assert!(
        matches!(&refused[0].defect, domain::cases::Defect::NotConfigurable(act) if act == "decide_management"),
        "{refused:?}"
    );
}

/// Each table with one thing spoiled is named with its line.
#[test]
fn a_spoiled_table_is_named_with_its_line() {
    use domain::cases::Defect;
    let spoil = |file: &str, from: &str, to: &str| {
        let texts: Vec<(&str, String)> = SHIPPED
            .iter()
            .map(|(name, text)| (*name, if *name == file { text.replacen(from, to, 1) } else { (*text).to_owned() }))
            .collect();
        assert!(texts.iter().zip(SHIPPED).any(|((_, text), (_, before))| text != before), "{from} is not there");
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        load(&texts, None).expect_err("spoiled")
    };
    let finds =
        |findings: &[domain::cases::Finding], wanted: fn(&Defect) -> bool| findings.iter().any(|f| wanted(&f.defect));
    let all = spoil("shared.toml", "evidence = \"V\"", "evidence = \"K\"");
    assert!(finds(&all, |d| matches!(d, Defect::MissingOwner(_))) && all[0].line > 1, "{all:?}");
    let all = spoil("regime-c.toml", "citation = \"Luật 120/2025/QH15, Điều 23; ", "citation = \"\", form = \"");
    assert!(finds(&all, |d| matches!(d, Defect::Unreadable(_))), "{all:?}");
    let all = spoil("regime-c.toml", "act = \"send_notice\"", "act = \"send_nothing\"");
    assert!(finds(&all, |d| matches!(d, Defect::Unknown("act", id) if id == "send_nothing")), "{all:?}");
    let all = spoil("acts.toml", "opens = \"S6\"", "opens = \"S5a\"");
    assert!(finds(&all, |d| matches!(d, Defect::Unreachable(id) if id == "S6")), "{all:?}");
    let all = spoil("regime-b.toml", "within = \"3 wd\"", "within = \"3 moons\"");
    assert!(finds(&all, |d| matches!(d, Defect::BadLength(_))), "{all:?}");
    let all = spoil("acts.toml", "guards = [\"tip_verified\"]", "guards = [\"tip_guessed\"]");
    assert!(finds(&all, |d| matches!(d, Defect::Unknown("guard", _))), "{all:?}");
}

#[test]
fn every_condition_refuses_in_some_written_case_and_every_act_is_done() {
    let register = domain::units::shipped().expect("sound");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let (mut refused, mut done) = (BTreeSet::new(), BTreeSet::new());
    for file in std::fs::read_dir(folder).expect("a folder") {
        let text = std::fs::read_to_string(file.expect("readable").path()).expect("readable");
        let mut law = law().clone();
        let case = domain::cases::rehearsal::read(&mut law, &text).expect("sound");
        for step in domain::cases::rehearsal::play(&law, &register, &case) {
            match step.outcome {
                Ok(_) => done.insert(step.asked.request.act),
                Err(refusal) => refused.insert(refusal.guard.key().to_owned()),
            };
        }
    }
    let unseen: Vec<&str> =
        domain::cases::Guard::ALL.iter().map(|g| g.key()).filter(|g| !refused.contains(*g)).collect();
    assert_eq!(unseen, [""; 0], "conditions that no written case shows");
    let undone: Vec<&str> = law().acts.iter().map(|a| a.id.as_str()).filter(|a| !done.contains(*a)).collect();
    assert_eq!(undone, [""; 0], "acts that no written case does");
}

#[test]
fn working_days_skip_weekends_holidays_and_new_year() {
    let calendar = &law().calendar;
    // Friday before the Tết of 2026, which is 16–20 February
    assert_eq!(calendar.working_days_later(date(2026, 2, 13), 1), date(2026, 2, 23));
    // 30 April and 1 May 2026 are Thursday and Friday; the Kings' day of 26 April, a Sunday, is made up for on Monday
    assert_eq!(calendar.working_days_later(date(2026, 4, 24), 1), date(2026, 4, 28));
    assert_eq!(calendar.working_days_later(date(2026, 4, 29), 1), date(2026, 5, 4));
    assert_eq!(calendar.decision(2027), None, "no decision is on record, and that is said");
}

/// The properties above are worth what their throws reach.
#[test]
fn throws_reach_most_states() {
    let mut seed = 20_260_701_u64;
    let mut number = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from(seed >> 48).expect("16 bits")
    };
    let mut reached = BTreeSet::new();
    for _ in 0..260 {
        let throws: Vec<Throw> = (0..90).map(|_| (number(), number() % 10 != 0, number(), number())).collect();
        for case in play(Some(date(1990, 5, 6)), date(2026, 7, 6), &throws).2 {
            reached.extend(case.states().into_iter().map(str::to_owned));
        }
    }
    let missed: Vec<&str> = law().states.iter().map(|s| s.id.as_str()).filter(|s| !reached.contains(*s)).collect();
    assert!(missed.len() <= 3, "{missed:?}");
}

proptest! {
    #[test]
    fn no_bytes_make_a_rehearsal_panic(cut in 0_usize..4_000, at in 0_usize..4_000, what in "\\PC{0,12}") {
        let written = include_str!("../../cases/s7-ho-so-toa-an-24-thang.toml");
        let cut = (0..=cut.min(written.len())).rev().find(|n| written.is_char_boundary(*n)).unwrap_or(0);
        let at = (0..=at.min(cut)).rev().find(|n| written.is_char_boundary(*n)).unwrap_or(0);
        let spoiled = format!("{}{what}{}", &written[..at], &written[at..cut]);
        let mut law = law().clone();
        if let Ok(case) = domain::cases::rehearsal::read(&mut law, &spoiled) {
            let steps = domain::cases::rehearsal::play(&law, &Anywhere, &case);
            prop_assert_eq!(steps.len(), case.acts.len());
        }
    }
}

#[test]
fn days_at_the_ends_of_the_calendar_are_answered() {
    for day in ["9999-12-31", "0001-01-01", "-9999-01-01"] {
        let written = format!(
            "[person]\nborn = \"{day}\"\n[[act]]\non = \"{day}\"\nact = \"record_positive_test\"\nby = \"ca_xa\"\nground = \"h\"\nnumber = \"1\"\n[[act]]\non = \"{day}\"\nact = \"verify_residence\"\nby = \"ca_xa\"\nstable = true\n[[act]]\non = \"{day}\"\nact = \"decide_management\"\nby = \"truong_ca_xa\"\nnumber = \"2\"\n"
        );
        let mut law = law().clone();
        let Ok(case) = domain::cases::rehearsal::read(&mut law, &written) else { continue };
        for step in domain::cases::rehearsal::play(&law, &Anywhere, &case) {
            step.clocks(&law);
            step.next(&law, &Anywhere);
        }
    }
}

/// Trap 8: no interval of tests stands in law, and what is shipped becomes policy. Trap 11: people are *người*.
#[test]
fn no_clock_asks_for_tests_and_no_table_calls_people_objects() {
    for clock in law().regimes.iter().flat_map(|regime| &regime.clocks) {
        let tests = clock.met_by.iter().any(|act| act.ends_with("_test"));
        assert!(!tests || clock.id == "ground_expiry", "{}", clock.id);
    }
    for (file, text) in SHIPPED {
        assert!(!text.to_lowercase().contains("đối tượng"), "{file}");
    }
}

/// Days that were worked or not in fact, in the years whose decisions are recorded: lunar new year, what was made up for
/// after a weekend, days given in exchange and the Saturdays worked for them.
#[test]
fn recorded_years_have_their_days_off_and_the_days_worked_for_them() {
    let calendar = Calendar::shipped().expect("the shipped calendar is sound");
    let off = [
        date(2022, 1, 3),
        date(2022, 1, 31),
        date(2022, 5, 3),
        date(2022, 9, 1),
        date(2023, 1, 20),
        date(2023, 1, 26),
        date(2023, 5, 3),
        date(2023, 9, 4),
        date(2024, 2, 14),
        date(2024, 4, 29),
        date(2024, 9, 3),
        date(2025, 1, 27),
        date(2025, 5, 2),
        date(2025, 9, 1),
        date(2026, 1, 2),
        date(2026, 2, 20),
        date(2026, 4, 27),
        date(2026, 8, 31),
    ];
    let worked = [
        date(2022, 2, 7),
        date(2023, 1, 27),
        date(2024, 2, 7),
        date(2024, 2, 15),
        date(2024, 5, 4),
        date(2025, 1, 24),
        date(2025, 2, 3),
        date(2025, 4, 26),
        date(2026, 1, 10),
        date(2026, 2, 13),
        date(2026, 8, 22),
        date(2026, 9, 3),
    ];
    for day in off {
        assert!(!calendar.works(day), "{day} was no working day");
    }
    for day in worked {
        assert!(calendar.works(day), "{day} was a working day");
    }
    assert_eq!(calendar.working_days_later(date(2024, 4, 26), 3), date(2024, 5, 4), "Saturday 4/5 was worked");
    assert!(calendar.decision(2026).is_some() && calendar.decision(2027).is_none());
}

/// An office records the decision of a year in its own table; a day worked in exchange that is no weekend is refused.
#[test]
fn an_office_records_the_holidays_of_a_year() {
    let own = |worked: &str| {
        format!(
            "schema = 1\n[[holidays]]\nyear = 2027\ntet = 2027-02-06\nkings = 2027-04-16\ndecided = true\n\
             decision = \"01/GĐ (giả định)\"\noff = [2027-02-05, 2027-02-08]\nworked = [{worked}]\n"
        )
    };
    let law = load(&SHIPPED, Some(("law.toml", &own("2027-02-13")))).expect("a sound table");
    assert_eq!(law.calendar.decision(2027), Some("01/GĐ (giả định)"));
    assert!(law.calendar.works(date(2027, 2, 13)) && law.calendar.works(date(2027, 2, 9)));
    assert!(!law.calendar.works(date(2027, 2, 8)));
    let refused = load(&SHIPPED, Some(("law.toml", &own("2027-02-15")))).expect_err("15/2/2027 is a Monday");
    assert_eq!((refused[0].file.as_str(), refused[0].line), ("law.toml", 2));
}
