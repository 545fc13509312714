//! Plans in words: how targets stand, why, what is needed.

use app::plans::{FromFiles, Term};
use domain::targets::{Rate, Rounding};
use jiff::civil::Date;
use pages::format;
use programme::plans::shipped::{Each, Rhythm, Task};
use programme::plans::{
    Among, Baseline, Because, Bound, Came, Direction, Kind, Mark, Metric, Need, Phase, PlanAct, PointJudged, Reading,
    Status, Target, Why,
};
use texts::Lang;

/// A day.
pub fn day(lang: Lang, day: Date) -> String {
    format::date(lang, &day.to_string())
}

/// A whole number.
pub fn n(lang: Lang, count: impl Into<u64>) -> String {
    format::count(lang, count.into())
}

/// What kind of paper.
pub const fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Resolution => lang.plan_kind_nghi_quyet(),
        Kind::Directive => lang.plan_kind_chi_thi(),
        Kind::Scheme => lang.plan_kind_de_an(),
        Kind::Plan => lang.plan_kind_ke_hoach(),
        Kind::Programme => lang.plan_kind_chuong_trinh(),
    }
}

/// How far a plan is.
pub const fn phase(lang: Lang, phase: Phase) -> &'static str {
    match phase {
        Phase::Draft => lang.plan_phase_draft(),
        Phase::InForce => lang.plan_phase_in_force(),
        Phase::Ended => lang.plan_phase_ended(),
    }
}

/// How well something is known.
pub const fn mark(lang: Lang, mark: Mark) -> &'static str {
    match mark {
        Mark::V => lang.plan_mark_v(),
        Mark::Vx => lang.plan_mark_vx(),
        Mark::S => lang.plan_mark_s(),
        Mark::K => lang.plan_mark_k(),
        Mark::N => lang.plan_mark_n(),
        Mark::U => lang.plan_mark_u(),
    }
}

/// How a target stands: a sign for the eye and the word.
pub const fn status(lang: Lang, status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Reached => ("✔", lang.plan_status_reached()),
        Status::OnTrack => ("→", lang.plan_status_on_track()),
        Status::OffTrack => ("!", lang.plan_status_off_track()),
        Status::Unknown => ("?", lang.plan_status_unknown()),
    }
}

/// Why it stands so.
pub fn why(lang: Lang, why: &Why) -> String {
    match why {
        Why::LastMet => lang.plan_why_last_met().to_owned(),
        Why::LastMissed => lang.plan_why_last_missed().to_owned(),
        Why::DueMet(on) => lang.plan_why_due_met(day(lang, *on)),
        Why::DueMissed(on) => lang.plan_why_due_missed(day(lang, *on)),
        Why::NothingDue(on) => lang.plan_why_nothing_due(day(lang, *on)),
        Why::LineMet(need) => lang.plan_why_line_met(n(lang, need.count)),
        Why::LineMissed(need) => lang.plan_why_line_missed(n(lang, need.count)),
        Why::NoLine => lang.plan_why_no_line().to_owned(),
        Why::NoReading => lang.plan_why_no_reading().to_owned(),
        Why::NoReadingSince(on) => lang.plan_why_no_reading_since(day(lang, *on)),
        Why::NoBaseline => lang.plan_why_no_baseline().to_owned(),
        Why::NoWhole => lang.plan_why_no_whole().to_owned(),
        Why::Open => lang.plan_why_open().to_owned(),
        Why::NoPoint => lang.plan_why_no_point().to_owned(),
    }
}

/// A value by itself.
pub fn value(lang: Lang, reading: &Reading) -> String {
    match (reading.whole, reading.is_exact()) {
        (Some(whole), true) => {
            let share = format::share(lang, reading.low.into(), whole.into());
            lang.plan_value_of(n(lang, reading.low), n(lang, whole), share)
        }
        (Some(whole), false) => lang.plan_value_between(n(lang, reading.low), n(lang, reading.high), n(lang, whole)),
        (None, true) => n(lang, reading.low),
        (None, false) => lang.plan_value_range(n(lang, reading.low), n(lang, reading.high)),
    }
}

/// A value with its day and source.
pub fn reading(lang: Lang, of: &Reading) -> String {
    match &of.came {
        Came::Worked => lang.plan_reading_worked(value(lang, of), day(lang, of.as_of)),
        Came::Stated(source) => lang.plan_reading_stated(value(lang, of), day(lang, of.as_of), source),
    }
}

/// How a value comes out of files: each number, what they add up to.
pub fn from_files(lang: Lang, of: &FromFiles) -> String {
    let people = |people: Option<i64>| {
        let people = people.map(|people| n(lang, u64::try_from(people).unwrap_or_default()));
        people.unwrap_or_else(|| lang.territory_untold().to_owned())
    };
    let term = |term: &Term| format!("{}: {}", app::counts::say_number(lang, term.number), people(term.people));
    let terms = |terms: &[Term]| terms.iter().map(term).collect::<Vec<_>>().join(" + ");
    let (from, to) = (day(lang, of.from), day(lang, of.to));
    let sum = of.reading().map_or_else(|| lang.plan_files_untold().to_owned(), |reading| value(lang, &reading));
    if of.whole.is_empty() {
        lang.plan_files_terms(from, to, terms(&of.part), sum)
    } else {
        lang.plan_files_terms_of(from, to, terms(&of.part), terms(&of.whole), sum)
    }
}

/// What is needed.
pub fn need(lang: Lang, need: Option<&Need>) -> String {
    match need {
        None => lang.plan_need_open().to_owned(),
        Some(Need { bound: Bound::AtLeast, count, .. }) => lang.plan_need_at_least(n(lang, *count)),
        Some(Need { bound: Bound::AtMost, count, .. }) => lang.plan_need_at_most(n(lang, *count)),
    }
}

/// The arithmetic of what is needed.
pub fn because(lang: Lang, need: &Need, direction: Direction, rounding: Rounding) -> String {
    let count = n(lang, need.count);
    match &need.because {
        Because::Share { rate, whole } => of_share(lang, *rate, *whole, need.count, direction, rounding),
        Because::Between { on, from, to } => {
            lang.plan_because_between(day(lang, *from), day(lang, *to), day(lang, *on))
        }
        Because::Named => lang.plan_because_named().to_owned(),
        Because::Points { rate, years, part, of, whole } => {
            lang.plan_because_points(n(lang, *part), n(lang, *of), points(lang, *rate), years, n(lang, *whole))
        }
        Because::Growth { rate, before } => lang.plan_because_growth(n(lang, *before), percent(lang, *rate)),
        Because::Below { count, on } => lang.plan_because_below(n(lang, *count), day(lang, *on)),
        Because::Every => lang.plan_because_every(count),
        Because::Zero => lang.plan_because_zero().to_owned(),
    }
}

fn of_share(lang: Lang, rate: Rate, whole: u32, count: u32, direction: Direction, rounding: Rounding) -> String {
    let exact = u64::from(rate.0) * u64::from(whole);
    let (rate, written) = (percent(lang, rate), n(lang, whole));
    if exact == u64::from(count) * 10_000 {
        return lang.plan_because_exact(rate, written, n(lang, count));
    }
    let how = match (direction, rounding) {
        (Direction::MoreThan, _) => lang.plan_because_more_than(),
        (Direction::AtMost, _) | (_, Rounding::Floor) => lang.plan_because_round_down(),
        (_, Rounding::Nearest) => lang.plan_because_round_nearest(),
        (_, Rounding::Ceil) => lang.plan_because_round_up(),
    };
    lang.plan_because_share(rate, written, hundredths(lang, exact / 100), how, n(lang, count))
}

/// Hundredths as a decimal number without zeros at its end: 3320 is `33,2`.
fn hundredths(lang: Lang, hundredths: u64) -> String {
    let whole = n(lang, hundredths / 100);
    let rest = format!("{:02}", hundredths % 100);
    let rest = rest.trim_end_matches('0');
    let mark = if lang == Lang::Vi { ',' } else { '.' };
    if rest.is_empty() { whole } else { format!("{whole}{mark}{rest}") }
}

/// A rate as percent.
pub fn percent(lang: Lang, rate: Rate) -> String {
    format!("{}\u{a0}%", points(lang, rate))
}

/// A rate as percentage points.
fn points(lang: Lang, rate: Rate) -> String {
    hundredths(lang, rate.0.into())
}

/// Whether a point was met.
pub const fn met(lang: Lang, point: &PointJudged) -> &'static str {
    match (point.met, point.due) {
        (Some(true), _) => lang.plan_met_yes(),
        (_, false) => lang.plan_met_later(),
        (Some(false), true) => lang.plan_met_no(),
        (None, true) => lang.plan_met_open(),
    }
}

/// Which way a target goes.
pub const fn direction(lang: Lang, direction: Direction) -> &'static str {
    match direction {
        Direction::AtLeast => lang.plan_direction_at_least(),
        Direction::MoreThan => lang.plan_direction_more_than(),
        Direction::AtMost => lang.plan_direction_at_most(),
        Direction::Falls => lang.plan_direction_falls(),
        Direction::All => lang.plan_direction_all(),
        Direction::Nothing => lang.plan_direction_nothing(),
    }
}

/// What is counted.
pub fn metric(lang: Lang, metric: &Metric) -> String {
    let number = |keys: &str| {
        let numbers = domain::counts::Number::sum_from_key(keys);
        let said =
            |numbers: Vec<_>| numbers.into_iter().map(|one| app::counts::say_number(lang, one)).collect::<Vec<_>>();
        numbers.map_or_else(|| keys.to_owned(), |numbers| said(numbers).join(lang.plan_files_and()))
    };
    match metric {
        Metric::DrugFree => lang.plan_metric_drug_free().to_owned(),
        Metric::Files { part, whole: None } => lang.plan_metric_files(number(part)),
        Metric::Files { part, whole: Some(whole) } => lang.plan_metric_files_of(number(part), number(whole)),
        Metric::Input { input } => lang.plan_metric_input(input),
        Metric::Duty { .. } => lang.plan_metric_duty().to_owned(),
        Metric::Stated { name, of: None } => lang.plan_metric_stated(name),
        Metric::Stated { name, of: Some(of) } => lang.plan_metric_stated_of(name, of),
    }
}

/// About which communes.
pub const fn among(lang: Lang, among: Among) -> &'static str {
    match among {
        Among::All => lang.plan_among_all(),
        Among::Keep => lang.plan_among_keep(),
        Among::Convert => lang.plan_among_convert(),
    }
}

/// What a target is held against.
pub fn baseline(lang: Lang, target: &Target, told: Option<&programme::plans::Counted>) -> Option<String> {
    let known = |counted: &programme::plans::Counted| {
        let reading = Reading::stated(counted.on, counted.part, counted.whole, String::new());
        lang.plan_baseline_known(value(lang, &reading), day(lang, counted.on), &counted.source)
    };
    match (&target.baseline, told) {
        (None, _) => None,
        (Some(Baseline::Known(counted)), _) | (Some(Baseline::Registration), Some(counted)) => Some(known(counted)),
        (Some(Baseline::Registration), None) => Some(lang.plan_baseline_registration().to_owned()),
        (Some(Baseline::YearBefore), _) => Some(lang.plan_baseline_year_before().to_owned()),
    }
}

/// How often a task comes back.
pub fn rhythm(lang: Lang, task: &Task) -> String {
    let often = match task.rhythm {
        None => lang.plan_rhythm_none(),
        Some(Rhythm::Monthly) => lang.plan_rhythm_monthly(),
        Some(Rhythm::Quarterly) => lang.plan_rhythm_quarterly(),
        Some(Rhythm::Term) => lang.plan_rhythm_term(),
        Some(Rhythm::Yearly) => lang.plan_rhythm_yearly(),
        Some(Rhythm::Standing) => lang.plan_rhythm_standing(),
    };
    let each = match task.each {
        Some(Each::Hamlet) => lang.plan_each_hamlet(),
        Some(Each::Commune) => lang.plan_each_commune(),
        Some(Each::School) => lang.plan_each_school(),
        Some(Each::Body) | None => "",
    };
    match task.times {
        Some(times) => lang.plan_rhythm_times(often, times, each),
        None => often.to_owned(),
    }
}

/// An act by its key.
pub fn act(lang: Lang, key: &str) -> Option<&'static str> {
    Some(match key {
        "draft" => lang.plan_act_draft(),
        "adopt" => lang.plan_act_adopt(),
        "derive" => lang.plan_act_derive(),
        "add_target" => lang.plan_act_add_target(),
        "drop_target" => lang.plan_act_drop_target(),
        "set_trajectory" => lang.plan_act_set_trajectory(),
        "set_roadmap" => lang.plan_act_set_roadmap(),
        "issue" => lang.plan_act_issue(),
        "amend" => lang.plan_act_amend(),
        "set_baseline" => lang.plan_act_set_baseline(),
        "state" => lang.plan_act_state(),
        "end" => lang.plan_act_end(),
        _ => return None,
    })
}

/// Acts that can be done in a phase, the usual ones first.
pub const fn acts_in(phase: Phase) -> &'static [&'static str] {
    match phase {
        Phase::Draft => &["add_target", "set_trajectory", "drop_target", "set_roadmap", "issue", "end"],
        Phase::InForce => &["state", "set_baseline", "amend", "set_roadmap", "add_target", "end"],
        Phase::Ended => &[],
    }
}

/// What an act was about: the target, the year, the source.
pub fn about(lang: Lang, act: &PlanAct) -> String {
    match act {
        PlanAct::AddTarget { target } => target.statement.clone(),
        PlanAct::DropTarget { target }
        | PlanAct::SetTrajectory { target, .. }
        | PlanAct::SetBaseline { target, .. } => target.clone(),
        PlanAct::State { statement } => {
            let counted = &statement.counted;
            let told = Reading::stated(counted.on, counted.part, counted.whole, counted.source.clone());
            format!("{}: {}", statement.target, reading(lang, &told))
        }
        PlanAct::SetRoadmap { roadmap } => lang.plan_roadmap(roadmap.year),
        PlanAct::End { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}
