//! /trao-doi: exchanges with neighbouring localities and with the Lao side.

use app::issued::Kind;
use app::work::Kept;
use domain::units::UnitId;
use domain::work::Chain as _;
use pages::work_form::{Group, Input, InputKind};
use pages::work_list::Listing;
use pages::work_page::Pair;
use programme::steering::liaison::{ContactLevel, Exchange, Liaison, LiaisonAct, Partner};
use programme::tasks::Task;
use texts::Lang;
use uuid::Uuid;

use super::{Desk, Register, one, pair, words};
use crate::sent::{Sent, hinted, required};
use crate::visitor::unit_name;

impl Register for Liaison {
    const PATH: &'static str = "/trao-doi";

    fn about(lang: Lang) -> [&'static str; 4] {
        [
            lang.steering_liaisons(),
            lang.steering_liaisons_lead(),
            lang.steering_liaisons_note(),
            lang.steering_new_liaison(),
        ]
    }

    fn head(lang: Lang) -> Vec<&'static str> {
        vec![
            lang.steering_col_agreed(),
            lang.steering_col_unit(),
            lang.steering_col_partner(),
            lang.steering_p_level(),
            lang.steering_col_day(),
            lang.steering_col_state(),
        ]
    }

    fn row(&self, desk: &Desk<'_>, unit: UnitId) -> Vec<String> {
        let lang = desk.lang;
        vec![
            self.exchange.agreed.join("; "),
            unit_name(desk.app, unit, lang),
            partner(desk, &self.exchange.partner),
            words::level(lang, self.exchange.level).to_owned(),
            desk.day(self.exchange.met_on),
            words::state(lang, &self.standing().state).to_owned(),
        ]
    }

    fn counts(lang: Lang, all: &[Kept<Self>]) -> Vec<(String, usize)> {
        let standing = all.iter().filter(|kept| kept.state.void.is_none());
        let of = |level| standing.clone().filter(|kept| kept.state.exchange.level == level).count();
        ContactLevel::ALL.iter().map(|&level| (words::level(lang, level).to_owned(), of(level))).collect()
    }

    fn title(&self, desk: &Desk<'_>) -> String {
        format!("{}, {}", partner(desk, &self.exchange.partner), desk.day(self.exchange.met_on))
    }

    fn pairs(&self, desk: &Desk<'_>) -> Vec<Pair> {
        let (lang, of) = (desk.lang, &self.exchange);
        let mut pairs = vec![
            pair(lang.steering_p_partner(), vec![partner(desk, &of.partner)]),
            pair(lang.steering_p_level(), vec![words::level(lang, of.level).to_owned()]),
            pair(lang.steering_col_day(), vec![desk.day(of.met_on)]),
            pair(lang.steering_p_venue(), vec![of.venue.clone()]),
            pair(lang.steering_p_ours(), of.ours.clone()),
            pair(lang.steering_p_theirs(), of.theirs.clone()),
            pair(lang.steering_p_agreed(), of.agreed.clone()),
        ];
        if !self.corrected.is_empty() {
            let lines = self.corrected.iter().map(|(on, why)| format!("{}: {why}", desk.day(*on))).collect();
            pairs.push(pair(lang.steering_p_corrected(), lines));
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
        Vec::new()
    }

    fn fields(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Option<Vec<Group>> {
        let reason = required(sent.input(InputKind::Area, "ly-do", desk.lang.steering_i_reason()));
        Some(one(match act {
            None => exchange_fields(desk.lang, sent),
            Some("correct") => [exchange_fields(desk.lang, sent), vec![reason]].concat(),
            Some("void") => vec![reason],
            Some(_) => return None,
        }))
    }

    fn begins(&self, act: &str) -> Sent {
        let mut sent = Sent::default();
        if act == "correct" {
            let of = &self.exchange;
            let side = match &of.partner {
                Partner::Unit { .. } => "unit",
                Partner::Lao { name } => {
                    sent.put("phia-ban", name.clone());
                    "lao"
                }
            };
            sent.put("ben", side);
            sent.put("cap", of.level.key());
            sent.put("ngay", of.met_on.to_string());
            sent.put("dia-diem", of.venue.clone());
            sent.put("phia-ta", of.ours.join("\n"));
            sent.put("chuc-vu-ban", of.theirs.join("\n"));
            sent.put("thong-nhat", of.agreed.join("\n"));
        }
        sent
    }

    fn read(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Result<LiaisonAct, String> {
        let reason = sent.get("ly-do");
        Ok(match act {
            None => LiaisonAct::Record { exchange: read_exchange(desk, sent)? },
            Some("correct") => LiaisonAct::Correct { exchange: read_exchange(desk, sent)?, reason },
            Some(_) => LiaisonAct::Void { reason },
        })
    }

    fn said(_: &Desk<'_>, act: &LiaisonAct) -> Vec<String> {
        match act {
            LiaisonAct::Record { exchange } => exchange.agreed.clone(),
            LiaisonAct::Correct { reason, .. } | LiaisonAct::Void { reason } => vec![reason.clone()],
        }
    }
}

fn partner(desk: &Desk<'_>, partner: &Partner) -> String {
    match partner {
        Partner::Unit { unit } => unit_name(desk.app, UnitId(*unit), desk.lang),
        Partner::Lao { name } => desk.lang.steering_lao(name),
    }
}

fn exchange_fields(lang: Lang, sent: &Sent) -> Vec<Input> {
    let lines = |name: &str, label: &str| {
        required(hinted(sent.input(InputKind::Area, name, label), lang.steering_i_lines_hint()))
    };
    let sides = [("unit", lang.steering_i_side_unit()), ("lao", lang.steering_i_side_lao())]
        .map(|(k, v)| (k.to_owned(), v.to_owned()));
    let levels = words::choices(ContactLevel::ALL, ContactLevel::key, |level| words::level(lang, level));
    vec![
        sent.choice("ben", lang.steering_i_side(), &sides),
        required(sent.input(InputKind::Line, "phia-ban", lang.steering_i_partner())),
        sent.choice("cap", lang.steering_i_level(), &levels),
        required(sent.input(InputKind::Date, "ngay", lang.steering_i_day())),
        required(sent.input(InputKind::Line, "dia-diem", lang.steering_p_venue())),
        lines("phia-ta", lang.steering_i_ours()),
        lines("chuc-vu-ban", lang.steering_i_theirs()),
        lines("thong-nhat", lang.steering_i_agreed()),
    ]
}

fn read_exchange(desk: &Desk<'_>, sent: &Sent) -> Result<Exchange, String> {
    let lang = desk.lang;
    let typed = sent.get("phia-ban");
    let partner = if sent.typed("ben") == "lao" {
        Partner::Lao { name: typed }
    } else {
        let (register, today) = (desk.app.register(), desk.app.today());
        let found = register.of_code(&typed).find(|version| version.in_force(today)).map(|version| version.unit.0);
        Partner::Unit { unit: found.ok_or_else(|| lang.steering_f_partner(&typed))? }
    };
    Ok(Exchange {
        partner,
        level: ContactLevel::from_key(sent.typed("cap")).ok_or_else(|| lang.task_f_choose(lang.steering_i_level()))?,
        met_on: sent.some_day(lang, "ngay", lang.steering_i_day())?,
        venue: sent.get("dia-diem"),
        ours: sent.lines("phia-ta"),
        theirs: sent.lines("chuc-vu-ban"),
        agreed: sent.lines("thong-nhat"),
    })
}
