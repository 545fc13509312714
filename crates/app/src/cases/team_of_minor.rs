//! The team of somebody under 18: whoever names it or ends a seat in it is one of two, as with everything in their file.
//! What waits is sealed under the person's key; who would open the file comes to sit in it only once somebody agreed.

use domain::access::{Action, FieldClass, acts};
use domain::proposals::Proposal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::access::Act as Logged;
use store::case_teams::{self, Ending, Seat};
use store::sight::{self, Sight};
use uuid::Uuid;

use super::listed::called;
use super::proposed::{Payload, ToSeal};
use super::read::Loaded;
use super::recorded::Recorded;
use super::team::{NewSeat, SeatEnd, SeatKind, Who, names_teams};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted};
use crate::sessions::Session;

/// What is to be done with a team, as it is sealed into a proposal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Seating {
    /// Somebody takes a seat.
    Given(NewSeat),
    /// Somebody's seat ends.
    Ended(SeatEnd),
}

impl Seating {
    const fn id(&self) -> Uuid {
        match self {
            Self::Given(seat) => seat.id,
            Self::Ended(end) => end.id,
        }
    }
}

/// What was checked and is to be written.
enum Ready {
    Given((Seat, Option<Vec<u8>>)),
    Ended((Seat, Ending)),
}

/// A seat that waits to be given or ended, for who is asked to agree.
#[derive(Clone, Debug)]
pub struct ShownSeat {
    /// Whose team.
    pub person: Uuid,
    /// What the person is called.
    pub name: String,
    /// Whether the seat ends; it is given otherwise.
    pub ends: bool,
    /// Who sits there.
    pub who: String,
    /// Which seat.
    pub kind: Option<SeatKind>,
    /// In which office they sit in it.
    pub capacity: String,
    /// As whom they take part in managing somebody under 18: an option of the field `youth_member`.
    pub youth: Option<String>,
    /// The first day, or the day from which nobody sits there.
    pub on: Date,
    /// The day from which they sit there no more, where the decision says so.
    pub until: Option<Date>,
    /// Number and date of the decision.
    pub decision: (String, Date),
}

impl App {
    /// Whether a proposal is about a seat in a team.
    pub fn is_of_team(proposal: &Proposal) -> bool {
        proposal.act == Action::RecordEvent && Payload::of(proposal).is_ok_and(|payload| payload.team)
    }

    /// Keeps what is to be done with the team of somebody under 18 for whoever has to agree.
    pub(super) async fn propose_seating(
        &self,
        session: &Session,
        acting: &Acting,
        (purpose, loaded): (domain::access::Purpose, &Loaded),
        seating: Seating,
    ) -> Result<Recorded, Problem> {
        let what = ToSeal {
            act: Action::RecordEvent,
            person: loaded.stands.person,
            event: seating.id(),
            unit: loaded.stands.unit,
            purpose,
            keys: &loaded.keys,
            plain: serde_json::to_vec(&seating).map_err(Problem::fault)?,
        };
        self.propose_of_team(session, acting, what).await
    }

    /// What waits for a team, opened for who is asked to agree. That they read it is written down.
    pub async fn proposed_seat(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
    ) -> Result<ShownSeat, Problem> {
        let acting = self.acting(session, acting)?;
        let payload = Payload::of(proposal)?;
        let purpose = payload.purpose()?;
        let stands = self.stands(&acting, payload.person).await?;
        let record = self.unread_record(&stands, FieldClass::Identity, false);
        self.permit_for::<acts::ReadPerson>(&acting, &record, None, Some(purpose), None).await?;
        let loaded = self.load_case(&acting, payload.person, purpose, Logged::Read).await?;
        let (person, name) = (payload.person, called(&loaded.identity));
        match unsealed(&payload, &loaded)? {
            Seating::Given(new) => {
                let who = match &new.who {
                    Who::Name(name) => name.clone(),
                    Who::Appointment(held) => self.name_of_appointment(*held).await?,
                };
                let decision = (new.decision_number, new.decision_date);
                let (kind, capacity, youth) = (Some(new.kind), new.capacity, new.youth);
                Ok(ShownSeat {
                    person,
                    name,
                    ends: false,
                    who,
                    kind,
                    capacity,
                    youth,
                    on: new.from,
                    until: new.until,
                    decision,
                })
            }
            Seating::Ended(end) => {
                let seats = self.team_in(&acting, &loaded, purpose).await?;
                let seat = seats.into_iter().find(|of| of.seat.id == end.seat).ok_or(Problem::Hidden)?;
                let kind = SeatKind::from_key(&seat.seat.seat);
                let (capacity, youth) = (seat.seat.capacity, seat.seat.youth);
                let decision = (end.decision_number, end.decision_date);
                Ok(ShownSeat {
                    person,
                    name,
                    ends: true,
                    who: seat.name,
                    kind,
                    capacity,
                    youth,
                    on: end.on,
                    until: None,
                    decision,
                })
            }
        }
    }

    /// Agrees to what waits for a team, and does it.
    pub(crate) async fn agree_to_seating(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let second = self.acting(session, acting)?;
        // who may not decide here reads nothing either
        self.permit::<acts::DecideProposal>(&second, &self.system_record(proposal.unit), None).await?;
        let payload = Payload::of(proposal)?;
        let purpose = payload.purpose()?;
        let loaded = self.load_case(&second, payload.person, purpose, Logged::Read).await?;
        // read before the transaction: nothing else writes while it is open
        let ready = match unsealed(&payload, &loaded)? {
            Seating::Given(new) => Ready::Given(self.seat_of(&second, (purpose, &loaded), &new).await?),
            Seating::Ended(end) => Ready::Ended(self.ending_of(&loaded, &end).await?),
        };
        let record = self.case_record(&loaded.case, loaded.stands.unit, FieldClass::Identity, false);
        let Agreed { mut tx, proposer, second, .. } = self.agree(session, acting, proposal.id, saw).await?;
        self.permitted_for::<acts::RecordEvent>(&proposer, &record, &second, purpose)?;
        names_teams(&proposer)?;
        let written = self.writing(&proposer, &loaded);
        sight::look(&mut tx, &Sight::unit(loaded.stands.unit)).await?;
        match ready {
            Ready::Given((seat, name)) => drop(case_teams::add(&mut tx, &seat, name.as_deref(), &written).await?),
            Ready::Ended((seat, ending)) => drop(case_teams::end(&mut tx, &seat, &ending, &written).await?),
        }
        tx.commit().await?;
        Ok(Granted::Team { person: loaded.stands.person })
    }

    async fn name_of_appointment(&self, appointment: Uuid) -> Result<String, Problem> {
        let mut tx = self.db().snapshot().await?;
        let held = store::appointments::by_id(&mut tx, appointment).await?.ok_or(Problem::Hidden)?;
        let mut names = crate::accounts::names(&mut tx).await?;
        Ok(names.remove(&held.account).unwrap_or_default())
    }
}

fn unsealed(payload: &Payload, loaded: &Loaded) -> Result<Seating, Problem> {
    serde_json::from_slice(&payload.open(&loaded.keys)?).map_err(Problem::fault)
}
