//! GET /ke-hoach/{id} and /ke-hoach/mau/{plan}: a plan, its targets with their arithmetic, its roadmaps, its tasks.

use app::plans::{FromFiles, Known, PlaceNow, PlaceStands, PlanStands, RoadmapStands, TargetStands};
use app::work::Kept;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::{Action, NATION, acts};
use domain::units::{Level, UnitId};
use domain::work::{Entry, WorkAct as _};
use pages::account::Choice;
use pages::plan::{
    HistoryRow, NowRow, PlaceRow, Plan as Page, PointRow, RoadmapTable, SectionRows, TargetRow, TaskRow,
};
use programme::plans::{
    Among, Baseline, Between, Document, Mark, Origin, Phase, Plan, PlanAct, PointJudged, Roadmap, Shipped, Source,
    shipped,
};
use texts::Lang;
use uuid::Uuid;

use super::known::known_to;
use super::{frame, how, path_of, words};
use crate::account::own_unit;
use crate::grades::heading;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// A plan of a unit.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
    Path(id): Path<Uuid>,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let app = &site.app;
    let kept: Kept<Plan> = app.work_open(&permit, id).await?;
    let known = known_to(&site, &visitor, &passed, &kept).await?;
    let stands = app.plan_stands(&kept.state, kept.unit, &how(&scope), &known).await?;
    let own = own_unit(&visitor)? == kept.unit && visitor.may(Action::WriteWork);
    let goals = goals_of(app, kept.unit);
    let writer = Writer { scope: &scope, plan: &kept.state, id: Some(id), writes: own, goals };
    let mut page = writer.page(&stands, &path_of(id));
    page.history = kept.history.iter().rev().map(|entry| writer.history(entry)).collect();
    page.acts = writer.acts(own_unit(&visitor)?, &kept, visitor.may(Action::WriteWork));
    page.exports = ["csv", "xlsx"]
        .into_iter()
        .zip([writer.lang().plan_export_csv(), writer.lang().plan_export_xlsx()])
        .map(|(kind, text)| (format!("{}/chi-tieu.{kind}", path_of(id)), text.to_owned()))
        .collect();
    page.facts.insert(0, (writer.lang().plan_unit().to_owned(), unit_name(app, kept.unit, writer.lang())));
    Ok(Html(page.html()?))
}

/// A document at hand.
pub async fn document(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, Problem> {
    let app = &site.app;
    let document = shipped::latest(&id).ok_or(Problem::NoSuchPage)?;
    let plan = app::plans::shipped(document);
    // what the program knows of the unit is for those who may read its figures: here only what was published
    let nobody = UnitId(Uuid::nil());
    let stands = app.plan_stands(&plan, nobody, &how(&scope), &Known::default()).await?;
    let writer = Writer { scope: &scope, plan: &plan, id: None, writes: false, goals: String::new() };
    let mut page = writer.page(&stands, &format!("/ke-hoach/mau/{id}"));
    page.notes.extend(document.notes.iter().cloned());
    page.facts.extend(writer.of_document(app, document));
    let unit = app.unit_of_shipped(document);
    let may = visitor.may(Action::WriteWork) && visitor.acting().is_ok();
    if may && unit == Some(own_unit(&visitor)?) {
        page.acts = vec![(format!("/ke-hoach/moi?van-ban={id}"), writer.lang().plan_adopt().to_owned())];
    }
    Ok(Html(page.html()?))
}

/// Fills the page of one plan.
pub(super) struct Writer<'a> {
    pub scope: &'a Scope,
    pub plan: &'a Plan,
    /// The work; none for a document at hand.
    pub id: Option<Uuid>,
    /// Whether the reader may write in it.
    pub writes: bool,
    /// The page of the goals of its unit, where numbers from files stand by themselves.
    pub goals: String,
}

impl Writer<'_> {
    fn lang(&self) -> Lang {
        self.scope.lang()
    }

    fn page(&self, stands: &PlanStands, path: &str) -> Page {
        let lang = self.lang();
        let plan = self.plan;
        let phase = match (self.id, plan.phase) {
            (None, _) => lang.plan_phase_shipped(),
            (Some(_), phase) => words::phase(lang, phase),
        };
        let number = plan.document.as_ref().map(|document| format!(" {}", document.number)).unwrap_or_default();
        let chosen = how(self.scope).between;
        let choice = |between: Between| {
            let text = match between {
                Between::LastDue => lang.plan_between_last_due(),
                Between::Linear => lang.plan_between_linear(),
            };
            Choice::new(between.key(), text, between == chosen)
        };
        let tally = app::plans::tally(stands).into_iter();
        Page {
            frame: frame(self.scope, path, vec![crumb(&plan.head.title, None)]),
            title: plan.head.title.clone(),
            lead: format!("{}{number} · {phase}", words::kind(lang, plan.head.kind)),
            facts: self.facts(),
            notes: Vec::new(),
            tally: tally.map(|(status, count)| lang.plan_tally(count, words::status(lang, status).1)).collect(),
            between: if plan.targets.is_empty() { Vec::new() } else { Between::ALL.map(choice).to_vec() },
            targets: stands.targets.iter().map(|of| self.target(of)).collect(),
            roadmaps: stands.roadmaps.iter().map(|of| roadmap(self.scope, of)).collect(),
            sections: self.sections(),
            history: Vec::new(),
            acts: Vec::new(),
            exports: Vec::new(),
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let (lang, plan) = (self.lang(), self.plan);
        let mut facts = Vec::new();
        let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
        let paper = |document: &Document| {
            format!("{}, {}, {}", document.number, words::day(lang, document.date), document.issuer)
        };
        add(lang.plan_issuer(), plan.head.issuer.clone());
        if let Some(document) = &plan.document {
            add(lang.plan_number(), document.number.clone());
            add(lang.plan_date(), words::day(lang, document.date));
            add(lang.plan_signer(), document.signer.clone());
        }
        let (from, to) = (words::day(lang, plan.head.from), words::day(lang, plan.head.to));
        add(lang.plan_term(), lang.plan_term_days(from, to));
        if !plan.head.basis.is_empty() {
            add(lang.plan_basis(), plan.head.basis.join("; "));
        }
        plan.head.supersedes.iter().for_each(|number| add(lang.plan_supersedes(), number.clone()));
        plan.amended.iter().for_each(|document| add(lang.plan_amended(), paper(document)));
        if let Some(ended) = &plan.ended {
            add(lang.plan_ended(), lang.plan_ended_because(words::day(lang, ended.on), &ended.reason));
            ended.document.iter().for_each(|document| add(lang.plan_document(), paper(document)));
        }
        if let Origin::Shipped { source, .. } = &plan.origin {
            add(lang.plan_source(), self.source(source));
        }
        facts
    }

    fn of_document(&self, app: &app::App, document: &Shipped) -> Vec<(String, String)> {
        let lang = self.lang();
        let mut facts = vec![(lang.plan_unit().to_owned(), document.place.clone())];
        let funds = document.funds.iter().map(|funds| (lang.plan_funds().to_owned(), funds.clone()));
        facts.extend(funds);
        let titles = app.calendars().ok();
        let title = |id: &String| {
            let found = titles.and_then(|all| all.all().iter().find(|calendar| calendar.id == *id));
            found.map_or_else(|| id.clone(), |calendar| calendar.title.clone())
        };
        facts.extend(document.calendar.iter().map(|id| (lang.plan_calendar().to_owned(), title(id))));
        facts
    }

    fn source(&self, source: &Source) -> String {
        let lang = self.lang();
        let mut text = format!("{}. {}.", source.citation, words::mark(lang, source.evidence));
        if let Some(owner) = source.owner.as_ref().filter(|_| source.evidence != Mark::V) {
            text.push(' ');
            text.push_str(&lang.plan_confirms(owner));
        }
        text
    }

    fn target(&self, of: &TargetStands) -> TargetRow {
        let (lang, target) = (self.lang(), &of.target);
        let (sign, status) = words::status(lang, of.judged.status);
        let pair = |name: &str, value: String| (name.to_owned(), value);
        let mut facts = vec![
            pair(lang.plan_measured(), words::metric(lang, &target.metric)),
            pair(lang.plan_direction(), words::direction(lang, target.direction).to_owned()),
            pair(lang.plan_owner(), target.owner.clone()),
        ];
        if target.among != Among::All {
            facts.push(pair(lang.plan_among(), words::among(lang, target.among).to_owned()));
        }
        let baseline = words::baseline(lang, target, self.plan.baseline(&target.id));
        facts.extend(baseline.map(|baseline| pair(lang.plan_baseline(), baseline)));
        facts.extend(target.inherited.iter().map(|_| pair(lang.plan_inherited(), lang.files_act_yes().to_owned())));
        facts.extend(of.files.as_ref().map(|files| pair(lang.plan_files_sum(), words::from_files(lang, files))));
        facts.push(pair(lang.plan_source(), self.source(&target.source)));
        let untold = of.files.as_ref().is_some_and(|files| files.reading().is_none());
        let current = of.judged.current.as_ref().map(|reading| words::reading(lang, reading));
        let current = current.or_else(|| untold.then(|| lang.plan_files_untold().to_owned()));
        TargetRow {
            id: target.id.clone(),
            statement: target.statement.clone(),
            sign,
            status: status.to_owned(),
            why: words::why(lang, &of.judged.why),
            current: current.unwrap_or_else(|| lang.plan_current_none().to_owned()),
            aside: of.aside.iter().map(|reading| lang.plan_aside(words::reading(lang, reading))).collect(),
            facts,
            points: of.judged.points.iter().map(|point| self.point(target, point)).collect(),
            acts: of
                .files
                .as_ref()
                .map(|files| self.goals_from(files))
                .into_iter()
                .chain(self.acts_of(target))
                .collect(),
        }
    }

    /// Where the numbers of files that a target is made of stand by themselves, of the same days.
    fn goals_from(&self, files: &FromFiles) -> (String, String) {
        let from = if self.goals.starts_with("/muc-tieu") { format!("tu={}&", files.from) } else { String::new() };
        (format!("{}?{from}den={}", self.goals, files.to), self.lang().plan_files_open().to_owned())
    }

    fn point(&self, target: &programme::plans::Target, point: &PointJudged) -> PointRow {
        let lang = self.lang();
        let rounding = how(self.scope).rounding;
        let why = point.need.as_ref().map(|need| words::because(lang, need, target.direction, rounding));
        let had = point.reading.as_ref().map(|reading| words::value(lang, reading));
        PointRow {
            by: words::day(lang, point.by),
            need: words::need(lang, point.need.as_ref()),
            why: why.unwrap_or_default(),
            had: had.unwrap_or_else(|| lang.plan_current_none().to_owned()),
            met: words::met(lang, point).to_owned(),
        }
    }

    /// What can be told of a target: its value, and the baseline that the plan leaves open.
    fn acts_of(&self, target: &programme::plans::Target) -> Vec<(String, String)> {
        let Some(id) = self.id.filter(|_| self.writes && self.plan.phase == Phase::InForce) else { return Vec::new() };
        let lang = self.lang();
        let link = |act: &str, text: &str| (format!("{}/viec/{act}?ct={}", path_of(id), target.id), text.to_owned());
        let mut acts = vec![link("state", lang.plan_act_state())];
        if target.baseline == Some(Baseline::Registration) {
            acts.push(link("set_baseline", lang.plan_act_set_baseline()));
        }
        acts
    }

    fn acts(&self, own: UnitId, kept: &Kept<Plan>, may: bool) -> Vec<(String, String)> {
        let lang = self.lang();
        if !may {
            return Vec::new();
        }
        if own != kept.unit {
            let derives = kept.state.phase == Phase::InForce && kept.state.origin != Origin::Own
                || !kept.state.targets.is_empty();
            let link = (format!("/ke-hoach/moi?tu={}", kept.id), lang.plan_derive().to_owned());
            return if derives { vec![link] } else { Vec::new() };
        }
        let open = self.plan.targets.iter().any(|target| target.baseline == Some(Baseline::Registration));
        let fits = |act: &&&str| match **act {
            "set_trajectory" | "drop_target" | "state" => !self.plan.targets.is_empty(),
            "set_baseline" => open,
            _ => true,
        };
        let link = |act: &&str| Some((format!("{}/viec/{act}", path_of(kept.id)), words::act(lang, act)?.to_owned()));
        words::acts_in(self.plan.phase).iter().filter(fits).filter_map(link).collect()
    }

    fn sections(&self) -> Vec<SectionRows> {
        let lang = self.lang();
        let section = |of: &shipped::Section| SectionRows {
            anchor: format!("muc-{}", of.id),
            title: format!("{}. {}", of.id, of.title),
            note: of.note.clone().unwrap_or_default(),
            tasks: self
                .plan
                .tasks
                .iter()
                .filter(|task| task.section == of.id)
                .map(|task| TaskRow {
                    text: task.text.clone(),
                    href: self.task_from(&task.id),
                    lead: task.lead.join("; "),
                    with: task.with.join("; "),
                    rhythm: words::rhythm(lang, task),
                    citation: task.citation.clone(),
                })
                .collect(),
        };
        self.plan.sections.iter().map(section).collect()
    }

    /// Where a task of the document becomes a six-clear task of the unit; empty for who does not write in the plan.
    fn task_from(&self, task: &str) -> String {
        let id = self.id.filter(|_| self.writes && self.plan.phase == Phase::InForce);
        id.map(|id| format!("/nhiem-vu/moi?nguon={id}&loai=plan&muc={task}")).unwrap_or_default()
    }

    fn history(&self, entry: &Entry<PlanAct>) -> HistoryRow {
        let lang = self.lang();
        let about = words::about(lang, &entry.act);
        let act = words::act(lang, entry.act.key()).unwrap_or_default();
        let document = entry.act.document().map(|(number, date)| format!("{number}, {}", words::day(lang, date)));
        HistoryRow {
            on: words::day(lang, entry.on),
            act: if about.is_empty() { act.to_owned() } else { format!("{act}: {about}") },
            document: document.unwrap_or_default(),
        }
    }
}

/// The page of the goals of a unit.
fn goals_of(app: &app::App, unit: UnitId) -> String {
    if unit == NATION {
        return "/ca-nuoc/muc-tieu".to_owned();
    }
    let register = app.register();
    let province = register.version(unit, app.today()).filter(|version| version.kind.level() == Level::Province);
    province.map_or_else(|| "/muc-tieu".to_owned(), |version| format!("/tinh/{}/muc-tieu", version.code))
}

/// A roadmap as a table.
pub(super) fn roadmap(scope: &Scope, of: &RoadmapStands) -> RoadmapTable {
    let lang = scope.lang();
    let roadmap: &Roadmap = &of.roadmap;
    let planned = roadmap.planned();
    let share = pages::format::share(lang, planned.part.into(), planned.whole.into());
    let number = |count: usize| words::n(lang, u64::try_from(count).unwrap_or(u64::MAX));
    RoadmapTable {
        anchor: format!("lo-trinh-{}", roadmap.year),
        title: lang.plan_roadmap(roadmap.year),
        sum: lang.plan_roadmap_sum(
            number(roadmap.keep.len()),
            number(roadmap.convert.len()),
            words::n(lang, planned.part),
            words::n(lang, planned.whole),
            share,
            words::n(lang, roadmap.in_no_list()),
        ),
        confirms: lang.plan_roadmap_confirms(&roadmap.confirms, words::day(lang, roadmap.map_on)),
        result: lang.plan_result(scope.year),
        rows: of.places.iter().map(|place| place_row(scope, place)).collect(),
    }
}

fn place_row(scope: &Scope, of: &PlaceStands) -> PlaceRow {
    let lang = scope.lang();
    PlaceRow {
        name: format!("{} ({})", of.place.name, of.place.code),
        wanted: if of.keep { lang.plan_roadmap_keep() } else { lang.plan_roadmap_convert() }.to_owned(),
        now: of.now.iter().map(|now| now_row(scope, of.there, now)).collect(),
    }
}

fn now_row(scope: &Scope, there: bool, now: &PlaceNow) -> NowRow {
    let lang = scope.lang();
    let mut notes = Vec::new();
    if now.part {
        notes.push(lang.plan_now_part().to_owned());
    }
    notes.push(match (there, now.not_named) {
        (true, _) => lang.plan_now_same().to_owned(),
        (false, 0) => lang.plan_now_made_named(now.made_of),
        (false, others) => lang.plan_now_made(now.made_of, others),
    });
    let result = now.result.as_deref().map(|id| criteria::result_name(lang, id));
    NowRow {
        name: heading(&now.version),
        href: format!("/don-vi/{}", now.version.code),
        note: notes.join("; "),
        result: result.unwrap_or_else(|| lang.plan_result_none().to_owned()),
    }
}
