//! What an upheld complaint undoes: the entry stays in the file with what was said of it, and what rested on it ends.

use std::collections::BTreeSet;

use super::case::{Case, End, Event, Measure};

/// States without which nobody stands on a list.
const BEARS: [(&str, &[&str]); 3] =
    [("users", &["S1", "S2"]), ("addicts", &["S4", "S5a", "S5b", "S6"]), ("post", &["S8"])];
/// States that lie over others or are prepared in them, and those others.
const BORNE: [(&str, &[&str]); 3] = [
    ("S7f", &["S4", "S5a", "S5b", "S5c", "S6"]),
    ("S7h", &["S4", "S5a", "S5b", "S5c", "S6"]),
    ("SG", &["S5a", "S6", "S8"]),
];

impl Case {
    /// Numbers of the events that were annulled. They stay in the file and bear nothing any more.
    pub fn annulled(&self) -> BTreeSet<usize> {
        let annuls = self.events.iter().filter(|event| event.act == "annul_entry");
        annuls.filter_map(annulled_by).collect()
    }

    /// The last answer to a complaint about an event: `upheld`, `partly`, `rejected`.
    pub fn answer(&self, entry: i32) -> Option<&str> {
        let settled =
            self.events.iter().rev().find(|e| e.act == "settle_contest" && e.number_of("entry") == Some(entry));
        settled.and_then(|event| event.text_of("answer"))
    }

    /// Ends what rested on the event that another annuls, and takes the person off the lists that nothing bears any more.
    pub(super) fn annul(&mut self, event: &Event, entry: usize) {
        let Some(of) = annulled_by(event) else { return };
        let fallen = self.resting_on(of);
        let end = End { on: event.on, how: "annulled".to_owned(), entry };
        for measure in self.measures.iter_mut().filter(|m| m.open() && fallen.contains(&m.entry)) {
            measure.end = Some(end.clone());
        }
        for (state, _) in BORNE.into_iter().filter(|(_, under)| !self.runs(under)).collect::<Vec<_>>() {
            for measure in self.measures.iter_mut().filter(|m| m.open() && m.state == state) {
                measure.end = Some(end.clone());
            }
        }
        for (list, _) in BEARS.into_iter().filter(|(_, states)| !self.runs(states)).collect::<Vec<_>>() {
            for membership in self.memberships.iter_mut().filter(|m| m.to.is_none() && m.list == list) {
                membership.to = Some((event.on, entry));
            }
        }
        for membership in self.memberships.iter_mut().filter(|m| {
            // a residence that was not verified puts nobody on the list of users, test or no test
            m.to.is_none() && m.list == "users" && m.entry == of
        }) {
            membership.to = Some((event.on, entry));
        }
        for running in self.running.iter_mut().filter(|r| r.met.is_none() && fallen.contains(&r.entry)) {
            running.dropped.get_or_insert(event.on);
        }
        self.grounds.retain(|ground| !fallen.contains(&ground.entry));
        self.notes.retain(|note| !fallen.contains(&note.entry));
        self.completed = self.completed.take().filter(|completed| !fallen.contains(&completed.opened));
    }

    fn runs(&self, states: &[&str]) -> bool {
        self.measures.iter().any(|m| m.open() && states.contains(&m.state.as_str()))
    }

    /// Numbers of the events that opened what rests on an event, itself included. What a court or the provincial police
    /// decided does not fall with what a commune annuls.
    fn resting_on(&self, of: usize) -> BTreeSet<usize> {
        let mut fallen = BTreeSet::from([of]);
        for (n, measure) in self.measures.iter().enumerate() {
            let earlier = || self.measures.iter().take(n);
            let rests = match measure.state.as_str() {
                "S2" => self.grounds_of_management(measure).any(|entry| fallen.contains(&entry)),
                "S4" | "S5a" | "S5b" | "S6" => earlier().any(|before| {
                    fallen.contains(&before.entry) && before.end.as_ref().is_some_and(|end| end.entry == measure.entry)
                }),
                "S8" => {
                    let done = earlier().rfind(|before| before.end.as_ref().is_some_and(|end| end.how == "done"));
                    done.is_some_and(|before| fallen.contains(&before.entry))
                }
                _ => false,
            };
            if rests {
                fallen.insert(measure.entry);
            }
        }
        fallen
    }

    /// Numbers of the last test and of the last verification of residence before a decision on management.
    fn grounds_of_management(&self, measure: &Measure) -> impl Iterator<Item = usize> {
        let last = |act: &str| {
            let before = self.events.iter().take(measure.entry.saturating_sub(1));
            before.enumerate().rfind(|(_, event)| event.act == act).map(|(n, _)| n.saturating_add(1))
        };
        [last("record_positive_test"), last("verify_residence")].into_iter().flatten()
    }
}

fn annulled_by(event: &Event) -> Option<usize> {
    event.number_of("entry").and_then(|entry| usize::try_from(entry).ok())
}
