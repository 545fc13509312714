//! Fictitious reports of a demonstration: one that was approved, one that came back, one being written, the province's,
//! which names who is missing, and the country's, made of the one province that has reported. Done by the fictitious officers through the same acts as anybody's.

use domain::access::{FieldClass, NATION, Record, Role, acts};
use programme::indicators::{Measured, Why};
use programme::reports::{Comment, Report, ReportAct};
use programme::steering::body::{Body, BodyAct, Heading, Office};
use texts::Lang;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::reports::{Ordered, ReportFault};
use crate::signin::Caller;
use crate::work::{Kept, Wanted, WorkFault};

/// The form of the commune.
const COMMUNE: &str = "kh192-xa";
/// That of the province, which is made of it.
const PROVINCE: &str = "kh192-tinh";
/// The province's of the year, and the country's, which is made of it.
const YEAR: [&str; 2] = ["qd28-tinh", "qd28-bo"];

/// The fictitious officers who act.
struct Desk<'a> {
    app: &'a App,
    lang: Lang,
    officer: Acting,
    head: Acting,
    office: Acting,
    leader: Acting,
    nation: Acting,
}

/// The officers, in the order in which the desk has them.
const HANDS: [Role; 5] =
    [Role::FileOfficer, Role::PoliceHead, Role::StandingOffice, Role::ProvincialLeader, Role::NationalOffice];

impl App {
    /// Fills a demonstration with reports. Nothing where the demonstration's unit has no such calendar.
    pub async fn fill_demo_reports(&self, lang: Lang) -> Result<(), Problem> {
        let here = Caller { address: None, request: Uuid::nil() };
        let mut hands = Vec::new();
        for role in HANDS {
            let (session, appointment) = self.demo_hand(role).await?;
            hands.push((self.acting(&session, appointment)?, session));
        }
        let acting: Vec<Acting> = hands.iter().map(|(acting, _)| acting.clone()).collect();
        let [officer, head, office, leader, nation]: [Acting; 5] = acting.try_into().map_err(|_| Problem::Hidden)?;
        let desk = Desk { app: self, lang, officer, head, office, leader, nation };
        desk.fill().await.map_err(|fault| match fault {
            ReportFault::Problem(problem) => problem,
            other => Problem::fault(other),
        })?;
        for (_, session) in &hands {
            self.sign_out(session, here).await?;
        }
        Ok(())
    }
}

impl Desk<'_> {
    async fn fill(&self) -> Result<(), ReportFault> {
        let commune = self.officer.place.unit();
        let mut periods = self.periods(COMMUNE, commune);
        let (last, before, older) = (periods.pop(), periods.pop(), periods.pop());
        if let Some(ordered) = older {
            let kept = self.submitted(&ordered, &self.officer, &self.head).await?;
            let kept = self.act(&self.office, &kept, ReportAct::Approve { note: None, signer: None }).await?;
            self.act(&self.office, &kept, ReportAct::Lock {}).await?;
        }
        if let Some(ordered) = before {
            let kept = self.submitted(&ordered, &self.officer, &self.head).await?;
            let comment = Comment { place: "sessions".to_owned(), text: self.lang.reports_demo_comment().to_owned() };
            let due = domain::cases::days_later(self.app.today(), 7);
            let (reason, comments) = (self.lang.reports_demo_reason().to_owned(), vec![comment]);
            self.act(&self.office, &kept, ReportAct::Return { reason, comments, due, task: None }).await?;
        }
        if let Some(ordered) = last {
            self.begun(&self.officer, &ordered).await?;
        }
        let province = self.office.place.unit();
        if let Some(ordered) = self.periods(PROVINCE, province).pop() {
            self.begun(&self.office, &ordered).await?;
        }
        self.bodies().await?;
        self.year().await
    }

    /// A department of the province, headed by an officer of the demonstration.
    async fn bodies(&self) -> Result<(), ReportFault> {
        let permit = self.app.permit::<acts::WriteWork>(&self.office, &self.record(&self.office), None).await?;
        let (session, appointment) = self.app.demo_hand(Role::ProvincialDepartment).await?;
        self.app.sign_out(&session, Caller { address: None, request: Uuid::nil() }).await?;
        let (name, head, staff) = (self.lang.steering_demo_body().to_owned(), Some(appointment), Vec::new());
        let heading = Some(Heading {
            symbol: self.lang.steering_demo_symbol().to_owned(),
            head: self.lang.steering_demo_head_post().to_owned(),
            deputy: Some(self.lang.steering_demo_deputy_post().to_owned()),
            ..Heading::default()
        });
        let act = BodyAct::Record { office: Office { name, head, staff, heading } };
        let id = self.app.new_id();
        let wanted = Wanted { work: id, id, seen: 0, on: self.app.today(), act };
        match self.app.work_do::<Body, _>(&permit, wanted).await {
            Ok(_) | Err(WorkFault::Taken { .. }) => Ok(()),
            Err(WorkFault::Problem(problem)) => Err(problem.into()),
            Err(fault) => Err(Problem::fault(fault).into()),
        }
    }

    /// The last year that is over: the province's report approved, the country's begun.
    async fn year(&self) -> Result<(), ReportFault> {
        let over = |form, unit| {
            let today = self.app.today();
            self.periods(form, unit).into_iter().rfind(|ordered| ordered.window.to < today)
        };
        let [province, nation] = YEAR;
        if let Some(ordered) = over(province, self.office.place.unit()) {
            let kept = self.submitted(&ordered, &self.office, &self.office).await?;
            self.act(&self.leader, &kept, ReportAct::Approve { note: None, signer: None }).await?;
        }
        if let Some(ordered) = over(nation, NATION) {
            self.begun(&self.nation, &ordered).await?;
        }
        Ok(())
    }

    /// The periods of a form that have begun, the last last.
    fn periods(&self, form: &str, unit: domain::units::UnitId) -> Vec<Ordered> {
        let today = self.app.today();
        let years = [today.year().saturating_sub(1), today.year(), today.year().saturating_add(1)];
        let names = years.into_iter().flat_map(|year| ["Q1", "H1", "Q3", "year"].map(|id| format!("{year}-{id}")));
        // a period that the calendar does not have yet is none to be begun
        let found = names.filter_map(|period| self.app.order_report(form, unit, &period, None).ok());
        let mut open: Vec<Ordered> = found.filter(|ordered| ordered.window.from <= today).collect();
        open.sort_by_key(|ordered| (ordered.window.to, ordered.window.from));
        open
    }

    fn record(&self, acting: &Acting) -> Record {
        Record::plain(self.app.place_of(acting.place.unit(), self.app.now()), FieldClass::UnitFact)
    }

    async fn begun(&self, acting: &Acting, ordered: &Ordered) -> Result<Kept<Report>, ReportFault> {
        let permit = self.app.permit::<acts::WriteWork>(acting, &self.record(acting), None).await?;
        self.app.report_begin(&permit, Some(acting), ordered, (self.app.new_id(), self.app.new_id())).await
    }

    async fn act(&self, acting: &Acting, kept: &Kept<Report>, act: ReportAct) -> Result<Kept<Report>, ReportFault> {
        let record = self.app.work_record(kept.id, acting).await?.ok_or(Problem::Hidden)?;
        let (id, on) = (self.app.new_id(), self.app.today());
        self.app.report_do(acting, &record, Wanted { work: kept.id, id, seen: kept.seen(), on, act }).await
    }

    /// A report with everything that is asked of people, submitted by the head.
    async fn submitted(&self, ordered: &Ordered, by: &Acting, head: &Acting) -> Result<Kept<Report>, ReportFault> {
        let mut kept = self.begun(by, ordered).await?;
        let contract = kept.state.opening.contract.clone();
        for (index, needed) in contract.figures.iter().filter(|needed| needed.typed).enumerate() {
            // one is not known, as in life; parts stay within their wholes
            let value = match needed.indicator.as_str() {
                "tips_received" => Measured::unknown(Why::NotTyped),
                "hamlets" => Measured::count(12),
                "hamlets_monthly" => Measured::count(11),
                "households" => Measured::count(1_846),
                "households_pledged" => Measured::count(1_702),
                _ => Measured::count(i64::try_from(index).unwrap_or_default().saturating_add(2)),
            };
            let source = self.lang.reports_demo_source().to_owned();
            let act = ReportAct::Enter { indicator: needed.indicator.clone(), value, source, instead_of: None };
            kept = self.act(by, &kept, act).await?;
        }
        for place in contract.narratives.iter().filter(|place| place.required) {
            let (place, text) = (place.id.clone(), self.lang.reports_demo_text().to_owned());
            kept = self.act(by, &kept, ReportAct::Fill { place, text }).await?;
        }
        for gap in kept.state.gaps() {
            if let programme::reports::Gap::Rule { rule, .. } = gap {
                let reason = self.lang.reports_demo_excuse().to_owned();
                kept = self.act(by, &kept, ReportAct::Excuse { rule, reason }).await?;
            }
        }
        self.act(head, &kept, ReportAct::Submit {}).await
    }
}
