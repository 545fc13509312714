//! What is contested: the flag goes wherever a case goes, and who watches over the data sees when answers are due, without
//! names.

use std::collections::BTreeSet;

use domain::access::{FieldClass, Purpose, Record, acts};
use store::sight::Sight;
use store::{case_contests, cases_listed};
use uuid::Uuid;

use super::today::{Due, due_of};
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;

impl App {
    /// Whose cases of the officer's unit have an entry that is contested and not yet settled.
    pub async fn contested_of_unit(
        &self,
        session: &Session,
        acting: Uuid,
        purpose: Purpose,
    ) -> Result<BTreeSet<Uuid>, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        self.may_list_cases(&acting, unit, purpose).await?;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        Ok(stands.into_iter().filter(|stands| stands.contested > 0).map(|stands| stands.person).collect())
    }

    /// Answers that are due to complaints and requests to correct, in the units over which somebody watches: no names.
    pub async fn contests_to_answer(&self, session: &Session, acting: Uuid) -> Result<Vec<Due>, Problem> {
        let acting = self.acting(session, acting)?;
        let (own, now) = (acting.place.unit(), self.now());
        let record = Record::plain(acting.place.clone(), FieldClass::Identity);
        self.permit_for::<acts::SearchPersons>(&acting, &record, None, Some(Purpose::PersonRights), None).await?;
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(&acting)).await?;
        let waiting = case_contests::waiting(&mut tx).await?;
        drop(tx);
        let within = waiting.iter().filter(|contest| self.place_of(contest.unit, now).lies_in(own));
        within.map(|contest| due_of(self, &contest.due, String::new())).collect()
    }
}
