//! Forms (biểu mẫu): what a report holds, as data.

use serde::{Deserialize, Serialize};

use super::contract::{Contract, Narrative, Needed};
use super::rules::Rule;
use crate::indicators::Indicators;

/// Of which units a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormLevel {
    /// Communes, wards and special zones.
    Commune,
    /// Provinces.
    Province,
    /// The ministry.
    Nation,
}

impl FormLevel {
    /// The word of the data.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Province => "province",
            Self::Nation => "nation",
        }
    }

    /// The level whose reports it is made of.
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Commune => None,
            Self::Province => Some(Self::Commune),
            Self::Nation => Some(Self::Province),
        }
    }
}

/// Until when a report has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// As the calendar says.
    Calendar,
    /// No document names a day.
    Unnamed,
}

/// A text with figures in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(pub Vec<Piece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A figure, with its unit.
    Figure(String),
    /// A name or a date of the report: `unit`, `period`, `to`.
    Name(&'static str),
}

/// The names that stand in texts beside figures.
pub const NAMES: [&str; 13] = [
    "unit",
    "unit_upper",
    "province",
    "province_upper",
    "body",
    "body_upper",
    "period",
    "year",
    "from",
    "to",
    "as_of",
    "missing",
    "place",
];

/// A row of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// What stands before it.
    pub title: String,
    /// A figure in each column.
    pub cells: Vec<String>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// One figure in a row, beside that of the period before.
    Lines(Vec<String>),
    /// Figures by row and column.
    Grid {
        /// The headings.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<GridRow>,
    },
    /// One unit in a row, for consolidated reports.
    Units(Vec<String>),
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Text(Text),
    /// A table.
    Table {
        /// What stands above it.
        title: String,
        /// What it holds.
        kind: TableKind,
    },
    /// A place for the author's own words.
    Narrative {
        /// Its name.
        id: String,
        /// What is asked.
        prompt: String,
        /// Whether it has to be there.
        required: bool,
    },
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading; its number follows from the sections before it.
    pub title: String,
    /// The periods in which it stands; none are all.
    pub periods: Vec<String>,
    /// What it says.
    pub parts: Vec<Part>,
}

/// Who writes, submits, passes on and decides: roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// Who writes.
    pub drafts: Vec<String>,
    /// Who submits.
    pub submits: Vec<String>,
    /// Who decides.
    pub approves: Vec<String>,
    /// Through whom it goes, in words.
    pub through: Option<String>,
    /// To whom, in words.
    pub to: String,
    /// Of a body beside the committee: several reports of one unit and period.
    pub parallel: bool,
}

/// How it looks as a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signing {
    /// The office of the letterhead that issues it; none where the form says it itself.
    pub issuer: Option<String>,
    /// The body above, a line each.
    pub parent: Vec<Text>,
    /// The body, a line each.
    pub body: Vec<Text>,
    /// The place before the date.
    pub place: Option<Text>,
    /// The collective in whose name it is signed.
    pub collective: Option<String>,
    /// The post of its head.
    pub post: Option<String>,
    /// The symbol of its numbers: `BC-UBND`.
    pub symbol: String,
    /// To whom it is addressed.
    pub addressees: Vec<Text>,
    /// Who receives it.
    pub recipients: Vec<Text>,
    /// Where it is filed.
    pub filed: String,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name.
    pub id: String,
    /// Its version: a form that was used is not changed, it gets the next.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// What a report of it is about.
    pub subject: Text,
    /// Of which units.
    pub level: FormLevel,
    /// The calendar that orders it.
    pub calendar: String,
    /// The periods of that calendar.
    pub periods: Vec<String>,
    /// Until when.
    pub due: Due,
    /// The form of the level below that it is made of.
    pub of: Option<String>,
    /// Where it is ordered.
    pub citation: String,
    /// How well that is known.
    pub evidence: String,
    /// How well its layout is known: U where no official form was found.
    pub layout: String,
    /// Who answers for what was not read.
    pub owner: Option<String>,
    /// Who does what.
    pub route: Route,
    /// How it looks.
    pub signing: Signing,
    /// The documents that it rests on.
    pub basis: Vec<String>,
    /// What it says.
    pub sections: Vec<Section>,
    /// What its figures obey.
    pub rules: Vec<Rule>,
}

impl Form {
    /// What a place for words is called: the heading of its section; its name where the form has no such place.
    pub fn place<'f>(&'f self, id: &'f str) -> &'f str {
        let holds = |section: &&Section| {
            section.parts.iter().any(|part| matches!(part, Part::Narrative { id: of, .. } if of == id))
        };
        self.sections.iter().find(holds).map_or(id, |section| section.title.as_str())
    }

    /// The sections of a period: `Q3`.
    pub fn sections_of<'f>(&'f self, period: &'f str) -> impl Iterator<Item = &'f Section> {
        self.sections
            .iter()
            .filter(move |section| section.periods.is_empty() || section.periods.iter().any(|p| p == period))
    }

    /// Every indicator of a period, in the order in which they stand; the parts of shares come with them.
    pub fn indicators(&self, period: &str, known: &Indicators) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut add = |id: &str| {
            let parts = known.get(id).and_then(|indicator| indicator.parts.as_ref());
            for id in parts.map(|(n, d)| [n.as_str(), d.as_str()]).into_iter().flatten().chain([id]) {
                if !found.iter().any(|other| other == id) {
                    found.push(id.to_owned());
                }
            }
        };
        for id in self.sections_of(period).flat_map(|section| section.parts.iter()).flat_map(of_part) {
            add(id);
        }
        found
    }

    /// What the form asks of a report of a period. A consolidated report takes what people typed from the reports below.
    pub fn contract(&self, period: &str, known: &Indicators) -> Contract {
        let ids = self.indicators(period, known);
        let narratives =
            self.sections_of(period).flat_map(|section| section.parts.iter()).filter_map(|part| match part {
                Part::Narrative { id, required, .. } => Some(Narrative { id: id.clone(), required: *required }),
                _ => None,
            });
        let within = |rule: &&Rule| rule.left.iter().chain(&rule.right).all(|term| ids.contains(&term.indicator));
        Contract {
            narratives: narratives.collect(),
            rules: self.rules.iter().filter(within).cloned().collect(),
            figures: ids.iter().map(|id| needed(id, known, self.of.is_none())).collect(),
        }
    }
}

/// What is asked of one figure. A consolidated report takes what people typed from the reports below.
fn needed(id: &str, known: &Indicators, written_here: bool) -> Needed {
    let indicator = known.get(id);
    Needed {
        indicator: id.to_owned(),
        typed: written_here && indicator.is_some_and(|indicator| indicator.origin.is_typed()),
        required: true,
        parts: indicator.and_then(|indicator| indicator.parts.clone()),
    }
}

/// The indicators of a part.
pub(super) fn of_part(part: &Part) -> Vec<&str> {
    match part {
        Part::Text(text) => text.figures().collect(),
        Part::Table { kind: TableKind::Lines(ids) | TableKind::Units(ids), .. } => {
            ids.iter().map(String::as_str).collect()
        }
        Part::Table { kind: TableKind::Grid { rows, .. }, .. } => {
            rows.iter().flat_map(|row| row.cells.iter().map(String::as_str)).collect()
        }
        Part::Narrative { .. } => Vec::new(),
    }
}

impl Text {
    /// Reads `Toàn xã có {{addicts}}.`; what stands in brackets is an indicator or one of [`NAMES`].
    pub fn read(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once("{{") {
            let Some((name, behind)) = after.split_once("}}") else { break };
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            let name = name.trim();
            pieces.push(match NAMES.into_iter().find(|known| *known == name) {
                Some(known) => Piece::Name(known),
                None => Piece::Figure(name.to_owned()),
            });
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Self(pieces)
    }

    /// The figures in it.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| if let Piece::Figure(id) = piece { Some(id.as_str()) } else { None })
    }
}

/// Every form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms(pub(super) Vec<Form>);

impl Forms {
    /// By its name: the newest version.
    pub fn get(&self, id: &str) -> Option<&Form> {
        self.0.iter().filter(|form| form.id == id).max_by_key(|form| form.version)
    }

    /// All of them.
    pub fn all(&self) -> &[Form] {
        &self.0
    }
}
