//! A report as a paper, a workbook and JSON.

use std::collections::BTreeMap;

use documents::official::{
    Align, Annex, Block, Issuer, Letterhead, Marks, Official, Row, Run, Table, TableColumn, heading, paragraph,
};
use documents::paper::{self, Key, Paper, Values};
use domain::access::NATION;
use domain::units::{UnitId, Version as UnitVersion};
use domain::work::{Author, Chain as _, Entry};
use jiff::civil::Date;
use programme::indicators::{Indicator, Kind as Measure, Measured, When};
use programme::reports::{Cell, Opening, Outcome, Part, Piece, Report, ReportAct, Section, State, TableKind, Text};
use store::work::Scope;
use texts::Lang;
use uuid::Uuid;

use super::exchange::{self, Shape};
use super::gather::Moment;
use super::signed::{Standing, signature};
use super::words::{say_figure, say_measured, say_why};
use super::{Catalog, OfKind, Opened, Ordered, ReportFault};
use crate::app::App;
use crate::calendars::shown_day;
use crate::papers::place_of;
use crate::problem::{Problem, written};

/// So many units that have sent nothing are named in a sentence; more stand in an annex.
const NAMED_MAX: usize = 12;
/// Pages of one report, at most.
const PAGES_MAX: usize = 400;
/// Papers are written in the language of the law.
const VI: Lang = Lang::Vi;

/// As what a report leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To be edited.
    Docx,
    /// To be signed and kept.
    Pdf,
    /// Its tables.
    Xlsx,
    /// For programs (`docs/schema/report.schema.json`).
    Json,
    /// Its figures for another program.
    Exchange(Shape),
}

impl Kind {
    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Exchange(Shape::Dhis2) => "dhis2.json",
            Self::Exchange(Shape::Adx) => "adx.xml",
            Self::Exchange(Shape::Csv) => "csv",
            Self::Exchange(Shape::Json) => "exchange.json",
        }
    }

    /// Reads [`Kind::ending`].
    pub fn from_ending(ending: &str) -> Option<Self> {
        let papers = [Self::Docx, Self::Pdf, Self::Xlsx, Self::Json];
        papers.into_iter().chain(Shape::ALL.map(Self::Exchange)).find(|kind| kind.ending() == ending)
    }

    /// The type of the file's content.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json | Self::Exchange(Shape::Dhis2 | Shape::Json) => "application/json",
            Self::Exchange(Shape::Adx) => "application/adx+xml",
            Self::Exchange(Shape::Csv) => "text/csv; charset=utf-8",
        }
    }
}

/// A report as it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// What its file is called.
    pub name: String,
    /// The type of its content.
    pub mime: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// How many figures are wholly known, and how many there are.
    pub known: (usize, usize),
}

impl App {
    /// Builds a report for the operator of the machine: the one that is kept, its figures worked out anew while it is
    /// still being written, refused as of a day before the one as of which they were frozen; without one, from the records alone, as of the end of a day: of the reports below it takes what
    /// had been submitted by then, and with `true` beside the day only what had been approved. `exact` is for those who keep the files of the unit:
    /// otherwise no figure about few people is told.
    pub async fn build_report(
        &self,
        ordered: &Ordered,
        as_of: (Date, bool),
        kind: Kind,
        exact: bool,
    ) -> Result<Built, ReportFault> {
        let (as_of, only_approved) = as_of;
        if as_of < ordered.window.from {
            return Err(ReportFault::NotOpen { period: ordered.period.clone(), opens: ordered.window.from });
        }
        let report = self.report_as_of(ordered, as_of, only_approved).await?;
        let before = self.report_beside(ordered).await?;
        if exact {
            return self.built(ordered, &report, before.as_ref(), kind).await;
        }
        let indicators = &Catalog::shipped()?.indicators;
        let before = before.map(|before| before.told(indicators));
        self.built(ordered, &report.told(indicators), before.as_ref(), kind).await
    }

    /// The report beside whose figures those of a report stand.
    async fn report_beside(&self, ordered: &Ordered) -> Result<Option<Report>, ReportFault> {
        for beside in [self.order_alike(ordered), self.order_before(ordered)].into_iter().flatten() {
            if let Some((_, report)) = self.kept_report(&beside).await? {
                return Ok(Some(report));
            }
        }
        Ok(None)
    }

    /// The report of a unit that is kept, whatever its state.
    pub(super) async fn kept_report(&self, ordered: &Ordered) -> Result<Option<(Uuid, Report)>, Problem> {
        let found = self.reports_kept(&Scope::Unit(ordered.unit), &ordered.form.id, &ordered.period).await?;
        let own = found.into_iter().find(|one| one.report.opening.body == ordered.body);
        Ok(own.map(|one| (one.id, one.report)))
    }

    async fn report_as_of(&self, ordered: &Ordered, as_of: Date, only_approved: bool) -> Result<Report, ReportFault> {
        let kept = self.kept_report(ordered).await?.map(|kept| kept.1);
        if let Some(report) = kept.as_ref().filter(|report| !report.state.is_open()) {
            self.stands_as_of(ordered, report, as_of)?;
            return Ok(report.clone());
        }
        let nobody = Author { account: Uuid::nil(), appointment: Uuid::nil() };
        let follow = |before: Option<Report>, act: ReportAct| {
            let entry = Entry { id: Uuid::nil(), seq: 1, on: as_of, at: self.now(), by: nobody, act };
            Report::follow(before, &entry).map_err(ReportFault::Refused)
        };
        let begun = match kept {
            Some(report) => report,
            None => follow(None, ReportAct::Open { opening: ordered.opening(self.catalog()?) })?,
        };
        let act = self.worked_out(ordered, Moment { only_approved, ..Moment::on(as_of) }).await?;
        follow(Some(begun), act)
    }

    /// Whether a report that went up can be told as of a day: its figures stand as they were frozen, and none is worked
    /// out anew for an earlier day.
    pub(super) fn stands_as_of(&self, ordered: &Ordered, report: &Report, asked: Date) -> Result<(), ReportFault> {
        let Some(version) = report.in_force() else { return Ok(()) };
        let closed = version.closed_early(ordered.window).unwrap_or(ordered.window.to);
        if asked >= closed {
            return Ok(());
        }
        let register = self.register();
        let code = register.version(ordered.unit, ordered.window.to).map_or("VN", |unit| unit.code.as_str()).to_owned();
        Err(ReportFault::Frozen { code, period: ordered.period.clone(), on: version.on, closed, asked })
    }

    /// Writes a report down.
    pub(super) async fn built(
        &self,
        ordered: &Ordered,
        report: &Report,
        before: Option<&Report>,
        kind: Kind,
    ) -> Result<Built, ReportFault> {
        let known = report.draft.cells.values().filter(|cell| cell.said().is_known()).count();
        let register = self.register();
        let code = register.version(ordered.unit, ordered.window.to).map_or("VN", |version| version.code.as_str());
        let name = format!("{}-{code}-{}.{}", ordered.form.id, ordered.period, kind.ending());
        let bytes = match kind {
            Kind::Json => serde_json::to_vec_pretty(&super::export::report_json(self, ordered, report)?)
                .map_err(Problem::fault)?,
            Kind::Exchange(shape) => exchange::write(&self.exchanged(ordered, report)?, &ordered.form.id, shape)?,
            Kind::Docx | Kind::Xlsx | Kind::Pdf => {
                let office = ordered.form.signing.issuer.as_deref().unwrap_or_default();
                let mut paper = self.report_paper(ordered, report, before, self.standing_of(ordered, report).await?)?;
                match kind {
                    Kind::Docx => {
                        let figures = figures_in_words(Catalog::shipped()?, report);
                        self.document_docx(ordered.unit, (&ordered.form.id, office), &paper, &figures).await?
                    }
                    Kind::Xlsx => paper.xlsx().map_err(Problem::fault)?,
                    _ => {
                        let used = self.template_of_document(ordered.unit, &ordered.form.id, office).await?;
                        paper.notes.extend(used.map(|used| used.pdf_note()));
                        pressed(paper, name.clone()).await?
                    }
                }
            }
        };
        Ok(Built { name, mime: kind.mime(), bytes, known: (known, report.opening.contract.figures.len()) })
    }

    /// The paper of a report.
    pub(super) fn report_paper(
        &self,
        ordered: &Ordered,
        report: &Report,
        before: Option<&Report>,
        standing: Standing,
    ) -> Result<Paper, Problem> {
        let forms = self.forms()?;
        let page = Page { app: self, catalog: self.catalog()?, ordered, report, before, standing };
        Ok(page.official(forms.letterhead()).paper(forms.letterhead()))
    }
}

/// A part of a report as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownPart {
    /// A sentence with its figures.
    Said(String),
    /// A place for words: its name, what is asked, what stands there.
    Place {
        /// Its name in the form.
        id: String,
        /// What is asked.
        prompt: String,
        /// What stands there, excerpts last.
        lines: Vec<String>,
    },
}

impl App {
    /// What a report says, section by section, in the words of its form.
    pub fn report_sections(&self, opened: &Opened) -> Result<Vec<(String, Vec<ShownPart>)>, Problem> {
        let (ordered, report) = (&opened.ordered, &opened.told);
        let standing = Standing::default();
        let page = Page { app: self, catalog: self.catalog()?, ordered, report, before: None, standing };
        let part = |part: &Part| match part {
            Part::Text(text) => Some(ShownPart::Said(page.words(text))),
            Part::Table { .. } => None,
            Part::Narrative { id, prompt, .. } => {
                let quotes = report.draft.quotes.iter().filter(|quote| &quote.place == id);
                let quoted = quotes.map(|quote| VI.reports_quote(page.unit_name(quote.unit), &quote.text));
                let lines = report.draft.narrative.get(id).cloned().into_iter().chain(quoted).collect();
                Some(ShownPart::Place { id: id.clone(), prompt: prompt.clone(), lines })
            }
        };
        let sections = ordered.form.sections_of(&ordered.period_id).enumerate();
        let shown = sections.map(|(index, section)| {
            let title = format!("{}. {}", roman(index.saturating_add(1)), section.title);
            (title, section.parts.iter().filter_map(part).collect())
        });
        Ok(shown.collect())
    }
}

/// The figures of a report as its words say them, for templates that name them.
fn figures_in_words(catalog: &Catalog, report: &Report) -> BTreeMap<String, String> {
    let said =
        |(id, cell): (&String, &Cell)| Some((id.clone(), say_figure(catalog.indicators.get(id)?, Some(cell), VI)));
    report.draft.cells.iter().filter_map(said).collect()
}

/// Sets a paper, off the threads that answer.
async fn pressed(paper: Paper, ident: String) -> Result<Vec<u8>, Problem> {
    let print = move || {
        let data = paper.typeset(press::prints);
        press::print(&press::Job { template: paper::TEMPLATE, data: &data, ident: &ident, pages_max: PAGES_MAX })
    };
    tokio::task::spawn_blocking(print).await.map_err(Problem::fault)?.map_err(Problem::fault)
}

/// What a paper is made of.
struct Page<'a> {
    app: &'a App,
    catalog: &'static Catalog,
    ordered: &'a Ordered,
    report: &'a Report,
    before: Option<&'a Report>,
    standing: Standing,
}

impl Page<'_> {
    fn official(&self, letterhead: &Letterhead) -> Official {
        let (form, opening) = (self.ordered.form, &self.report.opening);
        let signing = &form.signing;
        let issuer = self.issuer(letterhead);
        let signed = signature(&issuer, self.report.signer.as_ref());
        let symbol = self.symbol();
        let (mut blocks, mut annexes) = (Vec::new(), Vec::new());
        for (index, section) in form.sections_of(&self.ordered.period_id).enumerate() {
            blocks.push(heading(1, format!("{}. {}", roman(index.saturating_add(1)), section.title)));
            self.section(section, &mut blocks, &mut annexes);
        }
        annexes.extend(self.silent());
        let all = |texts: &[Text]| texts.iter().map(|text| self.words(text)).collect::<Vec<_>>();
        let mut official =
            Official::new(issuer, Some(VI.reports_kind()), &symbol, &self.words(&form.subject), self.app.today());
        if let Some(numbered) = &self.standing.numbered {
            official.number = Some(numbered.number);
            official.symbol.clone_from(&numbered.symbol);
            official.date = Some(numbered.on);
        }
        official.addressees = all(&signing.addressees);
        official.basis = form.basis.iter().map(|basis| VI.reports_basis(basis)).collect();
        official.recipients = all(&signing.recipients);
        official.filed = Some(signing.filed.clone());
        official.signatures = vec![signed];
        official.marks = Marks {
            draft: self.report.state.is_open(),
            unsigned: !matches!(self.report.state, State::Approved | State::Locked),
            warning: self.app.is_demo().then(|| VI.papers_fictitious().to_owned()),
            ..Marks::default()
        };
        official.notes = self.notes(opening);
        official.blocks = blocks;
        official.annexes = annexes;
        official
    }

    /// The symbol of its numbers; that of a body which reports for itself ends with its own.
    fn symbol(&self) -> String {
        let of_form = &self.ordered.form.signing.symbol;
        let own = self.standing.body.as_ref().map(|body| format!("{of_form}-{}", body.symbol));
        own.unwrap_or_else(|| of_form.clone())
    }

    fn issuer(&self, letterhead: &Letterhead) -> Issuer {
        if let Some(body) = &self.standing.body {
            return body.clone();
        }
        let signing = &self.ordered.form.signing;
        let office = signing.issuer.as_deref().and_then(|office| Issuer::of(letterhead, office, &self.values()));
        office.unwrap_or_else(|| {
            let all = |texts: &[Text]| texts.iter().map(|text| self.words(text)).collect::<Vec<_>>();
            Issuer {
                parent: all(&signing.parent),
                body: all(&signing.body),
                name: signing.body.iter().map(|text| self.words(text)).collect::<Vec<_>>().join(" "),
                place: signing.place.as_ref().map(|place| self.words(place)).unwrap_or_default(),
                head: signing.post.clone().unwrap_or_default(),
                collective: signing.collective.clone(),
                ..Issuer::default()
            }
        })
    }

    fn version(&self) -> Option<UnitVersion> {
        let register = self.app.register();
        let found = register.version(self.ordered.unit, self.ordered.window.to);
        found.or_else(|| register.versions_of(self.ordered.unit).last()).cloned()
    }

    fn province(&self) -> Option<UnitVersion> {
        self.app.register().province(self.ordered.unit, self.ordered.window.to).cloned()
    }

    fn values(&self) -> Values {
        let mut values = Values::default();
        if let Some(version) = self.version() {
            values.set(Key::UnitFull, &version.full_name());
            values.set(Key::UnitName, &version.name);
            values.choose(Key::UnitKind, version.kind.key());
            values.set(Key::UnitPlace, &place_of(&version));
        }
        if let Some(province) = self.province() {
            values.set(Key::UnitProvince, &province.full_name());
        }
        values
    }

    /// A name or a date that stands in texts.
    fn name(&self, name: &str) -> String {
        let unit = || self.version().map_or_else(|| VI.reports_country().to_owned(), |version| version.full_name());
        let province = || self.province().map(|province| province.full_name()).unwrap_or_default();
        let body = || self.ordered.body.clone().unwrap_or_default();
        match name {
            "unit" => unit(),
            "unit_upper" => unit().to_uppercase(),
            "province" => province(),
            "province_upper" => VI.reports_committee_of(province()).to_uppercase(),
            "body" => body(),
            "body_upper" => body().to_uppercase(),
            "period" => self.ordered.say_period(VI),
            "year" => self.ordered.year.to_string(),
            "from" => shown_day(self.ordered.window.from),
            "to" => shown_day(self.ordered.window.to),
            "as_of" => shown_day(self.as_of()),
            "missing" => self.missing(),
            "place" => self.province().as_ref().map(place_of).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn as_of(&self) -> Date {
        let days = self.report.draft.cells.values().map(|cell| cell.figure.as_of);
        days.max().unwrap_or(self.ordered.window.to)
    }

    fn unit_name(&self, unit: UnitId) -> String {
        if unit == NATION {
            return VI.reports_country().to_owned();
        }
        let register = self.app.register();
        let found = register.version(unit, self.ordered.window.to).or_else(|| register.versions_of(unit).last());
        found.map(UnitVersion::full_name).unwrap_or_default()
    }

    fn missing(&self) -> String {
        let draft = &self.report.draft;
        match draft.missing.len() {
            0 => VI.reports_all_reported(draft.sources.len()),
            many if many > NAMED_MAX => VI.reports_missing_annexed(many),
            few => {
                let names: Vec<String> = draft.missing.iter().map(|unit| self.unit_name(*unit)).collect();
                VI.reports_missing(few, names.join(", "))
            }
        }
    }

    /// Who has sent nothing, as an annex, where they are too many to be named in a sentence.
    fn silent(&self) -> Option<Annex> {
        let missing = &self.report.draft.missing;
        if missing.len() <= NAMED_MAX {
            return None;
        }
        let kinds = self.app.units_by_kind(self.ordered, missing.iter().copied());
        let said = |of: OfKind| paragraph(VI.reports_missing_kind(&of.kind, of.names.len(), of.names.join(", ")));
        let title = VI.reports_missing_title().to_owned();
        Some(Annex { title, landscape: false, blocks: kinds.into_iter().map(said).collect() })
    }

    fn words(&self, text: &Text) -> String {
        text.0.iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece(&self, piece: &Piece) -> String {
        match piece {
            Piece::Words(words) => words.clone(),
            Piece::Name(name) => self.name(name),
            Piece::Figure(id) => match self.catalog.indicators.get(id) {
                Some(indicator) => say_figure(indicator, self.report.draft.cells.get(id), VI),
                None => VI.reports_unknown().to_owned(),
            },
        }
    }

    fn section(&self, section: &Section, blocks: &mut Vec<Block>, annexes: &mut Vec<Annex>) {
        for part in &section.parts {
            match part {
                Part::Text(text) => blocks.push(paragraph(self.words(text))),
                Part::Table { title, kind: TableKind::Units(ids) } => annexes.push(Annex {
                    title: title.clone(),
                    landscape: true,
                    blocks: vec![Block::Table(self.units(ids))],
                }),
                Part::Table { title, kind: TableKind::Lines(ids) } => blocks.push(Block::Table(self.lines(title, ids))),
                Part::Table { title, kind: TableKind::Grid { columns, rows } } => {
                    let mut table = Table { title: Some(title.clone()), ..Table::default() };
                    table.columns.push(TableColumn::new(VI.reports_line(), 40, Align::Left));
                    table.columns.extend(columns.iter().map(|title| TableColumn::new(title, 12, Align::Right)));
                    table.rows.extend(rows.iter().map(|row| {
                        let cells = row.cells.iter().map(|id| self.cell(id, self.report.draft.cells.get(id)));
                        let title = documents::official::Cell::from(row.title.as_str());
                        Row::new(std::iter::once(title).chain(cells))
                    }));
                    table.note = self.differences(rows.iter().flat_map(|row| &row.cells));
                    blocks.push(Block::Table(table));
                }
                Part::Narrative { id, .. } => self.narrative(id, blocks),
            }
        }
    }

    fn narrative(&self, place: &str, blocks: &mut Vec<Block>) {
        let draft = &self.report.draft;
        if let Some(text) = draft.narrative.get(place) {
            blocks.push(paragraph(text.clone()));
        }
        let quotes = draft.quotes.iter().filter(|quote| quote.place == place);
        blocks.extend(quotes.map(|quote| {
            let text = VI.reports_quote(self.unit_name(quote.unit), &quote.text);
            Block::Paragraph(vec![Run { italic: true, ..Run::text(text) }])
        }));
        let written = draft.narrative.contains_key(place) || draft.quotes.iter().any(|quote| quote.place == place);
        match &draft.nothing_changed {
            Some(said) if !written && said.spares(place) => {
                let period = self.app.say_period_of(self.ordered, &said.period, VI);
                blocks.push(paragraph(VI.reports_nothing_changed(period, shown_day(said.on))));
            }
            _ if !written => blocks.push(Block::Lines(3)),
            _ => {}
        }
    }

    fn lines(&self, title: &str, ids: &[String]) -> Table {
        let mut table = Table { title: Some(title.to_owned()), ..Table::default() };
        let before = self.before.and_then(|before| before.in_force());
        let column = |title: &str, width, align| TableColumn::new(title, width, align);
        table.columns = vec![
            column(VI.reports_order(), 6, Align::Centre),
            column(VI.reports_line(), 40, Align::Left),
            column(VI.reports_measure(), 12, Align::Centre),
            column(VI.reports_now(), 14, Align::Right),
        ];
        if before.is_some() {
            table.columns.push(column(VI.reports_before(), 14, Align::Right));
        }
        table.columns.push(column(VI.reports_remark(), 24, Align::Left));
        let alike = self.before.is_some_and(|before| self.ordered.as_long_as(before.opening.window));
        let mut left_out = false;
        for (index, id) in ids.iter().enumerate() {
            let Some(indicator) = self.catalog.indicators.get(id) else { continue };
            let cell = self.report.draft.cells.get(id);
            let order = i64::try_from(index).unwrap_or_default().saturating_add(1);
            let mut cells = vec![
                documents::official::Cell::Whole(order),
                documents::official::Cell::from(indicator.title.as_str()),
                documents::official::Cell::from(measure(indicator)),
                self.cell(id, cell),
            ];
            if let Some(version) = before {
                let comparable = alike || indicator.when == When::Stock;
                let was = version.frozen.cells.get(id).filter(|_| comparable);
                // what happened within a shorter or longer period is no measure: the column stays empty and says why
                cells.push(was.map_or(documents::official::Cell::Empty, |was| self.cell(id, Some(was))));
                left_out |= !comparable;
            }
            cells.push(documents::official::Cell::from(self.remark(indicator, cell)));
            table.rows.push(Row { cells, bold: false });
        }
        if let Some(before) = self.before.filter(|_| left_out) {
            let period = self.app.say_period_of(self.ordered, &before.opening.period, VI);
            table.note = Some(VI.reports_not_as_long(period));
        }
        table
    }

    /// One unit in a row; a unit that has not reported is named, with nothing beside it, or stands in the annex of those
    /// where they are many.
    fn units(&self, ids: &[String]) -> Table {
        let mut table = Table::default();
        table.columns.push(TableColumn::new(VI.reports_unit(), 30, Align::Left));
        let indicators: Vec<&Indicator> = ids.iter().filter_map(|id| self.catalog.indicators.get(id)).collect();
        table.columns.extend(indicators.iter().map(|one| TableColumn::new(one.title.as_str(), 14, Align::Right)));
        let figures =
            |id: &str| self.report.draft.cells.get(id).map(|cell| cell.figure.units.as_slice()).unwrap_or_default();
        let Some(first) = ids.first() else { return table };
        let missing = &self.report.draft.missing;
        let apart = |unit: &UnitId| missing.len() > NAMED_MAX && missing.contains(unit);
        table.note = (missing.len() > NAMED_MAX).then(|| VI.reports_missing_apart().to_owned());
        for row in figures(first).iter().filter(|row| !apart(&row.unit)) {
            let cells = indicators.iter().map(|indicator| {
                let value = figures(&indicator.id).iter().find(|one| one.unit == row.unit).map(|one| &one.value);
                value.map_or(documents::official::Cell::Empty, |value| typed(indicator, value))
            });
            let name = documents::official::Cell::from(self.unit_name(row.unit));
            table.rows.push(Row::new(std::iter::once(name).chain(cells)));
        }
        let total =
            indicators.iter().map(|indicator| self.cell(&indicator.id, self.report.draft.cells.get(&indicator.id)));
        let name = documents::official::Cell::from(VI.reports_total());
        table.rows.push(Row::new(std::iter::once(name).chain(total)).total());
        table
    }

    /// Figures stated against computed ones, for below a table that has no column to say so.
    fn differences<'i>(&self, ids: impl Iterator<Item = &'i String>) -> Option<String> {
        let said: Vec<String> = ids
            .filter_map(|id| {
                let indicator = self.catalog.indicators.get(id)?;
                let cell = self.report.draft.cells.get(id)?;
                cell.difference.as_ref()?;
                Some(format!("{}: {}", indicator.title, self.remark(indicator, Some(cell))))
            })
            .collect();
        (!said.is_empty()).then(|| said.join("; "))
    }

    fn cell(&self, id: &str, cell: Option<&Cell>) -> documents::official::Cell {
        match (self.catalog.indicators.get(id), cell) {
            (Some(indicator), Some(cell)) => typed(indicator, cell.said()),
            _ => documents::official::Cell::from(VI.reports_unknown()),
        }
    }

    /// What has to stand beside a figure: the computed one, its parts, which days it is about, why it is not there.
    fn remark(&self, indicator: &Indicator, cell: Option<&Cell>) -> String {
        let Some(cell) = cell else { return String::new() };
        let mut remarks = Vec::new();
        match cell.said() {
            Measured::Share { numerator, denominator } => {
                remarks.push(format!("{numerator}/{denominator}"));
            }
            Measured::Partial { have, all, .. } => remarks.push(VI.reports_partial_short(have, all)),
            Measured::Unknown { why } => remarks.push(say_why(*why, VI).to_owned()),
            _ => {}
        }
        if let Some(difference) = &cell.difference {
            let computed = say_measured(indicator, &cell.figure.value, VI);
            remarks.push(VI.reports_differs_short(computed, &difference.reason));
        }
        let (of, all) = (cell.figure.window, self.ordered.window);
        if of != all && cell.said().is_known() {
            remarks.push(VI.reports_window(shown_day(of.from), shown_day(of.to)));
        }
        remarks.join("; ")
    }

    fn notes(&self, opening: &Opening) -> Vec<String> {
        let form = self.ordered.form;
        let known = self.report.draft.cells.values().map(|cell| cell.figure.known_at).max();
        let (from, to) = (shown_day(opening.window.from), shown_day(opening.window.to));
        let mut notes = vec![match known {
            Some(known) => VI.reports_note_window(from, to, shown_day(self.as_of()), written(known)),
            None => VI.reports_note_window_empty(from, to),
        }];
        if let Some(version) = self.report.versions.last().filter(|_| !self.report.state.is_open()) {
            notes.push(VI.reports_note_version(version.number, shown_day(version.on), version.act));
            notes.extend(version.moved.iter().map(|moved| {
                let indicator = self.catalog.indicators.get(&moved.indicator);
                let say = |value| indicator.map(|one| say_measured(one, value, VI)).unwrap_or_default();
                let title = indicator.map_or(moved.indicator.as_str(), |one| one.title.as_str());
                VI.reports_note_moved(title, say(&moved.was), say(&moved.is))
            }));
        }
        if let Some((who, on)) = &self.standing.approved {
            notes.push(VI.reports_note_approved(shown_day(*on), who));
        }
        if self.report.draft.only_approved {
            notes.push(VI.reports_note_only_approved().to_owned());
        }
        if self.report.only_submitted() > 0 {
            notes.push(VI.reports_only_submitted(self.report.only_submitted(), self.report.draft.sources.len()));
        }
        // what was excused and holds by now, or cannot be checked, is no exception
        let broken =
            self.report.rules().into_iter().filter(|checked| matches!(checked.outcome, Outcome::Broken { .. }));
        notes.extend(broken.filter_map(|checked| {
            let reason = self.report.draft.excuses.get(&checked.rule.id)?;
            Some(VI.reports_note_rule(&checked.rule.says, reason))
        }));
        if form.layout != "V" {
            notes.push(VI.reports_note_layout(&form.id, form.version, form.owner.as_deref().unwrap_or_default()));
        }
        notes
    }
}

/// The unit of measure as a table names it.
fn measure(indicator: &Indicator) -> String {
    if indicator.kind == Measure::Share { "%".to_owned() } else { indicator.unit.clone() }
}

/// A figure as a cell of a table: a number where it is one.
fn typed(indicator: &Indicator, measured: &Measured) -> documents::official::Cell {
    use documents::official::{Cell as Shown, Decimal};
    let percent = |numerator: i64, denominator: i64| {
        Measured::hundredths(numerator, denominator).map(|digits| Shown::Percent(Decimal { digits, places: 2 }))
    };
    match measured {
        Measured::Count { value } | Measured::Partial { value, denominator: None, .. }
            if indicator.kind != Measure::Area =>
        {
            Shown::Whole(*value)
        }
        Measured::Share { numerator, denominator }
        | Measured::Partial { value: numerator, denominator: Some(denominator), .. } => {
            percent(*numerator, *denominator).unwrap_or_else(|| Shown::from(VI.reports_nobody_to_count(denominator)))
        }
        // square centimetres as square metres with four places
        Measured::Count { value } => Shown::Decimal(Decimal { digits: *value, places: 4 }),
        other => Shown::from(say_measured(indicator, other, VI)),
    }
}

/// A section's number: Roman, as papers have it. Which sections there are depends on the period.
pub(super) fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let (mut left, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}
