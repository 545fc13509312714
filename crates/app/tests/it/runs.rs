//! Runs of printing: one at work for an account, few for the machine, each its owner's alone.

use app::runs::{About, Busy, NewRun, Outcome, RunState, Runs};
use uuid::Uuid;

fn new(id: u128, account: u128) -> NewRun {
    NewRun {
        id: Uuid::from_u128(id),
        account: Uuid::from_u128(account),
        about: About::Reports,
        title: "Báo cáo quý (giả định)".to_owned(),
        from: "/bao-cao/tong-hop".to_owned(),
        began: jiff::Timestamp::UNIX_EPOCH,
        items: vec![("xã Giả Định".to_owned(), None), ("xã Thử".to_owned(), None)],
    }
}

#[test]
fn an_account_has_one_run_at_work_and_the_machine_two() {
    let runs = Runs::default();
    let first = runs.begin(new(1, 7)).expect("begun").expect("new");
    assert!(runs.begin(new(1, 7)).expect("the same form twice").is_none());
    assert_eq!(runs.begin(new(2, 7)).err(), Some(Busy::Own { run: first.id }));
    runs.begin(new(3, 8)).expect("begun").expect("new");
    assert_eq!(runs.begin(new(4, 9)).err(), Some(Busy::Others));
    assert!(runs.of(Uuid::from_u128(8), first.id).is_none(), "nobody sees the run of another");
    assert_eq!(runs.all_of(Uuid::from_u128(7)).len(), 1);
}

#[test]
fn a_run_that_is_left_or_stopped_ends_says_so_of_each_and_lets_another_begin() {
    let runs = Runs::default();
    let run = runs.begin(new(1, 7)).expect("begun").expect("new");
    let work = runs.work_on(&run);
    assert_eq!(run.progress().state, RunState::AtWork);
    run.stop();
    drop(work);
    let progress = run.progress();
    assert_eq!((progress.state, progress.made(), progress.past(), progress.zip_bytes), (RunState::Stopped, 0, 2, None));
    assert!(progress.items.iter().all(|item| item.outcome == Outcome::Stopped));
    // whoever worked on it is gone without a word: it is over all the same
    let other = runs.begin(new(2, 7)).expect("the account has none at work").expect("new");
    drop(runs.work_on(&other));
    assert_eq!(other.progress().state, RunState::Done);
}
