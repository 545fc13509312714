//! One question, one answer.

use std::collections::HashMap;

use cedar_policy::{Decision, PolicySet};
use domain::access::{Act, Action, Ask, Permit, Refusal};

use crate::load::Policies;

/// What the rules say to one ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Yes or no. Whatever could not be worked out is a no.
    pub permitted: bool,
    /// The rules that decided, by name: those that permitted, or those that forbade. None where nothing permitted.
    pub policies: Vec<String>,
    /// Their grounds, as cited, each once.
    pub citations: Vec<String>,
}

impl Policies {
    /// Whether the ask is permitted, and by which rules.
    pub fn decide(&self, ask: &Ask<'_>) -> Answer {
        self.answer(&self.whole, ask)
    }

    /// The permit for an act, or what was missing.
    ///
    /// The type of the act and the action of the ask must be the same; otherwise nothing is permitted.
    pub fn permit<A: Act>(&self, ask: &Ask<'_>) -> Result<Permit<A>, Refusal> {
        let answer = self.decide(ask);
        if answer.permitted
            && let Some(permit) = Permit::granted(ask, answer.policies.clone())
        {
            return Ok(permit);
        }
        Err(self.explain(ask, answer))
    }

    /// What was missing; none where the ask is permitted.
    pub fn refusal(&self, ask: &Ask<'_>) -> Option<Refusal> {
        let answer = self.decide(ask);
        (!answer.permitted).then(|| self.explain(ask, answer))
    }

    /// The answer but for what only the moment lacks: a fresh factor, a second person, an emergency announced.
    pub(crate) fn would(&self, ask: &Ask<'_>) -> bool {
        self.answer(&self.lasting, ask).permitted
    }

    fn answer(&self, sets: &HashMap<Action, PolicySet>, ask: &Ask<'_>) -> Answer {
        let no = || Answer { permitted: false, policies: Vec::new(), citations: Vec::new() };
        let (Some(set), Ok((request, entities))) = (sets.get(&ask.action), self.words.request(ask)) else {
            return no();
        };
        let response = self.authorizer.is_authorized(&request, set, &entities);
        // A rule that cannot be evaluated is skipped by the engine; were it one that forbids, skipping would permit.
        if response.diagnostics().errors().next().is_some() {
            return no();
        }
        let mut policies: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        policies.sort_unstable();
        let mut citations: Vec<String> =
            policies.iter().filter_map(|id| self.citation(id)).map(str::to_owned).collect();
        citations.dedup();
        Answer { permitted: response.decision() == Decision::Allow, policies, citations }
    }
}
