//! Inputs of the criteria that files can give, as of the last day of the window. Where the text does not say whom it
//! means, the choice is a named switch with a default, shown wherever the number is.

use uuid::Uuid;

use super::{Asked, Away, Counted, Flows, Number, Paused, Person, Running, paused_by};
use crate::cases::Evidence;
use crate::units::UnitId;

/// A choice where the text is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Its name in addresses and on the command line.
    pub id: &'static str,
    /// Whether the people it names are counted unless somebody chooses.
    pub default: bool,
    /// The input that it is about.
    pub input: Number,
    /// Whom it names: how many they are is shown beside it.
    pub people: &'static [Number],
    /// The text that is silent.
    pub citation: &'static str,
    /// How well that is known.
    pub evidence: Evidence,
    /// Who decides.
    pub owner: &'static str,
}

const FILE_RATE: &str = "28/2025/QĐ-TTg, Điều 4.1.a";
const EXEMPT: &str = "28/2025/QĐ-TTg, Điều 6.1; Luật 120/2025/QH15, Điều 48.3.b";
const OWNER: &str = "C04, PC04";

const fn switch(
    id: &'static str,
    default: bool,
    citation: &'static str,
    input: Number,
    people: &'static [Number],
) -> Switch {
    Switch { id, default, citation, evidence: Evidence::I, owner: OWNER, input, people }
}

/// Every switch, with what it does unless chosen otherwise.
pub const SWITCHES: [Switch; 9] = [
    switch("facility_on_file", false, FILE_RATE, Number::AddictsOnFile, &[Number::FormPublic, Number::FormCompulsory]),
    switch("prison_on_file", false, FILE_RATE, Number::AddictsOnFile, &[Number::Imprisoned]),
    switch("postponed_on_file", false, FILE_RATE, Number::AddictsOnFile, &[Number::Postponed]),
    switch("post_on_file", false, FILE_RATE, Number::AddictsOnFile, &[Number::Post]),
    switch("custody_on_file", true, FILE_RATE, Number::UsersOnFile, &[Number::InCustody]),
    switch("absent_on_file", true, FILE_RATE, Number::UsersOnFile, &[Number::Absent]),
    switch("private_exempt", false, EXEMPT, Number::ResidentsNotExempt, &[Number::FormPrivate]),
    switch("postponed_not_exempt", false, EXEMPT, Number::ResidentsNotExempt, &[Number::Postponed]),
    switch("away_not_exempt", true, EXEMPT, Number::ResidentsNotExempt, &[Number::InCustody, Number::Absent]),
];

/// What was chosen for each switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices([bool; SWITCHES.len()]);

impl Default for Choices {
    fn default() -> Self {
        Self(SWITCHES.map(|switch| switch.default))
    }
}

impl Choices {
    /// Whether the people of a switch are counted.
    pub fn on(&self, id: &str) -> bool {
        SWITCHES.iter().zip(self.0).any(|(switch, on)| switch.id == id && on)
    }

    /// The switches at which something else was chosen than the default, with what was.
    pub fn chosen(&self) -> impl Iterator<Item = (&'static Switch, bool)> {
        SWITCHES.iter().zip(self.0).filter(|(switch, on)| switch.default != *on)
    }

    /// Chooses; false where there is no such switch.
    #[must_use]
    pub fn choose(&mut self, id: &str, on: bool) -> bool {
        let at = SWITCHES.iter().position(|switch| switch.id == id);
        at.and_then(|at| self.0.get_mut(at)).is_some_and(|place| {
            *place = on;
            true
        })
    }
}

/// An input of the criteria as files give it, for one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    /// The number, whose key is the id of the input in the pack.
    pub number: Number,
    /// How many people.
    pub people: i64,
}

/// The inputs that files give.
pub const INPUTS: [Number; 3] = [Number::AddictsOnFile, Number::UsersOnFile, Number::ResidentsNotExempt];

/// States of those in a facility, who have left the list of the commune.
const FACILITY: [&str; 2] = ["S5c", "S7"];
/// States of a course of dependence.
const COURSE: [&str; 6] = ["S4", "S5a", "S5b", "S5c", "S6", "S7"];

/// How many numbers [`components`] gives.
pub const COMPONENTS: usize = 14;

/// What the inputs of one unit are made of, whatever is chosen: the closings of its lists, then those in a facility, in
/// prison, postponed, in a private place, those in a course at home, those in custody, absent, or both, and of the absent
/// those who are exempt. An input is told only where all of these may be: otherwise one choice less another would tell
/// them.
pub fn components(unit: UnitId, flows: &[Flows], running: &[Running], away: &[Away]) -> Vec<i64> {
    let [users, addicts] = ["users", "addicts"].map(|list| Absences::of(unit, list, away));
    let closing =
        |list: &str| -> i64 { flows.iter().filter(|f| f.unit == unit && f.list == list).map(|f| f.closing).sum() };
    vec![
        closing("users"),
        closing("addicts"),
        closing("post"),
        ran(unit, running, &FACILITY, None, unlisted),
        ran(unit, running, &COURSE, Some(Paused::Imprisoned), unlisted),
        ran(unit, running, &FACILITY, Some(Paused::Postponed), unlisted),
        ran(unit, running, &["S5b"], None, listed),
        ran(unit, running, &["S5a", "S6"], None, listed),
        users.held,
        users.absent,
        users.both,
        addicts.absent,
        addicts.at_home,
        addicts.private,
    ]
}

/// How many were in one of some measures, going on or paused so: of those on the unit's list of dependent people, or of
/// those who were not.
fn ran(unit: UnitId, running: &[Running], states: &[&str], paused: Option<Paused>, of: fn(&Running) -> i64) -> i64 {
    let in_them = running.iter().filter(|r| r.unit == unit && states.contains(&r.state.as_str()));
    in_them.filter(|r| paused_by(&r.paused, &r.state) == paused).map(of).sum()
}

/// Those on the list: who is exempt is taken from them.
const fn listed(running: &Running) -> i64 {
    running.listed
}

/// Those not on the list of dependent people: they are added to it, and nobody is counted twice.
const fn unlisted(running: &Running) -> i64 {
    running.people - running.listed
}

/// Those on neither list: so where people after rehabilitation are added too.
const fn on_neither(running: &Running) -> i64 {
    running.people - running.listed - running.posted
}

/// How many of a list are not there, although they stand on it.
#[derive(Default)]
struct Absences {
    held: i64,
    absent: i64,
    both: i64,
    at_home: i64,
    private: i64,
}

impl Absences {
    fn of(unit: UnitId, list: &str, away: &[Away]) -> Self {
        let rows = away.iter().filter(|row| row.unit == unit && row.list == list);
        rows.fold(Self::default(), |all, row| Self {
            held: all.held + row.held,
            absent: all.absent + row.absent,
            both: all.both + row.both,
            at_home: all.at_home + row.at_home,
            private: all.private + row.private,
        })
    }

    /// How many of them are not exempt: whoever is exempt is not among those who would be left out.
    fn not_exempt(&self, choices: Choices) -> i64 {
        let private = if choices.on("private_exempt") { self.private } else { 0 };
        self.held + self.absent - self.both - self.at_home - private
    }

    /// How many of them are left out under what was chosen.
    fn left_out(&self, choices: Choices) -> i64 {
        match (choices.on("custody_on_file"), choices.on("absent_on_file")) {
            (true, true) => 0,
            (false, true) => self.held,
            (true, false) => self.absent,
            (false, false) => self.held + self.absent - self.both,
        }
    }
}

/// The inputs of one unit from what the store counted: closings of its lists, the measures that ran there, and who of its
/// lists was not there.
pub fn derive(unit: UnitId, flows: &[Flows], running: &[Running], away: &[Away], choices: &Choices) -> [Input; 3] {
    let closing =
        |list: &str| -> i64 { flows.iter().filter(|f| f.unit == unit && f.list == list).map(|f| f.closing).sum() };
    let when = |id: &str, people: i64| if choices.on(id) { people } else { 0 };
    let (users, addicts) = (closing("users"), closing("addicts"));
    let others = if choices.on("post_on_file") { on_neither } else { unlisted };
    let of = |states: &[&str], paused| ran(unit, running, states, paused, others);
    let exempts = |states: &[&str]| ran(unit, running, states, None, listed);
    let absences = ["users", "addicts"].map(|list| Absences::of(unit, list, away));
    let [users_away, addicts_away] = absences.each_ref().map(|of| of.left_out(*choices));
    let away: i64 = absences.iter().map(|of| of.not_exempt(*choices)).sum();
    let on_file = addicts - addicts_away
        + when("facility_on_file", of(&FACILITY, None))
        + when("prison_on_file", of(&COURSE, Some(Paused::Imprisoned)))
        + when("postponed_on_file", of(&FACILITY, Some(Paused::Postponed)))
        + when("post_on_file", closing("post"));
    let exempt = exempts(&["S5a", "S6"]) + when("private_exempt", exempts(&["S5b"]));
    let postponed = ran(unit, running, &FACILITY, Some(Paused::Postponed), unlisted);
    let gone = away - when("away_not_exempt", away);
    let not_exempt = users + addicts - exempt - gone + when("postponed_not_exempt", postponed);
    let people = [on_file, users - users_away, not_exempt];
    let mut inputs = INPUTS.map(|number| Input { number, people: 0 });
    for (input, people) in inputs.iter_mut().zip(people) {
        input.people = people;
    }
    inputs
}

/// The same, person by person.
pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    let (day, choices) = (asked.to, &asked.choices);
    let on = |list: &str| person.on_list(list, unit, day);
    let managed = person.open(&["S2"], day).map_or(0, |span| span.opened.1);
    let held = on("users") && managed > 0 && person.last_is("suspend_management", "resume_management", managed);
    let absent = on("users") && managed > 0 && person.last_is("record_absence", "record_return", managed);
    if on("users") {
        let there = (choices.on("custody_on_file") || !held) && (choices.on("absent_on_file") || !absent);
        if there {
            counted.add(Number::UsersOnFile, id);
        }
        if choices.on("away_not_exempt") || !(held || absent) {
            counted.add(Number::ResidentsNotExempt, id);
        }
    }
    let open = person.open(&COURSE, day).map_or(0, |span| span.opened.1);
    let evades = on("addicts") && open > 0 && person.last_is("record_evasion", "end_evasion", open);
    for (is, number) in [(held, Number::InCustody), (absent || evades, Number::Absent)] {
        if is {
            counted.add(number, id);
        }
    }
    let course = person.open(&COURSE, day).filter(|_| person.held_by(unit));
    let paused = course.and_then(|span| person.paused(span));
    let state = course.map_or("", |span| span.state.as_str());
    let facility = FACILITY.contains(&state);
    let on_file = (on("addicts") && (choices.on("absent_on_file") || !evades))
        || (choices.on("facility_on_file") && facility && paused.is_none())
        || (choices.on("prison_on_file") && paused == Some(Paused::Imprisoned))
        || (choices.on("postponed_on_file") && facility && paused == Some(Paused::Postponed))
        || (choices.on("post_on_file") && on("post"));
    if on_file {
        counted.add(Number::AddictsOnFile, id);
    }
    let exempt =
        paused.is_none() && (matches!(state, "S5a" | "S6") || (state == "S5b" && choices.on("private_exempt")));
    let waits = choices.on("postponed_not_exempt") && facility && paused == Some(Paused::Postponed);
    let stays = choices.on("away_not_exempt") || !evades;
    if (on("addicts") && !exempt && stays) || waits {
        counted.add(Number::ResidentsNotExempt, id);
    }
}
