//! Everything that people choose or read has a name of its own, in both languages.

use std::collections::BTreeSet;

use domain::access::{Action, FieldClass, Missing, Purpose, RecordState, Relation, Role, Tier};
use policy::words;
use texts::Lang;

/// Whether each of some words has a text that no other of them has.
fn differ<W: Copy>(all: &[W], name: impl Fn(Lang, W) -> &'static str) -> bool {
    [Lang::Vi, Lang::En].into_iter().all(|lang| {
        let names: BTreeSet<&str> = all.iter().map(|word| name(lang, *word)).collect();
        names.len() == all.len() && !names.contains("")
    })
}

#[test]
fn no_two_words_of_a_kind_have_one_name() {
    assert!(differ(Role::ALL, words::role));
    assert!(differ(Action::ALL, words::action));
    assert!(differ(Purpose::ALL, words::purpose));
    assert!(differ(FieldClass::ALL, words::class));
    assert!(differ(RecordState::ALL, words::state));
    assert!(differ(Relation::ALL, words::relation));
    assert!(differ(Tier::ALL, words::tier));
    assert!(differ(Missing::ALL, words::missing));
    // leaders of the province and ministries both look at figures, and do nothing else
    let duties: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::MinistryViewer).collect();
    assert!(differ(&duties, words::duty));
}
