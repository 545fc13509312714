//! Figures at the moment: taken anew without losing what somebody else was allowed to open, and held against the draft
//! before it goes up.

use domain::access::Record;
use programme::indicators::{Measured, Why};
use programme::reports::{Draft, Figure, Moved, ReportAct};
use uuid::Uuid;

use super::gather::Moment;
use super::{Opened, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::work::{Kept, Wanted};

/// What becomes of figures that have moved since they were last worked out, when the report goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Nobody said: it does not go up, and the figures are named.
    Ask,
    /// They are worked out anew and go up so.
    Anew,
    /// It goes up as it is seen.
    AsSeen,
}

impl App {
    /// Submits a report whose figures are those of the moment, or of which somebody said what becomes of those that have
    /// moved. `ids` are the act's and how many acts were seen.
    pub async fn report_submit(
        &self,
        acting: &Acting,
        record: &Record,
        opened: &Opened,
        ids: (Uuid, u32),
        stale: Stale,
    ) -> Result<Kept<programme::reports::Report>, ReportFault> {
        let (id, mut seen) = ids;
        let anew = Uuid::new_v5(&id, b"figures");
        if opened.kept.history.iter().any(|entry| entry.id == anew) {
            // they were worked out before under this page, and something else kept the report from going up
            seen = opened.kept.seen();
        } else if stale != Stale::AsSeen {
            let moved = self.report_stale(opened).await?;
            if stale == Stale::Ask && !moved.is_empty() {
                return Err(ReportFault::Stale(moved));
            }
            if !moved.is_empty() {
                let only_approved = opened.kept.state.draft.only_approved;
                seen = self.report_assemble(acting, record, opened, (anew, seen), only_approved).await?.seen();
            }
        }
        let wanted = Wanted { work: opened.kept.id, id, seen, on: self.today(), act: ReportAct::Submit {} };
        self.report_do(acting, record, wanted).await
    }

    /// Figures of a report that is being written which the records say otherwise by now. Groups of people are left out:
    /// nobody's file is opened for this.
    pub async fn report_stale(&self, opened: &Opened) -> Result<Vec<Moved>, ReportFault> {
        let report = &opened.kept.state;
        if !report.state.is_open() || !report.draft.assembled {
            return Ok(Vec::new());
        }
        let moment = Moment { only_approved: report.draft.only_approved, ..Moment::on(self.today()) };
        let (ReportAct::Assemble { figures } | ReportAct::Consolidate { figures, .. }) =
            self.worked_out(&opened.ordered, moment).await?
        else {
            return Ok(Vec::new());
        };
        let moved = figures.into_iter().filter(|figure| !is_unopened(&figure.value)).filter_map(|figure| {
            let was = &report.draft.cells.get(&figure.indicator)?.figure.value;
            (*was != figure.value).then(|| Moved { indicator: figure.indicator, was: was.clone(), is: figure.value })
        });
        Ok(moved.collect())
    }
}

const fn is_unopened(measured: &Measured) -> bool {
    matches!(measured, Measured::Unknown { why: Why::NotOpened })
}

/// Whoever may not open files takes figures anew without taking away what somebody else was allowed to open for the same
/// day: such a figure stays as it was, with the instant as of which it was known.
pub(super) fn keep_opened(mut act: ReportAct, draft: &Draft) -> ReportAct {
    let kept = |figure: &Figure| {
        let was = &draft.cells.get(&figure.indicator)?.figure;
        let same_day = was.as_of == figure.as_of && was.window == figure.window;
        (is_unopened(&figure.value) && was.value.is_known() && same_day).then(|| was.clone())
    };
    if let ReportAct::Assemble { figures } | ReportAct::Consolidate { figures, .. } = &mut act {
        for figure in figures {
            if let Some(was) = kept(figure) {
                *figure = was;
            }
        }
    }
    act
}

#[cfg(test)]
mod tests {
    use domain::facts::Window;
    use jiff::Timestamp;
    use jiff::civil::{Date, date};
    use programme::reports::Cell;

    use super::*;

    fn figure(value: Measured, as_of: Date) -> Figure {
        Figure {
            indicator: "addicts.male".to_owned(),
            value,
            query: "count/1".to_owned(),
            population: None,
            window: Window { from: date(2026, 6, 15), to: date(2026, 9, 14) },
            as_of,
            known_at: Timestamp::UNIX_EPOCH,
            source: None,
            units: Vec::new(),
        }
    }

    fn taken(was: Measured, on: Date, is: Measured) -> Measured {
        let mut draft = Draft::default();
        let cell = Cell { figure: figure(was, date(2026, 9, 14)), difference: None };
        draft.cells.insert("addicts.male".to_owned(), cell);
        let ReportAct::Assemble { mut figures } =
            keep_opened(ReportAct::Assemble { figures: vec![figure(is, on)] }, &draft)
        else {
            panic!("another act")
        };
        figures.remove(0).value
    }

    #[test]
    fn what_was_opened_for_a_day_is_not_lost_by_taking_the_figures_of_that_day_again() {
        let unopened = || Measured::unknown(Why::NotOpened);
        let day = date(2026, 9, 14);
        assert_eq!(taken(Measured::count(4), day, unopened()), Measured::count(4));
        assert_eq!(taken(Measured::count(4), day, Measured::count(5)), Measured::count(5), "opened again");
        assert_eq!(taken(Measured::count(4), date(2026, 9, 13), unopened()), unopened(), "of another day");
        assert_eq!(taken(unopened(), day, unopened()), unopened());
        let other = Measured::unknown(Why::NoFiles);
        assert_eq!(taken(Measured::count(4), day, other.clone()), other, "nobody keeps files any more");
    }
}
