//! The due-grid of a duty that recurs: places by periods. A cell is never filled by default; a gap stays one.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::chain::{Mark, Task};
use super::clears::{Every, Recurrence};
use super::refusal::TaskRefusal;

/// Most periods of one grid: five years of weeks.
pub const PERIODS_MAX: usize = 265;

/// One period, cut to the time of the task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `2026-W07`, `2026-02`, `2026-Q1`.
    pub key: String,
    /// First day.
    pub from: Date,
    /// Last day; when it is over without a mark, the cell is a gap.
    pub until: Date,
}

/// How a cell stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// Nothing was asked of the place: it came later or ended before.
    Outside,
    /// The period has not begun.
    NotYet,
    /// The period runs, and the mark is still to come.
    Due,
    /// Done as often as asked.
    Done,
    /// The period is over, and it was not done as often as asked.
    Missed,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// How it stands.
    pub state: CellState,
    /// What was marked, in the order in which it was written down.
    pub marks: Vec<&'a Mark>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Number of the place.
    pub place: u16,
    /// Its name.
    pub name: &'a str,
    /// A cell for each period.
    pub cells: Vec<Cell<'a>>,
}

/// How many cells stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Done.
    pub done: usize,
    /// Running.
    pub due: usize,
    /// Gaps.
    pub missed: usize,
    /// Still to come.
    pub not_yet: usize,
}

/// The whole grid on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid<'a> {
    /// How often it recurs.
    pub recurs: Recurrence,
    /// The columns.
    pub periods: Vec<Period>,
    /// The rows.
    pub rows: Vec<Row<'a>>,
    /// All cells counted.
    pub tally: Tally,
}

/// The grid of a task as it is on a day; `None` for a task that does not recur.
pub fn of(task: &Task, today: Date) -> Option<Grid<'_>> {
    let time = task.clears.time?;
    let recurs = time.recurs?;
    let periods = periods(recurs.every, time.from, time.due);
    let mut tally = Tally::default();
    let rows = task
        .clears
        .places
        .iter()
        .map(|place| {
            let span = task.span_of(place.no);
            let cells = periods.iter().map(|period| cell(task, place.no, span, period, recurs, today)).collect();
            let row = Row { place: place.no, name: &place.name, cells };
            row.cells.iter().for_each(|cell| tally.add(cell.state));
            row
        })
        .collect();
    Some(Grid { recurs, periods, rows, tally })
}

fn cell<'a>(
    task: &'a Task,
    place: u16,
    (first, end): (Option<Date>, Option<Date>),
    period: &Period,
    recurs: Recurrence,
    today: Date,
) -> Cell<'a> {
    let within = |mark: &&Mark| mark.place == place && period.from <= mark.done_on && mark.done_on <= period.until;
    let marks: Vec<&Mark> = task.marks.iter().filter(within).collect();
    let gone = end.is_some_and(|end| end <= period.until) || first.is_some_and(|first| first > period.from);
    let state = if marks.len() >= usize::from(recurs.times) {
        CellState::Done
    } else if gone {
        CellState::Outside
    } else if today < period.from {
        CellState::NotYet
    } else if today <= period.until {
        CellState::Due
    } else {
        CellState::Missed
    };
    Cell { state, marks }
}

impl Tally {
    fn add(&mut self, state: CellState) {
        match state {
            CellState::Done => self.done += 1,
            CellState::Due => self.due += 1,
            CellState::Missed => self.missed += 1,
            CellState::NotYet => self.not_yet += 1,
            CellState::Outside => {}
        }
    }
}

/// The periods that lie in a time, the first and last cut to it; at most [`PERIODS_MAX`] and one.
pub fn periods(every: Every, from: Date, due: Date) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut first = from;
    while first <= due && periods.len() <= PERIODS_MAX {
        let (key, last) = period_of(every, first);
        periods.push(Period { key, from: first, until: last.min(due) });
        let Ok(next) = last.tomorrow() else { break };
        first = next;
    }
    periods
}

/// The name and last day of the period that a day lies in.
fn period_of(every: Every, day: Date) -> (String, Date) {
    match every {
        Every::Week => {
            let week = day.iso_week_date();
            let ahead = Weekday::Sunday.since(day.weekday());
            let last = day.checked_add(i64::from(ahead).days()).unwrap_or(Date::MAX);
            (format!("{}-W{:02}", week.year(), week.week()), last)
        }
        Every::Month => (format!("{}-{:02}", day.year(), day.month()), day.last_of_month()),
        Every::Quarter => {
            let quarter = (day.month() - 1) / 3 + 1;
            let last_month = quarter * 3;
            let last = Date::new(day.year(), last_month, 1).map_or(Date::MAX, Date::last_of_month);
            (format!("{}-Q{quarter}", day.year()), last)
        }
    }
}

/// Whether a grid stays readable.
pub(super) fn check_length(every: Every, from: Date, due: Date) -> Result<(), TaskRefusal> {
    if periods(every, from, due).len() > PERIODS_MAX {
        return Err(TaskRefusal::Long { max: PERIODS_MAX });
    }
    Ok(())
}
