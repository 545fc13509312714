//! The decision that founds a steering committee, with its members (Decree 30/2020, Appendix III, model 1.2).

use documents::official::{Align, Annex, Block, Cell, Official, Row, Run, Table, TableColumn};
use programme::steering::committee::{Committee, Member, Seat};

use super::VI;
use super::setting::{Setting, article};
use crate::calendars::shown_day;

/// The decision as it was founded, with whoever sits there now.
pub(super) fn decision(setting: &Setting<'_>, committee: &Committee) -> Official {
    let subject = VI.issued_committee_subject(&committee.name);
    let mut official = setting.official(VI.issued_decision_kind(), &subject, Some(&committee.decided));
    official.decider = Some(setting.issuer.name.to_uppercase());
    official.basis = bases(setting);
    // a decision knows nothing of what was signed after it
    let rules = committee
        .rules
        .as_ref()
        .filter(|(paper, _)| paper.date <= committee.decided.date)
        .map(|(paper, summary)| VI.issued_committee_rules(&paper.number, shown_day(paper.date), summary));
    official.blocks = vec![
        Block::Centre(vec![Run::text(VI.issued_decides())]),
        article(&VI.issued_committee_article_1(&committee.name)),
        article(&rules.unwrap_or_else(|| VI.issued_committee_article_2().to_owned())),
        article(VI.issued_committee_article_3()),
    ];
    official.notes = vec![VI.issued_basis_note().to_owned()];
    official.recipients = vec![VI.issued_as_article_3().to_owned()];
    official.annexes = vec![Annex {
        title: VI.issued_committee_members(&committee.name),
        landscape: false,
        blocks: vec![Block::Table(members(setting, committee))],
    }];
    official
}

/// What every decision of a People's Committee rests on; the office adds what it proposes it on.
pub(super) fn bases(setting: &Setting<'_>) -> Vec<String> {
    let proposed = VI.issued_basis_proposed().to_owned();
    let law = VI.issued_basis_government().to_owned();
    // the police decide by rules of their own, which were not at hand
    if setting.issuer.collective.is_some() { vec![law, proposed] } else { vec![proposed] }
}

fn members(setting: &Setting<'_>, committee: &Committee) -> Table {
    let column = |title: &str, width, align| TableColumn::new(title, width, align);
    let row = |(order, member): (i64, &Member)| {
        let who = setting.servant(&member.who);
        Row::new([Cell::Whole(order), Cell::from(who), Cell::from(seat(member.seat))])
    };
    Table {
        columns: vec![
            column(VI.issued_col_no(), 8, Align::Centre),
            column(VI.issued_col_who(), 60, Align::Left),
            column(VI.issued_col_seat(), 32, Align::Left),
        ],
        rows: (1_i64..).zip(committee.sitting()).map(row).collect(),
        ..Table::default()
    }
}

const fn seat(seat: Seat) -> &'static str {
    match seat {
        Seat::Head => VI.steering_seat_head(),
        Seat::StandingDeputy => VI.steering_seat_standing_deputy(),
        Seat::Deputy => VI.steering_seat_deputy(),
        Seat::Member => VI.steering_seat_member(),
        Seat::Secretary => VI.steering_seat_secretary(),
    }
}
