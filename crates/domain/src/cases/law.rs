//! The law of casework as data: states, acts, who may do them, terms, clocks, guards, switches, for three regimes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::guards::Guard;
use super::moment::Length;
use super::retention::Retention;

/// Which law governs a decision: by its date, never rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Regime {
    /// 1/1/2022 – 28/2/2025.
    A,
    /// 1/3/2025 – 30/6/2026.
    B,
    /// From 1/7/2026.
    C,
}

impl Regime {
    /// The letter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// Reads [`Regime::key`], in either case.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C].into_iter().find(|regime| regime.key().eq_ignore_ascii_case(key))
    }
}

/// How well a line is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evidence {
    /// Not said, which is a finding.
    #[default]
    #[serde(skip_deserializing)]
    Missing,
    /// The provision itself was read.
    V,
    /// Second-hand.
    S,
    /// General knowledge, not checked.
    K,
    /// Looked for and not found.
    N,
    /// Inferred, or a choice of the program's.
    I,
}

impl Evidence {
    /// The letter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "?",
            Self::V => "V",
            Self::S => "S",
            Self::K => "K",
            Self::N => "N",
            Self::I => "I",
        }
    }
}

/// What a line rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Basis<'l> {
    /// Article, clause, point.
    pub citation: &'l str,
    /// How well it is known.
    pub evidence: Evidence,
    /// Who confirms it where it was not read; such a line is configurable.
    pub owner: Option<&'l str>,
}

macro_rules! line {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
            /// Article, clause, point.
            #[serde(default)]
            pub citation: String,
            /// How well the line is known.
            #[serde(default)]
            pub evidence: Evidence,
            /// Who confirms a line that was not read in the law itself.
            pub owner: Option<String>,
        }

        impl $name {
            /// What the line rests on.
            pub fn basis(&self) -> Basis<'_> {
                Basis { citation: &self.citation, evidence: self.evidence, owner: self.owner.as_deref() }
            }
        }
    };
}

line! {
    /// A list that the law has the commune keep.
    List {
        /// `users`, `addicts`, `post`.
        id: String,
        /// Its legal name.
        title: String,
        /// Whether only who resides in the commune stands on it.
        #[serde(default)]
        resident: bool,
    }
}

line! {
    /// The clause by which an act takes people off a list, from regime C on.
    Removal {
        /// The list and the act: `post/imprison`.
        id: String,
    }
}

line! {
    /// Where a person stands under a measure.
    State {
        /// `S0` … `S8`, `SG`.
        id: String,
        /// Of the states of one group one runs at a time.
        group: String,
        /// The legal name.
        title: String,
        /// Whether it is how a suspended measure shows.
        #[serde(default)]
        pause: bool,
        /// Whether it lies over another state.
        #[serde(default)]
        overlay: bool,
    }
}

line! {
    /// A condition of lawfulness.
    GuardLine {
        /// The name under which the program knows it.
        id: String,
        /// Citation under regimes A and B, where it differs.
        old: Option<String>,
        /// How well that one is known, where it differs.
        old_evidence: Option<Evidence>,
        /// Who confirms that one.
        old_owner: Option<String>,
    }
}

line! {
    /// A named choice where the law is silent.
    Switch {
        /// Its name.
        id: String,
        /// What is chosen.
        title: String,
        /// The choices.
        options: Vec<String>,
        /// The one taken unless another is.
        default: String,
        /// Why that one.
        why: String,
    }
}

line! {
    /// Who does an act under a regime, on which form.
    Rule {
        /// The act.
        act: String,
        /// Who may do it.
        by: Vec<String>,
        /// Who alone may while a state runs, or for adults or minors: `S8=chu_tich_ubnd_xa`, `minor=chu_tich_ubnd_xa`.
        #[serde(default)]
        only: Vec<String>,
        /// The form.
        form: String,
    }
}

line! {
    /// How long a measure lasts.
    Term {
        /// The state that it opens.
        state: String,
        /// Exactly so many months.
        months: Option<i32>,
        /// At least so many months, as the decision says.
        months_min: Option<i32>,
        /// At most so many months.
        months_max: Option<i32>,
        /// `first` or `again`: which course of rehabilitation.
        course: Option<String>,
        /// `adult` or `minor`.
        age: Option<String>,
        /// What was completed before: `voluntary`, `substitution`, `compulsory`.
        after: Option<String>,
        /// The state that an overlay lies over.
        over: Option<String>,
    }
}

line! {
    /// A time limit.
    ClockLine {
        /// Its name.
        id: String,
        /// What is to be done.
        title: String,
        /// Clocks of one duty: the stricter binds, both are cited.
        duty: Option<String>,
        /// The acts that start it.
        #[serde(default)]
        after: Vec<String>,
        /// How long.
        within: Option<String>,
        /// How long where the act says `remote`.
        remote: Option<String>,
        /// Only if the act says so, `field=value`.
        when: Option<String>,
        /// Only while one of these states runs.
        #[serde(default, rename = "in")]
        states: Vec<String>,
        /// Only if one of these ran before the act.
        #[serde(default)]
        was: Vec<String>,
        /// Only where the act is one on which a compulsory file can rest.
        #[serde(default)]
        ground: bool,
        /// Whether it falls away when another such act is recorded.
        #[serde(default)]
        last_ground: bool,
        /// The acts by which it falls away without being met.
        #[serde(default)]
        lapses_by: Vec<String>,
        /// Only an act about the entry that the starting act is about meets it, lets it fall away or extends it.
        #[serde(default)]
        about: Option<About>,
        /// The acts that extend it, once.
        #[serde(default)]
        extended_by: Vec<String>,
        /// How long it then is, from its beginning.
        extended: Option<String>,
        /// The same where the act that began it says `remote`.
        extended_remote: Option<String>,
        /// Only if the act does not have this field.
        lacks: Option<String>,
        /// The state whose term it is measured against.
        of: Option<String>,
        /// How long before that term's end.
        before_end: Option<String>,
        /// On the day on which somebody who was younger when that measure began turns this age.
        turns: Option<i32>,
        /// If at least so much of the term is left then.
        left: Option<String>,
        /// A time that somebody has, not a time within which something is due.
        #[serde(default)]
        window: bool,
        /// The first day on which it starts, where that is later than the regime's.
        since: Option<toml::value::Datetime>,
        /// For adults only.
        #[serde(default)]
        adult: bool,
        /// For minors only.
        #[serde(default)]
        minor: bool,
        /// Only for who was found without a stable residence.
        #[serde(default)]
        unstable: bool,
        /// The acts that meet it.
        met_by: Vec<String>,
        /// Who has to act.
        by: String,
    }
}

/// Which entry an act must name to have to do with a clock that another entry started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The entry that started it.
    Started,
    /// The entry that the starting act named.
    Same,
}

impl ClockLine {
    /// The first day on which it starts, where that is later than the regime's.
    pub fn since(&self) -> Option<Date> {
        self.since.and_then(date)
    }

    /// How long once it was extended, for an act that said `remote` or not.
    pub fn extension(&self, remote: bool) -> Option<Length> {
        self.extended_remote.as_ref().filter(|_| remote).or(self.extended.as_ref())?.parse().ok()
    }

    /// How long, for an act that says `remote` or not.
    pub fn length(&self, remote: bool) -> Option<Length> {
        let text = self.remote.as_ref().filter(|_| remote).or(self.within.as_ref()).or(self.before_end.as_ref())?;
        text.parse().ok()
    }

    /// The duty it belongs to; a clock without one is a duty of its own.
    pub fn duty(&self) -> &str {
        self.duty.as_deref().unwrap_or(&self.id)
    }
}

line! {
    /// Somebody who acts.
    Actor {
        /// The name.
        id: String,
        /// The legal name.
        title: String,
        /// Whose acts they may do as well.
        #[serde(default)]
        acts_as: Vec<String>,
        /// The first day on which there was one.
        from: Option<toml::value::Datetime>,
        /// The last one.
        to: Option<toml::value::Datetime>,
    }
}

impl Actor {
    /// The first and the last day on which there is one, where there is such a day.
    pub fn span(&self) -> (Option<Date>, Option<Date>) {
        (self.from.and_then(date), self.to.and_then(date))
    }

    /// Whether there is one on a day.
    pub fn exists(&self, day: Date) -> bool {
        self.from.and_then(date).is_none_or(|from| from <= day) && self.to.and_then(date).is_none_or(|to| day <= to)
    }
}

line! {
    /// What is written down with an act.
    Field {
        /// The key.
        id: String,
        /// How it is written.
        kind: FieldKind,
        /// The choices of a choice.
        #[serde(default)]
        options: Vec<String>,
        /// The last day of a choice that the law gave up.
        #[serde(default)]
        until: BTreeMap<String, toml::value::Datetime>,
        /// What it is.
        title: String,
    }
}

impl Field {
    /// The choices that there are on a day.
    pub fn options_on(&self, day: Date) -> impl Iterator<Item = &str> {
        let gone =
            move |option: &&String| self.until.get(*option).copied().and_then(date).is_some_and(|until| until < day);
        self.options.iter().filter(move |option| !gone(option)).map(String::as_str)
    }
}

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One of its options.
    Choice,
    /// `true` or `false`.
    Yes,
    /// A whole number, not negative.
    Number,
    /// A day.
    Date,
    /// The code of a commune.
    Unit,
    /// Words; never what identifies somebody.
    Text,
}

/// What an act does to a case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "what an effect can do, as the tables say it")]
pub struct Effect {
    /// Only if the act says so: `field=value`.
    pub when: Option<String>,
    /// Only if this field was not given.
    pub lacks: Option<String>,
    /// Only if one of these runs.
    #[serde(default)]
    pub if_in: Vec<String>,
    /// Only if none of these runs.
    #[serde(default)]
    pub unless_in: Vec<String>,
    /// States that end.
    #[serde(default)]
    pub ends: Vec<String>,
    /// How they end.
    pub ending: Option<String>,
    /// The state that begins.
    pub opens: Option<String>,
    /// Whether it goes on with the term of what ended.
    #[serde(default)]
    pub carries: bool,
    /// States that are suspended.
    #[serde(default)]
    pub suspends: Vec<String>,
    /// How they show meanwhile.
    pub shown: Option<String>,
    /// Suspended states that go on.
    #[serde(default)]
    pub resumes: Vec<String>,
    /// Lists entered.
    #[serde(default)]
    pub enters: Vec<String>,
    /// Lists left.
    #[serde(default)]
    pub leaves: Vec<String>,
    /// A move begins.
    #[serde(default)]
    pub departs: bool,
    /// A move is done: the other unit holds the case.
    #[serde(default)]
    pub moves: bool,
    /// The unit that took over the territory holds the case.
    #[serde(default)]
    pub follows: bool,
    /// A move is given up.
    #[serde(default)]
    pub returns: bool,
    /// If nothing else runs, the identity is erased and the case is over.
    #[serde(default)]
    pub erases: bool,
    /// The entry named bears nothing any more, and neither does what rested on it.
    #[serde(default)]
    pub annuls: bool,
    /// The entry named is read with another value.
    #[serde(default)]
    pub corrects: bool,
    /// The case is over: `death`, `missing`.
    pub closes: Option<String>,
}

line! {
    /// The shape of an act, the same under every regime that has it.
    Act {
        /// The name.
        id: String,
        /// The legal name.
        title: String,
        /// One of these states runs; `any` for always.
        #[serde(rename = "in")]
        states: Vec<String>,
        /// Fields that must be given.
        #[serde(default)]
        needs: Vec<String>,
        /// Fields that may be given.
        #[serde(default)]
        may: Vec<String>,
        /// Conditions.
        #[serde(default)]
        guards: Vec<String>,
        /// Whether a second person has to agree.
        #[serde(default)]
        second: bool,
        /// Whether it is conduct on which a compulsory file can rest.
        #[serde(default)]
        ground: bool,
        /// Whether an upheld complaint about it can undo it.
        #[serde(default)]
        revocable: bool,
        /// Whether it is another authority's, which does not fall with what the commune had written down wrongly.
        #[serde(default)]
        stands: bool,
        /// What paper it rests on.
        #[serde(default)]
        paper: Paper,
        /// The acts before which that paper cannot have been signed.
        #[serde(default)]
        rests_on: Vec<String>,
        /// The acts of which one must have been done and not yet been answered by this one.
        #[serde(default)]
        follows: Vec<String>,
        /// Whether it answers one of them more than once.
        #[serde(default)]
        repeats: bool,
        /// Whether it comes in its order although it changes no state: terms or grounds are counted from it.
        #[serde(default)]
        ordered: bool,
        /// What it does.
        #[serde(default)]
        effects: Vec<Effect>,
    }
}

/// What paper an act rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Drawn up when something has happened, or after it: minutes, a test sheet.
    #[default]
    Record,
    /// Signed first, then carried out or sent: a decision, a notice, a certificate.
    Issued,
    /// Somebody else's, which can be older than the case, and one for many files: a sentence, an extract of death.
    Outside,
    /// None: an entry of a book, or what the person applied for themselves.
    None,
}

impl Act {
    /// Whether it rests on a paper with number, date and signer.
    pub fn needs_paper(&self) -> bool {
        self.paper != Paper::None
    }

    /// Whether its paper has a number that no other paper of its office has in that year.
    pub fn numbers_paper(&self) -> bool {
        matches!(self.paper, Paper::Record | Paper::Issued)
    }

    /// Whether a second person agrees to it, whoever it is about: the tables say so, or it hands the case to another unit.
    pub fn of_two(&self) -> bool {
        self.second || self.effects.iter().any(|effect| effect.follows)
    }

    /// Whether it may not stand before what already changed the case; what only adds a fact may come late.
    pub fn in_order(&self) -> bool {
        self.changes() || self.ground || self.ordered
    }

    /// Whether it changes the case; what only adds a fact does not.
    pub fn changes(&self) -> bool {
        !self.effects.is_empty()
    }
}

/// One regime: its dates, rules, terms and clocks.
#[derive(Clone, Debug)]
pub struct RegimeLaw {
    /// Which.
    pub regime: Regime,
    /// Its instruments.
    pub title: String,
    /// First day.
    pub from: Date,
    /// Last day; none while in force.
    pub to: Option<Date>,
    /// What the dates rest on.
    pub citation: String,
    /// How well that is known.
    pub evidence: Evidence,
    /// Who confirms it.
    pub owner: Option<String>,
    /// Guards that hold under this regime only; another regime's are asked by none.
    pub guards: Vec<String>,
    /// Who does what.
    pub rules: Vec<Rule>,
    /// How long measures last.
    pub terms: Vec<Term>,
    /// Time limits.
    pub clocks: Vec<ClockLine>,
}

impl RegimeLaw {
    /// The rule of an act; none where the regime does not have it.
    pub fn rule(&self, act: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.act == act)
    }
}

/// The whole law of casework with the choices made.
#[derive(Clone, Debug)]
pub struct Law {
    /// The statutory lists.
    pub lists: Vec<List>,
    /// Clauses by which acts take people off lists.
    pub removals: Vec<Removal>,
    /// States.
    pub states: Vec<State>,
    /// Those who act.
    pub actors: Vec<Actor>,
    /// What can be written down.
    pub fields: Vec<Field>,
    /// Conditions.
    pub guards: Vec<GuardLine>,
    /// Choices.
    pub switches: Vec<Switch>,
    /// Shapes of acts.
    pub acts: Vec<Act>,
    /// Regimes, oldest first.
    pub regimes: Vec<RegimeLaw>,
    /// How long files are kept.
    pub retention: Vec<Retention>,
    /// Working days.
    pub calendar: Calendar,
    pub(super) chosen: BTreeMap<String, String>,
}

impl Law {
    /// The regime in force on a day; none before 1/1/2022.
    pub fn on(&self, day: Date) -> Option<&RegimeLaw> {
        self.regimes.iter().find(|law| law.from <= day && law.to.is_none_or(|to| day <= to))
    }

    /// A regime by its letter.
    pub fn regime(&self, regime: Regime) -> Option<&RegimeLaw> {
        self.regimes.iter().find(|law| law.regime == regime)
    }

    /// An act by its name.
    pub fn act(&self, id: &str) -> Option<&Act> {
        self.acts.iter().find(|act| act.id == id)
    }

    /// Whether an event is one that closes a case.
    pub fn closes(&self, event: &super::case::Event) -> bool {
        self.act(&event.act).is_some_and(|act| act.effects.iter().any(|effect| effect.closes.is_some()))
    }

    /// A state by its name.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The clause by which an act takes somebody off a list under a regime; none where it is that of the act itself.
    pub fn removal(&self, regime: Regime, list: &str, act: &str) -> Option<&Removal> {
        let of = |line: &&Removal| line.id.split_once('/') == Some((list, act));
        self.removals.iter().filter(|_| regime == Regime::C).find(of)
    }

    /// A field by its key.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Somebody who acts, by name or legal name, with or without diacritics.
    pub fn actor(&self, name: &str) -> Option<&Actor> {
        let wanted = plain(name);
        self.actors.iter().find(|actor| actor.id == name || plain(&actor.id) == wanted || plain(&actor.title) == wanted)
    }

    /// The line of a guard.
    pub fn guard(&self, guard: Guard) -> Option<&GuardLine> {
        self.guards.iter().find(|line| line.id == guard.key())
    }

    /// The option chosen for a switch; its default unless another was.
    pub fn choice(&self, switch: &str) -> &str {
        let default = || self.switches.iter().find(|s| s.id == switch).map_or("", |s| s.default.as_str());
        self.chosen.get(switch).map_or_else(default, String::as_str)
    }

    /// Chooses an option; an error names what is known instead.
    pub fn choose(&mut self, switch: &str, option: &str) -> Result<(), Vec<String>> {
        let Some(line) = self.switches.iter().find(|s| s.id == switch) else {
            return Err(self.switches.iter().map(|s| s.id.clone()).collect());
        };
        if !line.options.iter().any(|o| o == option) {
            return Err(line.options.clone());
        }
        self.chosen.insert(switch.to_owned(), option.to_owned());
        Ok(())
    }

    /// What a guard rests on under a regime.
    pub fn clause(&self, guard: Guard, regime: Option<Regime>) -> Basis<'_> {
        let Some(line) = self.guard(guard) else {
            return Basis { citation: "", evidence: Evidence::Missing, owner: None };
        };
        let mut basis = line.basis();
        if regime != Some(Regime::C)
            && let Some(old) = &line.old
        {
            basis.citation = old;
            if let Some(evidence) = line.old_evidence {
                basis.evidence = evidence;
                basis.owner = line.old_owner.as_deref();
            }
        }
        basis
    }
}

/// Lower case without diacritics, words joined by `_`.
fn plain(text: &str) -> String {
    crate::fold::plain(text).split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join("_")
}

/// A TOML date as a day.
pub(super) fn date(raw: toml::value::Datetime) -> Option<Date> {
    raw.to_string().parse().ok()
}
