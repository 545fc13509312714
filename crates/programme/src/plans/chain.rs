//! A plan as its acts make it.

use std::collections::BTreeMap;

use domain::work::{Chain, Entry, Noun, Standing};
use jiff::civil::Date;
use uuid::Uuid;

use super::act::{Amendment, Draft, PlanAct, Statement};
use super::check::{self, NAME_MAX, Place, Refusal, TARGETS_MAX};
use super::document::{Document, Source};
use super::level::Point;
use super::reading::Reading;
use super::roadmap::Roadmap;
use super::shipped::{self, Section, Shipped, Task};
use super::target::{Baseline, Counted, Target};

/// How far a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Being written.
    Draft,
    /// Signed and in force.
    InForce,
    /// Over.
    Ended,
}

impl Phase {
    /// The word that lists ask for.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InForce => "in_force",
            Self::Ended => "ended",
        }
    }

    /// Reads [`Phase::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Draft, Self::InForce, Self::Ended].into_iter().find(|phase| phase.key() == key)
    }
}

/// Where a plan came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Written here.
    Own,
    /// One that comes with the program.
    Shipped {
        /// Its id.
        id: String,
        /// Which text of it.
        version: u32,
        /// How well its head is known.
        source: Source,
    },
    /// From the plan of the unit above.
    Derived {
        /// That plan.
        parent: Uuid,
    },
}

/// How a plan ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// On which day.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// The paper that ended it.
    pub document: Option<Document>,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How far it is.
    pub phase: Phase,
    /// Where it came from.
    pub origin: Origin,
    /// Its head.
    pub head: Draft,
    /// Its paper, once signed.
    pub document: Option<Document>,
    /// Its sections, where it has some.
    pub sections: Vec<Section>,
    /// The tasks in them, in its words and order.
    pub tasks: Vec<Task>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Its roadmaps, by year.
    pub roadmaps: Vec<Roadmap>,
    /// Baselines told later, by target.
    pub baselines: BTreeMap<String, Counted>,
    /// Values told: for each target and day the last.
    pub stated: Vec<Statement>,
    /// Papers that changed it.
    pub amended: Vec<Document>,
    /// How it ended.
    pub ended: Option<Ended>,
}

impl Plan {
    /// A target by its name.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.id == id)
    }

    /// The baseline that was told for a target.
    pub fn baseline(&self, id: &str) -> Option<&Counted> {
        self.baselines.get(id)
    }

    /// What was told of a target, by day.
    pub fn told(&self, id: &str) -> Vec<Reading> {
        let of = self.stated.iter().filter(|told| told.target == id).map(|told| &told.counted);
        let mut all: Vec<_> =
            of.map(|told| Reading::stated(told.on, told.part, told.whole, told.source.clone())).collect();
        all.sort_by_key(|told| told.as_of);
        all
    }

    /// The roadmap of a year.
    pub fn roadmap(&self, year: i16) -> Option<&Roadmap> {
        self.roadmaps.iter().find(|roadmap| roadmap.year == year)
    }

    fn begin(act: &PlanAct) -> Result<Self, Refusal> {
        match act {
            PlanAct::Draft { draft } => {
                check::draft(draft)?;
                Ok(Self::of(Origin::Own, draft.clone()))
            }
            PlanAct::Derive { parent, draft, targets } => {
                check::draft(draft)?;
                let mut plan = Self::of(Origin::Derived { parent: *parent }, draft.clone());
                targets.iter().try_for_each(|target| plan.add_target(target))?;
                Ok(plan)
            }
            PlanAct::Adopt { plan, version } => {
                let found = shipped::find(plan, *version);
                let found = found.ok_or_else(|| Refusal::NoSuchShipped(plan.clone(), *version))?;
                Ok(Self::as_published(found))
            }
            _ => Err(Refusal::NotABeginning),
        }
    }

    fn of(origin: Origin, head: Draft) -> Self {
        Self {
            phase: Phase::Draft,
            origin,
            head,
            document: None,
            sections: Vec::new(),
            tasks: Vec::new(),
            targets: Vec::new(),
            roadmaps: Vec::new(),
            baselines: BTreeMap::new(),
            stated: Vec::new(),
            amended: Vec::new(),
            ended: None,
        }
    }

    /// A plan that comes with the program, as it was published: what adopting it gives.
    pub fn as_published(of: &Shipped) -> Self {
        let origin = Origin::Shipped { id: of.id.clone(), version: of.version, source: of.source.clone() };
        Self {
            phase: Phase::InForce,
            document: Some(of.document()),
            sections: of.sections.clone(),
            tasks: of.tasks.clone(),
            targets: of.targets.clone(),
            roadmaps: of.roadmaps.clone(),
            stated: of.stated.clone(),
            ..Self::of(origin, of.head())
        }
    }

    fn go_on(mut self, entry: &Entry<PlanAct>) -> Result<Self, Refusal> {
        match (&entry.act, self.phase) {
            (PlanAct::Draft { .. } | PlanAct::Adopt { .. } | PlanAct::Derive { .. }, _) => {
                return Err(Refusal::NotABeginning);
            }
            (_, Phase::Ended) => return Err(Refusal::Over),
            (act, Phase::Draft) => self.write(act, entry.on)?,
            (act, Phase::InForce) => self.carry_out(act, entry.on)?,
        }
        Ok(self)
    }

    /// What can be done with a draft.
    fn write(&mut self, act: &PlanAct, on: Date) -> Result<(), Refusal> {
        match act {
            PlanAct::AddTarget { target } => self.add_target(target),
            PlanAct::DropTarget { target } => self.drop_target(target),
            PlanAct::SetTrajectory { target, points } => self.set_points(target, points),
            PlanAct::SetRoadmap { roadmap } => self.set_roadmap(roadmap),
            PlanAct::Issue { document } => self.issue(document, on),
            PlanAct::End { reason, document } => self.end(reason, document.as_ref(), on),
            _ => Err(Refusal::NotInForce),
        }
    }

    /// What can be done with a plan in force.
    fn carry_out(&mut self, act: &PlanAct, on: Date) -> Result<(), Refusal> {
        match act {
            PlanAct::Amend { document, changes } => self.amend(document, changes, on),
            PlanAct::SetBaseline { target, counted } => self.set_baseline(target, counted, on),
            PlanAct::State { statement } => self.state(statement, on),
            PlanAct::End { reason, document } => self.end(reason, document.as_ref(), on),
            _ => Err(Refusal::NotADraft),
        }
    }

    fn add_target(&mut self, target: &Target) -> Result<(), Refusal> {
        if self.target(&target.id).is_some() {
            return Err(Refusal::SameTarget(target.id.clone()));
        }
        if self.targets.len() >= TARGETS_MAX {
            return Err(Refusal::TooMany(TARGETS_MAX));
        }
        check::target(target, self.head.from, self.head.to)?;
        self.targets.push(target.clone());
        Ok(())
    }

    fn drop_target(&mut self, id: &str) -> Result<(), Refusal> {
        let count = self.targets.len();
        self.targets.retain(|target| target.id != id);
        if self.targets.len() == count { Err(Refusal::NoSuchTarget(id.to_owned())) } else { Ok(()) }
    }

    fn set_points(&mut self, id: &str, points: &[Point]) -> Result<(), Refusal> {
        let (from, to) = (self.head.from, self.head.to);
        let target = self.targets.iter_mut().find(|target| target.id == id);
        let target = target.ok_or_else(|| Refusal::NoSuchTarget(id.to_owned()))?;
        check::points(target, points, from, to)?;
        target.points = points.to_vec();
        Ok(())
    }

    fn set_roadmap(&mut self, roadmap: &Roadmap) -> Result<(), Refusal> {
        check::roadmap(roadmap, self.head.from, self.head.to)?;
        self.roadmaps.retain(|other| other.year != roadmap.year);
        self.roadmaps.push(roadmap.clone());
        self.roadmaps.sort_by_key(|roadmap| roadmap.year);
        Ok(())
    }

    fn issue(&mut self, document: &Document, on: Date) -> Result<(), Refusal> {
        check::document(document, on)?;
        if self.targets.is_empty() && self.roadmaps.is_empty() {
            return Err(Refusal::NothingToIssue);
        }
        self.document = Some(document.clone());
        self.phase = Phase::InForce;
        Ok(())
    }

    fn amend(&mut self, document: &Document, changes: &[Amendment], on: Date) -> Result<(), Refusal> {
        check::document(document, on)?;
        if changes.is_empty() {
            return Err(Refusal::NothingChanged);
        }
        for change in changes {
            match change {
                Amendment::AddTarget { target } => self.add_target(target)?,
                Amendment::DropTarget { target } => self.drop_target(target)?,
                Amendment::SetTrajectory { target, points } => self.set_points(target, points)?,
                Amendment::SetRoadmap { roadmap } => self.set_roadmap(roadmap)?,
                Amendment::SetEnd { to } => self.set_end(*to)?,
            }
        }
        self.amended.push(document.clone());
        Ok(())
    }

    /// Another last day; what was planned for after it has to be taken out first.
    fn set_end(&mut self, to: Date) -> Result<(), Refusal> {
        check::term(self.head.from, to)?;
        for target in &self.targets {
            check::points(target, &target.points, self.head.from, to)?;
        }
        if let Some(late) = self.roadmaps.iter().find(|roadmap| roadmap.year > to.year()) {
            return Err(Refusal::RoadmapOutside(late.year));
        }
        self.head.to = to;
        Ok(())
    }

    fn set_baseline(&mut self, id: &str, counted: &Counted, on: Date) -> Result<(), Refusal> {
        let target = self.target(id).ok_or_else(|| Refusal::NoSuchTarget(id.to_owned()))?;
        if target.baseline != Some(Baseline::Registration) {
            return Err(Refusal::BaselineNotTold(id.to_owned()));
        }
        check::told(id, counted, on)?;
        self.baselines.insert(id.to_owned(), counted.clone());
        Ok(())
    }

    fn state(&mut self, statement: &Statement, on: Date) -> Result<(), Refusal> {
        if self.target(&statement.target).is_none() {
            return Err(Refusal::NoSuchTarget(statement.target.clone()));
        }
        check::statement(statement, on)?;
        self.stated.retain(|told| told.target != statement.target || told.counted.on != statement.counted.on);
        self.stated.push(statement.clone());
        Ok(())
    }

    fn end(&mut self, reason: &str, document: Option<&Document>, on: Date) -> Result<(), Refusal> {
        check::text(Place::Reason, reason, NAME_MAX)?;
        document.map_or(Ok(()), |document| check::document(document, on))?;
        self.phase = Phase::Ended;
        self.ended = Some(Ended { on, reason: reason.to_owned(), document: document.cloned() });
        Ok(())
    }
}

impl Chain for Plan {
    const NOUN: Noun = Noun::Plan;
    type Act = PlanAct;
    type Refusal = Refusal;

    fn follow(before: Option<Self>, entry: &Entry<PlanAct>) -> Result<Self, Refusal> {
        match before {
            None => Self::begin(&entry.act),
            Some(plan) => plan.go_on(entry),
        }
    }

    fn standing(&self) -> Standing {
        let shipped = match &self.origin {
            Origin::Shipped { id, .. } => Some(format!("shipped:{id}")),
            Origin::Own | Origin::Derived { .. } => None,
        };
        let parent = match &self.origin {
            Origin::Derived { parent } => Some(*parent),
            Origin::Own | Origin::Shipped { .. } => None,
        };
        Standing {
            state: self.phase.key().to_owned(),
            title: self.head.title.clone(),
            key: shipped.filter(|_| self.phase != Phase::Ended),
            period: None,
            body: Some(self.head.issuer.clone()),
            parent,
            assignee: None,
            due: Some(self.head.to),
            done: self.ended.as_ref().map(|ended| ended.on),
        }
    }
}
