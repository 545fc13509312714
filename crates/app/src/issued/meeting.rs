//! Minutes and the notice of conclusions (Decree 30/2020, Appendix III, models 1.10 and 1.4).

use documents::official::{Block, Official, Run, Signing, heading, paragraph};
use programme::steering::meeting::{Conclusion, Meeting, Mode};

use super::VI;
use super::setting::{Setting, bodies};
use crate::calendars::shown_day;

/// Biên bản of a meeting that was held; none before.
pub(super) fn minutes(setting: &Setting<'_>, meeting: &Meeting, committee: Option<&str>) -> Option<Official> {
    let held = meeting.held.as_ref()?;
    let call = &meeting.call;
    let mut official = setting.official(VI.issued_minutes_kind(), &call.title, None);
    let begins = match call.at {
        Some(at) => VI.issued_begins_at(format!("{:02}", at.hour()), format!("{:02}", at.minute()), shown_day(held.on)),
        None => VI.issued_begins(shown_day(held.on)),
    };
    let mut blocks = vec![
        paragraph(begins),
        paragraph(VI.issued_venue(&call.venue, mode(call.mode))),
        paragraph(VI.issued_attended(held.present, held.invited)),
    ];
    blocks.extend((!call.points.is_empty()).then(|| paragraph(VI.issued_points(call.points.join("; ")))));
    blocks.extend(committee.map(|name| paragraph(VI.issued_of_committee(name))));
    blocks.push(paragraph(VI.issued_chair(&held.chair)));
    blocks.push(open(VI.issued_secretary()));
    blocks.push(heading(1, VI.issued_minutes_content()));
    if call.agenda.is_empty() {
        blocks.push(Block::Lines(3));
    }
    for (item, number) in call.agenda.iter().zip(1_usize..) {
        blocks.push(heading(2, format!("{number}. {item}")));
        // what was said there nobody kept: room for the pen
        blocks.push(Block::Lines(2));
    }
    if !meeting.conclusions.is_empty() {
        blocks.push(heading(1, VI.issued_minutes_conclusions()));
        blocks.extend(points(&meeting.conclusions));
    }
    blocks.push(open(VI.issued_ends()));
    let signing = |post: &str| Signing::own(post, None);
    official.signatures = vec![signing(VI.issued_secretary_post()), signing(VI.issued_chair_post())];
    official.blocks = blocks;
    Some(official)
}

/// Thông báo kết luận of a meeting that was concluded; none before.
pub(super) fn conclusions(setting: &Setting<'_>, meeting: &Meeting, committee: Option<&str>) -> Option<Official> {
    let held = meeting.held.as_ref()?;
    if meeting.conclusions.is_empty() {
        return None;
    }
    let call = &meeting.call;
    let mut official =
        setting.official(VI.issued_notice_kind(), &VI.issued_notice_subject(&held.chair, &call.title), None);
    let attended = match committee {
        Some(name) => VI.issued_notice_opening_of(shown_day(held.on), name, &call.title, &held.chair),
        None => VI.issued_notice_opening(shown_day(held.on), &setting.issuer.name, &call.title, &held.chair),
    };
    let mut blocks = vec![paragraph(attended), paragraph(VI.issued_notice_concluded(&held.chair))];
    blocks.extend(points(&meeting.conclusions));
    blocks.push(paragraph(VI.issued_notice_closing()));
    let named = meeting.conclusions.iter().filter_map(|one| one.body.as_deref());
    official.recipients = bodies(named.chain(call.points.iter().map(String::as_str)));
    official.blocks = blocks;
    Some(official)
}

/// Conclusions as numbered paragraphs, each with who does it and until when.
fn points(conclusions: &[Conclusion]) -> Vec<Block> {
    let said = |one: &Conclusion| {
        let text = one.text.trim_end_matches('.');
        let body = one.body.as_deref().map(|body| VI.issued_point_body(body)).unwrap_or_default();
        let due = one.due.map(|due| VI.issued_point_due(shown_day(due))).unwrap_or_default();
        paragraph(format!("{}. {text}{body}{due}.", one.no))
    };
    conclusions.iter().map(said).collect()
}

/// Words with dots to the margin behind them.
fn open(words: &str) -> Block {
    let dots = Run { kind: documents::official::RunKind::Leader, bold: false, italic: false };
    Block::Paragraph(vec![Run::text(format!("{words} ")), dots])
}

const fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => VI.steering_mode_in_person(),
        Mode::Online => VI.steering_mode_online(),
        Mode::Hybrid => VI.steering_mode_hybrid(),
    }
}
