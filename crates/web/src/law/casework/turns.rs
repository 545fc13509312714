//! From one state to another: each outcome of each act.

use domain::cases::{Act, Effect, Rule};
use pages::casework::Turn;

use super::Reader;

impl<'l> Reader<'l> {
    /// The acts that this regime has and the filter lets through.
    pub(super) fn acts_shown(self) -> impl Iterator<Item = (&'l Act, &'l Rule)> {
        let shown = move |act: &Act| self.shown(act.states.iter().chain(act.effects.iter().flat_map(named)));
        let regime = self.regime;
        self.law.acts.iter().filter_map(move |act| {
            let rule = regime.rule(&act.id)?;
            shown(act).then_some((act, rule))
        })
    }

    pub(super) fn turns(self) -> Vec<Turn> {
        let with_effects = |(act, _): (&'l Act, &'l Rule)| act.effects.iter().map(move |effect| (act, effect));
        self.acts_shown()
            .flat_map(with_effects)
            .filter(|(_, effect)| does(effect))
            .map(|(act, effect)| self.turn(act, effect))
            .collect()
    }

    fn turn(self, act: &Act, effect: &Effect) -> Turn {
        let becomes: Vec<String> = effect.opens.iter().chain(&effect.shown).chain(&effect.resumes).cloned().collect();
        let ends: Vec<String> = effect.ends.iter().chain(&effect.suspends).cloned().collect();
        Turn {
            from: self.states_named(&act.states),
            act: self.act(&act.id),
            when: self.when(effect),
            ends: self.states_named(&ends),
            becomes: self.states_named(&becomes),
            listed: self.listed(effect),
        }
    }

    /// Under which conditions of its own an outcome comes.
    fn when(self, effect: &Effect) -> Vec<String> {
        let lang = self.lang;
        let said = effect.when.as_deref().map(|when| {
            let (field, value) = when.split_once('=').unwrap_or((when, ""));
            let title = self.law.field(field).map_or(field, |field| field.title.as_str());
            format!("{title} → {}", self.option(field, value))
        });
        let placed = (!effect.if_in.is_empty()).then(|| lang.casework_while_in(effect.if_in.join(", ")));
        let not = (!effect.unless_in.is_empty()).then(|| lang.casework_unless_in(effect.unless_in.join(", ")));
        said.into_iter().chain(placed).chain(not).collect()
    }

    /// Lists entered and left, a move, the end of the file.
    fn listed(self, effect: &Effect) -> Vec<String> {
        let lang = self.lang;
        let title = |id: &String| {
            let list = self.law.lists.iter().find(|list| list.id == *id);
            list.map_or_else(|| id.clone(), |list| list.title.clone())
        };
        let entered = effect.enters.iter().map(|list| lang.casework_enters(title(list)));
        let left = effect.leaves.iter().map(|list| lang.casework_leaves(title(list)));
        let also = [
            (effect.departs, lang.casework_departs()),
            (effect.moves, lang.casework_moves_on()),
            (effect.follows, lang.casework_follows()),
            (effect.returns, lang.casework_returns()),
            (effect.erases, lang.casework_erases()),
            (effect.closes.is_some(), lang.casework_closes()),
        ];
        let also = also.into_iter().filter(|(does, _)| *does).map(|(_, words)| words.to_owned());
        entered.chain(left).chain(also).collect()
    }
}

/// Every state that an effect names.
fn named(effect: &Effect) -> impl Iterator<Item = &String> {
    let touched = effect.ends.iter().chain(&effect.opens).chain(&effect.suspends);
    touched.chain(&effect.shown).chain(&effect.resumes)
}

/// Whether anything is to be seen of an effect.
fn does(effect: &Effect) -> bool {
    let place = effect.departs || effect.moves || effect.follows || effect.returns;
    let lists = !effect.enters.is_empty() || !effect.leaves.is_empty();
    place || lists || effect.erases || effect.closes.is_some() || named(effect).next().is_some()
}
