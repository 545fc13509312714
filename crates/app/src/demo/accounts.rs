//! Fictitious officers of a demonstration, one for each role, let in by a click. Anywhere else they are refused.

use std::io::Cursor;

use domain::access::{Appointment, Decided, NATION, Role, Tier};
use domain::accounts::{AccountId, Login, Method, State};
use domain::facts::Source;
use domain::units::{Level, UnitId};
use store::Tx;
use store::accounts::{self, Account};
use store::ledger::Actor;
use texts::Lang;
use uuid::Uuid;

use super::PROVINCE;
use crate::app::App;
use crate::figures::{Author, Signed};
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::{Caller, SignedIn};

/// The commune of the demonstration's officers: Mường Lát.
const COMMUNE: &str = "14845";

/// A fictitious officer to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The role; its key chooses the officer.
    pub role: Role,
    /// What would be typed at sign-in.
    pub login: &'static str,
    /// Over which unit.
    pub unit: UnitId,
}

/// The login of the officer who holds a role.
const fn login(role: Role) -> &'static str {
    match role {
        Role::HamletHead => "demo.truong-thon",
        Role::FileOfficer => "demo.can-bo-ho-so",
        Role::PoliceHead => "demo.truong-cong-an",
        Role::CommitteeChair => "demo.chu-tich-xa",
        Role::CommuneDepartment => "demo.phong-chuyen-mon",
        Role::HealthStation => "demo.tram-y-te",
        Role::Front => "demo.mat-tran",
        Role::StandingOffice => "demo.thuong-truc-tinh",
        Role::ProvincialLeader => "demo.lanh-dao-tinh",
        Role::ProvincialDepartment => "demo.so-nganh",
        Role::NationalOffice => "demo.thuong-truc-bo",
        Role::MinistryLeader => "demo.lanh-dao-bo",
        Role::MinistryViewer => "demo.bo-nganh",
        Role::ProtectionOfficer => "demo.bao-ve-du-lieu",
        Role::Auditor => "demo.kiem-tra",
        Role::PlatformAdmin => "demo.quan-tri",
    }
}

impl App {
    /// Adds a fictitious officer for each role, with entries as any other account has; those that are there stay.
    /// [`Problem::Hidden`] outside a demonstration.
    pub async fn fill_demo_accounts(&self, lang: Lang) -> Result<(), Problem> {
        self.only_in_a_demo()?;
        self.add_demo_hamlet(lang).await?;
        let mut tx = self.db().begin().await?;
        for role in Role::ALL.iter().copied() {
            let officer = self.demo_officer(role)?;
            let known = Login::new(officer.login).map_err(Problem::fault)?;
            if accounts::by_login(&mut tx, &known).await?.is_none() {
                self.add_demo_account(&mut tx, &officer, known, lang).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// The officers that a demonstration has; [`Problem::Hidden`] anywhere else.
    pub async fn demo_accounts(&self) -> Result<Vec<DemoAccount>, Problem> {
        self.only_in_a_demo()?;
        let known = accounts::all(&mut self.db().snapshot().await?).await?;
        let is_there = |role: &&Role| known.iter().any(|account| account.login.as_str() == login(**role));
        Role::ALL.iter().filter(is_there).map(|role| self.demo_officer(*role)).collect()
    }

    /// Lets in as a fictitious officer. [`Problem::Hidden`] outside a demonstration, and where there is no such officer.
    pub async fn sign_in_to_demo(&self, role: Role, caller: Caller) -> Result<SignedIn, Problem> {
        self.only_in_a_demo()?;
        let known = Login::new(login(role)).map_err(Problem::fault)?;
        let mut tx = self.db().begin().await?;
        let account = accounts::by_login(&mut tx, &known).await?.ok_or(Problem::Hidden)?;
        let signed_in = self.let_in(&mut tx, account.id, Method::Demo, caller).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Proves once more, by a click, who somebody in a demonstration pretends to be. [`Problem::Hidden`] for whoever
    /// came in by another way.
    pub async fn step_up_in_demo(&self, session: &Session, caller: Caller) -> Result<SignedIn, Problem> {
        self.only_in_a_demo()?;
        if session.method != Method::Demo {
            return Err(Problem::Hidden);
        }
        let mut tx = self.db().begin().await?;
        let renewed = self.prove(&mut tx, session, Method::Demo, caller).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    fn demo_officer(&self, role: Role) -> Result<DemoAccount, Problem> {
        Ok(DemoAccount { role, login: login(role), unit: self.demo_unit(role)? })
    }

    fn only_in_a_demo(&self) -> Result<(), Problem> {
        if self.is_demo() { Ok(()) } else { Err(Problem::Hidden) }
    }

    /// The unit over which a fictitious officer holds a role.
    fn demo_unit(&self, role: Role) -> Result<UnitId, Problem> {
        let (register, today) = (self.register(), self.today());
        let of = |code, level| register.at_code(code, level, today).map(|version| version.unit).ok_or(Problem::Hidden);
        let holds = |tier| role.tiers().contains(&tier);
        if holds(Tier::Province) {
            return of(PROVINCE, Level::Province);
        }
        if holds(Tier::Nation) {
            return Ok(NATION);
        }
        let commune = of(COMMUNE, Level::Commune)?;
        if holds(Tier::Commune) {
            return Ok(commune);
        }
        register.children(commune, today).next().map(|version| version.unit).ok_or(Problem::Hidden)
    }

    /// A hamlet for the officer who heads one: the shipped register has none.
    async fn add_demo_hamlet(&self, lang: Lang) -> Result<(), Problem> {
        let today = self.today();
        if !self.hamlets(COMMUNE, today)?.hamlets.is_empty() {
            return Ok(());
        }
        let list = format!("code,name,type,from\n{COMMUNE},{},ban,2025-07-01\n", lang.demo_hamlet());
        let source = Source { title: lang.demo_hamlet_source().to_owned(), ..Source::default() };
        let signed = Signed { source, entered_by: lang.demo_entered_by().to_owned(), author: Author::LOCAL };
        let file = format!("{}.csv", lang.demo_hamlet());
        self.import_hamlets(&file, Cursor::new(list.into_bytes()), signed, self.new_id()).await.map(drop)
    }

    async fn add_demo_account(
        &self,
        tx: &mut Tx,
        officer: &DemoAccount,
        login: Login,
        lang: Lang,
    ) -> Result<(), Problem> {
        let (now, today) = (self.now(), self.today());
        let account = Account {
            id: AccountId(self.new_id()),
            login,
            name: lang.demo_officer(self.say_role(officer.role, lang)),
            email: None,
            phone: None,
            state: State::Active,
            created_at: now,
            disabled_at: None,
            revision: 1,
        };
        let deed = |act| self.access_deed(Actor::LocalOperator, act);
        accounts::add(tx, &account, &deed("create")).await?;
        store::accounts_listed::add_origin(tx, account.id, officer.unit, now, &deed("create")).await?;
        let appointment = Appointment {
            id: self.new_id(),
            account: account.id.0,
            role: officer.role,
            unit: officer.unit,
            from: today,
            until: None,
            decided: Decided { number: lang.demo_decision().to_owned(), date: today },
            granted_by: [Uuid::nil(); 2],
            revoked_at: None,
        };
        Ok(store::appointments::add(tx, &appointment, None, now, &deed("appoint_locally")).await?)
    }
}
