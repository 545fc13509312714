//! GET /luat/ho-so: the law of casework, one regime at a time.

mod conditions;
mod lines;
mod turns;

use app::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use domain::cases::{Evidence, Guard, Law, Regime, RegimeLaw};
use pages::casework::{Basis, Casework, Name, Pick};
use pages::format;
use pages::frame::Section;
use texts::Lang;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};

/// A regime (`che-do`), in full or only what names one state (`trang-thai`); with the lines that the office set itself.
pub async fn show(State(app): State<App>, scope: Scope) -> Result<(StatusCode, Html<String>), Problem> {
    let law = app.casework()?;
    let lang = scope.lang();
    let asked = scope.cx.value("che-do").unwrap_or("C");
    let found = Regime::from_key(asked).and_then(|regime| law.regime(regime));
    let only = scope.cx.value("trang-thai").unwrap_or_default();
    let known = only.is_empty() || law.state(only).is_some();
    let fault = match found {
        None => lang.casework_no_regime(asked),
        Some(_) if !known => {
            let states: Vec<&str> = law.states.iter().map(|state| state.id.as_str()).collect();
            lang.casework_no_state(only, states.join(", "))
        }
        Some(_) => String::new(),
    };
    let status = if fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let Some(regime) = found.or_else(|| law.regime(Regime::C)) else { return Err(Problem::NoSuchPage) };
    let path = vec![scope.step(lang.law_title(), "/luat"), crumb(lang.casework_law_title(), None)];
    let frame = scope.frame(Section::Law, path);
    let reader = Reader { law, regime, lang, only: if known { only } else { "" } };
    Ok((status, Html(Casework { frame, fault, ..reader.page() }.html()?)))
}

/// One regime for one reader.
#[derive(Clone, Copy)]
struct Reader<'l> {
    law: &'l Law,
    regime: &'l RegimeLaw,
    lang: Lang,
    /// The state whose lines alone are shown; empty for all.
    only: &'l str,
}

impl Reader<'_> {
    fn page(self) -> Casework {
        let lang = self.lang;
        let from = format::date(lang, &self.regime.from.to_string());
        let in_force = match self.regime.to {
            None => lang.casework_in_force(from),
            Some(to) => lang.casework_in_force_to(from, format::date(lang, &to.to_string())),
        };
        let head = domain::cases::Basis {
            citation: &self.regime.citation,
            evidence: self.regime.evidence,
            owner: self.regime.owner.as_deref(),
        };
        let whole = self.only.is_empty();
        Casework {
            frame: pages::frame::Frame::new(lang, "/luat/ho-so", 0),
            fault: String::new(),
            title: self.regime.title.clone(),
            in_force,
            basis: self.basis(head),
            regimes: self.law.regimes.iter().map(|law| self.regime_pick(law)).collect(),
            picks: self.state_picks(),
            only: self.only.to_owned(),
            marks: self.marks(),
            lists: if whole { self.lists() } else { Vec::new() },
            states: self.states(),
            actors: if whole { self.actors() } else { Vec::new() },
            turns: self.turns(),
            acts: self.acts(),
            conditions: self.conditions(),
            terms: self.terms(),
            clocks: self.clocks(),
            fields: self.fields(),
            switches: if whole { self.switches() } else { Vec::new() },
            kept: self.kept(),
            holidays: if whole { self.holidays() } else { Vec::new() },
            holidays_basis: {
                let calendar = &self.law.calendar;
                format!("{}. {}", calendar.citation, lang.casework_confirm(&calendar.owner))
            },
        }
    }

    fn regime_pick(self, law: &RegimeLaw) -> Pick {
        let key = law.regime.key();
        Pick { key: key.to_owned(), text: format!("{key}: {}", law.title), chosen: law.regime == self.regime.regime }
    }

    fn state_picks(self) -> Vec<Pick> {
        let any =
            Pick { key: String::new(), text: self.lang.casework_state_any().to_owned(), chosen: self.only.is_empty() };
        let states = self.law.states.iter().map(|state| Pick {
            key: state.id.clone(),
            text: format!("{} {}", state.id, state.title),
            chosen: state.id == self.only,
        });
        std::iter::once(any).chain(states).collect()
    }

    /// How many lines of this regime and of what all regimes share are known how well.
    fn marks(self) -> Vec<(&'static str, &'static str, u64)> {
        let (law, regime) = (self.law, self.regime);
        let shared = law.lists.iter().map(|l| l.evidence).chain(law.states.iter().map(|l| l.evidence));
        let shared = shared.chain(law.actors.iter().map(|l| l.evidence)).chain(law.fields.iter().map(|l| l.evidence));
        let shared = shared.chain(law.acts.iter().map(|l| l.evidence)).chain(law.removals.iter().map(|l| l.evidence));
        let guards = Guard::ALL.iter().map(|guard| law.clause(*guard, Some(regime.regime)).evidence);
        let shared = shared.chain(guards).chain(law.switches.iter().map(|l| l.evidence));
        let own = regime.rules.iter().map(|l| l.evidence).chain(regime.terms.iter().map(|l| l.evidence));
        let own = own.chain(regime.clocks.iter().map(|l| l.evidence)).chain(law.retention.iter().map(|l| l.evidence));
        let all: Vec<Evidence> = shared.chain(own).collect();
        [Evidence::V, Evidence::S, Evidence::K, Evidence::N, Evidence::I]
            .into_iter()
            .map(|mark| {
                let lines = all.iter().filter(|evidence| **evidence == mark).count();
                (mark.key(), self.known(mark), u64::try_from(lines).unwrap_or(u64::MAX))
            })
            .collect()
    }

    fn known(self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::V => self.lang.casework_mark_v(),
            Evidence::S => self.lang.casework_mark_s(),
            Evidence::K => self.lang.casework_mark_k(),
            Evidence::N => self.lang.casework_mark_n(),
            Evidence::I | Evidence::Missing => self.lang.casework_mark_i(),
        }
    }

    fn basis(self, basis: domain::cases::Basis<'_>) -> Basis {
        Basis {
            citation: basis.citation.to_owned(),
            mark: basis.evidence.key(),
            known: self.known(basis.evidence),
            owner: basis.owner.unwrap_or_default().to_owned(),
        }
    }

    /// Whether a line that names these states is shown.
    fn shown<'s>(self, mut states: impl Iterator<Item = &'s String>) -> bool {
        self.only.is_empty() || states.any(|state| state == self.only)
    }

    /// The name of a state; its line stands on the page only where it is shown.
    fn state(self, id: &str, with_title: bool) -> Name {
        let title = self.law.state(id).filter(|_| with_title).map_or("", |state| state.title.as_str());
        let there = self.only.is_empty() || id == self.only;
        Name { anchor: if there { id.to_owned() } else { String::new() }, id: id.to_owned(), text: title.to_owned() }
    }

    fn states_named(self, ids: &[String]) -> Vec<Name> {
        ids.iter().filter(|id| *id != "any").map(|id| self.state(id, false)).collect()
    }

    /// An act by its legal name, leading to its line where that is shown.
    fn act(self, id: &str) -> Name {
        let title = self.law.act(id).map_or(id, |act| act.title.as_str());
        let there = self.acts_shown().any(|(act, _)| act.id == id);
        if there {
            Name { anchor: id.to_owned(), id: String::new(), text: title.to_owned() }
        } else {
            Name { anchor: String::new(), id: title.to_owned(), text: String::new() }
        }
    }

    /// A value of a field in words; as the tables write it where it has none.
    fn option(self, field: &str, value: &str) -> String {
        match value {
            "yes" | "true" => self.lang.files_act_yes().to_owned(),
            "no" | "false" => self.lang.files_act_no().to_owned(),
            other => {
                crate::case::words::option(self.lang, field, other).map_or_else(|| other.to_owned(), str::to_owned)
            }
        }
    }

    fn actor(self, id: &str) -> String {
        self.law.actors.iter().find(|actor| actor.id == id).map_or_else(|| id.to_owned(), |actor| actor.title.clone())
    }
}
