//! Whose accounts somebody sees, and whose they may stop or let in again.
//!
//! An account is seen by who may list the accounts of a unit that it holds or held an office over; while it was never
//! appointed, of the unit that it was made for. What touches the whole account (stopping it, a new way in) is for who
//! answers for **every** unit that it holds an office over: otherwise two people of one commune could take over the
//! account of an officer of the province.

use std::collections::HashMap;

use domain::access::{Action, Ask, NATION, Record, Role, acts};
use domain::accounts::AccountId;
use domain::units::UnitId;
use jiff::Timestamp;
use store::Tx;
use store::accounts::{self, Account};
use store::accounts_listed::{self, Listed, Office};
use store::proposals_history::{self, Past};
use uuid::Uuid;

use super::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;

/// So many proposals about an account that its page shows.
const PROPOSALS: i64 = 50;

/// An account as it is shown to who may see it, with the offices that they may see.
#[derive(Clone, Debug)]
pub struct SeenAccount {
    /// The account.
    pub account: Account,
    /// Its offices over units within reach, by their first day; ended ones too.
    pub offices: Vec<Office>,
    /// Whether it has an office, now or later, over a unit out of reach: whoever looks cannot stop or reset it.
    pub elsewhere: bool,
}

/// An account with what happened to it.
#[derive(Clone, Debug)]
pub struct AccountFile {
    /// The account and its offices.
    pub seen: SeenAccount,
    /// Proposals about it over units within reach, newest first.
    pub proposals: Vec<Past>,
    /// Names of every account that is named in it, by id.
    pub names: HashMap<Uuid, String>,
    /// The smallest unit that covers all its offices: what is done to the whole account is done for it.
    pub answers: UnitId,
}

/// What an appointment may do to accounts over its own unit, maybe with a second person: what pages offer.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// To make one.
    pub create: bool,
    /// To stop one.
    pub disable: bool,
    /// To propose a new way in.
    pub reset: bool,
    /// Roles to propose.
    pub grant: Vec<Role>,
    /// Roles to take back.
    pub revoke: Vec<Role>,
}

impl App {
    /// What pages offer to who acts; each act asks again about the very account.
    pub fn offers(&self, session: &Session, acting: Uuid) -> Result<Offers, Problem> {
        let acting = Acting { factor_age_s: 0, ..self.acting(session, acting)? };
        let desk = self.desk()?;
        let plain = self.system_record(acting.appointment.unit);
        let may = |action: Action, granted: Option<Role>| {
            let record = Record { granted, ..plain.clone() };
            let ask = Ask { factor_age_s: Some(0), ..Ask::plain(Some(acting.standing()), action, &record, self.now()) };
            desk.policies().refusal(&ask).is_none_or(|refusal| refusal.awaits_second())
        };
        let roles = |action| Role::ALL.iter().copied().filter(|role| may(action, Some(*role))).collect();
        Ok(Offers {
            create: may(Action::CreateAccount, None),
            disable: may(Action::DisableAccount, None),
            reset: may(Action::ResetAccount, None),
            grant: roles(Action::GrantAppointment),
            revoke: roles(Action::RevokeAppointment),
        })
    }

    /// The accounts of a unit and of all below it, by login.
    pub async fn accounts(&self, session: &Session, acting: Uuid, unit: UnitId) -> Result<Vec<SeenAccount>, Problem> {
        let acting = self.acting(session, acting)?;
        self.permit::<acts::ListAccounts>(&acting, &self.system_record(unit), None).await?;
        let mut tx = self.db().snapshot().await?;
        let listed = accounts_listed::every(&mut tx).await?;
        let mut offices: HashMap<Uuid, Vec<Office>> = HashMap::new();
        for office in accounts_listed::offices(&mut tx).await? {
            offices.entry(office.appointment.account).or_default().push(office);
        }
        drop(tx);
        let now = self.now();
        let within = |of: UnitId| self.place_of(of, now).lies_in(unit);
        let seen = listed.into_iter().filter_map(|listed| {
            let held = offices.remove(&listed.account.id.0).unwrap_or_default();
            self.seen_through(listed, held, &within)
        });
        Ok(seen.collect())
    }

    /// One account, for who may see it; to everybody else there is none.
    pub async fn account(&self, session: &Session, acting: Uuid, account: AccountId) -> Result<AccountFile, Problem> {
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot().await?;
        let seen = self.seen(&mut tx, &acting, account).await?;
        let mut proposals = proposals_history::about(&mut tx, account.0, PROPOSALS).await?;
        proposals.retain(|past| self.may_list(&acting, past.proposal.unit));
        let names = names(&mut tx).await?;
        let (listed, offices) = self.whole(&mut tx, account).await?;
        drop(tx);
        let answers = self.smallest_over(&self.homes(&listed, &offices));
        Ok(AccountFile { seen, proposals, names, answers })
    }

    /// An account as somebody sees it, or [`Problem::Hidden`].
    pub(crate) async fn seen(&self, tx: &mut Tx, acting: &Acting, account: AccountId) -> Result<SeenAccount, Problem> {
        let (listed, offices) = self.whole(tx, account).await?;
        self.seen_through(listed, offices, &|unit| self.may_list(acting, unit)).ok_or(Problem::Hidden)
    }

    /// Refuses what touches a whole account for a unit that does not cover every office of it.
    pub(crate) async fn covers(&self, tx: &mut Tx, unit: UnitId, account: AccountId) -> Result<(), Problem> {
        let (listed, offices) = self.whole(tx, account).await?;
        let now = self.now();
        let covered = self.homes(&listed, &offices).iter().all(|home| self.place_of(*home, now).lies_in(unit));
        if covered { Ok(()) } else { Err(Problem::Hidden) }
    }

    /// Whether somebody may see the accounts of a unit. Asked of many units at once, so a no is not written down.
    pub(crate) fn may_list(&self, acting: &Acting, unit: UnitId) -> bool {
        self.may(acting, Action::ListAccounts, &self.system_record(unit)).unwrap_or_default()
    }

    async fn whole(&self, tx: &mut Tx, account: AccountId) -> Result<(Listed, Vec<Office>), Problem> {
        let listed = accounts_listed::one(tx, account).await?.ok_or(Problem::Hidden)?;
        Ok((listed, accounts_listed::offices_of(tx, account).await?))
    }

    fn seen_through(
        &self,
        listed: Listed,
        offices: Vec<Office>,
        within: &dyn Fn(UnitId) -> bool,
    ) -> Option<SeenAccount> {
        let now = self.now();
        let homes = self.homes(&listed, &offices);
        let elsewhere = homes.iter().any(|home| !within(*home));
        let named = offices.iter().any(|office| within(office.appointment.unit));
        // units end; whoever had offices over such only is looked after where the account was made
        let stray = offices.iter().all(|office| !self.place_of(office.appointment.unit, now).in_force());
        if !named && (!stray || elsewhere) {
            return None;
        }
        let offices = offices.into_iter().filter(|office| within(office.appointment.unit)).collect();
        Some(SeenAccount { account: listed.account, offices, elsewhere })
    }

    /// The units that an account belongs to: of its offices in force or still to come; without any, of its former
    /// ones that are still units; without those, the one that it was made for.
    fn homes(&self, listed: &Listed, offices: &[Office]) -> Vec<UnitId> {
        let now = self.now();
        let is_unit = |office: &&Office| self.place_of(office.appointment.unit, now).in_force();
        let units = |of: &mut dyn Iterator<Item = &Office>| -> Vec<UnitId> {
            let mut found: Vec<UnitId> = of.map(|office| office.appointment.unit).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let mut live = offices.iter().filter(is_unit).filter(|office| gives_or_will(office, now));
        let mut former = offices.iter().filter(is_unit);
        for found in [units(&mut live), units(&mut former)] {
            if !found.is_empty() {
                return found;
            }
        }
        let origin = listed.origin.filter(|origin| self.place_of(*origin, now).in_force());
        vec![origin.unwrap_or(NATION)]
    }

    /// The smallest unit in which all of these lie.
    fn smallest_over(&self, homes: &[UnitId]) -> UnitId {
        let now = self.now();
        let Some((first, others)) = homes.split_first() else { return NATION };
        let place = self.place_of(*first, now);
        let mut up = std::iter::once(*first).chain(place.above().iter().copied());
        up.find(|unit| others.iter().all(|other| self.place_of(*other, now).lies_in(*unit))).unwrap_or(NATION)
    }
}

/// Whether an appointment gives something now or will on a day to come.
fn gives_or_will(office: &Office, now: Timestamp) -> bool {
    let of = &office.appointment;
    of.revoked_at.is_none() && of.until.is_none_or(|until| crate::app::day_of(now) < until)
}

/// What each account is called, by id.
pub(crate) async fn names(tx: &mut Tx) -> Result<HashMap<Uuid, String>, Problem> {
    Ok(accounts::all(tx).await?.into_iter().map(|account| (account.id.0, account.name)).collect())
}
