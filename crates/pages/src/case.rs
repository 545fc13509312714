//! A person's file: where they stand, what runs, what may lawfully come next, what happened, and their rights.

mod samples;

use crate::Html;
use crate::frame::Frame;
use askama::Template;
use texts::Lang;

/// What a line rests on, with how well that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Article, clause, point.
    pub citation: String,
    /// How well it is known: `V`, `S`, `K`, `N`, `I`.
    pub mark: String,
    /// Who confirms it where it was not read; empty otherwise.
    pub owner: String,
}

impl Basis {
    /// What the mark means, with who confirms the line.
    pub fn word(&self, lang: Lang) -> String {
        let found = marks(lang).into_iter().find(|(mark, _)| *mark == self.mark);
        let word = found.map_or(lang.files_mark_n(), |(_, word)| word);
        if self.owner.is_empty() { word.to_owned() } else { lang.files_mark_owner(word, &self.owner) }
    }
}

/// Every mark of how well a line is known, with what it means.
pub fn marks(lang: Lang) -> [(&'static str, &'static str); 5] {
    [
        ("V", lang.files_mark_v()),
        ("S", lang.files_mark_s()),
        ("K", lang.files_mark_k()),
        ("N", lang.files_mark_n()),
        ("I", lang.files_mark_i()),
    ]
}

/// A measure that runs or ran.
#[derive(Clone, Debug, Default)]
pub struct MeasureRow {
    /// Its legal name; while suspended, that of the suspension.
    pub title: String,
    /// The law of its decision: `A`, `B`, `C`.
    pub regime: String,
    /// Since when, in writing.
    pub since: String,
    /// The last day of its term; empty where there is none.
    pub until: String,
    /// The same day where a switch is read the other way, and the switch; empty where nothing depends on one.
    pub other: Option<(String, String)>,
    /// Since when it is suspended, and how many days were left.
    pub paused: Option<(String, Option<i32>)>,
    /// When and how it ended.
    pub over: Option<(String, String)>,
    /// Whether it was decided before the person was 18.
    pub minor: bool,
    /// Since when it runs again, and the entry that brought it back.
    pub back: Option<(String, usize)>,
    /// The entry that opened it.
    pub entry: usize,
    /// What that rested on.
    pub basis: Basis,
}

/// A time on a statutory list.
#[derive(Clone, Debug, Default)]
pub struct ListRow {
    /// Its legal name.
    pub title: String,
    /// Whose list.
    pub unit: String,
    /// Day, entry and act that put the person there.
    pub from: (String, usize, String),
    /// What that rested on.
    pub basis: Basis,
    /// Day, entry and act that took them off.
    pub to: Option<(String, usize, String)>,
}

/// A time limit.
#[derive(Clone, Debug, Default)]
pub struct ClockRow {
    /// What is to be done.
    pub title: String,
    /// Who owes it.
    pub owes: String,
    /// Until when, in writing.
    pub due: String,
    /// The same for machines.
    pub due_iso: String,
    /// `open`, `late`, `met`, `met_late` or `lapsed`.
    pub standing: &'static str,
    /// When it was met, in writing; empty while it was not.
    pub met: String,
    /// Of several of one duty, whether it is the strictest.
    pub binding: bool,
    /// Whether it is a time that the person has, and not one within which something is due.
    pub window: bool,
    /// What it rests on.
    pub basis: Basis,
    /// The year whose holidays are counted by the default; empty where none is.
    pub default_year: String,
}

impl ClockRow {
    /// How it stands, in words.
    pub fn word(&self, lang: Lang) -> &'static str {
        match self.standing {
            "met" if self.window => lang.files_file_standing_used(),
            "lapsed" if self.window => lang.files_file_standing_unused(),
            "open" => lang.files_file_standing_open(),
            "late" => lang.files_file_standing_late(),
            "met" => lang.files_file_standing_met(),
            "met_late" => lang.files_file_standing_met_late(),
            "missed" => lang.files_file_standing_missed(),
            _ => lang.files_file_standing_lapsed(),
        }
    }

    /// A mark beside the word.
    pub fn sign(&self) -> &'static str {
        match self.standing {
            "open" => "○",
            "late" => "!",
            "met" | "met_late" => "✓",
            "missed" => "×",
            _ => "–",
        }
    }
}

/// An act that may lawfully come next.
#[derive(Clone, Debug, Default)]
pub struct StepRow {
    /// Its form here; empty where who looks may not record it.
    pub href: String,
    /// Its legal name.
    pub title: String,
    /// On which form of law.
    pub form: String,
    /// Who decides or makes it.
    pub by: String,
    /// Until when, in writing; empty where no time limit asks for it.
    pub due: String,
    /// Whether it needs a second person.
    pub second: bool,
    /// What it rests on.
    pub basis: Basis,
}

/// A paper that can be printed.
#[derive(Clone, Debug, Default)]
pub struct PaperRow {
    /// Number and title of the form.
    pub title: String,
    /// As a text document.
    pub docx: String,
    /// As a fixed page.
    pub pdf: String,
}

/// Something that happened.
#[derive(Clone, Debug, Default)]
pub struct EventRow {
    /// Its number in the file, from 1.
    pub entry: usize,
    /// When, in writing.
    pub when: String,
    /// Its legal name.
    pub title: String,
    /// What it rests on.
    pub basis: Basis,
    /// Number and day of the signed paper; the number may be empty.
    pub paper: (String, String),
    /// Who signed; empty where that was not written down.
    pub signer: String,
    /// In which office.
    pub office: String,
    /// Who entered it, and when.
    pub entered: (String, String),
    /// Who agreed; empty where nobody had to.
    pub agreed: String,
    /// What was written down with it: name and value.
    pub fields: Vec<(String, String)>,
    /// What is worth knowing beside it: facts of the law, never marks.
    pub notes: Vec<String>,
    /// Whether it is contested and not yet settled.
    pub contested: bool,
    /// The form that puts one of its values right; empty where there is none.
    pub correct: String,
}

/// Help that was spoken of.
#[derive(Clone, Debug, Default)]
pub struct SupportRow {
    /// Which.
    pub what: String,
    /// What came of it.
    pub outcome: String,
    /// On which day.
    pub day: String,
}

/// A member of the team that helps.
#[derive(Clone, Debug, Default)]
pub struct MemberRow {
    /// Their name.
    pub name: String,
    /// Their role in it.
    pub role: String,
    /// Until when they are named; empty while open.
    pub until: String,
}

/// What the person can ask for; an empty address where who looks cannot do it for them.
#[derive(Clone, Debug, Default)]
pub struct RightsBox {
    /// The printable extract.
    pub extract: String,
    /// The form that records a complaint or a request to correct.
    pub contest: String,
    /// The form that answers one; empty while none is open.
    pub settle: String,
    /// Who looked.
    pub looks: String,
}

/// Where the person lives, and what was found of it.
#[derive(Clone, Debug, Default)]
pub struct Residence {
    /// Since when in this unit; empty where unknown.
    pub since: String,
    /// Where the person lived from when to when, the present place first.
    pub periods: Vec<ResidencePeriod>,
    /// What happened: what, day, result.
    pub rows: Vec<(String, String, String)>,
}

/// A time in which the person lived in a unit that answered for the file.
#[derive(Clone, Debug, Default)]
pub struct ResidencePeriod {
    /// The unit.
    pub unit: String,
    /// From which day; empty where nobody said.
    pub from: String,
    /// To before which day; empty while it goes on.
    pub to: String,
    /// Permanent, temporary, or where the person lives; empty where nobody found out.
    pub kind: String,
    /// Who verified it last, and when; empty where nobody did.
    pub verified: String,
}

/// The file.
#[derive(Clone, Debug, Template)]
#[template(path = "case/show.html")]
pub struct CaseFile {
    /// Around the page.
    pub frame: Frame,
    /// Whose, as a random id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Year of birth; empty where unknown.
    pub year: String,
    /// Whether the person is under 18 today.
    pub minor: bool,
    /// The unit that holds the file.
    pub unit: String,
    /// What it is open for.
    pub purpose: String,
    /// Where the person moves to, and since when.
    pub transit: Option<(String, String)>,
    /// Why nothing more can happen; empty while it can.
    pub closed: String,
    /// Numbers of contested entries, in writing; empty where there are none.
    pub contested: String,
    /// What the purpose does not show; empty where it shows everything.
    pub restricted: String,
    /// Measures that run.
    pub measures: Vec<MeasureRow>,
    /// Measures that ended, newest first.
    pub past: Vec<MeasureRow>,
    /// Lists, those in force first.
    pub lists: Vec<ListRow>,
    /// Time limits that run, by when they are due.
    pub clocks: Vec<ClockRow>,
    /// Time limits that passed, newest first.
    pub clocks_over: Vec<ClockRow>,
    /// Acts that a running time limit asks for.
    pub due_steps: Vec<StepRow>,
    /// Acts under the present measure.
    pub steps: Vec<StepRow>,
    /// Acts that are possible at any time.
    pub any_steps: Vec<StepRow>,
    /// What happened, newest first.
    pub events: Vec<EventRow>,
    /// Papers to print.
    pub papers: Vec<PaperRow>,
    /// Support, newest first.
    pub support: Vec<SupportRow>,
    /// The form that records more of it; empty for who may not.
    pub support_href: String,
    /// The team.
    pub team: Vec<MemberRow>,
    /// Where they live.
    pub residence: Residence,
    /// What the person can ask for.
    pub rights: RightsBox,
    /// When the file was shown, in writing.
    pub at: String,
}

impl CaseFile {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// What an empty part says: where the purpose leaves something out, nobody is told that there is nothing.
    pub fn nothing<'s>(&self, lang: Lang, otherwise: &'s str) -> &'s str {
        if self.restricted.is_empty() { otherwise } else { lang.files_file_not_shown() }
    }

    /// Whether nothing may come next.
    pub fn is_over(&self) -> bool {
        self.due_steps.is_empty() && self.steps.is_empty() && self.any_steps.is_empty()
    }

    /// Made-up files: full, a child's that is contested and moving, one with nothing in it yet, closed, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        samples::all()
    }
}
