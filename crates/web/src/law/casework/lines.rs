//! The other tables, line by line.

use std::collections::BTreeSet;

use domain::cases::{ClockLine, FieldKind, Guard, Length, Term as TermLine};
use jiff::civil::{Date, Weekday};
use pages::casework::{Act, Clock, Field, Holidays, Kept, Line, Name, Switch, Term};
use pages::format;

use super::{Reader, conditions};

impl Reader<'_> {
    pub(super) fn lists(self) -> Vec<Line> {
        let line = |list: &domain::cases::List| Line {
            anchor: list.id.clone(),
            id: list.id.clone(),
            title: list.title.clone(),
            note: self.removals(&list.id),
            basis: self.basis(list.basis()),
        };
        self.law.lists.iter().map(line).collect()
    }

    /// By which point each act takes people off a list.
    fn removals(self, list: &str) -> String {
        let of_list = self.law.acts.iter().filter_map(|act| {
            let removal = self.law.removal(self.regime.regime, list, &act.id)?;
            let mark = removal
                .owner
                .as_ref()
                .map_or_else(String::new, |owner| format!(" [{}: {owner}]", removal.evidence.key()));
            Some(format!("{}: {}{mark}", act.title, removal.citation))
        });
        let of_list: Vec<String> = of_list.collect();
        if of_list.is_empty() { String::new() } else { self.lang.casework_removals(of_list.join("; ")) }
    }

    pub(super) fn states(self) -> Vec<Line> {
        let lang = self.lang;
        let states = self.law.states.iter().filter(|state| self.shown(std::iter::once(&state.id)));
        states
            .map(|state| {
                let marks = [(state.pause, lang.casework_pause()), (state.overlay, lang.casework_overlay())];
                let notes: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect();
                Line {
                    anchor: state.id.clone(),
                    id: state.id.clone(),
                    title: state.title.clone(),
                    note: notes.join("; "),
                    basis: self.basis(state.basis()),
                }
            })
            .collect()
    }

    /// Who acts under this regime or any, with whom else they may stand in for.
    pub(super) fn actors(self) -> Vec<Line> {
        let day = |date: Date| format::date(self.lang, &date.to_string());
        let line = |actor: &domain::cases::Actor| {
            let instead: Vec<String> = actor.acts_as.iter().map(|other| self.actor(other)).collect();
            let instead = (!instead.is_empty()).then(|| self.lang.casework_acts_as(instead.join(", ")));
            let (from, to) = actor.span();
            let from = from.map(|from| self.lang.casework_actor_from(day(from)));
            let to = to.map(|to| self.lang.casework_actor_to(day(to)));
            Line {
                anchor: format!("ai-{}", actor.id),
                id: actor.id.clone(),
                title: actor.title.clone(),
                note: instead.into_iter().chain(from).chain(to).collect::<Vec<_>>().join("; "),
                basis: self.basis(actor.basis()),
            }
        };
        self.law.actors.iter().map(line).collect()
    }

    pub(super) fn acts(self) -> Vec<Act> {
        let lang = self.lang;
        self.acts_shown()
            .map(|(act, rule)| {
                let everyone = rule.by.iter().map(|by| self.actor(by));
                let only = rule.only.iter().filter_map(|line| line.split_once('='));
                let only = only.map(|(state, office)| lang.casework_by_only(state, self.actor(office)));
                let marks = [
                    (act.of_two(), lang.casework_second()),
                    (act.needs_paper(), lang.casework_paper()),
                    (act.ground, lang.casework_ground()),
                ];
                Act {
                    id: act.id.clone(),
                    title: act.title.clone(),
                    by: everyone.chain(only).collect(),
                    from: self.states_named(&act.states),
                    form: rule.form.clone(),
                    needs: act.needs.iter().map(|field| self.field(field)).collect(),
                    may: act.may.iter().map(|field| self.field(field)).collect(),
                    guards: self.asked(&act.guards).into_iter().map(|guard| self.condition(guard)).collect(),
                    marks: marks.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect(),
                    basis: self.basis(rule.basis()),
                    shape: Some(act.basis()).filter(|of| *of != rule.basis()).map(|of| self.basis(of)),
                }
            })
            .collect()
    }

    /// Of an act's conditions those that this regime asks.
    fn asked(self, guards: &[String]) -> Vec<Guard> {
        let of_one = |id: &String| self.law.regimes.iter().any(|regime| regime.guards.contains(id));
        let here = guards.iter().filter(|id| !of_one(id) || self.regime.guards.contains(id));
        here.filter_map(|id| Guard::from_key(id)).collect()
    }

    fn condition(self, guard: Guard) -> Name {
        let text = conditions::say(self.lang, guard).to_owned();
        Name { anchor: format!("dk-{}", guard.key()), id: String::new(), text }
    }

    fn field(self, id: &str) -> Name {
        let title = self.law.field(id).map_or("", |field| field.title.as_str());
        Name { anchor: format!("o-{id}"), id: id.to_owned(), text: title.to_owned() }
    }

    pub(super) fn conditions(self) -> Vec<Line> {
        let asked: Vec<Guard> = self.acts_shown().flat_map(|(act, _)| self.asked(&act.guards)).collect();
        let of_acts = |guard: Guard| self.law.acts.iter().any(|act| act.guards.iter().any(|id| id == guard.key()));
        // conditions of every act stand on the whole page only
        let there = |guard: &Guard| asked.contains(guard) || (self.only.is_empty() && !of_acts(*guard));
        Guard::ALL
            .iter()
            .copied()
            .filter(there)
            .map(|guard| Line {
                anchor: format!("dk-{}", guard.key()),
                id: guard.key().to_owned(),
                title: conditions::say(self.lang, guard).to_owned(),
                note: String::new(),
                basis: self.basis(self.law.clause(guard, Some(self.regime.regime))),
            })
            .collect()
    }

    pub(super) fn terms(self) -> Vec<Term> {
        let terms = self.regime.terms.iter().filter(|term| self.shown(std::iter::once(&term.state)));
        terms
            .map(|term| Term {
                state: self.state(&term.state, true),
                length: match (term.months, term.months_min, term.months_max) {
                    (Some(months), ..) => self.lang.casework_term_months(months),
                    (None, least, most) => self.lang.casework_term_range(least.unwrap_or(0), most.unwrap_or(0)),
                },
                when: self.for_whom(term),
                basis: self.basis(term.basis()),
            })
            .collect()
    }

    fn for_whom(self, term: &TermLine) -> Vec<String> {
        let lang = self.lang;
        let words = [&term.course, &term.age, &term.after].into_iter().flatten().map(|word| match word.as_str() {
            "first" => lang.casework_term_first().to_owned(),
            "again" => lang.casework_term_again().to_owned(),
            "adult" => lang.casework_term_adult().to_owned(),
            "minor" => lang.casework_term_minor().to_owned(),
            "voluntary" => lang.casework_term_voluntary().to_owned(),
            "substitution" => lang.casework_term_substitution().to_owned(),
            "compulsory" => lang.casework_term_compulsory().to_owned(),
            other => other.to_owned(),
        });
        let over = term.over.as_ref().map(|state| lang.casework_term_over(state));
        words.chain(over).collect()
    }

    pub(super) fn clocks(self) -> Vec<Clock> {
        let acts: Vec<&str> = self.acts_shown().map(|(act, _)| act.id.as_str()).collect();
        let shown = |clock: &&ClockLine| {
            let of_state = clock.states.iter().chain(&clock.of).any(|state| state == self.only);
            let unbound = clock.states.is_empty() && clock.of.is_none();
            self.only.is_empty() || of_state || (unbound && clock.after.iter().any(|act| acts.contains(&act.as_str())))
        };
        self.regime.clocks.iter().filter(shown).map(|clock| self.clock(clock)).collect()
    }

    fn clock(self, clock: &ClockLine) -> Clock {
        let lang = self.lang;
        let mut within = Vec::new();
        let left = clock.left.as_ref().and_then(|left| left.parse::<Length>().ok());
        match (&clock.of, clock.length(false)) {
            (Some(of), None) if clock.turns.is_some() => {
                let left = left.map(|left| self.length(left)).unwrap_or_default();
                within.push(lang.casework_clock_turns(clock.turns.unwrap_or_default(), of, left));
            }
            (Some(of), Some(Length::Days(0)) | None) => within.push(lang.casework_clock_at_end(of)),
            (Some(of), Some(length)) => within.push(lang.casework_clock_before(self.length(length), of)),
            (None, Some(length)) => within.push(self.length(length)),
            (None, None) => {}
        }
        if let (Some(_), Some(length)) = (&clock.remote, clock.length(true)) {
            within.push(lang.casework_clock_remote(self.length(length)));
        }
        let for_whom = [(clock.adult, lang.casework_term_adult()), (clock.minor, lang.casework_term_minor())];
        within.extend(for_whom.into_iter().filter(|(is, _)| *is).map(|(_, words)| words.to_owned()));
        if clock.ground {
            within.push(lang.casework_clock_ground().to_owned());
        }
        if clock.window {
            within.push(lang.casework_clock_window().to_owned());
        }
        Clock {
            anchor: format!("th-{}", clock.id),
            id: clock.id.clone(),
            title: clock.title.clone(),
            within,
            starts: clock.after.iter().map(|act| self.act(act)).collect(),
            met: clock.met_by.iter().map(|act| self.act(act)).collect(),
            owes: self.actor(&clock.by),
            basis: self.basis(clock.basis()),
        }
    }

    fn length(self, length: Length) -> String {
        match length {
            Length::Hours(n) => self.lang.casework_hours(n),
            Length::Days(n) => self.lang.casework_days(n),
            Length::WorkingDays(n) => self.lang.casework_working_days(n),
            Length::Months(n) => self.lang.casework_months(n),
        }
    }

    pub(super) fn fields(self) -> Vec<Field> {
        let lang = self.lang;
        let named: Vec<&String> = self.acts_shown().flat_map(|(act, _)| act.needs.iter().chain(&act.may)).collect();
        let fields = self.law.fields.iter().filter(|field| named.contains(&&field.id));
        fields
            .map(|field| Field {
                anchor: format!("o-{}", field.id),
                id: field.id.clone(),
                title: field.title.clone(),
                kind: match field.kind {
                    FieldKind::Choice => {
                        let options = field.options.iter().map(|option| self.option(&field.id, option));
                        lang.casework_kind_choice(options.collect::<Vec<_>>().join("; "))
                    }
                    FieldKind::Yes => lang.casework_kind_yes().to_owned(),
                    FieldKind::Number => lang.casework_kind_number().to_owned(),
                    FieldKind::Date => lang.casework_kind_date().to_owned(),
                    FieldKind::Unit => lang.casework_kind_unit().to_owned(),
                    FieldKind::Text => lang.casework_kind_text().to_owned(),
                },
                basis: self.basis(field.basis()),
            })
            .collect()
    }

    pub(super) fn switches(self) -> Vec<Switch> {
        let switches = self.law.switches.iter();
        switches
            .map(|switch| Switch {
                id: switch.id.clone(),
                title: switch.title.clone(),
                options: switch.options.iter().map(|o| (o.clone(), *o == switch.default)).collect(),
                why: switch.why.clone(),
                basis: self.basis(switch.basis()),
            })
            .collect()
    }

    pub(super) fn holidays(self) -> Vec<Holidays> {
        let (lang, calendar) = (self.lang, &self.law.calendar);
        let days = |days: &BTreeSet<Date>| {
            let days = days.iter().filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
            days.map(|day| format::date(lang, &day.to_string())).collect::<Vec<_>>().join(", ")
        };
        calendar
            .years()
            .map(|(year, known)| Holidays {
                year,
                decision: match &known.decision {
                    None => lang.casework_year_default(&calendar.why),
                    Some(paper) => {
                        known.evidence.as_ref().map_or_else(|| paper.clone(), |mark| format!("{paper} · {mark}"))
                    }
                },
                off: days(&known.off),
                worked: if known.worked.is_empty() {
                    lang.casework_days_worked_none().to_owned()
                } else {
                    let worked = known.worked.iter().map(|day| format::date(lang, &day.to_string()));
                    worked.collect::<Vec<_>>().join(", ")
                },
            })
            .collect()
    }

    pub(super) fn kept(self) -> Vec<Kept> {
        let lang = self.lang;
        let classes = self.law.retention.iter().filter(|class| self.shown(class.states.iter()));
        classes
            .map(|class| Kept {
                title: class.title.clone(),
                states: self.states_named(&class.states),
                period: match class.months {
                    _ if class.at_once => lang.casework_retention_at_once().to_owned(),
                    Some(months) => lang.casework_term_months(months),
                    None => lang.casework_retention_unset().to_owned(),
                },
                basis: self.basis(class.basis()),
            })
            .collect()
    }
}
