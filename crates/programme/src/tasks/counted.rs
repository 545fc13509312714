//! How many tasks of a unit, as reports ask: what was carried into a period, given, done in time or late, taken back and
//! left open. What came in is what went out and what stayed, so that a report can hold the numbers against each other.

use domain::work::{Entry, as_of, replay};
use jiff::civil::Date;

use super::act::TaskAct;
use super::chain::{State, Task};
use super::grid::{self, CellState};
use super::wording::words;

words! {
    /// One of the numbers.
    Count {
        /// Given before the period and not over when it began.
        Carried "carried";
        /// Given in the period, for the first time.
        Given "given";
        /// Closed in the period, and reported done on the last day or before.
        DoneInTime "done_in_time";
        /// Closed in the period, and reported done after the last day.
        DoneLate "done_late";
        /// Taken back in the period after it had been given.
        Withdrawn "withdrawn";
        /// Given and not over at the end; what is reported done waits for somebody else and is open.
        Open "open";
        /// Of those open, past the last day and not reported done.
        Overdue "overdue";
        /// Given back as not done in the period, each time by itself.
        Returned "returned";
        /// Cells of recurring duties whose turn was over in the period.
        CellsDue "cells_due";
        /// Of them done as often as asked.
        CellsDone "cells_done";
    }
}

/// The numbers of one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    carried: i64,
    given: i64,
    done_in_time: i64,
    done_late: i64,
    withdrawn: i64,
    open: i64,
    overdue: i64,
    returned: i64,
    cells_due: i64,
    cells_done: i64,
}

impl Counted {
    /// One of them.
    pub const fn get(&self, count: Count) -> i64 {
        match count {
            Count::Carried => self.carried,
            Count::Given => self.given,
            Count::DoneInTime => self.done_in_time,
            Count::DoneLate => self.done_late,
            Count::Withdrawn => self.withdrawn,
            Count::Open => self.open,
            Count::Overdue => self.overdue,
            Count::Returned => self.returned,
            Count::CellsDue => self.cells_due,
            Count::CellsDone => self.cells_done,
        }
    }

    /// Adds one task from its acts: from the first day of a period to the last one that is asked about. A chain that
    /// cannot be replayed gives nothing; whoever opens it is told why.
    pub fn add(&mut self, history: &[Entry<TaskAct>], from: Date, to: Date) {
        let until = as_of(history, to);
        let Some(task) = replay::<Task>(until).ok().flatten() else { return };
        let Some(given) = first_given(until) else { return };
        let within = |day: Date| from <= day && day <= to;
        let ended = task.ended.as_ref().map(|ended| ended.on);
        // over before the period began: nothing of it happened here
        if ended.is_some_and(|on| on < from) {
            return;
        }
        if given < from {
            self.carried += 1;
        } else {
            self.given += 1;
        }
        match task.state {
            State::Closed if is_late(&task) => self.done_late += 1,
            State::Closed => self.done_in_time += 1,
            State::Withdrawn => self.withdrawn += 1,
            _ => {
                self.open += 1;
                let overdue = task.state != State::Reported && task.clears.time.is_some_and(|time| time.due < to);
                self.overdue += i64::from(overdue);
            }
        }
        let returned = task.returns.iter().filter(|returned| within(returned.on)).count();
        self.returned += whole(returned);
        // a mark that was written down later is of the day on which the duty was done
        if let Some(task) = replay::<Task>(history).ok().flatten() {
            self.cells(&task, from, ended.unwrap_or(to).min(to));
        }
    }

    fn cells(&mut self, task: &Task, from: Date, to: Date) {
        // as it stands when the last day is over
        let Some(grid) = to.tomorrow().ok().and_then(|day| grid::of(task, day)) else { return };
        for row in &grid.rows {
            for (cell, period) in row.cells.iter().zip(&grid.periods) {
                let over = from <= period.until && period.until <= to;
                if over && matches!(cell.state, CellState::Done | CellState::Missed) {
                    self.cells_due += 1;
                    self.cells_done += i64::from(cell.state == CellState::Done);
                }
            }
        }
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn is_late(task: &Task) -> bool {
    let reported = task.reported.as_ref().map(|reported| reported.on);
    reported.zip(task.clears.time).is_some_and(|(on, time)| on > time.due)
}

/// The day on which somebody was first given it; none of a draft.
fn first_given(history: &[Entry<TaskAct>]) -> Option<Date> {
    history.iter().find(|entry| matches!(entry.act, TaskAct::Hand { .. } | TaskAct::Issue {})).map(|entry| entry.on)
}
