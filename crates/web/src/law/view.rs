//! A pack as its page shows it.

use criteria::{ClassRule, CriterionIx, Evidence, Explainer, Facts, Input, InputIx, Pack, Rule, Settings, reason};
use domain::units::Level;
use pages::format;
use pages::frame::Frame;
use pages::grade::Grade;
use pages::law::{
    Authority, Choice, Input as InputLine, Line, Order, Pack as Page, PackRow, Rule as RuleLine, RuleGroup, Step,
};
use texts::Lang;

/// A pack as a line of the list.
pub fn row(pack: &Pack, lang: Lang) -> PackRow {
    PackRow {
        id: pack.id.clone(),
        title: pack.title.clone(),
        document: pack.document.clone(),
        issuer: pack.issuer.clone(),
        from: day(pack.effective_from, lang),
        to: pack.effective_to.map(|to| day(to, lang)).unwrap_or_default(),
        computable: pack.is_computable(),
    }
}

/// A pack in full.
pub fn page(pack: &Pack, frame: Frame) -> Page {
    let lang = frame.lang;
    Page {
        id: pack.id.clone(),
        title: pack.title.clone(),
        about: about(pack, lang),
        notes: pack.notes.clone(),
        missing: pack.missing.clone().unwrap_or_default(),
        steps: steps(pack),
        authorities: authorities(pack),
        choices: choices(pack),
        inputs: pack.inputs.iter().map(|input| input_line(input, lang)).collect(),
        groups: groups(pack, lang),
        communes: order(pack, Level::Commune, lang),
        provinces: order(pack, Level::Province, lang),
        frame,
    }
}

fn day(date: jiff::civil::Date, lang: Lang) -> String {
    format::date(lang, &date.to_string())
}

fn about(pack: &Pack, lang: Lang) -> Vec<Line> {
    let line = |title: &str, text: String| Line { title: title.to_owned(), text, citation: String::new() };
    let issued = if pack.issued_year_only { pack.issued.year().to_string() } else { day(pack.issued, lang) };
    let effect = match pack.effective_to {
        Some(to) => lang.law_from_to(day(pack.effective_from, lang), day(to, lang)),
        None => lang.law_from(day(pack.effective_from, lang)),
    };
    let evidence = match pack.evidence {
        Evidence::Verified => lang.law_evidence_verified(),
        Evidence::Excerpt => lang.law_evidence_excerpt(),
        Evidence::News => lang.law_evidence_news(),
        Evidence::NotFound => lang.law_evidence_not_found(),
    };
    let mut lines = vec![
        line(lang.law_document(), pack.document.clone()),
        line(lang.law_issuer(), pack.issuer.clone()),
        line(lang.law_issued(), issued),
        Line { citation: pack.citation.clone(), ..line(lang.law_effect(), effect) },
    ];
    if let Some(window) = &pack.window {
        let md = |(month, day): (i8, i8)| format!("{day}/{month}");
        let text = lang.law_window_text(md(window.starts), md(window.ends));
        lines.push(Line { citation: window.citation.clone(), ..line(lang.law_window(), text) });
    }
    lines.push(line(lang.law_evidence(), evidence.to_owned()));
    lines.extend(pack.source.iter().map(|source| line(lang.law_source(), source.clone())));
    lines
}

fn steps(pack: &Pack) -> Vec<Step> {
    let step = |c: &criteria::Calendar| Step {
        title: c.title.clone(),
        actor: c.actor.clone(),
        due: c.due.clone(),
        citation: c.citation.clone(),
    };
    pack.calendar.iter().map(step).collect()
}

fn authorities(pack: &Pack) -> Vec<Authority> {
    let authority = |a: &criteria::Authority| Authority {
        subject: a.subject.clone(),
        approves: a.approves.clone(),
        lists: a.lists.clone(),
        citation: a.citation.clone(),
    };
    pack.authorities.iter().map(authority).collect()
}

fn choices(pack: &Pack) -> Vec<Choice> {
    let choice = |switch: &criteria::Switch| Choice {
        key: switch.id.clone(),
        title: switch.title.clone(),
        why: switch.why.clone(),
        citation: switch.citation.clone(),
        options: switch
            .options
            .iter()
            .enumerate()
            .map(|(at, option)| (option.id.clone(), option.title.clone(), at == switch.default))
            .collect(),
    };
    pack.switches.iter().map(choice).collect()
}

fn input_line(input: &Input, lang: Lang) -> InputLine {
    let when = if input.over_window { lang.law_counted_window() } else { lang.law_counted_end() };
    let levels: Vec<_> = input
        .levels
        .iter()
        .filter_map(|level| match level {
            Level::Commune => Some(lang.law_level_commune()),
            Level::Province => Some(lang.law_level_province()),
            Level::District | Level::Hamlet => None,
        })
        .collect();
    InputLine {
        id: input.id.clone(),
        title: input.title.clone(),
        definition: input.definition.clone(),
        counted: format!("{when}; {}", levels.join(", ")),
        citation: input.citation.clone(),
    }
}

/// Criteria by the result that they count for, in the order of the law.
fn groups(pack: &Pack, lang: Lang) -> Vec<RuleGroup> {
    let mut groups: Vec<(String, RuleGroup)> = Vec::new();
    for (at, criterion) in pack.criteria.iter().enumerate() {
        let line = RuleLine {
            id: criterion.id.clone(),
            article: criterion.article.clone(),
            title: criterion.title.clone(),
            computes: computes(pack, CriterionIx(at), lang),
            note: criterion.note.clone().unwrap_or_default(),
        };
        if let Some((_, group)) = groups.iter_mut().find(|(group, _)| *group == criterion.group) {
            group.rules.push(line);
        } else {
            let grade = Grade::from_id(&criterion.group);
            let group = RuleGroup { grade, title: criterion.group.clone(), rules: vec![line] };
            groups.push((criterion.group.clone(), group));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// What a criterion computes: its quantities, then the thresholds as printed and as fractions.
fn computes(pack: &Pack, criterion: CriterionIx, lang: Lang) -> String {
    let quantities = pack.criterion_at(criterion).map(|c| quantities(pack, &c.rule, lang)).unwrap_or_default();
    let explainer = Explainer { pack, lang };
    let thresholds = reason(pack, criterion, &Facts::unknown(pack), &Settings::defaults(pack))
        .map(|reason| explainer.thresholds(&reason).join("; "))
        .unwrap_or_default();
    [quantities, thresholds].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

fn quantities(pack: &Pack, rule: &Rule, lang: Lang) -> String {
    let title = |ix: &InputIx| pack.input_at(*ix).map_or("", |input| input.title.as_str()).to_owned();
    let join = |rules: &[Rule], word: &str| {
        let parts = rules.iter().map(|rule| quantities(pack, rule, lang)).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(word)
    };
    match rule {
        Rule::Rate { of, over, .. } => {
            let sum = of.iter().map(title).collect::<Vec<_>>().join(" + ");
            let sum = if of.len() > 1 { format!("({sum})") } else { sum };
            format!("{sum} / {}", title(over))
        }
        Rule::Amount { of, .. } => title(of),
        Rule::Any(rules) => join(rules, lang.criteria_or()),
        Rule::All(rules) => join(rules, lang.criteria_and()),
        Rule::Points { .. } => String::new(),
        Rule::Route { input, .. } => title(input),
    }
}

fn order(pack: &Pack, level: Level, lang: Lang) -> Vec<Order> {
    let names = |of: &[CriterionIx]| {
        of.iter().filter_map(|ix| pack.criterion_at(*ix)).map(|c| c.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let class_name =
        |at: &usize| pack.classes.get(*at).map_or("", |class| crate::grades::grade(&class.id).name(lang)).to_owned();
    let when = |rule: &ClassRule| match rule {
        ClassRule::Every(of) => lang.law_order_every(names(of)),
        ClassRule::AtLeast(n, of) => lang.law_order_at_least(n, names(of)),
        ClassRule::Together { free, key } => {
            let keys = key.iter().map(class_name).collect::<Vec<_>>().join(lang.criteria_or());
            lang.law_order_together(class_name(free), keys)
        }
        ClassRule::Otherwise => lang.law_order_otherwise().to_owned(),
    };
    pack.classes_of(level)
        .map(|class| Order {
            grade: crate::grades::grade(&class.id),
            when: when(&class.rule),
            citation: class.citation.clone(),
        })
        .collect()
}
