//! Sex and birth of the people of a unit, to tell groups apart. Both are sealed: they are opened for whoever may list the
//! unit's files to report, written down before, and only numbers leave.

use std::collections::HashMap;

use domain::access::{Action, FieldClass, Purpose, Record};
use domain::persons::{Class, Field};
use domain::units::UnitId;
use programme::indicators::Traits;
use store::access::{self, About, Act as Logged};
use store::sight::Sight;
use store::{persons, persons_sealed};
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;

impl App {
    /// Whether somebody keeps the files of a unit: to report on them, or to decide about those after rehabilitation.
    pub(super) fn keeps_files(&self, reader: &Acting, unit: UnitId) -> Result<bool, Problem> {
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::Identity);
        let may = |purpose| self.may_for(reader, Action::ListPersons, &record, purpose);
        Ok(may(Purpose::Reporting)? || may(Purpose::PostRehab)?)
    }

    /// Sex and birth by person, of those whose files the unit holds; none where the reader may not list them to report.
    pub(super) async fn births(
        &self,
        reader: Option<&Acting>,
        unit: UnitId,
    ) -> Result<Option<HashMap<Uuid, Traits>>, Problem> {
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::Identity);
        let Some(reader) = reader else { return Ok(None) };
        // without keys nothing can be opened: groups are not known then, and everything else is
        if self.keyring().is_err() || !self.may_for(reader, Action::ListPersons, &record, Purpose::Reporting)? {
            return Ok(None);
        }
        let of = self.asking(reader, unit)?.of;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let files = persons::count_held(&mut tx, unit).await?;
        let locked = persons_sealed::births_of_unit(&mut tx, unit).await?;
        drop(tx);
        let about = About::WholeUnit(files);
        let line = self.case_access(reader.actor(), &of, Purpose::Reporting, Logged::Read, about, &[Class::Birth]);
        let logged = access::log(self.db(), &line).await?;
        let mut keys = self.keyring()?.subject_keys_of(unit.0).await?;
        let mut births = HashMap::new();
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            if !keys.contains_key(&row.person) {
                // one whose key is still on its way to this unit, or was destroyed a moment ago
                keys.extend(self.keys_of(row.person).await?.map(|of_row| (row.person, of_row)));
            }
            let Some(of_row) = keys.get(&row.person) else { continue };
            let identity = crate::persons::open_identity(&row, of_row)?;
            births.insert(row.person, Traits::read(identity.get(Field::Sex), identity.get(Field::BirthDate)));
        }
        Ok(Some(births))
    }
}
