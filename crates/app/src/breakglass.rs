//! Breaking the glass: an emergency opens what is not one's own, for four hours, while others are told at once.

use std::collections::HashMap;

use domain::access::{Action, Ask, FieldClass, Purpose, Record, Role, acts};
use domain::accounts::{AccountId, BREAK_GLASS_MAX};
use domain::units::UnitId;
use jiff::Timestamp;
use store::Tx;
use store::accounts::{self, Account};
use store::glasses::{self, Review};
use store::glasses_history;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use store::glasses::Glass;
pub use store::glasses_history::Past;

use crate::accounts::Acting;
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;
use crate::signin::secrets::Column;

/// So many people besides the one who broke it are told, or it is not broken.
pub const TOLD_MIN: usize = 2;
/// So many past emergencies that an account's page shows.
const PAST: i64 = 50;
/// So many characters a reason has at least: "emergency" is none.
const REASON_MIN: usize = 20;
/// Whom an emergency is told, in this order; those over the unit or above it.
const TOLD: [Role; 4] = [Role::ProtectionOfficer, Role::Auditor, Role::StandingOffice, Role::PoliceHead];

/// An emergency that somebody announces.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// Whose files.
    pub unit: UnitId,
    /// Which person's.
    pub person: Option<Uuid>,
    /// Why, in the officer's words; kept sealed.
    pub reason: String,
}

impl App {
    /// Breaks the glass: writes it down, tells at least two others, and only then it holds. Ends by itself.
    pub async fn declare_break_glass(
        &self,
        session: &Session,
        acting: Uuid,
        emergency: &Emergency,
    ) -> Result<Glass, Problem> {
        let acting = self.acting(session, acting)?;
        let now = self.now();
        let place = self.place_of(emergency.unit, now);
        let record = Record { subject: emergency.person, ..Record::plain(place, FieldClass::Identity) };
        let purpose = Some(Purpose::BreakGlass);
        self.permit_for::<acts::DeclareBreakGlass>(&acting, &record, None, purpose, None).await?;
        let reason = Zeroizing::new(domain::fold::clean(&emergency.reason));
        if reason.chars().count() < REASON_MIN {
            return Err(AccessFault::Missing.into());
        }
        let id = self.new_id();
        let glass = Glass {
            id,
            account: session.account.0,
            appointment: acting.appointment.id,
            unit: emergency.unit,
            subject: emergency.person,
            reason: self.seal_for(session.account.0, Column::Reason(id), reason.as_bytes()).await?,
            from: now,
            until: now.checked_add(BREAK_GLASS_MAX).map_err(Problem::fault)?,
        };
        let mut tx = self.db().begin().await?;
        glasses::add(&mut tx, &glass, &self.access_deed(acting.actor(), "declare")).await?;
        let told = self.tell_of_glass(&mut tx, &glass).await?;
        if told < TOLD_MIN {
            return Err(AccessFault::NobodyToTell.into());
        }
        tx.commit().await?;
        Ok(glass)
    }

    async fn tell_of_glass(&self, tx: &mut Tx, glass: &Glass) -> Result<usize, Problem> {
        let watchers = self.watchers(tx, glass.unit, glass.account, glass.from).await?;
        for (account, _) in &watchers {
            self.tell(tx, account.id, "break_glass", glass.id).await?;
        }
        Ok(watchers.len())
    }

    /// Who is told of an emergency of somebody over a unit: each once, with the role that they are told in.
    async fn watchers(
        &self,
        tx: &mut Tx,
        unit: UnitId,
        but: Uuid,
        at: Timestamp,
    ) -> Result<Vec<(Account, Role)>, Problem> {
        let place = self.place_of(unit, at);
        let mut found: Vec<(Account, Role)> = Vec::new();
        for role in TOLD {
            for account in accounts::holders(tx, role, day_of(at)).await? {
                let held = store::appointments::of_account(tx, account.id.0).await?;
                let over = held.iter().any(|held| held.role == role && held.in_force(at) && place.lies_in(held.unit));
                if over && account.id.0 != but && found.iter().all(|(known, _)| known.id != account.id) {
                    found.push((account, role));
                }
            }
        }
        Ok(found)
    }

    /// Whether somebody may announce an emergency anywhere: in units beside or below their own.
    pub fn may_declare(&self, session: &Session, acting: Uuid) -> Result<bool, Problem> {
        self.declares_somewhere(&self.acting(session, acting)?)
    }

    /// The same of an appointment: never over its own unit, so not among what it may do at home.
    pub(crate) fn declares_somewhere(&self, acting: &Acting) -> Result<bool, Problem> {
        let (action, purpose) = (Action::DeclareBreakGlass, Purpose::BreakGlass);
        let scope = self.desk()?.policies().scope(&[acting.standing()], action, Some(purpose), self.now());
        Ok(!scope.parts.is_empty())
    }

    /// Whether somebody reviews the emergencies of others over their own unit.
    pub fn may_review(&self, session: &Session, acting: Uuid) -> Result<bool, Problem> {
        let acting = self.acting(session, acting)?;
        self.reviews(&acting, acting.appointment.unit)
    }

    fn reviews(&self, acting: &Acting, unit: UnitId) -> Result<bool, Problem> {
        let record = self.audit_record(unit);
        let ask = Ask {
            purpose: Some(Purpose::DataProtection),
            factor_age_s: Some(acting.factor_age_s),
            ..Ask::plain(Some(acting.standing()), Action::ReviewBreakGlass, &record, self.now())
        };
        Ok(self.desk()?.policies().decide(&ask).permitted)
    }

    /// One emergency of somebody else with its reason, for who may look at it.
    pub async fn glass_to_review(
        &self,
        session: &Session,
        acting: Uuid,
        glass: Uuid,
    ) -> Result<(Glass, Zeroizing<String>), Problem> {
        let (_, found) = self.reviewable(session, acting, glass).await?;
        let plain = self.open_of(found.account, Column::Reason(found.id), &found.reason).await?;
        let reason = Zeroizing::new(String::from_utf8_lossy(&plain).into_owned());
        Ok((found, reason))
    }

    /// What each account is called, by id, for pages of those who may see the names of colleagues.
    pub async fn account_names(&self) -> Result<HashMap<Uuid, String>, Problem> {
        crate::accounts::names(&mut self.db().snapshot().await?).await
    }

    /// Who would be told, for who may announce an emergency in that unit. Fewer than [`TOLD_MIN`], and it is refused.
    pub async fn who_is_told(
        &self,
        session: &Session,
        acting: Uuid,
        unit: UnitId,
    ) -> Result<Vec<(Account, Role)>, Problem> {
        let acting = Acting { factor_age_s: 0, ..self.acting(session, acting)? };
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::Identity);
        let purpose = Some(Purpose::BreakGlass);
        self.permit_for::<acts::DeclareBreakGlass>(&acting, &record, None, purpose, None).await?;
        self.watchers(&mut self.db().snapshot().await?, unit, session.account.0, self.now()).await
    }

    /// The emergencies that somebody announced, newest first, each with what was found about it.
    pub async fn own_glasses(&self, session: &Session) -> Result<Vec<Past>, Problem> {
        Ok(glasses_history::of_account(&mut self.db().snapshot().await?, session.account.0, PAST).await?)
    }

    /// How long ago this account broke the glass for a unit or person, in seconds; none if it did not, or it is over.
    pub async fn glass_age_s(
        &self,
        account: AccountId,
        unit: UnitId,
        person: Option<Uuid>,
    ) -> Result<Option<u32>, Problem> {
        let now = self.now();
        let held = glasses::in_force(&mut self.db().snapshot().await?, account.0, now).await?;
        let of = held.iter().find(|glass| glass.unit == unit && (glass.subject.is_none() || glass.subject == person));
        Ok(of.map(|glass| u32::try_from(now.duration_since(glass.from).as_secs()).unwrap_or(u32::MAX)))
    }

    /// Every emergency that nobody has looked at, in the units where this one may.
    pub async fn glasses_to_review(&self, session: &Session, acting: Uuid) -> Result<Vec<Glass>, Problem> {
        let acting = self.acting(session, acting)?;
        let waiting = glasses::unreviewed(&mut self.db().snapshot().await?).await?;
        let mut theirs = Vec::new();
        for glass in waiting {
            if glass.account != session.account.0 && self.reviews(&acting, glass.unit)? {
                theirs.push(glass);
            }
        }
        Ok(theirs)
    }

    /// Why somebody broke the glass, in their words, for who looks at it.
    pub async fn glass_reason(
        &self,
        session: &Session,
        acting: Uuid,
        glass: Uuid,
    ) -> Result<Zeroizing<String>, Problem> {
        let (_, glass) = self.reviewable(session, acting, glass).await?;
        let plain = self.open_of(glass.account, Column::Reason(glass.id), &glass.reason).await?;
        Ok(Zeroizing::new(String::from_utf8_lossy(&plain).into_owned()))
    }

    /// Says afterwards whether it was an emergency. Nobody looks at one's own.
    pub async fn review_break_glass(
        &self,
        session: &Session,
        acting: Uuid,
        glass: Uuid,
        justified: bool,
        note: &str,
    ) -> Result<(), Problem> {
        let (acting, glass) = self.reviewable(session, acting, glass).await?;
        let note = domain::fold::clean(note);
        if note.is_empty() {
            return Err(AccessFault::Missing.into());
        }
        let review = Review { reviewer: session.account.0, justified, note, at: self.now() };
        let mut tx = self.db().begin().await?;
        glasses::review(&mut tx, &glass, &review, &self.access_deed(acting.actor(), "review")).await?;
        self.tell(&mut tx, AccountId(glass.account), "glass_reviewed", glass.id).await?;
        Ok(tx.commit().await?)
    }

    async fn reviewable(&self, session: &Session, acting: Uuid, glass: Uuid) -> Result<(Acting, Glass), Problem> {
        let acting = self.acting(session, acting)?;
        let glass = glasses::by_id(&mut self.db().snapshot().await?, glass).await?.ok_or(Problem::Hidden)?;
        if glass.account == session.account.0 {
            return Err(AccessFault::Decision(domain::proposals::DecisionFault::OwnCase).into());
        }
        let purpose = Some(Purpose::DataProtection);
        let record = self.audit_record(glass.unit);
        self.permit_for::<acts::ReviewBreakGlass>(&acting, &record, None, purpose, None).await?;
        Ok((acting, glass))
    }

    fn audit_record(&self, unit: UnitId) -> Record {
        Record::plain(self.place_of(unit, self.now()), FieldClass::Audit)
    }
}
