//! Fictitious work with plans and money in a demonstration: the province adopts the plan that ships, names communes for a
//! year, a commune derives its own plan and tells a value, its chair enters money. Papers are labelled as made up.

use domain::access::{FieldClass, Permit, Record, Role, acts};
use domain::units::{Level, UnitId};
use domain::work::Chain;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use programme::funds::{Fund, FundAct, Money, Voucher};
use programme::plans::{Amendment, Counted, Document, Draft, Kind, Place, Plan, PlanAct, Roadmap, Statement, shipped};
use texts::Lang;
use uuid::Uuid;

use super::PROVINCE;
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::{Kept, Wanted, WorkFault};

/// The plan that the province adopts.
const PLAN: &str = "th-192-2025";
/// Targets that the commune takes over.
const TARGETS: [&str; 5] = ["khong-ma-tuy", "ky-cam-ket", "mo-hinh", "lap-ho-so", "tu-van"];

/// A fictitious officer at work, with the permit to write for the own unit.
struct Hand {
    acting: Acting,
    unit: UnitId,
}

impl App {
    /// Fills a demonstration with plans and money. It adds nothing a second time.
    pub async fn fill_demo_plans(&self, lang: Lang) -> Result<(), Problem> {
        let office = self.demo_writer(Role::StandingOffice).await?;
        let plan = shipped::latest(PLAN).ok_or(Problem::Hidden)?;
        let begun = self.new_id();
        let adopt = PlanAct::Adopt { plan: plan.id.clone(), version: plan.version };
        let adopted = match self.demo_do::<Plan>(&office, begun, None, adopt).await {
            Ok(adopted) => adopted,
            Err(WorkFault::Taken { .. }) => return Ok(()),
            Err(fault) => return Err(said(fault)),
        };
        let changes = vec![Amendment::SetRoadmap { roadmap: self.demo_roadmap(office.unit, lang)? }];
        let amend = PlanAct::Amend { document: paper(lang, self.today(), &adopted.state.head.issuer), changes };
        self.demo_do(&office, begun, Some(&adopted), amend).await.map_err(said)?;
        self.demo_commune_plan(&adopted, lang).await?;
        self.demo_fund(lang).await
    }

    /// A commune's plan from the one above, issued, with a value told.
    async fn demo_commune_plan(&self, parent: &Kept<Plan>, lang: Lang) -> Result<(), Problem> {
        let head = self.demo_writer(Role::PoliceHead).await?;
        let (id, today) = (self.new_id(), self.today());
        let to = date(today.year(), 12, 31).max(parent.state.head.to);
        let draft = Draft {
            kind: Kind::Plan,
            title: lang.plan_demo_title(today.year()),
            issuer: lang.plan_demo_issuer().to_owned(),
            basis: parent.state.document.iter().map(|document| document.number.clone()).collect(),
            from: date(today.year(), 1, 1),
            to,
            supersedes: None,
        };
        let mut targets = crate::plans::inherited(&parent.state, true);
        targets.retain(|target| TARGETS.contains(&target.id.as_str()));
        let derive = PlanAct::Derive { parent: parent.id, draft, targets };
        let plan = self.demo_do::<Plan>(&head, id, None, derive).await.map_err(said)?;
        let issue = PlanAct::Issue { document: paper(lang, today, &plan.state.head.issuer) };
        let plan = self.demo_do(&head, id, Some(&plan), issue).await.map_err(said)?;
        let counted = Counted { on: today, part: 812, whole: Some(1_004), source: lang.plan_demo_source().to_owned() };
        let state = PlanAct::State { statement: Statement { target: "ky-cam-ket".to_owned(), counted } };
        self.demo_do(&head, id, Some(&plan), state).await.map(drop).map_err(said)
    }

    /// A source of money of the commune with one entry of each kind.
    async fn demo_fund(&self, lang: Lang) -> Result<(), Problem> {
        let chair = self.demo_writer(Role::CommitteeChair).await?;
        let (id, today) = (self.new_id(), self.today());
        let year = today.year();
        let voucher = || Voucher { number: lang.demo_decision().to_owned(), date: today };
        let open = FundAct::Open { name: lang.fund_demo_name().to_owned(), money: Money::Local, plan: None };
        let purpose = lang.fund_demo_purpose().to_owned();
        let rest = [
            FundAct::Budget { year, amount: 60_000_000, voucher: voucher() },
            FundAct::Allot { year, amount: 45_000_000, voucher: voucher() },
            FundAct::Spend { year, amount: 12_500_000, voucher: voucher(), purpose, over: None },
        ];
        let mut fund = self.demo_do::<Fund>(&chair, id, None, open).await.map_err(said)?;
        for act in rest {
            fund = self.demo_do(&chair, id, Some(&fund), act).await.map_err(said)?;
        }
        Ok(())
    }

    /// The first communes of the province: ten to keep, ten to convert.
    fn demo_roadmap(&self, unit: UnitId, lang: Lang) -> Result<Roadmap, Problem> {
        let (register, today) = (self.register(), self.today());
        let province = register.at_code(PROVINCE, Level::Province, today).ok_or(Problem::Hidden)?;
        let communes = register.children(province.unit, today);
        let places: Vec<Place> =
            communes.take(20).map(|commune| Place { code: commune.code.clone(), name: commune.full_name() }).collect();
        let (keep, convert) = places.split_at(places.len() / 2);
        Ok(Roadmap {
            year: today.saturating_add(17.days()).year(),
            map_on: today,
            units: self.communes_in(unit, today),
            keep: keep.to_vec(),
            convert: convert.to_vec(),
            confirms: lang.plan_demo_issuer().to_owned(),
        })
    }

    async fn demo_writer(&self, role: Role) -> Result<Hand, Problem> {
        let (session, appointment) = self.demo_hand(role).await?;
        let acting = self.acting(&session, appointment)?;
        let unit = acting.place.unit();
        Ok(Hand { acting, unit })
    }

    async fn demo_do<C: Chain>(
        &self,
        hand: &Hand,
        work: Uuid,
        before: Option<&Kept<C>>,
        act: C::Act,
    ) -> Result<Kept<C>, WorkFault<C::Refusal>> {
        let record = Record::plain(self.place_of(hand.unit, self.now()), FieldClass::UnitFact);
        let permit: Permit<acts::WriteWork> = self.permit(&hand.acting, &record, None).await?;
        let seen = before.map_or(0, Kept::seen);
        let wanted = Wanted { work, id: self.new_id(), seen, on: self.today(), act };
        self.work_do::<C, _>(&permit, wanted).await
    }
}

/// A made-up paper of today.
fn paper(lang: Lang, today: Date, issuer: &str) -> Document {
    Document {
        number: lang.demo_decision().to_owned(),
        date: today,
        issuer: issuer.to_owned(),
        signer: lang.plan_demo_signer().to_owned(),
    }
}

fn said<R: std::error::Error + Send + Sync + 'static>(fault: WorkFault<R>) -> Problem {
    match fault {
        WorkFault::Problem(problem) => problem,
        other => Problem::fault(other),
    }
}
