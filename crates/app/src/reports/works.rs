//! Figures from the programme's own work: tasks, targets of plans in force, money. A unit that has none of a kind in the
//! program has no figure of it, which is not zero.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use criteria::Settings;
use domain::access::NATION;
use domain::targets::Rounding;
use domain::units::UnitId;
use domain::work::{Chain, Entry, as_of, replay};
use programme::funds::Fund;
use programme::indicators::{Measured, Origin, TargetAsked, Why};
use programme::plans::{Between, Origin as Came, Phase, Plan, Status, shipped};
use programme::tasks::{self, Task, TaskAct};
use store::work::{Listing, Scope};
use uuid::Uuid;

use super::gather::Records;
use crate::app::App;
use crate::plans::{How, Known, OfFiles, TargetStands, duties_on};
use crate::problem::Problem;

/// From so many units on, one question for all is quicker than one for each.
const MANY: usize = 6;

/// What units did, as far as figures ask for it.
#[derive(Default)]
pub(super) struct Works {
    tasks: HashMap<UnitId, tasks::Counted>,
    targets: HashMap<UnitId, BTreeMap<Status, i64>>,
    funds: HashMap<UnitId, Vec<Fund>>,
    /// Targets that figures ask for by name: of which unit, plan and target.
    named: HashMap<(UnitId, String, String), TargetStands>,
}

/// Chains of one noun, by unit.
type Chains<A> = HashMap<UnitId, Vec<(Uuid, Vec<Entry<A>>)>>;

impl Works {
    /// Whether a unit has anything of the kind that a figure is made of.
    pub(super) fn has(&self, origin: &Origin, unit: UnitId) -> bool {
        match origin {
            Origin::Tasks(_) => self.tasks.contains_key(&unit),
            Origin::Plans(_) => self.targets.contains_key(&unit),
            Origin::Funds(_) => self.funds.contains_key(&unit),
            _ => false,
        }
    }

    /// What is asked of one target of a unit's plan.
    pub(super) fn target(&self, unit: UnitId, (plan, target): (&str, &str), asked: TargetAsked) -> Measured {
        let stands = self.named.get(&(unit, plan.to_owned(), target.to_owned()));
        stands.map_or(Measured::unknown(Why::NotRecorded), |stands| super::target::measured(stands, asked))
    }

    /// A figure of some units together.
    pub(super) fn measure(&self, origin: &Origin, units: &[UnitId], records: &Records) -> Measured {
        let there: Vec<UnitId> = units.iter().copied().filter(|unit| self.has(origin, *unit)).collect();
        if there.is_empty() {
            return Measured::unknown(Why::NotRecorded);
        }
        let each = |one: &dyn Fn(UnitId) -> i64| {
            Measured::count(there.iter().fold(0_i64, |sum, unit| sum.saturating_add(one(*unit))))
        };
        match origin {
            Origin::Tasks(count) => each(&|unit| self.tasks.get(&unit).map_or(0, |counted| counted.get(*count))),
            Origin::Plans(status) => each(&|unit| {
                let wanted = |(of, _): &(&Status, &i64)| status.is_none_or(|status| status == **of);
                self.targets.get(&unit).map_or(0, |of| of.iter().filter(wanted).map(|(_, count)| count).sum())
            }),
            Origin::Funds(asked) => {
                let funds = there.iter().filter_map(|unit| self.funds.get(unit)).flatten();
                let sum = asked.of(funds, records.year, records.window.from, records.as_of);
                let sum = sum.and_then(|sum| i64::try_from(sum).ok());
                sum.map_or(Measured::unknown(Why::NotRecorded), Measured::count)
            }
            _ => Measured::unknown(Why::NotCounted),
        }
    }
}

/// The tasks of a unit, each with its acts.
type TaskChains = Vec<(Uuid, Vec<Entry<TaskAct>>)>;

impl App {
    /// Reads what figures ask for, of some units; nothing where none asks.
    pub(super) async fn works(
        &self,
        asked: &[&Origin],
        units: &BTreeSet<UnitId>,
        records: &Records,
    ) -> Result<Works, Problem> {
        let asks = |of: fn(&Origin) -> bool| asked.iter().any(|origin| of(origin));
        let (mut works, (from, to)) = (Works::default(), (records.window.from, records.as_of));
        let named: BTreeSet<(&str, &str)> = asked.iter().filter_map(|origin| named(origin)).collect();
        let of_plans = !named.is_empty() || asks(|origin| matches!(origin, Origin::Plans(_)));
        let tasks = if of_plans || asks(|origin| matches!(origin, Origin::Tasks(_))) {
            self.chains_of::<Task>(units).await?
        } else {
            Chains::new()
        };
        for (unit, chains) in &tasks {
            let counted = works.tasks.entry(*unit).or_default();
            for (_, acts) in chains {
                counted.add(acts, from, to);
            }
        }
        if of_plans {
            let mut chains = self.chains_of::<Plan>(units).await?;
            for unit in units {
                let mut plans: Vec<(Uuid, Plan)> = chains
                    .remove(unit)
                    .iter()
                    .flatten()
                    .filter_map(|(id, acts)| Some((*id, replay::<Plan>(as_of(acts, to)).ok().flatten()?)))
                    .filter(|(_, plan)| plan.phase == Phase::InForce)
                    .collect();
                let kept = plans.len();
                plans.extend(self.not_adopted(*unit, &named, &plans));
                if plans.is_empty() {
                    continue;
                }
                let stands = self.targets_of(*unit, &plans, tasks.get(unit), records).await?;
                for (plan, target) in &named {
                    let of_plan = plans.iter().zip(&stands).find(|((_, one), _)| comes_from(one, plan));
                    let found = of_plan.and_then(|(_, all)| all.iter().find(|one| one.target.id == *target));
                    let key = (*unit, (*plan).to_owned(), (*target).to_owned());
                    works.named.extend(found.map(|stands| (key, stands.clone())));
                }
                let mut counted: BTreeMap<Status, i64> = BTreeMap::new();
                for target in stands.iter().take(kept).flatten() {
                    *counted.entry(target.judged.status).or_default() += 1;
                }
                works.targets.extend((kept > 0).then_some((*unit, counted)));
            }
        }
        if asks(|origin| matches!(origin, Origin::Funds(_))) {
            for (unit, chains) in self.chains_of::<Fund>(units).await? {
                let funds = chains.iter().filter_map(|(_, acts)| replay::<Fund>(acts).ok().flatten());
                works.funds.insert(unit, funds.collect());
            }
        }
        Ok(works)
    }

    /// Plans that come with the program for this unit and are asked for by name, where the unit has not adopted them here:
    /// the document binds it all the same.
    fn not_adopted(&self, unit: UnitId, named: &BTreeSet<(&str, &str)>, kept: &[(Uuid, Plan)]) -> Vec<(Uuid, Plan)> {
        let ids: BTreeSet<&str> = named.iter().map(|(plan, _)| *plan).collect();
        let missing = ids.into_iter().filter(|id| !kept.iter().any(|(_, plan)| comes_from(plan, id)));
        let published = missing.filter_map(shipped::latest).filter(|plan| self.unit_of_shipped(plan) == Some(unit));
        published.map(|plan| (Uuid::nil(), Plan::as_published(plan))).collect()
    }

    /// How the targets of a unit's plans stood on the last day, by what files, tasks and the year's book say: of each plan
    /// its targets.
    async fn targets_of(
        &self,
        unit: UnitId,
        plans: &[(Uuid, Plan)],
        tasks: Option<&TaskChains>,
        records: &Records,
    ) -> Result<Vec<Vec<TargetStands>>, Problem> {
        let pack = self.law()?;
        let how = How {
            settings: Settings::defaults(&pack),
            year: records.year,
            between: Between::default(),
            rounding: Rounding::default(),
        };
        let states: Vec<Task> = tasks
            .into_iter()
            .flatten()
            .filter_map(|(_, acts)| replay::<Task>(as_of(acts, records.as_of)).ok().flatten())
            .collect();
        let mut found = Vec::with_capacity(plans.len());
        for (id, plan) in plans {
            let own: Vec<Task> = states
                .iter()
                .filter(|task| task.source.as_ref().is_some_and(|source| source.work == *id))
                .cloned()
                .collect();
            let known = Known {
                files: records
                    .counted
                    .get(&unit)
                    .filter(|_| records.kept.contains(&unit))
                    .map(|counted| OfFiles::of_unit(counted, records.window.from, records.as_of)),
                duties: duties_on(&own, records.as_of),
            };
            found.push(self.targets_on(plan, unit, &how, &known, records.as_of).await?);
        }
        Ok(found)
    }

    /// Whole chains of a noun, by unit.
    async fn chains_of<C: Chain>(&self, units: &BTreeSet<UnitId>) -> Result<Chains<C::Act>, Problem> {
        let scopes: Vec<Scope> = if units.len() < MANY {
            units.iter().map(|unit| Scope::Unit(*unit)).collect()
        } else {
            let provinces: BTreeSet<Option<String>> =
                units.iter().map(|unit| if *unit == NATION { None } else { self.province_code(*unit) }).collect();
            match (provinces.len(), provinces.into_iter().next().flatten()) {
                (1, Some(code)) => vec![Scope::Province(code)],
                _ => vec![Scope::Country],
            }
        };
        let mut found: Chains<C::Act> = HashMap::new();
        let mut tx = self.db().snapshot().await?;
        for scope in scopes {
            let mut chains = store::work::chains::<C>(&mut tx, &scope, None).await?;
            if chains.is_empty() {
                continue;
            }
            let listing = Listing::of(C::NOUN, scope, i64::from(u32::MAX));
            for stands in store::work::listed(&mut tx, &listing).await? {
                if let Some(acts) = chains.remove(&stands.id).filter(|_| units.contains(&stands.unit)) {
                    found.entry(stands.unit).or_default().push((stands.id, acts));
                }
            }
        }
        Ok(found)
    }
}

/// The plan and target that a figure asks for by name.
fn named(origin: &Origin) -> Option<(&str, &str)> {
    match origin {
        Origin::Target { plan, target, .. } => Some((plan, target)),
        _ => None,
    }
}

/// Whether a plan is the one that comes with the program under this id.
fn comes_from(plan: &Plan, id: &str) -> bool {
    matches!(&plan.origin, Came::Shipped { id: of, .. } if of == id)
}
