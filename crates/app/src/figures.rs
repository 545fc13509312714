//! Recording figures: typed into a sheet, taken from a file, or taken back.

use std::io::{Read, Seek};
use std::sync::Arc;

use criteria::{Pack, Settings};
use domain::access::{NATION, Permit, Place, acts};
use domain::facts::{Change, Entry, Fact, Recording, Source, Value, record, undo};
use domain::units::{Level, UnitId, Version};
use jiff::civil::Date;
use store::facts::{Batch, Saved};
use store::ledger::{Actor, Deed};
use texts::Lang;
use uuid::Uuid;

use crate::app::App;
use crate::classify::Classify;
use crate::intake::{Issue, Notice};
use crate::problem::Problem;

/// One row of the sheet in which figures are typed.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// The unit.
    pub unit: Version,
    /// The facts in force, in the order of the pack's inputs of the level.
    pub facts: Vec<Option<Fact>>,
}

/// The sheet of a province: its communes (or itself) and what is known of each.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The province.
    pub province: Version,
    /// The pack whose inputs are the columns.
    pub pack: Arc<Pack>,
    /// The rows, in Vietnamese order.
    pub rows: Vec<SheetRow>,
}

/// A figure typed into the sheet.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The unit's code.
    pub code: String,
    /// The input's id.
    pub input: String,
    /// What was typed.
    pub value: Value,
}

/// What a recording wrote.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its id, by which it can be undone.
    pub batch: Uuid,
    /// How many figures changed.
    pub facts: usize,
    /// Accepted, but worth knowing.
    pub notices: Vec<Notice>,
}

/// What a facts file is said to hold.
#[derive(Clone, Debug)]
pub struct FactsFile {
    /// Its name, as a source of its figures.
    pub name: String,
    /// The level of its units.
    pub level: Level,
    /// The evaluation year of its figures.
    pub year: i16,
    /// The province it is for: units of others are refused.
    pub province: Option<String>,
}

/// Who stands behind figures.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The paper.
    pub source: Source,
    /// Who enters, as written on the paper or typed.
    pub entered_by: String,
    /// Who does it, as the ledger names them, and how far they reach.
    pub author: Author,
}

/// Who does it, and the unit whose figures they may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    actor: Actor,
    within: UnitId,
}

impl Author {
    /// The operator of this machine, by a command: everything.
    pub const LOCAL: Self = Self { actor: Actor::LocalOperator, within: NATION };

    /// Whoever the policy permitted to record, on the unit for which it did.
    pub fn recording(permit: &Permit<acts::RecordFigures>) -> Option<Self> {
        Some(Self { actor: actor(permit.account()?, permit.appointment()), within: permit.unit() })
    }

    /// Whoever the policy permitted to take back, on the unit for which it did.
    pub fn undoing(permit: &Permit<acts::UndoFigures>) -> Option<Self> {
        Some(Self { actor: actor(permit.account()?, permit.appointment()), within: permit.unit() })
    }
}

const fn actor(account: Uuid, appointment: Option<Uuid>) -> Actor {
    Actor::Account { account, appointment }
}

/// The most faults of an upload that are kept to be shown; the rest are counted.
const ISSUES_KEPT: usize = 5_000;

impl App {
    /// The sheet of a province for a year.
    pub async fn sheet(&self, province: &str, level: Level, year: i16) -> Result<Sheet, Problem> {
        let (pack, window, register) = (self.law()?, self.window(year)?, self.register());
        let province = register.at_code(province, Level::Province, window.to).ok_or(Problem::Hidden)?.clone();
        let mut tx = self.db().snapshot().await?;
        let facts = store::facts::of_window(&mut tx, Some(&province.code), window, None).await?;
        let units: Vec<Version> = match level {
            Level::Province => vec![province.clone()],
            _ => register.children(province.unit, window.to).cloned().collect(),
        };
        let mut rows: Vec<SheetRow> = units
            .into_iter()
            .map(|unit| {
                let of_input = |id: &str| facts.iter().find(|f| f.unit == unit.unit && f.input == id).cloned();
                let facts = pack.inputs_of(level).map(|(_, input)| of_input(&input.id)).collect();
                SheetRow { unit, facts }
            })
            .collect();
        rows.sort_by_key(|row| domain::fold::sort_key(&row.unit.name));
        Ok(Sheet { province, pack, rows })
    }

    /// Records typed figures of a province's units, all or none.
    pub async fn record_typed(
        &self,
        province: &str,
        level: Level,
        year: i16,
        typed: Vec<Typed>,
        signed: Signed,
        batch: Uuid,
    ) -> Result<Recorded, Problem> {
        let (window, register, pack) = (self.window(year)?, self.register(), self.law()?);
        let province = register.at_code(province, Level::Province, window.to).ok_or(Problem::Hidden)?;
        let entries = typed
            .into_iter()
            .map(|typed| {
                let unit = register.at_code(&typed.code, level, window.to).ok_or(Problem::Hidden)?;
                let of_province = register.province(unit.unit, window.to).is_some_and(|p| p.unit == province.unit);
                let known = pack.input(&typed.input).is_some_and(|(_, i)| i.levels.contains(&level));
                if !of_province || !known {
                    return Err(Problem::Hidden);
                }
                Ok(Entry {
                    unit: unit.unit,
                    province_code: province.code.clone(),
                    input: typed.input,
                    value: typed.value,
                    note: None,
                    place: None,
                })
            })
            .collect::<Result<Vec<_>, Problem>>()?;
        self.write(Some(&province.code), year, entries, signed, batch, Vec::new()).await
    }

    /// Takes in a facts file, all or none.
    pub async fn record_file(
        &self,
        file: FactsFile,
        source: impl Read + Seek + Send + 'static,
        signed: Signed,
        batch: Uuid,
    ) -> Result<Recorded, Problem> {
        self.window(file.year)?;
        let (pack, register, of) = (self.law()?, self.register(), file.clone());
        let read = tokio::task::spawn_blocking(move || entries(&pack, &register, &of, source)).await;
        let (entries, notices) = read.map_err(Problem::fault)??;
        self.write(file.province.as_deref(), file.year, entries, signed, batch, notices).await
    }

    pub(crate) async fn write(
        &self,
        province: Option<&str>,
        year: i16,
        entries: Vec<Entry>,
        signed: Signed,
        batch: Uuid,
        notices: Vec<Notice>,
    ) -> Result<Recorded, Problem> {
        let window = self.window(year)?;
        self.all_within(signed.author, entries.iter().map(|entry| entry.unit), window.to)?;
        let deed = Deed { actor: signed.author.actor, ..self.deed("record", &signed.source) };
        let recording =
            Recording { batch, window, source: signed.source, entered_by: signed.entered_by, at: self.now() };
        let mut tx = self.db().begin().await?;
        let current = store::facts::of_window(&mut tx, province, window, None).await?;
        let change = record(&current, entries, &recording, || self.new_id())?;
        self.save(tx, &change, &deed, batch, notices).await
    }

    /// Takes a recording back; what newer words replaced stays.
    pub async fn undo_recording(
        &self,
        batch: Uuid,
        year: i16,
        signed: Signed,
        with: Uuid,
    ) -> Result<Recorded, Problem> {
        let window = self.window(year)?;
        let deed = Deed { actor: signed.author.actor, ..self.deed("undo", &signed.source) };
        let recording =
            Recording { batch: with, window, source: signed.source, entered_by: signed.entered_by, at: self.now() };
        let mut tx = self.db().begin().await?;
        let history = store::facts::around_batch(&mut tx, batch).await?;
        let of_batch = history.iter().filter(|fact| fact.batch == batch).map(|fact| fact.unit);
        self.all_within(signed.author, of_batch, window.to)?;
        let change = undo(&history, batch, &recording, || self.new_id())?;
        self.save(tx, &change, &deed, with, Vec::new()).await
    }

    /// Refuses figures of a unit that their author does not reach, as if there were no such unit.
    fn all_within(&self, author: Author, units: impl Iterator<Item = UnitId>, day: Date) -> Result<(), Problem> {
        let register = self.register();
        let mut beyond = units.filter(|unit| !Place::of(&register, *unit, day).lies_in(author.within));
        beyond.next().map_or(Ok(()), |_| Err(Problem::Hidden))
    }

    async fn save(
        &self,
        mut tx: store::Tx,
        change: &Change,
        deed: &Deed,
        batch: Uuid,
        notices: Vec<Notice>,
    ) -> Result<Recorded, Problem> {
        if change.is_empty() {
            return Err(Problem::NothingToSave);
        }
        let saved = store::facts::save(&mut tx, change, deed).await?;
        tx.commit().await?;
        let facts = match saved {
            Saved::Written(_) => change.facts().len(),
            Saved::Before => 0,
        };
        tracing::info!(batch.id = %batch, facts, "facts recorded");
        Ok(Recorded { batch, facts, notices })
    }

    /// The recordings of a year, newest first.
    pub async fn recordings(&self, province: Option<&str>, year: i16) -> Result<Vec<Batch>, Problem> {
        let mut tx = self.db().snapshot().await?;
        Ok(store::facts::batches(&mut tx, province, self.window(year)?).await?)
    }

    /// The recordings of a province and year that brought figures of one unit and of nothing else; all of them without
    /// one. A nation reaches every province whole.
    pub async fn recordings_within(
        &self,
        province: &str,
        year: i16,
        unit: Option<UnitId>,
    ) -> Result<Vec<Batch>, Problem> {
        let all = self.recordings(Some(province), year).await?;
        let Some(unit) = unit.filter(|unit| *unit != NATION) else { return Ok(all) };
        let (register, day) = (self.register(), self.window(year)?.to);
        let mut tx = self.db().snapshot().await?;
        let mut own = Vec::new();
        for batch in all {
            let facts = store::facts::around_batch(&mut tx, batch.id).await?;
            let mut units = facts.iter().filter(|fact| fact.batch == batch.id).map(|fact| fact.unit);
            if units.all(|of| Place::of(&register, of, day).lies_in(unit)) {
                own.push(batch);
            }
        }
        Ok(own)
    }

    /// The evaluation years that have facts, newest first.
    pub async fn years(&self) -> Result<Vec<i16>, Problem> {
        let mut tx = self.db().snapshot().await?;
        Ok(store::facts::years(&mut tx).await?)
    }
}

/// Reads a file into entries, or every fault of it.
fn entries(
    pack: &Pack,
    register: &domain::units::Register,
    file: &FactsFile,
    source: impl Read + Seek,
) -> Result<(Vec<Entry>, Vec<Notice>), Problem> {
    let classify = Classify::new(pack, register, file.level, file.year, Lang::Vi, &file.name)
        .ok_or(Problem::YearNotCovered { year: file.year })?;
    let mut issues: Vec<Issue> = Vec::new();
    let reading = classify.read(source, &mut |issue| {
        if issues.len() < ISSUES_KEPT {
            issues.push(issue);
        }
    });
    let mut entries = Vec::new();
    for judged in classify.judged(&reading) {
        if file.province.as_ref().is_some_and(|code| *code != judged.province.code) {
            issues.push(crate::intake::other_province(judged.row, judged.unit, judged.province));
            continue;
        }
        for ix in &reading.inputs {
            let Some(input) = pack.input_at(*ix) else { continue };
            entries.push(Entry {
                unit: judged.unit.unit,
                province_code: judged.province.code.clone(),
                input: input.id.clone(),
                value: judged.facts.get(*ix),
                note: None,
                place: Some(format!("{}, {}", file.name, Lang::Vi.intake_place(judged.row, &input.title))),
            });
        }
    }
    if issues.is_empty() { Ok((entries, reading.notices)) } else { Err(Problem::Invalid(issues)) }
}

/// Default switches of the pack with those that a page or command chose.
pub fn settings(pack: &Pack, chosen: impl IntoIterator<Item = (String, String)>) -> Result<Settings, Problem> {
    let mut settings = Settings::defaults(pack);
    for (key, value) in chosen {
        settings.set(pack, &key, &value).map_err(|_| Problem::UnknownSwitch { key, value })?;
    }
    Ok(settings)
}
