//! Phiếu giao việc: a task that was given, with its six clears.

use documents::official::{Align, Block, Cell, Official, Row, Signing, Table, TableColumn, heading, paragraph};
use programme::tasks::{Every, State, Task, Time};

use super::VI;
use super::setting::{Setting, bodies};
use crate::calendars::shown_day;

/// The sheet of a task that was given; none of a draft.
pub(super) fn sheet(setting: &Setting<'_>, task: &Task) -> Option<Official> {
    if task.state == State::Draft {
        return None;
    }
    let (issued, clears) = (task.issued?, &task.clears);
    let mut official = setting.official(VI.issued_task_kind(), &task.title, None);
    let person = clears.person.map(|person| setting.person(person.assignee));
    official.addressees = person.iter().cloned().collect();
    let mut blocks = Vec::new();
    let mut say = |title: &str, lines: Vec<String>| {
        blocks.push(heading(1, title));
        if lines.is_empty() {
            blocks.push(Block::Lines(1));
        }
        blocks.extend(lines.into_iter().map(paragraph));
    };
    let watches =
        clears.person.and_then(|person| person.deputy).map(|deputy| VI.issued_watches(setting.person(deputy)));
    say(VI.issued_clear_person(), person.into_iter().map(|who| VI.issued_does(who)).chain(watches).collect());
    say(VI.issued_clear_work(), clears.work.iter().cloned().collect());
    let duty = clears.duty.as_ref().map(|duty| {
        let with = (!duty.with.is_empty()).then(|| VI.issued_with(duty.with.join("; ")));
        std::iter::once(VI.issued_leads(&duty.leads)).chain(with).collect()
    });
    say(VI.issued_clear_duty(), duty.unwrap_or_default());
    say(VI.issued_clear_time(), clears.time.map(times).into_iter().collect());
    blocks.push(heading(1, VI.issued_clear_result()));
    blocks.push(Block::Table(results(task)));
    let authority = clears.authority.as_ref().map(|authority| {
        let paper = VI.issued_authority(&authority.number, shown_day(authority.date), &authority.clause);
        let by = VI.issued_given(setting.person(issued.by.appointment), shown_day(issued.on));
        vec![paper, by, VI.issued_may(&authority.may)]
    });
    blocks.push(heading(1, VI.issued_clear_authority()));
    match authority {
        Some(lines) => blocks.extend(lines.into_iter().map(paragraph)),
        None => blocks.push(Block::Lines(1)),
    }
    blocks.push(paragraph(VI.issued_task_closing()));
    official.blocks = blocks;
    let taken = Signing::own(VI.issued_taken_post(), None);
    official.signatures = vec![taken, setting.signing()];
    let duty = clears.duty.as_ref();
    let named = duty.into_iter().flat_map(|duty| std::iter::once(&duty.leads).chain(&duty.with));
    official.recipients = bodies(named.map(String::as_str));
    official.notes = vec![VI.issued_task_note().to_owned()];
    Some(official)
}

fn times(time: Time) -> String {
    let (from, due) = (shown_day(time.from), shown_day(time.due));
    match time.recurs {
        None => VI.issued_time(from, due),
        Some(recurs) => {
            let every = match recurs.every {
                Every::Week => VI.issued_every_week(),
                Every::Month => VI.issued_every_month(),
                Every::Quarter => VI.issued_every_quarter(),
            };
            VI.issued_time_recurs(from, due, every, recurs.times)
        }
    }
}

/// What will exist, what it is measured by.
fn results(task: &Task) -> Table {
    let column = |title: &str, width, align| TableColumn::new(title, width, align);
    let row = |part: &programme::tasks::Part| {
        Row::new([Cell::Whole(i64::from(part.no)), Cell::from(part.what.as_str()), Cell::from(part.measure.as_str())])
    };
    Table {
        columns: vec![
            column(VI.issued_col_no(), 8, Align::Centre),
            column(VI.issued_col_result(), 56, Align::Left),
            column(VI.issued_col_measure(), 36, Align::Left),
        ],
        rows: task.clears.result.iter().map(row).collect(),
        ..Table::default()
    }
}
