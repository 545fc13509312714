//! /tinh/{code}/danh-sach, /tinh/{code}/muc-tieu, /ca-nuoc/danh-sach, /ca-nuoc/muc-tieu: numbers for those who steer.

use app::App;
use app::counts::territory::{
    GOALS, GoalLine, Kept, ListLine, TerritoryAsk, TerritoryCounts, TerritoryGoals, TerritoryLine, goals_file,
    lists_file,
};
use app::counts::{say_choices, say_number};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, Response};
use domain::counts::{Choices, INPUTS, LISTS, Number, SWITCHES};
use domain::units::{Level, Version};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use pages::counts::Switchable;
use pages::frame::Section;
use pages::territory::{Block, Link, Row, Territory};
use texts::Lang;

use super::choices;
use crate::case::words;
use crate::download::{self, Format};
use crate::grades::heading;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};

type Answer = (StatusCode, Html<String>);

/// GET /tinh/{code}/danh-sach
pub async fn lists(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Answer, Problem> {
    let register = app.register();
    let province = scope.province(&register, &code)?;
    let (ask, fault) = read(&app, &scope);
    let counts = app.counts_of_province(province.unit, &ask).await?;
    let view = View::of(&app, &scope, &ask, Some(province))?;
    view.answer(false, view.lists(&counts), fault)
}

/// GET /tinh/{code}/muc-tieu
pub async fn goals(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Answer, Problem> {
    let register = app.register();
    let province = scope.province(&register, &code)?;
    let (ask, fault) = read(&app, &scope);
    let goals = app.goals_of_province(province.unit, &ask).await?;
    let view = View::of(&app, &scope, &ask, Some(province))?;
    view.answer(true, view.goals(&goals), fault)
}

/// GET /ca-nuoc/danh-sach
pub async fn nation_lists(State(app): State<App>, scope: Scope) -> Result<Answer, Problem> {
    let (ask, fault) = read(&app, &scope);
    let counts = app.counts_of_nation(&ask).await?;
    let view = View::of(&app, &scope, &ask, None)?;
    view.answer(false, view.lists(&counts), fault)
}

/// GET /ca-nuoc/muc-tieu
pub async fn nation_goals(State(app): State<App>, scope: Scope) -> Result<Answer, Problem> {
    let (ask, fault) = read(&app, &scope);
    let goals = app.goals_of_nation(&ask).await?;
    let view = View::of(&app, &scope, &ask, None)?;
    view.answer(true, view.goals(&goals), fault)
}

/// GET /tinh/{code}/danh-sach.xlsx
pub async fn lists_xlsx(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    export_lists(&app, &scope, &code, Kept::Xlsx).await
}

/// GET /tinh/{code}/danh-sach.csv
pub async fn lists_csv(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    export_lists(&app, &scope, &code, Kept::Csv).await
}

/// GET /tinh/{code}/muc-tieu.xlsx
pub async fn goals_xlsx(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    export_goals(&app, &scope, &code, Kept::Xlsx).await
}

/// GET /tinh/{code}/muc-tieu.csv
pub async fn goals_csv(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    export_goals(&app, &scope, &code, Kept::Csv).await
}

async fn export_lists(app: &App, scope: &Scope, code: &str, kept: Kept) -> Result<Response, Problem> {
    let register = app.register();
    let province = scope.province(&register, code)?;
    let ask = read_strictly(app, scope)?;
    let counts = app.counts_of_province(province.unit, &ask).await?;
    let view = View::of(app, scope, &ask, Some(province))?;
    let notes: Vec<String> = [view.lead(), view.note(false)].into_iter().chain(view.chosen()).collect();
    let bytes = lists_file(scope.lang(), &view.titles, &counts, &notes, kept)?;
    Ok(download::file(format_of(kept), &format!("anlanh-danh-sach-{}-{}", province.code, ask.day), bytes))
}

async fn export_goals(app: &App, scope: &Scope, code: &str, kept: Kept) -> Result<Response, Problem> {
    let register = app.register();
    let province = scope.province(&register, code)?;
    let ask = read_strictly(app, scope)?;
    let goals = app.goals_of_province(province.unit, &ask).await?;
    let view = View::of(app, scope, &ask, Some(province))?;
    let bytes = goals_file(scope.lang(), &goals, &[view.lead(), view.note(true)], kept)?;
    Ok(download::file(format_of(kept), &format!("anlanh-muc-tieu-{}-{}", province.code, ask.day), bytes))
}

const fn format_of(kept: Kept) -> Format {
    match kept {
        Kept::Xlsx => Format::Xlsx,
        Kept::Csv => Format::Csv,
    }
}

/// What the address asks for, or the last quarter that is over and what was wrong with the address.
fn read(app: &App, scope: &Scope) -> (TerritoryAsk, String) {
    let otherwise = TerritoryAsk { day: app.today(), known_at: None, choices: Choices::default() };
    let otherwise = TerritoryAsk { day: otherwise.quarter().1, ..otherwise };
    match asked(app, scope, otherwise.clone()) {
        Ok(ask) => (ask, String::new()),
        Err(fault) => (otherwise, fault),
    }
}

fn read_strictly(app: &App, scope: &Scope) -> Result<TerritoryAsk, Problem> {
    match read(app, scope) {
        (ask, fault) if fault.is_empty() => Ok(ask),
        (_, fault) => Err(Problem::Invalid(fault)),
    }
}

fn asked(app: &App, scope: &Scope, mut ask: TerritoryAsk) -> Result<TerritoryAsk, String> {
    let (lang, today) = (scope.lang(), app.today());
    let day = |key: &str, field: &str| -> Result<Option<Date>, String> {
        let Some(text) = scope.cx.value(key).filter(|text| !text.is_empty()) else { return Ok(None) };
        let day = crate::days::read(text).ok_or_else(|| lang.territory_bad_day(text, field))?;
        if day > today {
            return Err(lang.territory_late_day(words::day(lang, day), field, words::day(lang, today)));
        }
        Ok(Some(day))
    };
    if let Some(day) = day("den", lang.territory_day())? {
        ask.day = day;
    }
    ask.known_at = day("biet", lang.territory_known_at())?.and_then(end_of);
    ask.choices = choices::read(&scope.cx);
    Ok(ask)
}

/// The last millisecond of a day in Việt Nam.
fn end_of(day: Date) -> Option<Timestamp> {
    Offset::constant(7).to_timestamp(day.at(23, 59, 59, 999_000_000)).ok()
}

struct View<'v> {
    scope: &'v Scope,
    ask: &'v TerritoryAsk,
    province: Option<&'v Version>,
    titles: [String; 3],
    is_reaching_nation: bool,
}

impl<'v> View<'v> {
    fn of(app: &App, scope: &'v Scope, ask: &'v TerritoryAsk, province: Option<&'v Version>) -> Result<Self, Problem> {
        let law = app.casework()?;
        let title = |id: &str| {
            law.lists.iter().find(|list| list.id == id).map_or_else(|| id.to_owned(), |list| list.title.clone())
        };
        let is_reaching_nation = scope.passed.as_ref().is_some_and(|passed| passed.depth() == 0);
        Ok(Self { scope, ask, province, titles: LISTS.map(title), is_reaching_nation })
    }

    fn lang(&self) -> Lang {
        self.scope.lang()
    }

    fn lead(&self) -> String {
        self.lang().territory_lead(self.lang().territory_untold())
    }

    fn note(&self, goals: bool) -> String {
        let (lang, (from, to)) = (self.lang(), self.ask.quarter());
        let day = |day| words::day(lang, day);
        if goals {
            lang.territory_goals_note(day(from), day(to))
        } else {
            lang.territory_lists_note(day(self.ask.day), day(from), day(to))
        }
    }

    /// Another page with the same days and choices.
    fn address(&self, path: &str) -> String {
        let typed = |key: &str| {
            let value = self.scope.cx.value(key)?;
            // days only: what is typed wrongly is not carried on
            crate::days::read(value).map(|day| format!("{key}={day}"))
        };
        let chosen = choices::query(&self.ask.choices);
        let query: Vec<String> = ["den", "biet"].iter().filter_map(|key| typed(key)).chain(chosen).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    fn base(&self) -> String {
        self.province.map_or_else(|| "/ca-nuoc".to_owned(), |province| format!("/tinh/{}", province.code))
    }

    fn answer(&self, goals: bool, blocks: Vec<Block>, fault: String) -> Result<Answer, Problem> {
        let (lang, scope) = (self.lang(), self.scope);
        let typed = |key: &str| scope.cx.value(key).unwrap_or_default().to_owned();
        let title = if goals { lang.territory_goals_title() } else { lang.territory_lists_title() };
        let crumbs = match self.province {
            Some(province) => {
                vec![scope.step(&province.name, &format!("/tinh/{}", province.code)), crumb(title, None)]
            }
            None => vec![crumb(title, None)],
        };
        let page = Territory {
            frame: scope.frame(Section::Nation, crumbs),
            title,
            place: self.province.map_or_else(|| lang.territory_nation().to_owned(), heading),
            lead: self.lead(),
            note: self.note(goals),
            day: if fault.is_empty() { self.ask.day.to_string() } else { typed("den") },
            known_at: typed("biet"),
            choices: if goals { Vec::new() } else { self.choices() },
            chosen: if goals { String::new() } else { self.chosen().unwrap_or_default() },
            links: self.links(goals),
            exports: self.exports(goals),
            blocks,
            fault,
        };
        let status = if page.fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        Ok((status, Html(page.html()?)))
    }

    fn choices(&self) -> Vec<Switchable> {
        SWITCHES.iter().map(|switch| choices::offered(self.lang(), switch, self.ask.choices)).collect()
    }

    fn chosen(&self) -> Option<String> {
        say_choices(self.lang(), &self.ask.choices)
    }

    fn links(&self, goals: bool) -> Vec<Link> {
        let (lang, base) = (self.lang(), self.base());
        let link = |text: &str, path: String| Link { text: text.to_owned(), href: self.address(&path) };
        let mut links = vec![if goals {
            link(lang.territory_lists_link(), format!("{base}/danh-sach"))
        } else {
            link(lang.territory_goals_link(), format!("{base}/muc-tieu"))
        }];
        if self.province.is_some() && self.is_reaching_nation {
            links.push(link(lang.territory_nation(), "/ca-nuoc/danh-sach".to_owned()));
        }
        links
    }

    fn exports(&self, goals: bool) -> Vec<Link> {
        let Some(province) = self.province else { return Vec::new() };
        let (lang, stem) = (self.lang(), if goals { "muc-tieu" } else { "danh-sach" });
        let link = |text: &str, kind: &str| Link {
            text: text.to_owned(),
            href: self.address(&format!("/tinh/{}/{stem}.{kind}", province.code)),
        };
        vec![link(lang.province_export_xlsx(), "xlsx"), link(lang.province_export_csv(), "csv")]
    }

    fn lists(&self, counts: &TerritoryCounts) -> Vec<Block> {
        let lang = self.lang();
        let columns = [
            lang.territory_opening(),
            lang.territory_entries(),
            lang.territory_removals(),
            lang.territory_closing(),
            lang.territory_now(),
            lang.territory_moving(),
        ];
        let list = |(at, (id, title)): (usize, (&&str, &String))| Block {
            anchor: format!("danh-sach-{id}"),
            title: title.clone(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: self.rows(counts, |line| line.lists.get(at).map_or_else(Vec::new, cells)),
        };
        let mut blocks: Vec<Block> = LISTS.iter().zip(&self.titles).enumerate().map(list).collect();
        blocks.push(Block {
            anchor: "so-lieu".to_owned(),
            title: lang.territory_inputs().to_owned(),
            columns: INPUTS.map(|number| say_number(lang, number).to_owned()).to_vec(),
            rows: self.rows(counts, |line| line.inputs.to_vec()),
        });
        blocks
    }

    fn rows(&self, counts: &TerritoryCounts, pick: impl Fn(&TerritoryLine) -> Vec<Option<i64>>) -> Vec<Row> {
        if counts.lines.is_empty() {
            return Vec::new();
        }
        let part = |line: &TerritoryLine| {
            let unit = line.unit.as_ref();
            Row {
                name: unit.map(heading).unwrap_or_default(),
                href: self.page_of(unit, "danh-sach"),
                cells: written(pick(line)),
                silent: !line.keeps,
                whole: false,
            }
        };
        let mut rows: Vec<Row> = counts.lines.iter().map(part).collect();
        rows.push(self.whole(written(pick(&counts.total))));
        rows
    }

    fn goals(&self, goals: &TerritoryGoals) -> Vec<Block> {
        let lang = self.lang();
        let title = |key: &str| match key {
            "a0" => lang.territory_goal_a0(),
            "a" => lang.territory_goal_a(),
            "lines" => lang.territory_goal_lines(),
            "u" => lang.territory_goal_u(),
            "b" => lang.territory_goal_b(),
            "c_lines" => lang.territory_goal_c_lines(),
            _ => lang.territory_goal_c(),
        };
        let numbers = |line: &GoalLine, at: usize| -> Vec<Option<String>> {
            let (told, of) = (line.goals.get(at).cloned().unwrap_or_default(), GOALS.get(at));
            let all = of.map_or(&[][..], |goal| goal.numbers);
            let told_of = |number: Number| {
                let place = all.iter().position(|one| *one == number)?;
                told.get(place).copied().flatten()
            };
            let cell = |(people, number): (&Option<i64>, &Number)| {
                let whole = super::whole_of(*number).and_then(told_of);
                people.map(|people| super::said_of(lang, people, whole).unwrap_or_else(|| people.to_string()))
            };
            told.iter().zip(all).map(cell).collect()
        };
        let block = |(at, goal): (usize, &app::counts::territory::Goal)| {
            let part = |line: &GoalLine| Row {
                name: line.unit.as_ref().map(heading).unwrap_or_default(),
                href: self.page_of(line.unit.as_ref(), "muc-tieu"),
                cells: numbers(line, at),
                silent: !line.keeps,
                whole: false,
            };
            let mut rows: Vec<Row> = goals.lines.iter().map(part).collect();
            if !rows.is_empty() {
                rows.push(self.whole(numbers(&goals.total, at)));
            }
            Block {
                anchor: format!("muc-tieu-{}", goal.key),
                title: title(goal.key).to_owned(),
                columns: goal.numbers.iter().map(|number: &Number| say_number(lang, *number).to_owned()).collect(),
                rows,
            }
        };
        GOALS.iter().enumerate().map(block).collect()
    }

    /// A province's own page with the same days; empty for a commune, whose page is its own.
    fn page_of(&self, unit: Option<&Version>, stem: &str) -> String {
        let province = unit.filter(|unit| unit.kind.level() == Level::Province);
        province.map(|it| self.address(&format!("/tinh/{}/{stem}", it.code))).unwrap_or_default()
    }

    fn whole(&self, cells: Vec<Option<String>>) -> Row {
        let name = self.lang().territory_whole().to_owned();
        Row { name, href: String::new(), cells, silent: false, whole: true }
    }
}

fn cells(list: &ListLine) -> Vec<Option<i64>> {
    vec![list.opening, list.entries, list.removals, list.closing, list.now, list.moving]
}

fn written(cells: Vec<Option<i64>>) -> Vec<Option<String>> {
    cells.into_iter().map(|cell| cell.map(|people| people.to_string())).collect()
}
