//! /bao-cao/tong-hop: the reports of the units below, how each stands, and deciding about many at once.

use app::App;
use app::reports::{Board, BoardLine, Ordered};
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use domain::access::{Action, FieldClass, Record};
use domain::units::UnitId;
use domain::work::Noun;
use pages::work_form::{Group, WorkForm};
use pages::work_list::{Cell, Listing, WorkList};
use programme::reports::State as ReportState;
use uuid::Uuid;

use super::{PATH, crumbs, fault, path_of, unit_name, words};
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::Sent;
use crate::task::{frame, home, reads};

/// A board as it was asked for.
pub struct Asked {
    /// Above which units.
    pub unit: UnitId,
    /// The report that is made of theirs.
    pub ordered: Ordered,
    /// Theirs.
    pub board: Board,
}

impl Asked {
    /// Form and period in words.
    pub fn title(&self, lang: texts::Lang) -> String {
        lang.reports_begin_form(&self.board.ordered.form.title, self.ordered.say_period(lang))
    }

    /// Where it stands.
    pub fn path(&self) -> String {
        format!("{PATH}/tong-hop?bieu-mau={}&ky={}", self.ordered.form.id, self.ordered.period)
    }

    /// Where something is done with all of it.
    pub fn path_of(&self, act: &str) -> String {
        format!("{PATH}/tong-hop/{act}?bieu-mau={}&ky={}", self.ordered.form.id, self.ordered.period)
    }
}

/// The board that the address asks for.
pub async fn asked(app: &App, scope: &Scope, passed: &Passed) -> Result<Asked, Problem> {
    let (ordered, board) = board(app, scope, passed).await?;
    Ok(Asked { unit: home(passed), ordered, board })
}

async fn board(app: &App, scope: &Scope, passed: &Passed) -> Result<(Ordered, Board), Problem> {
    let permit = reads(app, passed, home(passed)).await?;
    let value = |key: &str| scope.cx.value(key).unwrap_or_default();
    let found = async {
        let ordered = app.order_report(value("bieu-mau"), home(passed), value("ky"), None)?;
        let board = app.report_board(&permit, &ordered).await?;
        Ok((ordered, board))
    };
    match found.await {
        Ok(found) => Ok(found),
        Err(refused) => Err(Problem::Invalid(fault(refused, scope.lang())?)),
    }
}

/// The board.
pub async fn get(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let (ordered, board) = board(&app, &scope, &passed).await?;
    let lang = scope.lang();
    let query = format!("bieu-mau={}&ky={}", ordered.form.id, ordered.period);
    let mut begin: Vec<(String, String)> = own(&app, &passed, &ordered, lang).await?.into_iter().collect();
    if board.count(Some(ReportState::Submitted)) > 0 && approves(&app, &passed, &board)? {
        begin.push((format!("{PATH}/tong-hop/duyet?{query}"), lang.reports_bulk_title().to_owned()));
    }
    if !board.lines.is_empty() {
        begin.push((format!("{PATH}/tong-hop/in?{query}"), lang.runs_begin().to_owned()));
        begin.push((crate::run::HOME.to_owned(), lang.runs_title().to_owned()));
    }
    let states = std::iter::once(None).chain(ReportState::ALL.into_iter().map(Some));
    let page = WorkList {
        frame: frame(&scope, &format!("{PATH}/tong-hop"), crumbs(lang, lang.reports_board())),
        title: lang.reports_begin_form(&board.ordered.form.title, ordered.say_period(lang)),
        unit: unit_name(&app, home(&passed), lang),
        lead: lang.reports_board_lead().to_owned(),
        note: missing(&board, lang),
        views: Vec::new(),
        kept: Vec::new(),
        filters: Vec::new(),
        counts: states.map(|state| (words::state(lang, state).to_owned(), board.count(state))).collect(),
        is_board: false,
        tables: tables(&app, &board, lang),
        begin,
        files: Vec::new(),
    };
    Ok(Html(page.html()?))
}

/// The way to the report that is made of these: the one there is, or beginning it where one may.
async fn own(
    app: &App,
    passed: &Passed,
    ordered: &Ordered,
    lang: texts::Lang,
) -> Result<Option<(String, String)>, Problem> {
    let unit = home(passed);
    let permit = reads(app, passed, unit).await?;
    if let Some(stands) = app.work_by_key(&permit, Noun::Report, unit, &ordered.key()).await? {
        return Ok(Some((path_of(stands.id), lang.reports_board_own().to_owned())));
    }
    let role = passed.acting().appointment.role;
    let drafts = ordered.form.route.drafts.iter().any(|key| key == role.key());
    let record = Record::plain(passed.acting().place.clone(), FieldClass::UnitFact);
    let begins = drafts && app.may(passed.acting(), Action::WriteWork, &record)?;
    let href = format!("{PATH}/moi?bieu-mau={}&ky={}", ordered.form.id, ordered.period);
    Ok(begins.then(|| (href, lang.reports_board_begin().to_owned())))
}

/// Whether who looks decides about the reports of these units.
fn approves(app: &App, passed: &Passed, board: &Board) -> Result<bool, Problem> {
    let Some(line) = board.lines.first() else { return Ok(false) };
    let record = Record::plain(app.place_of(line.unit, app.now()), FieldClass::UnitFact);
    Ok(app.may(passed.acting(), Action::ApproveReport, &record)?)
}

/// Reports that were begun, a row each; units without one by kind, as nothing more is to be said of each.
fn tables(app: &App, board: &Board, lang: texts::Lang) -> Vec<Listing> {
    let head =
        [lang.reports_col_unit(), lang.reports_col_state(), lang.reports_col_time(), lang.reports_col_submitted()];
    let begun: Vec<Vec<Cell>> =
        board.lines.iter().filter(|line| line.report.is_some()).map(|line| row(app, board, line, lang)).collect();
    let none = if board.lines.is_empty() { lang.reports_board_none() } else { lang.reports_board_none_begun() };
    let mut tables = vec![Listing {
        title: lang.reports_board().to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: begun,
        empty: none.to_owned(),
    }];
    let mut not_begun = board.lines.iter().filter(|line| line.report.is_none()).peekable();
    if let Some(first) = not_begun.peek() {
        // the same day is due for all of them
        let time = time(app, board, first, lang);
        let mut table = silent(app, &board.ordered, not_begun.map(|line| line.unit), lang);
        table.title = lang.reports_board_not_begun(time);
        tables.push(table);
    }
    tables
}

/// Units that have sent no report, by kind.
pub(super) fn silent(
    app: &App,
    ordered: &Ordered,
    units: impl IntoIterator<Item = UnitId>,
    lang: texts::Lang,
) -> Listing {
    let of_kind = |of: app::reports::OfKind| {
        vec![Cell::text(lang.reports_kind_count(&of.kind, of.names.len())), Cell::text(of.names.join(", "))]
    };
    Listing {
        title: lang.reports_missing_title().to_owned(),
        head: [lang.reports_col_kind(), lang.reports_col_units()].map(str::to_owned).to_vec(),
        rows: app.units_by_kind(ordered, units).into_iter().map(of_kind).collect(),
        empty: String::new(),
    }
}

/// How many have not sent a report; nothing where nobody is missing.
fn missing(board: &Board, lang: texts::Lang) -> String {
    match board.lines.iter().filter(|line| line.submitted.is_none()).count() {
        0 => String::new(),
        count => lang.reports_missing_below(count),
    }
}

fn row(app: &App, board: &Board, line: &BoardLine, lang: texts::Lang) -> Vec<Cell> {
    let name = unit_name(app, line.unit, lang);
    vec![
        match line.report {
            Some((id, _)) => Cell::link(name, path_of(id)),
            None => Cell::text(name),
        },
        Cell::text(match words::state(lang, line.report.map(|(_, state)| state)) {
            state if line.amending => lang.reports_state_amending(state),
            state => state.to_owned(),
        }),
        Cell {
            late: line.late_since(board.ordered.due, app.today()).is_some(),
            ..Cell::text(time(app, board, line, lang))
        },
        Cell::text(line.submitted.map(|day| words::day(lang, day)).unwrap_or_default()),
    ]
}

/// How one stands in time.
fn time(app: &App, board: &Board, line: &BoardLine, lang: texts::Lang) -> String {
    let calendars = app.calendars().ok();
    let owed = calendars.and_then(|calendars| {
        let calendar = calendars.all().iter().find(|calendar| calendar.id == board.ordered.form.calendar)?;
        calendar.period(&board.ordered.period, calendars.working())
    });
    let status = owed.as_ref().zip(line.status);
    let mut said = status.map(|(owed, status)| app::calendars::calendar_status(owed, status, lang)).unwrap_or_default();
    if let Some(day) = line.submitted.filter(|day| *day < board.ordered.window.to) {
        said = format!("{said} {}", lang.reports_closed_early(words::day(lang, day)));
    }
    said
}

/// The form of deciding about many.
pub async fn bulk(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let (ordered, board) = board(&app, &scope, &passed).await?;
    Ok(Html(form(&app, &scope, &ordered, &board, app.new_id(), Vec::new()).html()?))
}

/// Approves those that were chosen, each by itself.
pub async fn approve(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Html<String>, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let (ordered, before) = board(&app, &scope, &passed).await?;
    let chosen = sent.all("bao-cao");
    let wanted: Vec<(UnitId, Uuid, u32)> = before
        .lines
        .iter()
        .filter_map(|line| {
            let (id, _) = line.report?;
            // what was chosen bears how many acts the page showed
            let seen = chosen.iter().find_map(|text| text.strip_prefix(&format!("{id}:")))?.parse().ok()?;
            Some((line.unit, id, seen))
        })
        .collect();
    let outcomes = app.reports_approve(passed.acting(), sent.token(&app), &wanted).await?;
    let mut said = Vec::with_capacity(outcomes.len());
    for one in outcomes {
        let outcome = match one.outcome {
            Ok(()) => lang.reports_bulk_done().to_owned(),
            Err(refused) => refused.say(lang),
        };
        said.push((unit_name(&app, one.unit, lang), outcome));
    }
    let (_, after) = board(&app, &scope, &passed).await?;
    Ok(Html(form(&app, &scope, &ordered, &after, app.new_id(), said).html()?))
}

fn form(
    app: &App,
    scope: &Scope,
    ordered: &Ordered,
    board: &Board,
    token: Uuid,
    outcomes: Vec<(String, String)>,
) -> WorkForm {
    let lang = scope.lang();
    let query = format!("bieu-mau={}&ky={}", ordered.form.id, ordered.period);
    let waiting: Vec<(String, String)> = board
        .lines
        .iter()
        .filter_map(|line| {
            let (id, state) = line.report?;
            let key = format!("{id}:{}", line.acts);
            (state == ReportState::Submitted).then(|| (key, unit_name(app, line.unit, lang)))
        })
        .collect();
    let none = waiting.is_empty();
    let inputs = vec![Sent::default().ticks("bao-cao", lang.reports_bulk_which(), &waiting)];
    WorkForm {
        frame: frame(scope, &format!("{PATH}/tong-hop"), crumbs(lang, lang.reports_bulk_title())),
        title: lang.reports_bulk_title().to_owned(),
        about: lang.reports_begin_form(&board.ordered.form.title, ordered.say_period(lang)),
        lead: if none { lang.reports_bulk_none() } else { lang.reports_bulk_lead() }.to_owned(),
        action: format!("{PATH}/tong-hop/duyet?{query}"),
        token: token.to_string(),
        seen: 0,
        groups: if none { Vec::new() } else { vec![Group { title: String::new(), inputs }] },
        fault: String::new(),
        outcomes,
        buttons: if none { Vec::new() } else { vec![("duyet".to_owned(), lang.reports_bulk_approve().to_owned())] },
        back: (format!("{PATH}/tong-hop?{query}"), lang.reports_board().to_owned()),
    }
}
