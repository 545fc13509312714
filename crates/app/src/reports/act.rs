//! Acts on reports: each with the permit that it needs, on the record where the report lies.

use domain::access::{Act, Action, Permit, Record, acts};
use domain::work::WorkAct as _;
use programme::reports::{Report, ReportAct};
use uuid::Uuid;

use super::fresh::keep_opened;
use super::gather::Moment;
use super::{Opened, Ordered, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::{Kept, Wanted};

impl App {
    /// Begins a report and works its figures out for a reader. The same ids, of the report and its first act, twice begin
    /// it once.
    #[tracing::instrument(name = "app.reports.begin", level = "debug", skip_all)]
    pub async fn report_begin(
        &self,
        permit: &Permit<acts::WriteWork>,
        reader: Option<&Acting>,
        ordered: &Ordered,
        ids: (Uuid, Uuid),
    ) -> Result<Kept<Report>, ReportFault> {
        if ordered.unit != permit.unit() {
            return Err(Problem::Hidden.into());
        }
        let ((work, act), today) = (ids, self.today());
        let open = ReportAct::Open { opening: ordered.opening(self.catalog()?) };
        let begun = self.work_do::<Report, _>(permit, Wanted { work, id: act, seen: 0, on: today, act: open }).await?;
        let figures = self.worked_out(ordered, Moment { reader, ..Moment::on(today) }).await?;
        let id = Uuid::new_v5(&act, b"figures");
        Ok(self.work_do(permit, Wanted { work, id, seen: begun.seen(), on: today, act: figures }).await?)
    }

    /// Works the figures of a report out anew; `ids` are the act's and how many acts were seen. Of the reports below only
    /// approved ones where `only_approved`.
    #[tracing::instrument(name = "app.reports.assemble", level = "debug", skip_all)]
    pub async fn report_assemble(
        &self,
        acting: &Acting,
        record: &Record,
        opened: &Opened,
        ids: (Uuid, u32),
        only_approved: bool,
    ) -> Result<Kept<Report>, ReportFault> {
        let ((id, seen), today) = (ids, self.today());
        let moment = Moment { reader: Some(acting), only_approved, ..Moment::on(today) };
        let act = keep_opened(self.worked_out(&opened.ordered, moment).await?, &opened.kept.state.draft);
        self.report_do(acting, record, Wanted { work: opened.kept.id, id, seen, on: today, act }).await
    }

    /// Proposes to amend a report whose frozen figures the records now say otherwise.
    pub async fn report_propose(
        &self,
        acting: &Acting,
        record: &Record,
        opened: &Opened,
        id: Uuid,
        seen: u32,
    ) -> Result<Kept<Report>, ReportFault> {
        let act = ReportAct::ProposeAmendment { moved: opened.drifted.clone() };
        self.report_do(acting, record, Wanted { work: opened.kept.id, id, seen, on: self.today(), act }).await
    }

    /// Does an act on a report.
    #[tracing::instrument(name = "app.reports.do", level = "debug", skip_all)]
    pub async fn report_do(
        &self,
        acting: &Acting,
        record: &Record,
        wanted: Wanted<ReportAct>,
    ) -> Result<Kept<Report>, ReportFault> {
        let (id, key) = (wanted.id, wanted.act.key());
        let kept = match wanted.act.action() {
            Action::WriteWork => self.report_as::<acts::WriteWork>(acting, record, wanted).await,
            Action::SubmitReport => self.report_as::<acts::SubmitReport>(acting, record, wanted).await,
            Action::ApproveReport => self.report_as::<acts::ApproveReport>(acting, record, wanted).await,
            _ => Err(Problem::Hidden.into()),
        }?;
        self.tell_task(acting, &kept, key, id).await?;
        Ok(kept)
    }

    async fn report_as<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
        wanted: Wanted<ReportAct>,
    ) -> Result<Kept<Report>, ReportFault> {
        let permit = self.permit::<A>(acting, record, None).await?;
        Ok(self.work_do::<Report, A>(&permit, wanted).await?)
    }
}
