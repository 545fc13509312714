//! A verdict in a sentence and in short provisions.

use criteria::{Class, ClassRule, CriterionIx, Facts, Pack, Truth, Verdict};
use pages::format::short_article;
use texts::Lang;

/// How many missing figures are named in a sentence.
const NAMED: usize = 3;

/// Why a unit has its result, in one sentence.
pub fn reason(pack: &Pack, lang: Lang, facts: &Facts, verdict: &Verdict) -> String {
    let Some(class) = verdict.class(pack) else {
        return open(pack, lang, facts, verdict);
    };
    match &class.rule {
        ClassRule::Every(_) => lang.verdict_reason_every(&class.citation),
        ClassRule::AtLeast(needed, of) => {
            let met = articles(pack, verdict, of);
            lang.verdict_reason_at_least(met.len(), of.len(), &class.citation, needed, met.join(", "))
        }
        ClassRule::Together { key, .. } => {
            let holds =
                |class: &&Class| verdict.classes(pack).any(|(c, truth)| c.id == class.id && truth == Truth::Met);
            let keys = key.iter().filter_map(|at| pack.classes.get(*at)).filter(holds).map(|c| c.citation.as_str());
            lang.verdict_reason_together(keys.collect::<Vec<_>>().join(", "))
        }
        ClassRule::Otherwise => lang.verdict_reason_otherwise().to_owned(),
    }
}

/// What is missing: the first few by name, the others counted.
fn open(pack: &Pack, lang: Lang, facts: &Facts, verdict: &Verdict) -> String {
    let unknown = pack.inputs_of(verdict.level).filter(|(ix, _)| !facts.get(*ix).is_known());
    let missing: Vec<_> = unknown.map(|(_, input)| input.title.as_str()).collect();
    let all = pack.inputs_of(verdict.level).count();
    if missing.len() == all {
        return lang.verdict_reason_nothing().to_owned();
    }
    let named = missing.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
    match missing.len().checked_sub(NAMED) {
        Some(more) if more > 0 => lang.verdict_reason_missing_more(missing.len(), all, named, more),
        _ => lang.verdict_reason_missing(missing.len(), all, named),
    }
}

/// The provisions that decide, in short form; empty when none does.
pub fn points(pack: &Pack, verdict: &Verdict) -> String {
    let of: Vec<CriterionIx> = match verdict.class(pack).map(|class| &class.rule) {
        Some(ClassRule::Every(of) | ClassRule::AtLeast(_, of)) => of.clone(),
        Some(ClassRule::Together { key, .. }) => {
            let classes = key.iter().filter_map(|at| pack.classes.get(*at));
            classes.flat_map(|class| own_criteria(&class.rule)).copied().collect()
        }
        Some(ClassRule::Otherwise) | None => Vec::new(),
    };
    let mut articles = articles(pack, verdict, &of);
    articles.dedup();
    articles.join(", ")
}

fn own_criteria(rule: &ClassRule) -> &[CriterionIx] {
    match rule {
        ClassRule::Every(of) | ClassRule::AtLeast(_, of) => of,
        ClassRule::Together { .. } | ClassRule::Otherwise => &[],
    }
}

/// Short provisions of the criteria that hold.
fn articles(pack: &Pack, verdict: &Verdict, of: &[CriterionIx]) -> Vec<String> {
    let met = of.iter().filter(|ix| verdict.truth(**ix) == Truth::Met).filter_map(|ix| pack.criterion_at(*ix));
    met.map(|criterion| short_article(&criterion.article)).collect()
}
