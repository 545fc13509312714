//! Files that share a number (control C27b): seen by the units in charge, laid side by side for who sees both, and linked
//! as one person's or kept apart by two. Nothing is merged or destroyed, and a finding can be taken back.
//!
//! Two files of one province are found by its police, or by its standing office. Of two files in two provinces each
//! standing office sees who both are about and nothing of what is done with them; one of each finds.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, FieldClass, Pairing, Purpose, Record, Role, acts};
use domain::persons::{Class, Holder, Identity};
use domain::proposals::Proposal;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::access::{self, About, Act as Logged};
use store::cases_listed;
use store::person_links::{self, Link, Match, Outcome};
use store::sight::{self, Sight};
use store::{StoreError, Tx};
use uuid::Uuid;

use super::fault::FileFault;
use super::listed::called;
use super::recorded::{Recorded, only_a_second_is_missing};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted, ToPropose};
use crate::sessions::Session;

/// What comparing rests on.
const CLAUSE: &str = domain::cases::clauses::COMPARING;

/// Two files that share a number, as far as who asks sees them.
#[derive(Clone, Debug)]
pub struct DuplicateLine {
    /// The match.
    pub id: Uuid,
    /// When it was found.
    pub opened_at: Timestamp,
    /// The sides that lie in one's own unit, with what each person is called: one or two.
    pub own: Vec<(Uuid, String, UnitId)>,
    /// Whether a side is held elsewhere: where and whose is not told.
    pub elsewhere: bool,
    /// What was found last.
    pub outcome: Option<Outcome>,
}

/// One of two files laid side by side.
#[derive(Clone, Debug)]
pub struct Side {
    /// Whose.
    pub person: Uuid,
    /// The unit that holds it.
    pub unit: UnitId,
    /// Who it says they are.
    pub identity: Identity,
    /// What is done with it; none is told of where the other file is in another province.
    pub underway: Underway,
}

/// What is done with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Underway {
    /// Measures that run, by state.
    pub measures: Vec<String>,
    /// Lists that name the person.
    pub lists: Vec<String>,
    /// Whether an entry of the file is contested.
    pub contested: bool,
}

/// Two files side by side.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The match.
    pub id: Uuid,
    /// When it was found.
    pub opened_at: Timestamp,
    /// The file that was there before.
    pub first: Side,
    /// The file that was written when the match was found.
    pub second: Side,
    /// Whether they lie in two provinces.
    pub across: bool,
    /// What was found last.
    pub finding: Option<Link>,
}

impl Compared {
    /// The file that is kept, and the other; none where neither is the one.
    fn kept(&self, keep: Uuid) -> Option<(&Side, &Side)> {
        match (&self.first, &self.second) {
            (first, second) if first.person == keep => Some((first, second)),
            (first, second) if second.person == keep => Some((second, first)),
            _ => None,
        }
    }
}

/// What somebody finds of two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Made by the caller's page.
    pub id: Uuid,
    /// The match.
    pub of: Uuid,
    /// What was found.
    pub outcome: Outcome,
    /// The file that counts, where they are one person's.
    pub keep: Uuid,
    /// Number of the record.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// What a proposal about two files holds: ids and a paper, nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToLink {
    /// Id that the finding will have.
    pub id: Uuid,
    /// The match.
    pub of: Uuid,
    /// `same`, `different` or `undone`.
    pub outcome: String,
    /// The file that counts.
    pub keep: Uuid,
    /// The other.
    pub other: Uuid,
    /// Number of the finding.
    pub finding: i64,
    /// Number of the record.
    pub number: String,
    /// Its date.
    pub date: Date,
}

impl ToLink {
    /// Reads what a proposal holds.
    pub fn of(proposal: &Proposal) -> Result<Self, Problem> {
        serde_json::from_slice(&proposal.payload).map_err(Problem::fault)
    }
}

/// Where the two files of a match are, as far as they are in sight.
struct Places {
    of: Match,
    person: Option<UnitId>,
    other: Option<UnitId>,
}

/// What of an identity tells two people apart or the same, and is all that another province is told.
const IDENTIFIES: [Class; 3] = [Class::Names, Class::Birth, Class::Numbers];

impl App {
    /// Files that share a number and of which at least one lies in the unit of who asks. Whose names were shown is written
    /// down before.
    pub async fn duplicates(&self, session: &Session, acting: Uuid) -> Result<Vec<DuplicateLine>, Problem> {
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(&acting)).await?;
        let mut places = Vec::new();
        for of in person_links::matches(&mut tx).await? {
            places.push(self.places(&mut tx, &acting, of).await?);
        }
        let findings = person_links::findings(&mut tx).await?;
        drop(tx);
        let mut own: BTreeMap<UnitId, BTreeSet<Uuid>> = BTreeMap::new();
        for place in &places {
            for (person, unit) in [(place.of.person, place.person), (place.of.other, place.other)] {
                if let Some(unit) = unit {
                    own.entry(unit).or_default().insert(person);
                }
            }
        }
        // who compares nothing is told so whether or not there is a double: the answer tells nobody that there is one
        if own.is_empty() && acting.appointment.role != Role::StandingOffice {
            self.may_compare(&acting, acting.place.unit(), None).await?;
        }
        for unit in own.keys() {
            self.may_compare(&acting, *unit, None).await?;
        }
        let mut names = BTreeMap::new();
        for (unit, persons) in &own {
            names.extend(self.who_they_are(&acting, *unit, persons, &[Class::Names]).await?);
        }
        let side = |person: Uuid, unit: Option<UnitId>| {
            unit.map(|unit| (person, names.get(&person).map(called).unwrap_or_default(), unit))
        };
        let lines = places.into_iter().filter(|place| place.person.or(place.other).is_some()).map(|place| {
            let of = place.of;
            let pair = |link: &&Link| is_pair(link, of.person, of.other);
            DuplicateLine {
                id: of.id,
                opened_at: of.opened_at,
                elsewhere: place.person.is_none() || place.other.is_none(),
                own: [side(of.other, place.other), side(of.person, place.person)].into_iter().flatten().collect(),
                outcome: findings.iter().find(pair).map(|link| link.outcome),
            }
        });
        Ok(lines.collect())
    }

    /// How many pairs of files that share a number nobody has settled, of which one at least lies in the unit of who asks.
    /// Nobody's name is read.
    pub async fn open_duplicates(&self, session: &Session, acting: Uuid) -> Result<usize, Problem> {
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(&acting)).await?;
        let findings = person_links::findings(&mut tx).await?;
        let mut open = 0;
        for of in person_links::matches(&mut tx).await? {
            let found = findings.iter().find(|link| is_pair(link, of.person, of.other));
            if found.is_none_or(|link| link.outcome == Outcome::Undone) {
                let places = self.places(&mut tx, &acting, of).await?;
                open += usize::from(places.person.or(places.other).is_some());
            }
        }
        Ok(open)
    }

    /// Two files side by side, for who may see both: every field of both identities, measures and lists; of two in two
    /// provinces, who they are about. Written down as a reading of each.
    pub async fn side_by_side(&self, session: &Session, acting: Uuid, id: Uuid) -> Result<Compared, Problem> {
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(&acting)).await?;
        let of = person_links::by_id(&mut tx, id).await?.ok_or(Problem::Hidden)?;
        let place = self.places(&mut tx, &acting, of).await?;
        let finding = person_links::of_pair(&mut tx, of.person, of.other).await?;
        drop(tx);
        let (person_unit, other_unit, across) = match (place.person, place.other) {
            (Some(person), Some(other)) => (person, other, false),
            (None, None) => return Err(Problem::Hidden),
            (Some(own), None) => (own, self.elsewhere(&acting, of.other, own).await?, true),
            (None, Some(own)) => (self.elsewhere(&acting, of.person, own).await?, own, true),
        };
        let double = |of: UnitId| across.then_some(of);
        let first = self.side(&acting, of.other, other_unit, double(person_unit)).await?;
        let second = self.side(&acting, of.person, person_unit, double(other_unit)).await?;
        Ok(Compared { id: of.id, opened_at: of.opened_at, first, second, across, finding })
    }

    /// Where the other of two files lies, for the standing office of a province that has the one. Nothing of the file is
    /// read to know it.
    async fn elsewhere(&self, acting: &Acting, person: Uuid, own: UnitId) -> Result<UnitId, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let held = person_links::held_by(&mut tx, person).await?;
        drop(tx);
        let may = |unit: UnitId| {
            let record = self.comparing(unit, Some(own));
            self.may_for(acting, Action::CheckDuplicate, &record, Purpose::Registration)
        };
        match held {
            Some(unit) if may(unit)? => Ok(unit),
            _ => Err(FileFault::HeldElsewhere.into()),
        }
    }

    /// Proposes what was found of two files; two people find it. Linking them must lose nobody from a list.
    pub async fn propose_finding(&self, session: &Session, acting: Uuid, wanted: Finding) -> Result<Recorded, Problem> {
        let number = wanted.number.trim().to_owned();
        if number.is_empty() || wanted.date > self.today() {
            return Err(FileFault::Empty.into());
        }
        let compared = self.side_by_side(session, acting, wanted.of).await?;
        let acting = self.acting(session, acting)?;
        let last = compared.finding.as_ref().map(|link| link.outcome);
        let stands = match wanted.outcome {
            Outcome::Undone => matches!(last, None | Some(Outcome::Undone)),
            found => last == Some(found),
        };
        if stands {
            return Err(FileFault::FoundBefore.into());
        }
        let (keep, other) = compared.kept(wanted.keep).ok_or(Problem::Hidden)?;
        if wanted.outcome == Outcome::Same {
            self.loses_nobody(keep, other, compared.across).await?;
        }
        // who agrees is of the other province, where the proposal waits
        let elsewhere = [keep.unit, other.unit].into_iter().find(|unit| !self.is_within(*unit, &acting));
        let unit = elsewhere.filter(|_| compared.across).and_then(|unit| self.province_of(unit));
        let payload = ToLink {
            id: wanted.id,
            of: wanted.of,
            outcome: wanted.outcome.key().to_owned(),
            keep: keep.person,
            other: other.person,
            finding: compared.finding.as_ref().map_or(0, |link| link.finding).saturating_add(1),
            number,
            date: wanted.date,
        };
        let proposal = ToPropose {
            act: Action::ResolveDuplicate,
            payload: serde_json::to_vec(&payload).map_err(Problem::fault)?,
            unit: unit.unwrap_or(acting.place.unit()),
            subject: Some(keep.person),
            pairing: Pairing::Pair,
        };
        let proposal = self.propose(session, &acting, proposal).await?;
        Ok(Recorded::Waits { proposal: proposal.id })
    }

    /// Agrees to a finding and keeps it.
    pub(crate) async fn agree_to_finding(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let of = ToLink::of(proposal)?;
        let outcome = Outcome::from_key(&of.outcome).ok_or(Problem::Hidden)?;
        // laid side by side once more for who agrees, before the transaction: nothing else writes while it is open
        let compared = self.side_by_side(session, acting, of.of).await?;
        let (keep, other) = compared.kept(of.keep).ok_or(Problem::Hidden)?;
        if outcome == Outcome::Same {
            self.loses_nobody(keep, other, compared.across).await?;
        }
        let Agreed { mut tx, proposer, second, .. } = self.agree(session, acting, proposal.id, saw).await?;
        for (side, double) in [(keep, other), (other, keep)] {
            let record = self.comparing(side.unit, Some(double.unit).filter(|_| compared.across));
            self.permitted_for::<acts::ResolveDuplicate>(&proposer, &record, &second, Purpose::Registration)?;
        }
        sight::look(&mut tx, &Sight::units([keep.unit, other.unit])).await?;
        let link = Link {
            id: of.id,
            keep: keep.person,
            other: other.person,
            unit: keep.unit,
            other_unit: other.unit,
            finding: of.finding,
            outcome,
            clause: CLAUSE.to_owned(),
            document_number: of.number.clone(),
            document_date: of.date,
            decided_at: self.to_the_millisecond(),
            appointment: proposer.appointment.id,
            second: second.appointment.id,
        };
        let province_code = self.province_code(keep.unit).ok_or(Problem::Hidden)?;
        let holder = Holder { unit: keep.unit, province_code };
        match person_links::add(&mut tx, &link, &holder, proposer.appointment.account).await {
            Err(StoreError::Conflict { .. }) => return Err(FileFault::FoundBefore.into()),
            kept => kept?,
        };
        tx.commit().await?;
        Ok(Granted::Found { of: of.of })
    }

    /// Why somebody could not agree to a finding.
    pub(crate) fn may_agree_to_finding(&self, by: &Acting, second: &Acting) -> Result<(), Problem> {
        let (one, two) = (self.some_unit_of(by), self.some_unit_of(second));
        let across = self.province_code(one) != self.province_code(two);
        let record = self.comparing(one, Some(two).filter(|_| across));
        self.permitted_for::<acts::ResolveDuplicate>(by, &record, second, Purpose::Registration).map(drop)
    }

    /// Where the two files of a match are; what is not in one's own unit is nowhere.
    async fn places(&self, tx: &mut Tx, acting: &Acting, of: Match) -> Result<Places, Problem> {
        // the file edition has no second wall: what lies elsewhere is left out here
        let near = |unit: &UnitId| self.is_within(*unit, acting);
        let person = person_links::held_by(tx, of.person).await?.filter(near);
        let other = person_links::held_by(tx, of.other).await?.filter(near);
        Ok(Places { of, person, other })
    }

    /// A unit with files over which somebody acts: a commune of the province, or one's own.
    fn some_unit_of(&self, acting: &Acting) -> UnitId {
        let register = self.register();
        let mut below = register.children(acting.place.unit(), self.today());
        let commune = below.find(|version| version.kind.level() == domain::units::Level::Commune);
        commune.map_or(acting.place.unit(), |version| version.unit)
    }

    fn is_within(&self, unit: UnitId, acting: &Acting) -> bool {
        self.place_of(unit, self.now()).lies_in(acting.place.unit())
    }

    /// The province in which a unit lies today.
    pub fn province_of(&self, unit: UnitId) -> Option<UnitId> {
        self.register().province(unit, self.today()).map(|province| province.unit)
    }

    /// A file that is compared with one in another province, where that is said.
    fn comparing(&self, unit: UnitId, double: Option<UnitId>) -> Record {
        let double = double.map(|unit| self.place_of(unit, self.now()));
        Record { double, ..Record::plain(self.place_of(unit, self.now()), FieldClass::Identity) }
    }

    async fn may_compare(&self, acting: &Acting, unit: UnitId, double: Option<UnitId>) -> Result<(), Problem> {
        let purpose = Some(Purpose::Registration);
        let record = self.comparing(unit, double);
        only_a_second_is_missing(self.permit_for::<acts::ResolveDuplicate>(acting, &record, None, purpose, None).await)
    }

    /// One side for who may see it: all of the identity and how the file stands, or who it is about where the other lies in
    /// another province.
    async fn side(&self, acting: &Acting, person: Uuid, unit: UnitId, double: Option<UnitId>) -> Result<Side, Problem> {
        self.may_compare(acting, unit, double).await?;
        let classes = if double.is_some() { &IDENTIFIES[..] } else { &Class::ALL[..] };
        let mut who = self.who_they_are(acting, unit, &[person].into(), classes).await?;
        let identity = who.remove(&person).ok_or(Problem::Erased)?;
        let underway = if double.is_some() { Underway::default() } else { self.underway(person, unit).await? };
        Ok(Side { person, unit, identity, underway })
    }

    async fn underway(&self, person: Uuid, unit: UnitId) -> Result<Underway, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let rows = match cases_listed::of_person(&mut tx, person).await? {
            Some(_) => Some(cases_listed::projected(&mut tx, person).await?),
            None => None,
        };
        drop(tx);
        let contested = rows.as_ref().is_some_and(|rows| rows.state.contested > 0);
        let (measures, lists) = rows.map_or_else(Default::default, |rows| {
            let measures = rows.measures.into_iter().filter(|of| of.ended.is_none()).map(|of| of.state);
            let lists = rows.memberships.into_iter().filter(|of| of.to.is_none()).map(|of| of.list);
            (measures.collect(), lists.collect())
        });
        Ok(Underway { measures, lists, contested })
    }

    /// Who some people of a unit are, opened after it was written down whose.
    async fn who_they_are(
        &self,
        acting: &Acting,
        unit: UnitId,
        persons: &BTreeSet<Uuid>,
        classes: &[Class],
    ) -> Result<BTreeMap<Uuid, Identity>, Problem> {
        let of = self.asking(acting, unit)?.of;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let wanted = classes.iter().copied().collect();
        let locked = store::persons_sealed::last_of(&mut tx, unit, persons, &wanted).await?;
        drop(tx);
        let about = About::Persons(persons.clone());
        let line = self.case_access(acting.actor(), &of, Purpose::Registration, Logged::Read, about, classes);
        let logged = access::log(self.db(), &line).await?;
        let mut found = BTreeMap::new();
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            let Some(keys) = self.keys_of(row.person).await? else { continue };
            found.insert(row.person, crate::persons::open_identity(&row, &keys)?);
        }
        Ok(found)
    }

    /// Whatever counts in the file that will count no more also counts in the one that will. Of two provinces, what it is
    /// stays untold.
    async fn loses_nobody(&self, keep: &Side, other: &Side, across: bool) -> Result<(), Problem> {
        let (keep, other) =
            (self.underway(keep.person, keep.unit).await?, self.underway(other.person, other.unit).await?);
        let lacks = |of: &[String], has: &[String]| of.iter().any(|one| !has.contains(one));
        if across && (lacks(&other.lists, &keep.lists) || lacks(&other.measures, &keep.measures)) {
            return Err(FileFault::KeepsLess.into());
        }
        let law = self.casework()?;
        if let Some(lost) = other.lists.iter().find(|list| !keep.lists.contains(list)) {
            let title = law.lists.iter().find(|list| list.id == *lost).map_or(lost.as_str(), |list| &list.title);
            return Err(FileFault::ListLost { list: title.to_owned() }.into());
        }
        if let Some(lost) = other.measures.iter().find(|state| !keep.measures.contains(state)) {
            let title = law.states.iter().find(|state| state.id == *lost).map_or(lost.as_str(), |state| &state.title);
            return Err(FileFault::MeasureLost { state: title.to_owned() }.into());
        }
        Ok(())
    }
}

fn is_pair(link: &Link, one: Uuid, two: Uuid) -> bool {
    (link.keep, link.other) == (one, two) || (link.keep, link.other) == (two, one)
}
