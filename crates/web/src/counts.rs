//! /danh-sach and /muc-tieu: what the files of one's own unit come to.

pub mod choices;
pub mod derived;
pub mod handover;
pub mod opened;
pub mod plan;
pub mod territory;

use app::App;
use app::counts::{CountAsk, UnitCounts, say_choices, say_number};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use domain::cases::{Law, days_later};
use domain::counts::{Asked, Choices, Flows, INPUTS, LISTS, LocalPlan, Number, SWITCHES, Turnover, Way};
use jiff::civil::Date;
use pages::counts::{Counts, FlowRow, Group, NumberRow, Switchable, TurnRow};
use texts::Lang;

use crate::account::own_unit;
use crate::case::{frame, is_police, purpose_of_lists, words};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Of which number another is a part; none for a number that stands for itself.
pub const fn whole_of(number: Number) -> Option<Number> {
    Some(match number {
        Number::DeterminationDone => Number::DeterminationDue,
        Number::CohortFiled | Number::CohortInForm => Number::Cohort,
        Number::Tested => Number::Grounds,
        Number::PostFiled => Number::PostDue,
        Number::PostMet | Number::PostTested | Number::PostCounselled | Number::WorkAssessed => Number::PostActive,
        Number::WorkOffered => Number::WorkAssessed,
        _ => return None,
    })
}

/// A part with its whole and share; none where the whole is not known, is nobody, or is less than the part.
pub fn said_of(lang: Lang, part: i64, whole: Option<i64>) -> Option<String> {
    let (part, whole) = (u64::try_from(part).ok()?, u64::try_from(whole?).ok()?);
    (whole > 0 && part <= whole).then(|| pages::format::part_of(lang, part, whole))
}

/// GET /danh-sach: the three lists, what flowed in and out, the inputs of the criteria.
pub async fn lists(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Answer, Problem> {
    page(&app, &scope, &visitor, false).await
}

/// GET /muc-tieu: the three goals.
pub async fn goals(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Answer, Problem> {
    page(&app, &scope, &visitor, true).await
}

type Answer = (StatusCode, Html<String>);

async fn page(app: &App, scope: &Scope, visitor: &Visitor, goals: bool) -> Result<Answer, Problem> {
    let lang = scope.lang();
    let (asked, fault) = match read(scope) {
        Ok(asked) => (asked, String::new()),
        Err(fault) => (of_window(scope), fault),
    };
    let mut ask = CountAsk { asked, known_at: None };
    ask.asked.choices = choices::read(&scope.cx);
    let purpose = purpose_of_lists(visitor)?;
    let kept = if goals { app.kept_plan(own_unit(visitor)?, scope.year).await? } else { None };
    // what is typed is tried; without it the plan on record counts
    ask.asked.plan = ask.asked.plan.or_else(|| kept.as_ref().map(|kept| kept.plan.clone()));
    let counts = app.own_counts(&visitor.session, visitor.acting()?, purpose, &ask).await?;
    let opens = is_police(visitor);
    let reader = Reader { lang, law: app.casework()?, counts: &counts, asked: &ask.asked, opens };
    let typed = |key: &str| scope.cx.value(key).unwrap_or_default().to_owned();
    let page = Counts {
        title: if goals { lang.counts_goals_title() } else { lang.counts_lists_title() },
        lead: if goals { lang.counts_goals_lead() } else { lang.counts_lists_lead() },
        unit: unit_name(app, own_unit(visitor)?, lang),
        from: ask.asked.from.to_string(),
        to: ask.asked.to.to_string(),
        goals,
        plan: typed("ke-hoach"),
        interval: typed("khoang-cach"),
        flows: if goals { Vec::new() } else { reader.flows() },
        turnover: if goals { Vec::new() } else { reader.turns(&counts.turnover) },
        late: if goals { Vec::new() } else { reader.turns(&counts.late) },
        groups: if goals { reader.goals() } else { vec![reader.inputs()] },
        derived: if goals { None } else { derived::shown(app, scope, visitor, ask.asked.choices).await? },
        makes_list: !goals && opens,
        plan_form: goals.then(|| plan::shown(app, scope, visitor, kept.as_ref())),
        switches: if goals { Vec::new() } else { reader.switches() },
        chosen: say_choices(lang, &ask.asked.choices).filter(|_| !goals).unwrap_or_default(),
        year: scope.year.to_string(),
        frame: {
            let title = if goals { lang.counts_goals_title() } else { lang.counts_lists_title() };
            let steps = vec![crumb(lang.files_menu_files(), Some("/ho-so".to_owned())), crumb(title, None)];
            frame(scope, if goals { "/muc-tieu" } else { "/danh-sach" }, steps)
        },
        fault,
    };
    let status = if page.fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.html()?)))
}

/// The window of the year shown.
fn of_window(scope: &Scope) -> Asked {
    Asked { from: scope.window.from, to: scope.window.to, plan: None, choices: Choices::default() }
}

fn read(scope: &Scope) -> Result<Asked, String> {
    let lang = scope.lang();
    let day = |key: &str, field: &str, otherwise: Date| match scope.cx.value(key) {
        None => Ok(otherwise),
        Some(text) => crate::days::read(text).ok_or_else(|| lang.counts_bad_day(text, field)),
    };
    let mut asked = of_window(scope);
    asked.from = day("tu", lang.counts_from(), asked.from)?;
    asked.to = day("den", lang.counts_to(), asked.to)?;
    if asked.from > asked.to {
        return Err(lang.counts_bad_period(asked.from, asked.to));
    }
    asked.plan = match (scope.cx.value("ke-hoach"), scope.cx.value("khoang-cach")) {
        (None, None) => None,
        (document, days) => {
            let days = days.and_then(|days| days.parse::<i32>().ok()).filter(|days| (1..=366).contains(days));
            let (Some(document), Some(interval_days)) = (document, days) else {
                return Err(lang.counts_bad_plan().to_owned());
            };
            Some(LocalPlan { document: document.to_owned(), interval_days })
        }
    };
    Ok(asked)
}

struct Reader<'r> {
    lang: Lang,
    law: &'r Law,
    counts: &'r UnitCounts,
    asked: &'r Asked,
    /// Whether numbers open to their files: for those who keep them all.
    opens: bool,
}

impl Reader<'_> {
    fn list(&self, id: &str) -> String {
        self.law.lists.iter().find(|list| list.id == id).map_or_else(|| id.to_owned(), |list| list.title.clone())
    }

    /// Where the files of a number open; empty where nobody was counted or the reader lists them not.
    fn opening(&self, number: Number, people: Option<i64>, asked: &Asked) -> String {
        if self.opens && people.is_some_and(|people| people > 0) {
            opened::address(number, asked)
        } else {
            String::new()
        }
    }

    fn flows(&self) -> Vec<FlowRow> {
        let row = |list: &&str| {
            let flow = self.counts.flows.iter().find(|flow| flow.list == **list);
            FlowRow { list: self.list(list), numbers: self.flow(list, flow) }
        };
        LISTS.iter().map(row).collect()
    }

    fn flow(&self, list: &str, flow: Option<&Flows>) -> Vec<(i64, String)> {
        let told = flow.map_or([0; 4], |f| [f.opening, f.entries, f.removals, f.closing]);
        let Some([on, entered, left, moving]) = Number::of_list(list) else {
            return told.into_iter().map(|n| (n, String::new())).collect();
        };
        let [opening, entries, removals, closing] = told;
        // who was on the list when the period began is who was on it when the day before was over
        let before = days_later(self.asked.from, -1);
        let earlier = Asked { from: before, to: before, ..self.asked.clone() };
        let counted = |number| self.counts.counted.count(number);
        // somebody put on a list twice is two entries and one file: only a number of people opens
        let link = |n, number| {
            let people = counted(number).filter(|people| *people == n);
            (n, self.opening(number, people, self.asked))
        };
        let away = counted(moving).unwrap_or(0);
        vec![
            (opening, self.opening(on, Some(opening), &earlier)),
            link(entries, entered),
            link(removals, left),
            link(closing, on),
            link(away, moving),
        ]
    }

    fn turns(&self, rows: &[Turnover]) -> Vec<TurnRow> {
        let act = |id: &str| self.law.act(id).map_or_else(|| id.to_owned(), |act| act.title.clone());
        let row = |t: &Turnover| TurnRow {
            list: self.list(&t.list),
            way: if t.way == Way::In { self.lang.counts_in() } else { self.lang.counts_out() },
            act: act(&t.act),
            clause: t.clause.clone(),
            people: t.people,
        };
        rows.iter().map(row).collect()
    }

    fn row(&self, number: Number) -> NumberRow {
        let count = self.counts.counted.count(number);
        let whole = whole_of(number).and_then(|whole| self.counts.counted.count(whole));
        let value = count.map_or_else(
            || self.lang.counts_not_counted().to_owned(),
            |count| said_of(self.lang, count, whole).unwrap_or_else(|| count.to_string()),
        );
        let href = self.opening(number, count, self.asked);
        NumberRow { text: say_number(self.lang, number).to_owned(), value, href }
    }

    fn group(&self, anchor: &'static str, title: &'static str, note: &'static str, prefix: &[&str]) -> Group {
        let of = Number::ALL.into_iter().filter(|n| prefix.iter().any(|prefix| n.key().starts_with(prefix)));
        Group { anchor, title, note, rows: of.map(|number| self.row(number)).collect() }
    }

    fn inputs(&self) -> Group {
        let rows = INPUTS.into_iter().map(|number| self.row(number)).collect();
        let (title, note) = (self.lang.counts_inputs(), self.lang.counts_inputs_note());
        Group { anchor: "so-lieu", title, note, rows }
    }

    fn goals(&self) -> Vec<Group> {
        let lang = self.lang;
        let mut a =
            self.group("muc-tieu-a", lang.counts_goal_a(), lang.counts_goal_a_note(), &["a0_", "a1_", "a2_", "a_"]);
        a.rows.insert(0, self.row(Number::Addicts));
        let u = self.group("nguoi-su-dung", lang.counts_goal_u(), lang.counts_goal_u_note(), &["u_"]);
        let mut b = self.group("muc-tieu-b", lang.counts_goal_b(), lang.counts_goal_b_note(), &["b_"]);
        let median = self.counts.counted.median_minutes();
        let value = median.map_or_else(
            || lang.counts_unknown().to_owned(),
            |minutes| lang.counts_median_hours(minutes / 60, minutes % 60),
        );
        b.rows.push(NumberRow { text: lang.counts_median().to_owned(), value, href: String::new() });
        let c = self.group(
            "muc-tieu-c",
            lang.counts_goal_c(),
            lang.counts_goal_c_note(),
            &["c_", "c1_", "c2_", "c3_", "c4_", "c5_"],
        );
        let unscheduled = self.unscheduled();
        let mut all = vec![a, u, b, c];
        all.extend(Some(unscheduled).filter(|group| !group.rows.is_empty()));
        all
    }

    /// Each switch with the people whom it is about.
    fn switches(&self) -> Vec<Switchable> {
        let row = |switch: &domain::counts::Switch| Switchable {
            people: switch.people.iter().map(|number| self.row(*number)).collect(),
            ..choices::offered(self.lang, switch, self.asked.choices)
        };
        SWITCHES.iter().map(row).collect()
    }

    /// Unscheduled tests by the point of the law on which each rested.
    fn unscheduled(&self) -> Group {
        let lang = self.lang;
        let row = |(ground, tests): (&String, &i64)| {
            let said = words::option(lang, "ground", ground);
            let text = said.unwrap_or_else(|| lang.counts_unscheduled_unknown()).to_owned();
            NumberRow { text, value: tests.to_string(), href: String::new() }
        };
        Group {
            anchor: "xet-nghiem-co-can-cu",
            title: lang.counts_unscheduled(),
            note: lang.counts_unscheduled_note(),
            rows: self.counts.counted.unscheduled.iter().map(row).collect(),
        }
    }
}
