//! Plans that come with the program: documents of the programme as data, each line with its citation.
//!
//! A text once published is never changed: what is corrected gets the next version, and both stay, because chains of acts
//! name the one that was adopted. A file of a later version, `<id>.v<version>.toml`, says only what it puts in the place
//! of the earlier one.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::act::{Draft, Statement};
use super::check::{self, Refusal};
use super::document::{Document, Kind, Mark, Source};
use super::roadmap::Roadmap;
use super::target::Target;

macro_rules! files {
    ($($name:literal)*) => {
        /// The files, by name and text.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../../data/plans/", $name, ".toml"))),)*];
    };
}

files! {
    "th-192-2025" "tp-thanh-hoa-14-2024" "kim-dong-60-2024" "hong-linh-2024" "tuyen-quang-2025" "hung-yen-199-2026" "hue-2026"
    "ntp-2030"
    "th-192-2025.v2" "tp-thanh-hoa-14-2024.v2" "hung-yen-199-2026.v2"
}

/// A section of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name here, by the order of the text.
    pub id: String,
    /// What it is about: as printed, or in our words where `note` says so.
    pub title: String,
    /// What is to be known of its numbering or wording.
    #[serde(default)]
    pub note: Option<String>,
}

/// How often something comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Hằng tháng.
    Monthly,
    /// Hằng quý.
    Quarterly,
    /// Mỗi học kỳ.
    Term,
    /// Hằng năm.
    Yearly,
    /// Thường xuyên: without a day.
    Standing,
}

/// For each of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Thôn, bản, tổ dân phố.
    Hamlet,
    /// Xã, phường, đặc khu.
    Commune,
    /// Trường học.
    School,
    /// The body itself.
    Body,
}

/// A task that a plan gives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Its name within the plan.
    pub id: String,
    /// In which section.
    pub section: String,
    /// What is to be done: in our words, short quotations in quotation marks.
    pub text: String,
    /// Bodies that lead; where the plan only says "by their functions", those that it names.
    pub lead: Vec<String>,
    /// Bodies that work with them.
    #[serde(default)]
    pub with: Vec<String>,
    /// How often it comes back, where it does.
    #[serde(default)]
    pub rhythm: Option<Rhythm>,
    /// At least how many times in each of them.
    #[serde(default)]
    pub times: Option<u32>,
    /// For each of what.
    #[serde(default)]
    pub each: Option<Each>,
    /// The target that it serves.
    #[serde(default)]
    pub target: Option<String>,
    /// Where in the document.
    pub citation: String,
}

/// A plan that comes with the program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    schema: u32,
    /// Its id.
    pub id: String,
    /// Which text of it.
    pub version: u32,
    /// What kind of paper.
    pub kind: Kind,
    /// Number and symbol; in words where the source names none.
    pub number: String,
    /// The day on it, or the first day on which it is known.
    pub date: Date,
    /// Whether the source names number and date.
    pub numbered: bool,
    /// What it is called.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// The office that signed.
    pub signer: String,
    /// What it rests on.
    #[serde(default)]
    pub basis: Vec<String>,
    /// First day of its term.
    pub from: Date,
    /// Last day of its term.
    pub to: Date,
    /// The unit that it is for: level (`province`, `district`, `nation`).
    pub level: String,
    /// Its code on `map_on`; empty for the nation.
    pub code: String,
    /// Its name as then.
    pub place: String,
    /// The day whose map it speaks of.
    pub map_on: Date,
    /// How well the head is known.
    pub source: Source,
    /// The reporting calendar of it, by its name in `data/calendars.toml`.
    #[serde(default)]
    pub calendar: Option<String>,
    /// What it says of money.
    #[serde(default)]
    pub funds: Option<String>,
    /// What a reader has to know.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Its sections.
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
    /// Its tasks.
    #[serde(default, rename = "task")]
    pub tasks: Vec<Task>,
    /// Its targets.
    #[serde(default, rename = "target")]
    pub targets: Vec<Target>,
    /// Its roadmaps.
    #[serde(default, rename = "roadmap")]
    pub roadmaps: Vec<Roadmap>,
    /// Values that its source tells.
    #[serde(default)]
    pub stated: Vec<Statement>,
}

/// A later version of a plan: what it puts in the place of an earlier one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    schema: u32,
    id: String,
    version: u32,
    /// The version that it begins with.
    corrects: u32,
    /// What a reader has to know besides.
    #[serde(default)]
    notes: Vec<String>,
    /// Targets in the place of those of the same name, or besides them.
    #[serde(default, rename = "target")]
    targets: Vec<Target>,
}

impl Correction {
    fn over(self, mut plan: Shipped) -> Shipped {
        plan.version = self.version;
        plan.notes.extend(self.notes);
        for target in self.targets {
            match plan.targets.iter_mut().find(|of| of.id == target.id) {
                Some(place) => *place = target,
                None => plan.targets.push(target),
            }
        }
        plan
    }
}

/// What is wrong with a file of a plan.
#[derive(Debug, thiserror::Error)]
pub enum ShippedError {
    /// It cannot be read.
    #[error("{0}.toml: {1}")]
    Unreadable(String, String),
    /// Something in it is refused.
    #[error("{0}.toml: {1}")]
    Refused(String, Refusal),
    /// A name that nothing defines, or one that is there twice.
    #[error("{0}.toml: `{1}` is not known there, or stands there twice")]
    Unknown(String, String),
}

impl Shipped {
    /// Its paper.
    pub fn document(&self) -> Document {
        Document {
            number: self.number.clone(),
            date: self.date,
            issuer: self.issuer.clone(),
            signer: self.signer.clone(),
        }
    }

    /// Its head.
    pub fn head(&self) -> Draft {
        Draft {
            kind: self.kind,
            title: self.title.clone(),
            issuer: self.issuer.clone(),
            basis: self.basis.clone(),
            from: self.from,
            to: self.to,
            supersedes: None,
        }
    }

    /// A target by its name.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.id == id)
    }

    /// Reads one and holds it against what an act would have to hold.
    pub fn read(name: &str, text: &str) -> Result<Self, ShippedError> {
        let plan: Self =
            toml::from_str(text).map_err(|error| ShippedError::Unreadable(name.to_owned(), error.to_string()))?;
        if plan.schema != 1 || plan.id != name {
            return Err(ShippedError::Unknown(name.to_owned(), plan.id));
        }
        plan.checked(name)
    }

    /// Reads a later version over the earlier ones.
    fn correction(name: &str, text: &str, earlier: &[Self]) -> Result<Self, ShippedError> {
        let of: Correction =
            toml::from_str(text).map_err(|error| ShippedError::Unreadable(name.to_owned(), error.to_string()))?;
        let named = of.schema == 1 && of.version > of.corrects && name == format!("{}.v{}", of.id, of.version);
        let before = earlier.iter().find(|plan| named && plan.id == of.id && plan.version == of.corrects);
        let Some(before) = before else { return Err(ShippedError::Unknown(name.to_owned(), of.id)) };
        of.over(before.clone()).checked(name)
    }

    fn checked(self, name: &str) -> Result<Self, ShippedError> {
        let plan = self;
        let refused = |refusal| ShippedError::Refused(name.to_owned(), refusal);
        if plan.source.evidence != Mark::V && plan.source.owner.is_none() {
            return Err(refused(Refusal::NeedsOwner(plan.id.clone())));
        }
        check::draft(&plan.head()).map_err(refused)?;
        check::document(&plan.document(), plan.date).map_err(refused)?;
        for target in &plan.targets {
            check::target(target, plan.from, plan.to).map_err(refused)?;
        }
        for roadmap in &plan.roadmaps {
            check::roadmap(roadmap, plan.from, plan.to).map_err(refused)?;
        }
        for told in &plan.stated {
            check::number(&told.target, &told.counted).map_err(refused)?;
        }
        plan.names().map_err(|unknown| ShippedError::Unknown(name.to_owned(), unknown))?;
        Ok(plan)
    }

    /// Every name once, and none that is not there.
    fn names(&self) -> Result<(), String> {
        fn once<'n>(names: impl Iterator<Item = &'n String>) -> Result<Vec<&'n String>, String> {
            let mut seen: Vec<&String> = Vec::new();
            for name in names {
                if seen.contains(&name) {
                    return Err(name.clone());
                }
                seen.push(name);
            }
            Ok(seen)
        }
        let targets = once(self.targets.iter().map(|of| &of.id))?;
        let sections = once(self.sections.iter().map(|of| &of.id))?;
        once(self.tasks.iter().map(|of| &of.id))?;
        let of_tasks = self.tasks.iter().filter_map(|task| task.target.as_ref());
        let told = self.stated.iter().map(|told| &told.target);
        of_tasks.chain(told).find(|name| !targets.contains(name)).map_or(Ok(()), |name| Err(name.clone()))?;
        let homeless = self.tasks.iter().find(|task| !sections.contains(&&task.section));
        homeless.map_or(Ok(()), |task| Err(task.section.clone()))
    }
}

/// Every shipped plan, or what is wrong with the first bad one.
pub fn read_all() -> Result<Vec<Shipped>, ShippedError> {
    FILES.iter().try_fold(Vec::with_capacity(FILES.len()), |mut plans, (name, text)| {
        let later = name.contains(".v");
        plans.push(if later { Shipped::correction(name, text, &plans)? } else { Shipped::read(name, text)? });
        Ok(plans)
    })
}

static ALL: LazyLock<Vec<Shipped>> = LazyLock::new(|| read_all().unwrap_or_default());

/// Every shipped plan in every version. A test reads them with [`read_all`], so none is left out of a release.
pub fn all() -> &'static [Shipped] {
    &ALL
}

/// A shipped plan in the text of a version.
pub fn find(id: &str, version: u32) -> Option<&'static Shipped> {
    all().iter().find(|plan| plan.id == id && plan.version == version)
}

/// The last text of a shipped plan.
pub fn latest(id: &str) -> Option<&'static Shipped> {
    all().iter().filter(|plan| plan.id == id).max_by_key(|plan| plan.version)
}

/// The last text of every shipped plan, in the order of the files.
pub fn latest_of_each() -> impl Iterator<Item = &'static Shipped> {
    let newer = |plan: &Shipped| all().iter().any(|of| of.id == plan.id && of.version > plan.version);
    all().iter().filter(move |plan| !newer(plan))
}
