//! /bao-cao/{id}: one report: what it says, where its figures come from, what is missing, what was done.

use std::collections::{BTreeSet, HashMap};

use app::App;
use app::reports::{Catalog, Opened, ShownPart, say_gap, say_measured};
use app::tasks::Holder;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::{Action, Record, acts};
use domain::calendars::Sent;
use domain::work::Entry;
use pages::work_list::{Cell, Listing};
use pages::work_page::{Pair, Past, WorkPage};
use programme::indicators::{Measured, When};
use programme::reports::{Gap, Outcome, Report, ReportAct, State as ReportState, hide_moved};
use texts::Lang;
use uuid::Uuid;

use super::{crumbs, fault, path_of, unit_name, words};
use crate::account::own_unit;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::task::{frame, officer};
use crate::visitor::Visitor;

/// The page.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let opened = match app.report_open(&permit, Some(passed.acting()), id).await {
        Ok(opened) => opened,
        Err(refused) => return Err(Problem::Invalid(fault(refused, scope.lang())?)),
    };
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let named: BTreeSet<Uuid> = opened.kept.history.iter().map(|entry| entry.by.appointment).collect();
    let people = app.holders_of(&named).await?;
    let task = match returned_task(&opened) {
        Some(task) => app.work_record(task, passed.acting()).await?.map(|_| task),
        None => None,
    };
    let form = &opened.ordered.form;
    let office = form.signing.issuer.as_deref().unwrap_or_default();
    let template = app.template_of_document(opened.kept.unit, &form.id, office).await?;
    let sheet = Sheet {
        app: &app,
        scope: &scope,
        passed: &passed,
        opened: &opened,
        people: &people,
        catalog: Catalog::shipped()?,
        task,
        template: template.map(|used| used.version),
        lists: visitor.may(Action::ListPersons) && own_unit(&visitor)? == opened.kept.unit,
    };
    Ok(Html(sheet.page(&record)?.html()?))
}

/// The task that the last return asked for.
fn returned_task(opened: &Opened) -> Option<Uuid> {
    opened.kept.history.iter().rev().find_map(|entry| match &entry.act {
        ReportAct::Return { task, .. } => Some(*task),
        _ => None,
    })?
}

struct Sheet<'a> {
    app: &'a App,
    scope: &'a Scope,
    passed: &'a Passed,
    opened: &'a Opened,
    people: &'a HashMap<Uuid, Holder>,
    catalog: &'static Catalog,
    /// The task that came with its return, where it was given.
    task: Option<Uuid>,
    /// The version of the office's own template that its Word file is printed with.
    template: Option<u32>,
    /// Whether who reads it lists the files of its unit.
    lists: bool,
}

impl Sheet<'_> {
    fn lang(&self) -> Lang {
        self.scope.lang()
    }

    /// The report as its reader is told it.
    fn report(&self) -> &Report {
        &self.opened.told
    }

    /// The report as it is: what can be done in it, and whether its rules hold, is the same for every reader.
    fn exact(&self) -> &Report {
        &self.opened.kept.state
    }

    /// What a place is called: a figure by its title, words by the heading of their section.
    fn title_of<'i>(&'i self, place: &'i str) -> &'i str {
        self.catalog.indicators.get(place).map_or_else(|| self.place(place), |one| one.title.as_str())
    }

    fn place<'i>(&'i self, id: &'i str) -> &'i str {
        self.opened.ordered.form.place(id)
    }

    fn page(&self, record: &Record) -> Result<WorkPage, Problem> {
        let (lang, report) = (self.lang(), self.report());
        let path = path_of(self.opened.kept.id);
        Ok(WorkPage {
            frame: frame(self.scope, &path, crumbs(lang, &report.opening.title)),
            title: report.opening.title.clone(),
            unit: match &report.opening.body {
                Some(body) => format!("{body}, {}", unit_name(self.app, self.opened.kept.unit, lang)),
                None => unit_name(self.app, self.opened.kept.unit, lang),
            },
            state: words::state(lang, Some(report.state)).to_owned(),
            late: self.time(),
            notes: self.notes(),
            missing: self.missing(record),
            acts: self.acts(record),
            pairs: self.pairs()?,
            unfilled: lang.reports_unwritten().to_owned(),
            grid: None,
            tables: self.tables(record),
            past: self.opened.kept.history.iter().rev().map(|entry| self.past(entry)).collect(),
        })
    }

    /// How it stands in time, in the line that every list has.
    fn time(&self) -> String {
        let report = self.report();
        let Ok(calendars) = self.app.calendars() else { return String::new() };
        let calendar = calendars.all().iter().find(|calendar| calendar.id == report.opening.calendar);
        let owed = calendar.and_then(|calendar| calendar.period(&report.opening.period, calendars.working()));
        let Some(owed) = owed.filter(|_| report.opening.due.is_some()) else { return String::new() };
        let standing = report.first_standing();
        let on = standing.map(|version| version.on);
        let returned = on.is_none() && report.state == ReportState::Returned;
        let status = owed.status(self.app.today(), Sent { on, again: report.due(), returned });
        let said = app::calendars::calendar_status(&owed, status, self.lang());
        match standing.and_then(|version| version.closed_early(report.opening.window)) {
            Some(day) => format!("{said} {}", self.lang().reports_closed_early(words::day(self.lang(), day))),
            None => said,
        }
    }

    fn notes(&self) -> Vec<String> {
        let (lang, report) = (self.lang(), self.report());
        let mut notes = Vec::new();
        if let Some((reason, due)) = report.returned.as_ref().filter(|_| report.state == ReportState::Returned) {
            notes.push(lang.reports_note_returned(reason, words::day(lang, *due)));
        }
        if let Some(reason) = &report.amending {
            notes.push(lang.reports_note_amending(reason));
        }
        if !self.opened.drifted.is_empty() {
            let mut moved = self.opened.drifted.clone();
            if !self.opened.keeps {
                hide_moved(&mut moved, &self.catalog.indicators);
            }
            notes.push(lang.reports_note_drifted(moved.len(), words::all_moved(lang, self.catalog, &moved)));
        }
        if !report.proposed.is_empty() {
            notes.push(lang.reports_note_proposed(report.proposed.len()));
        }
        if let Some(said) = &report.draft.nothing_changed {
            let period = self.app.say_period_of(&self.opened.ordered, &said.period, lang);
            notes.push(lang.reports_note_unchanged(words::day(lang, said.on), period));
            let differing = self.opened.differing();
            if !differing.is_empty() {
                notes.push(lang.reports_note_differing(differing.len(), words::differing(lang, &differing)));
            }
        }
        if let Some(before) =
            self.opened.before.as_ref().filter(|before| !self.opened.ordered.as_long_as(before.ordered.window))
        {
            notes.push(lang.reports_not_as_long(before.ordered.say_period(lang)));
        }
        notes.extend(self.groups_said());
        notes.push(self.signs());
        notes.extend(self.template.map(|version| lang.templates_said_on_page(version)));
        if self.opened.ordered.form.of.is_some() {
            let draft = &report.draft;
            notes.push(match draft.missing.len() {
                0 => lang.reports_all_reported(draft.sources.len()),
                count => lang.reports_missing_below(count),
            });
            notes.extend(draft.only_approved.then(|| lang.reports_note_only_approved().to_owned()));
            if report.only_submitted() > 0 {
                notes.push(lang.reports_only_submitted(report.only_submitted(), draft.sources.len()));
            }
        }
        notes
    }

    /// Groups of people that whoever fetched the figures could not tell apart, and those kept from an earlier time.
    fn groups_said(&self) -> Vec<String> {
        let (lang, report) = (self.lang(), self.report());
        let own = report.draft.cells.values().map(|cell| &cell.figure);
        let own: Vec<_> = own.filter(|figure| figure.units.is_empty() && figure.source.is_none()).collect();
        let newest = own.iter().map(|figure| figure.known_at).max();
        let is_group = |id: &str| self.catalog.indicators.get(id).is_some_and(|one| one.part.is_some());
        let groups = || own.iter().filter(|figure| is_group(&figure.indicator));
        let not_opened = Measured::unknown(programme::indicators::Why::NotOpened);
        let missing = groups().filter(|figure| figure.value == not_opened).count();
        let kept = groups().filter(|figure| Some(figure.known_at) < newest).count();
        let mut said = Vec::new();
        said.extend((missing > 0).then(|| lang.reports_note_not_opened(missing)));
        said.extend((kept > 0).then(|| lang.reports_note_kept_opened(kept)));
        said
    }

    /// What is missing before it can be sent, each with its form for who may write it.
    fn missing(&self, record: &Record) -> Option<(String, Vec<(String, String)>)> {
        let (lang, path) = (self.lang(), path_of(self.opened.kept.id));
        let gaps = if self.report().state.is_open() { self.exact().gaps() } else { Vec::new() };
        let writes = self.app.may(self.passed.acting(), Action::WriteWork, record).unwrap_or_default();
        let typed =
            |id: &str| self.report().opening.contract.figures.iter().any(|one| one.typed && one.indicator == id);
        let form = |gap: &Gap| match gap {
            Gap::NotAssembled => "assemble".to_owned(),
            Gap::Figure(id) => format!("{}?muc={id}", if typed(id) { "enter" } else { "differ" }),
            Gap::Narrative(place) => format!("fill?muc={place}"),
            Gap::Rule { rule, .. } => format!("excuse?muc={rule}"),
        };
        let item = |gap: &Gap| {
            let said = match gap {
                Gap::Narrative(place) => lang.reports_gap_narrative(self.place(place)),
                Gap::Figure(id) => lang.reports_gap_figure(self.title_of(id)),
                Gap::Rule { rule, left, right } => {
                    let rules = &self.report().opening.contract.rules;
                    let says = rules.iter().find(|one| one.id == *rule).map_or(rule.as_str(), |one| one.says.as_str());
                    lang.reports_gap_rule(says, left, right)
                }
                other @ Gap::NotAssembled => say_gap(other, Some(&self.catalog.indicators), lang),
            };
            (pages::format::sentence(&said), if writes { format!("{path}/viec/{}", form(gap)) } else { String::new() })
        };
        let items: Vec<(String, String)> = gaps.iter().map(item).collect();
        (!items.is_empty()).then(|| (lang.reports_note_gaps().to_owned(), items))
    }

    /// Who signs its paper, and whether somebody has approved it.
    fn signs(&self) -> String {
        let (lang, report) = (self.lang(), self.report());
        let Some(signer) = &report.signer else { return lang.reports_note_no_signer().to_owned() };
        let capacity = app::reports::say_capacity(signer.capacity, lang);
        let post = signer.post.as_deref().map(|post| format!(", {post}")).unwrap_or_default();
        lang.reports_note_signer(&signer.name, format!("{capacity}{post}"))
    }

    /// What can be done now, by who looks; each is asked again when it is done.
    fn acts(&self, record: &Record) -> Vec<(String, String)> {
        let (lang, report, acting) = (self.lang(), self.report(), self.passed.acting());
        let may = |action: Action| self.app.may(acting, action, record).unwrap_or_default();
        let (write, submit, decide) = (may(Action::WriteWork), may(Action::SubmitReport), may(Action::ApproveReport));
        let path = path_of(self.opened.kept.id);
        let act = |key: &str, text: &str| (format!("{path}/viec/{key}"), text.to_owned());
        let mut acts = Vec::new();
        if report.state.is_open() && write {
            acts.push(act("assemble", lang.reports_act_assemble()));
            acts.push((format!("{path}/nhap"), lang.reports_act_import().to_owned()));
            if self.opened.last.is_some() {
                acts.push(act("nothing_changed", lang.reports_act_nothing_changed()));
            }
            for checked in self.exact().rules() {
                if matches!(checked.outcome, Outcome::Broken { .. }) {
                    let key = format!("excuse?muc={}", checked.rule.id);
                    acts.push(act(&key, &lang.reports_act_excuse(&checked.rule.says)));
                }
            }
            for place in &report.opening.contract.narratives {
                let title = self.place(&place.id);
                acts.push(act(&format!("fill?muc={}", place.id), &lang.reports_act_fill(title)));
                // words can be chosen only where somebody below has written some
                if !report.draft.sources.is_empty() {
                    acts.push(act(&format!("quote?muc={}", place.id), &lang.reports_act_quote(title)));
                }
            }
        }
        if report.state.is_open() && submit {
            acts.push(act("submit", lang.reports_act_submit()));
        }
        let unnamed = report.signer.is_none() && report.state != ReportState::Locked;
        if submit && (unnamed || report.state.is_open() || report.state == ReportState::Submitted) {
            acts.push(act("name_signer", lang.reports_act_name_signer()));
        }
        let own = report.authors.contains(&acting.appointment.account);
        match report.state {
            ReportState::Submitted => {
                acts.extend(submit.then(|| act("withdraw", lang.reports_act_withdraw())));
                acts.extend((decide && !own).then(|| act("approve", lang.reports_act_approve())));
                acts.extend((decide && !own).then(|| act("return", lang.reports_act_return())));
            }
            ReportState::Approved | ReportState::Locked => {
                let lockable = report.state == ReportState::Approved && decide && !own;
                acts.extend(lockable.then(|| act("lock", lang.reports_act_lock())));
                let drifted = submit && !self.opened.drifted.is_empty();
                acts.extend(drifted.then(|| act("propose_amendment", lang.reports_act_propose_amendment())));
                let proposed = submit && !report.proposed.is_empty();
                acts.extend(proposed.then(|| act("keep_version", lang.reports_act_keep_version())));
                acts.extend(submit.then(|| act("amend", lang.reports_act_amend())));
            }
            ReportState::Draft | ReportState::Returned => {}
        }
        if let Some(task) = self.task {
            acts.push((crate::task::path_of(task), lang.reports_act_task().to_owned()));
        }
        if !report.state.is_open() && write {
            acts.push((format!("/so-van-ban?cho={}", self.opened.kept.id), lang.series_take().to_owned()));
        }
        for kind in ["docx", "pdf", "xlsx", "json", "csv", "exchange.json", "dhis2.json", "adx.xml"] {
            acts.push((format!("{path}/tai/bao-cao.{kind}"), lang.reports_files(kind)));
        }
        acts
    }

    fn pairs(&self) -> Result<Vec<Pair>, Problem> {
        let sections = self.app.report_sections(self.opened)?;
        let pair = |(title, parts): (String, Vec<ShownPart>)| {
            // a section of tables alone says so: its words are not missing
            let mut lines =
                if parts.is_empty() { vec![self.lang().reports_tables_below().to_owned()] } else { Vec::new() };
            for part in parts {
                match part {
                    ShownPart::Said(text) => lines.push(text),
                    ShownPart::Place { lines: said, .. } => lines.extend(said),
                }
            }
            Pair { name: title, lines }
        };
        Ok(sections.into_iter().map(pair).collect())
    }

    fn tables(&self, record: &Record) -> Vec<Listing> {
        let (lang, report) = (self.lang(), self.report());
        let mut tables = vec![self.figures(record), self.rules()];
        if !report.draft.missing.is_empty() {
            let missing = report.draft.missing.iter().copied();
            tables.insert(0, super::board::silent(self.app, &self.opened.ordered, missing, lang));
        }
        if !report.comments.is_empty() {
            let row = |comment: &programme::reports::Comment| {
                vec![Cell::text(self.title_of(&comment.place)), Cell::text(comment.text.clone())]
            };
            tables.push(Listing {
                title: lang.reports_comments().to_owned(),
                head: [lang.reports_col_place(), lang.reports_col_comment()].map(str::to_owned).to_vec(),
                rows: report.comments.iter().map(row).collect(),
                empty: String::new(),
            });
        }
        tables.push(self.versions());
        tables
    }

    /// Every figure with that of the period before and where it comes from; a figure that may be written leads to its
    /// form, any other to what it is made of.
    fn figures(&self, record: &Record) -> Listing {
        let (lang, report) = (self.lang(), self.report());
        let writes =
            report.state.is_open() && self.app.may(self.passed.acting(), Action::WriteWork, record).unwrap_or_default();
        let before = self.opened.before.as_ref().and_then(|before| before.report.in_force());
        let beside = self.opened.before.as_ref().map(|before| &before.ordered);
        let alike = beside.is_some_and(|beside| self.opened.ordered.as_long_as(beside.window));
        let rows = report.opening.contract.figures.iter().filter_map(|needed| {
            let indicator = self.catalog.indicators.get(&needed.indicator)?;
            let cell = report.draft.cells.get(&needed.indicator);
            let was = before
                .and_then(|version| version.frozen.cells.get(&needed.indicator))
                .filter(|_| alike || indicator.when == When::Stock)
                .map(programme::reports::Cell::said);
            let act = if needed.typed { "enter" } else { "differ" };
            let href = format!("{}/viec/{act}?muc={}", path_of(self.opened.kept.id), needed.indicator);
            let title = if writes && needed.parts.is_none() {
                Cell::link(indicator.title.clone(), href)
            } else {
                Cell::text(indicator.title.clone())
            };
            Some(vec![
                title,
                // a text stands whole in its section; in a narrow column it would stretch every row
                match cell.map(programme::reports::Cell::said) {
                    Some(Measured::Text { .. }) => Cell::text(lang.reports_in_words()),
                    _ => Cell::text(app::reports::say_figure(indicator, cell, lang)),
                },
                Cell::text(was.map(|was| say_measured(indicator, was, lang)).unwrap_or_default()),
                Cell::text(words::change(cell.map(programme::reports::Cell::said), was)),
                Cell { text: words::source(lang, indicator, cell), href: self.source_path(indicator), late: false },
                Cell::text(words::remark(lang, cell.map(programme::reports::Cell::said))),
            ])
        });
        let head = [
            lang.reports_line(),
            lang.reports_col_now(),
            lang.reports_col_before(),
            lang.reports_col_change(),
            lang.reports_col_source(),
            lang.reports_col_remark(),
        ];
        Listing {
            title: lang.reports_figures().to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            empty: lang.reports_figures_none().to_owned(),
        }
    }

    /// The page on which a figure opens, for those who may see it.
    fn source_path(&self, indicator: &programme::indicators::Indicator) -> String {
        use programme::indicators::Origin;
        let ordered = &self.opened.ordered;
        let register = self.app.register();
        let version = register.version(ordered.unit, ordered.window.to);
        let unit = version.map(|version| match version.kind.level() {
            domain::units::Level::Province => format!("/tinh/{}", version.code),
            _ => format!("/xa/{}", version.code),
        });
        if ordered.form.of.is_some() {
            return format!("{}/tong-hop?bieu-mau={}&ky={}", super::PATH, ordered.form.id, ordered.period);
        }
        let days = format!("tu={}&den={}", ordered.window.from, ordered.window.to);
        match indicator.origin {
            Origin::Flows(..) if self.lists => format!("/danh-sach?{days}"),
            Origin::Counts(_) if self.lists => format!("/muc-tieu?{days}"),
            Origin::Facts(_) | Origin::Result | Origin::Verdict(_) => {
                unit.map(|path| format!("{path}?nam={}", ordered.year)).unwrap_or_default()
            }
            Origin::Tasks(_) => "/nhiem-vu".to_owned(),
            Origin::Plans(_) | Origin::Target { .. } => "/ke-hoach".to_owned(),
            Origin::Funds(_) => "/kinh-phi".to_owned(),
            _ => String::new(),
        }
    }

    fn rules(&self) -> Listing {
        let (lang, report) = (self.lang(), self.report());
        let row = |checked: programme::reports::Checked<'_>| {
            let broken = matches!(checked.outcome, Outcome::Broken { .. });
            let terms = || checked.rule.left.iter().chain(&checked.rule.right);
            let held_back = terms().any(|term| report.said(&term.indicator).is_some_and(Measured::is_withheld));
            let outcome = match checked.outcome {
                Outcome::Holds => lang.reports_rule_holds().to_owned(),
                Outcome::Broken { .. } if held_back => lang.reports_rule_broken_untold().to_owned(),
                Outcome::Broken { left, right } => lang.reports_rule_broken(left, right),
                Outcome::Open { .. } => lang.reports_rule_open().to_owned(),
            };
            let reason = report.draft.excuses.get(&checked.rule.id).filter(|_| broken).cloned().unwrap_or_default();
            vec![
                Cell::text(checked.rule.says.clone()),
                Cell { late: broken, ..Cell::text(outcome) },
                Cell::text(reason),
            ]
        };
        let head = [lang.reports_col_rule(), lang.reports_col_outcome(), lang.reports_col_reason()];
        Listing {
            title: lang.reports_rules().to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows: self.exact().rules().into_iter().map(row).collect(),
            empty: lang.reports_rules_none().to_owned(),
        }
    }

    fn versions(&self) -> Listing {
        let (lang, report) = (self.lang(), self.report());
        let row = |version: &programme::reports::Version| {
            let moved = version.moved.iter().map(|moved| {
                let indicator = self.catalog.indicators.get(&moved.indicator);
                words::moved(lang, indicator, &moved.was, &moved.is, &moved.indicator)
            });
            let days = version.approved.map(|(_, on)| on).into_iter().chain(version.locked);
            let fell = version.fell.map(|fell| words::fell(lang, fell));
            let decided: Vec<String> = days.map(|on| words::day(lang, on)).chain(fell).collect();
            vec![
                Cell::text(version.number.to_string()),
                Cell::text(words::day(lang, version.on)),
                Cell::text(moved.chain(version.reason.clone()).collect::<Vec<_>>().join("; ")),
                Cell::text(decided.join(", ")),
            ]
        };
        let head = [
            lang.reports_col_version(),
            lang.reports_col_submitted(),
            lang.reports_col_moved(),
            lang.reports_col_decided(),
        ];
        Listing {
            title: lang.reports_versions().to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows: report.versions.iter().map(row).collect(),
            empty: lang.reports_versions_none().to_owned(),
        }
    }

    fn past(&self, entry: &Entry<ReportAct>) -> Past {
        let lang = self.lang();
        let holder = self.people.get(&entry.by.appointment);
        let lines = match &entry.act {
            ReportAct::Withdraw { reason }
            | ReportAct::Return { reason, .. }
            | ReportAct::KeepVersion { reason }
            | ReportAct::Amend { reason }
            | ReportAct::Excuse { reason, .. } => vec![reason.clone()],
            ReportAct::Differ { indicator, reason, .. } => vec![format!("{}: {reason}", self.title_of(indicator))],
            ReportAct::Enter { indicator, source, .. } => vec![format!("{}: {source}", self.title_of(indicator))],
            ReportAct::Bring { figures, source } => {
                let named = figures.iter().map(|one| self.title_of(&one.indicator).to_owned());
                std::iter::once(source.clone()).chain(named).collect()
            }
            ReportAct::Agree { indicator } => vec![self.title_of(indicator).to_owned()],
            ReportAct::NameSigner { signer } | ReportAct::Approve { signer: Some(signer), .. } => {
                let capacity = app::reports::say_capacity(signer.capacity, lang);
                vec![lang.reports_note_signer(&signer.name, capacity)]
            }
            ReportAct::Fill { place, .. } => vec![self.place(place).to_owned()],
            _ => Vec::new(),
        };
        Past {
            on: words::day(lang, entry.on),
            what: words::done(lang, &entry.act).to_owned(),
            who: holder.map_or_else(|| lang.task_holder_gone().to_owned(), |holder| officer(self.app, lang, holder)),
            lines,
        }
    }
}
