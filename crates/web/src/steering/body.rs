//! /co-quan: departments, branches and organisations of a province, with the officers who work for each.

use app::issued::Kind;
use app::work::Kept;
use domain::access::Role;
use domain::units::UnitId;
use domain::work::Chain as _;
use pages::work_form::{Group, Input, InputKind};
use pages::work_list::Listing;
use pages::work_page::Pair;
use programme::steering::body::{Body, BodyAct, Heading, Office};
use programme::tasks::Task;
use texts::Lang;
use uuid::Uuid;

use super::{Desk, Register, one, pair, words};
use crate::sent::{Sent, hinted, required};
use crate::task::officer;
use crate::visitor::unit_name;

/// What is typed where no body stands above one.
const NONE_ABOVE: &str = "-";

impl Register for Body {
    const PATH: &'static str = "/co-quan";

    fn about(lang: Lang) -> [&'static str; 4] {
        [lang.steering_bodies(), lang.steering_bodies_lead(), lang.steering_bodies_note(), lang.steering_new_body()]
    }

    fn head(lang: Lang) -> Vec<&'static str> {
        vec![
            lang.steering_col_office(),
            lang.steering_col_unit(),
            lang.steering_p_body_head(),
            lang.steering_p_body_staff(),
            lang.steering_col_state(),
        ]
    }

    fn row(&self, desk: &Desk<'_>, unit: UnitId) -> Vec<String> {
        vec![
            self.office.name.clone(),
            unit_name(desk.app, unit, desk.lang),
            self.office.head.map(|head| desk.person(head)).unwrap_or_default(),
            self.office.staff.len().to_string(),
            words::state(desk.lang, &self.standing().state).to_owned(),
        ]
    }

    fn counts(lang: Lang, all: &[Kept<Self>]) -> Vec<(String, usize)> {
        let standing = || all.iter().filter(|kept| kept.state.void.is_none());
        let headless = standing().filter(|kept| kept.state.office.head.is_none()).count();
        vec![
            (lang.steering_bodies().to_owned(), standing().count()),
            (lang.steering_bodies_headless().to_owned(), headless),
        ]
    }

    fn title(&self, _: &Desk<'_>) -> String {
        self.office.name.clone()
    }

    fn pairs(&self, desk: &Desk<'_>) -> Vec<Pair> {
        let lang = desk.lang;
        let head = self.office.head.map_or_else(|| lang.steering_body_no_head().to_owned(), |head| desk.person(head));
        let staff = self.office.staff.iter().map(|of| desk.person(*of)).collect();
        let mut pairs = vec![pair(lang.steering_p_body_head(), vec![head]), pair(lang.steering_p_body_staff(), staff)];
        pairs.push(pair(lang.steering_p_heading(), heading_lines(lang, self.office.heading.as_ref())));
        if let Some((on, why)) = &self.void {
            pairs.push(pair(words::state(lang, "void"), vec![format!("{}: {why}", desk.day(*on))]));
        }
        pairs
    }

    fn tables(&self, _: &Desk<'_>, _: Uuid, _: &[Kept<Task>]) -> Vec<Listing> {
        Vec::new()
    }

    fn acts(&self) -> &'static [&'static str] {
        if self.void.is_some() { &[] } else { &["correct", "void"] }
    }

    fn documents(&self) -> &'static [Kind] {
        &[]
    }

    fn named(&self) -> Vec<Uuid> {
        self.office.head.into_iter().chain(self.office.staff.iter().copied()).collect()
    }

    fn fields(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Option<Vec<Group>> {
        let reason = required(sent.input(InputKind::Area, "ly-do", desk.lang.steering_i_reason()));
        let heading = || Group { title: desk.lang.steering_p_heading().to_owned(), inputs: heading_fields(desk, sent) };
        Some(match act {
            None => [one(office_fields(desk, sent)), vec![heading()]].concat(),
            Some("correct") => [one(office_fields(desk, sent)), vec![heading()], one(vec![reason])].concat(),
            Some("void") => one(vec![reason]),
            Some(_) => return None,
        })
    }

    fn begins(&self, act: &str) -> Sent {
        let mut sent = Sent::default();
        if act == "correct" {
            sent.put("ten-co-quan", self.office.name.clone());
            sent.put("dung-dau", self.office.head.map(|head| head.to_string()).unwrap_or_default());
            for one in &self.office.staff {
                sent.put("can-bo", one.to_string());
            }
            let heading = self.office.heading.clone().unwrap_or_default();
            let parent = heading.parent.map(|parent| if parent.is_empty() { NONE_ABOVE.to_owned() } else { parent });
            sent.put("ky-hieu", heading.symbol);
            sent.put("chuc-vu-dung-dau", heading.head);
            sent.put("chuc-vu-cap-pho", heading.deputy.unwrap_or_default());
            sent.put("tap-the", heading.collective.unwrap_or_default());
            sent.put("co-quan-chu-quan", parent.unwrap_or_default());
        }
        sent
    }

    fn read(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Result<BodyAct, String> {
        let reason = sent.get("ly-do");
        Ok(match act {
            None => BodyAct::Record { office: read_office(desk, sent)? },
            Some("correct") => BodyAct::Correct { office: read_office(desk, sent)?, reason },
            Some(_) => BodyAct::Void { reason },
        })
    }

    fn said(_: &Desk<'_>, act: &BodyAct) -> Vec<String> {
        match act {
            BodyAct::Record { office } => vec![office.name.clone()],
            BodyAct::Correct { office, reason } => vec![office.name.clone(), reason.clone()],
            BodyAct::Void { reason } => vec![reason.clone()],
        }
    }
}

/// Officers of departments, by appointment.
fn officers(desk: &Desk<'_>) -> Vec<(String, String)> {
    let of_bodies = desk.holders.iter().filter(|holder| holder.role == Role::ProvincialDepartment);
    of_bodies.map(|holder| (holder.appointment.to_string(), officer(desk.app, desk.lang, holder))).collect()
}

fn office_fields(desk: &Desk<'_>, sent: &Sent) -> Vec<Input> {
    let lang = desk.lang;
    let people = officers(desk);
    let mut heads = vec![(String::new(), lang.steering_body_no_head().to_owned())];
    heads.extend(people.iter().cloned());
    let name = required(sent.input(InputKind::Line, "ten-co-quan", lang.steering_col_office()));
    vec![
        hinted(name, lang.steering_body_name_hint()),
        hinted(sent.choice("dung-dau", lang.steering_p_body_head(), &heads), lang.steering_body_head_hint()),
        sent.ticks("can-bo", lang.steering_p_body_staff(), &people),
    ]
}

/// Only who may be chosen on the page is taken.
fn read_office(desk: &Desk<'_>, sent: &Sent) -> Result<Office, String> {
    let lang = desk.lang;
    let known = officers(desk);
    let read = |text: &str| {
        let found = known.iter().find(|(id, _)| id == text).and_then(|(id, _)| id.parse::<Uuid>().ok());
        found.ok_or_else(|| lang.task_f_choose(lang.steering_p_body_staff()))
    };
    let head = Some(sent.get("dung-dau")).filter(|text| !text.is_empty()).map(|text| read(&text)).transpose()?;
    let staff: Vec<Uuid> = sent.all("can-bo").iter().map(|text| read(text)).collect::<Result<_, _>>()?;
    // whoever heads it is one of its officers already
    let staff = staff.into_iter().filter(|one| Some(*one) != head).collect();
    Ok(Office { name: sent.get("ten-co-quan"), head, staff, heading: read_heading(sent) })
}

/// How papers of a body are headed and signed, a line each.
fn heading_lines(lang: Lang, heading: Option<&Heading>) -> Vec<String> {
    let Some(heading) = heading else { return vec![lang.steering_heading_none().to_owned()] };
    let said = |label: &str, text: &str| format!("{label}: {text}");
    let parent = match heading.parent.as_deref() {
        None => lang.steering_parent_committee(),
        Some("") => lang.steering_parent_none(),
        Some(parent) => parent,
    };
    let mut lines = vec![
        said(lang.steering_i_parent(), parent),
        said(lang.steering_i_symbol(), &heading.symbol),
        said(lang.steering_i_head_post(), &heading.head),
    ];
    let more = [
        (lang.steering_i_deputy_post(), heading.deputy.as_deref()),
        (lang.steering_i_collective(), heading.collective.as_deref()),
    ];
    lines.extend(more.into_iter().filter_map(|(label, text)| Some(said(label, text?))));
    lines
}

fn heading_fields(desk: &Desk<'_>, sent: &Sent) -> Vec<Input> {
    let lang = desk.lang;
    let line = |name: &str, label: &str, hint: &str| hinted(sent.input(InputKind::Line, name, label), hint);
    vec![
        line("co-quan-chu-quan", lang.steering_i_parent(), lang.steering_parent_hint()),
        line("ky-hieu", lang.steering_i_symbol(), lang.steering_symbol_hint()),
        line("chuc-vu-dung-dau", lang.steering_i_head_post(), lang.steering_head_post_hint()),
        line("chuc-vu-cap-pho", lang.steering_i_deputy_post(), lang.steering_deputy_post_hint()),
        line("tap-the", lang.steering_i_collective(), lang.steering_collective_hint()),
    ]
}

/// None where nothing of it was typed.
fn read_heading(sent: &Sent) -> Option<Heading> {
    let some = |key: &str| Some(sent.get(key)).filter(|text| !text.is_empty());
    let all = ["co-quan-chu-quan", "ky-hieu", "chuc-vu-dung-dau", "chuc-vu-cap-pho", "tap-the"];
    all.into_iter().find_map(some)?;
    let parent = some("co-quan-chu-quan");
    Some(Heading {
        parent: parent.map(|parent| if parent == NONE_ABOVE { String::new() } else { parent }),
        symbol: sent.get("ky-hieu"),
        head: sent.get("chuc-vu-dung-dau"),
        deputy: some("chuc-vu-cap-pho"),
        collective: some("tap-the"),
    })
}
