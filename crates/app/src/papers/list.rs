//! The statutory list of people (form 10 of Appendix III) as a paper that leaves the unit: asked for by one, agreed to by
//! another, made once, for a purpose and a receiver. Whoever is on it is fixed when it is asked for; each of them has a
//! line of the log before anything is opened. A ground for a test is on no list (casework §8.4).

use std::collections::{BTreeMap, BTreeSet};

use documents::paper::{Column, Key, Outside, Rows, Values};
use domain::access::{Action, FieldClass, Purpose, Record, acts};
use domain::counts::{Asked, Choices, Number, of_unit};
use domain::persons::{Class, Field, Identity};
use domain::proposals::{LIFE, Outcome, Proposal};
use domain::units::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::access::{self, About, Act as Logged};
use store::case_lists::Managed;
use store::cases_listed::{self, Stands};
use store::sight::Sight;
use store::{StoreError, case_counts_people, case_lists, persons_sealed, proposals};
use texts::Lang;
use uuid::Uuid;

use super::fields::{day, issuer, turned};
use super::{Kind, Printed, pressed};
use crate::accounts::Acting;
use crate::app::App;
use crate::cases::only_a_second_is_missing;
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted, ToPropose};
use crate::sessions::Session;

/// The form of the list of people who use drugs.
const FORM: &str = "pl3-10";
/// The state in which nothing but a ground for a test stands.
const GROUND: &str = "S0";
/// What of people stands on the list.
const CLASSES: [Class; 4] = [Class::Names, Class::Birth, Class::Numbers, Class::Contact];
/// For what such a list may leave: the purposes of the policy for what it tells.
pub const PURPOSES: [Purpose; 3] = [Purpose::UserManagement, Purpose::Rehabilitation, Purpose::PostRehab];
/// Letters of a receiver, at most.
const RECEIVER_MAX: usize = 200;

/// A list that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedList {
    /// As of the end of this day.
    pub day: Date,
    /// What for.
    pub purpose: Purpose,
    /// Who receives it.
    pub receiver: String,
}

/// What a proposal to hand a list over holds: ids and words about the list, nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToHandOver {
    /// The unit whose list it is.
    pub unit: Uuid,
    /// As of the end of this day.
    pub day: Date,
    /// What for: a key of the purposes.
    pub purpose: String,
    /// Who receives it.
    pub receiver: String,
    /// Who is on it.
    pub persons: BTreeSet<Uuid>,
}

impl ToHandOver {
    /// Reads what a proposal holds.
    pub fn of(proposal: &Proposal) -> Result<Self, Problem> {
        serde_json::from_slice(&proposal.payload).map_err(Problem::fault)
    }

    fn purpose(&self) -> Result<Purpose, Problem> {
        Purpose::from_key(&self.purpose).ok_or(Problem::Hidden)
    }
}

/// Why a list is not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
    /// Nobody is on it.
    #[error("nobody is on the list as of {0}")]
    Nobody(Date),
    /// The day is still to come.
    #[error("{0} is still to come")]
    NotYet(Date),
    /// Nobody, or too many words, to receive it.
    #[error("a receiver of 1 to {RECEIVER_MAX} letters is needed")]
    NoReceiver,
    /// A list leaves for another purpose than this.
    #[error("no list leaves for this purpose")]
    NotForThis,
    /// Another person has not agreed, or too long ago.
    #[error("nobody agreed to it within the last seven days")]
    NotAgreed,
    /// It was made before.
    #[error("it was made before: each agreement makes one")]
    MadeBefore,
    /// Somebody who was on it is not in the unit's hands any more.
    #[error("the list has changed since it was agreed to")]
    Changed,
}

impl ListFault {
    /// In a sentence with its remedy.
    pub fn say(self, lang: Lang) -> String {
        match self {
            Self::Nobody(of) => lang.handover_fault_nobody(day(of)),
            Self::NotYet(of) => lang.handover_fault_not_yet(day(of)),
            Self::NoReceiver => lang.handover_fault_no_receiver(RECEIVER_MAX),
            Self::NotForThis => lang.handover_fault_not_for_this().to_owned(),
            Self::NotAgreed => lang.handover_fault_not_agreed().to_owned(),
            Self::MadeBefore => lang.handover_fault_made_before().to_owned(),
            Self::Changed => lang.handover_fault_changed().to_owned(),
        }
    }
}

/// A list that was asked for, as its author sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedList {
    /// What it is.
    pub list: ToHandOver,
    /// Whether another person agreed and it can be made now.
    pub is_agreed: bool,
}

impl App {
    /// Asks for the list of the people who use drugs of one's own unit. Who may have it, and that somebody else must
    /// agree, the policy says: over 50 people somebody of another unit.
    pub async fn propose_list(
        &self,
        session: &Session,
        acting: Uuid,
        wanted: WantedList,
    ) -> Result<Result<Proposal, ListFault>, Problem> {
        let acting = self.acting(session, acting)?;
        let receiver = domain::fold::clean(&wanted.receiver);
        if receiver.is_empty() || receiver.chars().count() > RECEIVER_MAX {
            return Ok(Err(ListFault::NoReceiver));
        }
        if wanted.day > self.today() {
            return Ok(Err(ListFault::NotYet(wanted.day)));
        }
        if !PURPOSES.contains(&wanted.purpose) {
            return Ok(Err(ListFault::NotForThis));
        }
        let unit = acting.place.unit();
        // asked before anything is looked up
        for record in self.leaving(unit, 1) {
            only_a_second_is_missing(self.may_hand_over(&acting, &record, wanted.purpose).await)?;
        }
        let persons = self.on_the_list(unit, wanted.day).await?;
        if persons.is_empty() {
            return Ok(Err(ListFault::Nobody(wanted.day)));
        }
        for record in self.leaving(unit, persons.len()) {
            only_a_second_is_missing(self.may_hand_over(&acting, &record, wanted.purpose).await)?;
        }
        let count = u32::try_from(persons.len()).unwrap_or(u32::MAX);
        let purpose = wanted.purpose.key().to_owned();
        let payload = ToHandOver { unit: unit.0, day: wanted.day, purpose, receiver, persons };
        let proposal = ToPropose {
            act: Action::ExportPersons,
            payload: serde_json::to_vec(&payload).map_err(Problem::fault)?,
            unit,
            subject: None,
            pairing: Action::ExportPersons.pairing(count, false),
        };
        self.propose(session, &acting, proposal).await.map(Ok)
    }

    /// Agrees that a list leaves. Nothing is opened: its author makes it.
    pub(crate) async fn agree_to_list(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let of = ToHandOver::of(proposal)?;
        let Agreed { tx, proposal, proposer, second } = self.agree(session, acting, proposal.id, saw).await?;
        self.may_agree_to_list(&proposer, &second, &of)?;
        tx.commit().await?;
        Ok(Granted::List { proposal: proposal.id })
    }

    /// Why somebody could not agree that a list leaves.
    pub(crate) fn may_agree_to_list(&self, by: &Acting, second: &Acting, of: &ToHandOver) -> Result<(), Problem> {
        let purpose = of.purpose()?;
        for record in self.leaving(UnitId(of.unit), of.persons.len()) {
            self.permitted_for::<acts::ExportPersons>(by, &record, second, purpose)?;
        }
        Ok(())
    }

    /// One's own list that was asked for. [`Problem::Hidden`] for anybody else's.
    pub async fn asked_list(&self, session: &Session, proposal: Uuid) -> Result<AskedList, Problem> {
        let mut tx = self.db().snapshot().await?;
        let found = proposals::by_id(&mut tx, proposal).await?;
        let own = found.filter(|it| it.proposer == session.account.0 && it.act == Action::ExportPersons);
        let own = own.ok_or(Problem::Hidden)?;
        let decision = proposals::decision(&mut tx, proposal).await?;
        let oldest = self.now().checked_sub(LIFE).map_err(Problem::fault)?;
        let is_agreed = decision.is_some_and(|it| it.outcome == Outcome::Agreed && it.at >= oldest);
        Ok(AskedList { list: ToHandOver::of(&own)?, is_agreed })
    }

    /// Makes the list that was agreed to: once, under the number of its proposal, each person in the log before.
    pub async fn make_list(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: Uuid,
        kind: Kind,
    ) -> Result<Result<Printed, ListFault>, Problem> {
        let who = self.acting(session, acting)?;
        let asked = self.asked_list(session, proposal).await?;
        let (is_agreed, of) = (asked.is_agreed, asked.list);
        let unit = UnitId(of.unit);
        if !is_agreed || who.place.unit() != unit {
            return Ok(Err(ListFault::NotAgreed));
        }
        session.fresh(self.now())?;
        let purpose = of.purpose()?;
        for record in self.leaving(unit, of.persons.len()) {
            only_a_second_is_missing(self.may_hand_over(&who, &record, purpose).await)?;
        }
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        let clocks = cases_listed::clocks(&mut tx, unit).await?;
        let managed = case_lists::managed(&mut tx, unit, of.day).await?;
        let locked = persons_sealed::last_of(&mut tx, unit, &of.persons, &CLASSES.into()).await?;
        drop(tx);
        let hidden = crate::cases::hidden(&stands, &clocks, self.now());
        let here = |person: &Uuid| {
            stands.iter().any(|it| it.person == *person && !only_ground(it)) && !hidden.contains(person)
        };
        if !of.persons.iter().all(here) {
            return Ok(Err(ListFault::Changed));
        }
        let holder = self.asking(&who, unit)?.of;
        let about = About::Persons(of.persons.clone());
        let line = self.case_access(who.actor(), &holder, purpose, Logged::Export, about, &CLASSES);
        // the number of the proposal: the log has it once, so the list is made once
        let logged = match access::log(self.db(), &access::Access { id: proposal, ..line }).await {
            Err(StoreError::Conflict { .. }) => return Ok(Err(ListFault::MadeBefore)),
            logged => logged?,
        };
        let mut people: Vec<(Uuid, Identity)> = Vec::with_capacity(of.persons.len());
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            let Some(keys) = self.keys_of(row.person).await? else { continue };
            people.push((row.person, crate::persons::open_identity(&row, &keys)?));
        }
        self.listed(&of, &people, &stands, &managed, proposal, kind).await.map(Ok)
    }

    /// Who stood on the list of people who use drugs when a day was over, of those whose files the unit holds now.
    async fn on_the_list(&self, unit: UnitId, day: Date) -> Result<BTreeSet<Uuid>, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let people = case_counts_people::of(&mut tx, Some(unit), day, None).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        let clocks = cases_listed::clocks(&mut tx, unit).await?;
        drop(tx);
        let asked = Asked { from: day, to: day, plan: None, choices: Choices::default() };
        let on = of_unit(&people, unit, &asked).people(Number::Users).cloned().unwrap_or_default();
        let hidden = crate::cases::hidden(&stands, &clocks, self.now());
        let listed = stands.iter().filter(|it| on.contains(&it.person) && !only_ground(it));
        Ok(listed.map(|it| it.person).filter(|person| !hidden.contains(person)).collect())
    }

    /// What the policy is told of a list that leaves: who people are, and that the law was broken.
    fn leaving(&self, unit: UnitId, persons: usize) -> [Record; 2] {
        [FieldClass::Identity, FieldClass::Violation].map(|class| Record {
            persons: u32::try_from(persons).unwrap_or(u32::MAX),
            ..Record::plain(self.place_of(unit, self.now()), class)
        })
    }

    async fn may_hand_over(&self, acting: &Acting, record: &Record, purpose: Purpose) -> Result<(), Problem> {
        self.permit_for::<acts::ExportPersons>(acting, record, None, Some(purpose), None).await.map(drop)
    }

    async fn listed(
        &self,
        of: &ToHandOver,
        people: &[(Uuid, Identity)],
        stands: &[Stands],
        managed: &[Managed],
        proposal: Uuid,
        kind: Kind,
    ) -> Result<Printed, Problem> {
        let forms = self.forms()?;
        let form = forms.get(FORM).ok_or(Problem::Hidden)?;
        let managed: BTreeMap<Uuid, &Managed> = managed.iter().map(|it| (it.person, it)).collect();
        let contested: BTreeSet<Uuid> = stands.iter().filter(|it| it.contested > 0).map(|it| it.person).collect();
        let mut values = Values::default();
        issuer(self, UnitId(of.unit), of.day, &mut values);
        values.day(Key::PaperDate, self.today());
        values.set(Key::ListPeriod, &Lang::Vi.handover_period(day(of.day)));
        values.set(Key::ListCount, &people.len().to_string());
        let mut sorted: Vec<&(Uuid, Identity)> = people.iter().collect();
        sorted.sort_by_key(|(person, identity)| {
            (domain::fold::sort_key(crate::cases::called(identity).as_str()), *person)
        });
        for (index, (person, identity)) in sorted.into_iter().enumerate() {
            let remark = if contested.contains(person) { Lang::Vi.papers_contested_remark() } else { "" };
            row(index + 1, identity, managed.get(person).copied(), remark, &mut values);
        }
        let fictitious = self.is_demo().then(|| Lang::Vi.papers_fictitious().to_owned());
        let warned = contested.iter().filter(|person| of.persons.contains(person)).count();
        let contested = (warned > 0).then(|| Lang::Vi.handover_contested(warned));
        let warning: Vec<String> = fictitious.into_iter().chain(contested).collect();
        let purpose = self.say_purpose(of.purpose()?, Lang::Vi);
        let outside = Outside {
            made_on: self.today(),
            warning: (!warning.is_empty()).then(|| warning.join(" · ")),
            notes: vec![Lang::Vi.handover_note(&of.receiver, purpose), Lang::Vi.papers_logged(proposal)],
        };
        let filled = form.fill(&values, forms.letterhead(), &outside);
        let missing = filled.missing.iter().map(|key| key.key()).collect();
        let name = format!("{FORM}-{}.{}", of.day, kind.ending());
        let bytes = match kind {
            Kind::Docx => filled.paper.docx().map_err(Problem::fault)?,
            Kind::Pdf => pressed(filled.paper, proposal).await?,
        };
        Ok(Printed { name, mime: kind.mime(), bytes, missing })
    }
}

fn only_ground(stands: &Stands) -> bool {
    !stands.states.is_empty() && stands.states.iter().all(|state| state == GROUND)
}

fn row(order: usize, identity: &Identity, managed: Option<&Managed>, remark: &str, values: &mut Values) {
    let number = [Field::Id12, Field::Id9, Field::Passport].into_iter().find_map(|field| identity.get(field));
    let lives = [Field::Dwelling, Field::Residence].into_iter().find_map(|field| identity.get(field));
    let paper = managed.and_then(|it| Some(Lang::Vi.handover_paper(it.number.as_deref()?, day(it.paper_date?))));
    let (order, name) = (order.to_string(), crate::cases::called(identity));
    let born = identity.get(Field::BirthDate).map(turned).unwrap_or_default();
    let from = managed.map(|it| day(it.from)).unwrap_or_default();
    let to = managed.and_then(|it| it.to).map(day).unwrap_or_default();
    values.row(
        Rows::Persons,
        [
            (Column::Order, order.as_str()),
            (Column::Name, name.as_str()),
            (Column::Born, born.as_str()),
            (Column::IdNumber, number.unwrap_or_default()),
            (Column::Residence, lives.unwrap_or_default()),
            (Column::From, from.as_str()),
            (Column::To, to.as_str()),
            (Column::Paper, paper.as_deref().unwrap_or_default()),
            (Column::Remark, remark),
        ],
    );
}
