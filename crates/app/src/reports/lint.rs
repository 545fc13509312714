//! What is wrong with a form that an office wrote: where it stands, what stands there, and what to do.

use programme::indicators::{Defect, Finding, Sort};
use texts::Lang;

/// What is wrong with a form or a table of indicators, with file and line.
pub fn say_finding(finding: &Finding, lang: Lang) -> String {
    let defect = match &finding.defect {
        Defect::Unreadable(why) => lang.reports_lint_unreadable(why),
        Defect::Syntax(line) => lang.reports_lint_syntax(line),
        Defect::Field { field, known } => lang.reports_lint_field(field, known.join(", ")),
        Defect::NoField(field) => lang.reports_lint_no_field(field),
        Defect::Kind { value, found, wanted } => {
            let value = value.as_deref().map_or_else(String::new, |value| format!(" “{value}”"));
            lang.reports_lint_kind(sort(*wanted, lang), sort(*found, lang), value)
        }
        Defect::Schema(number) => lang.reports_lint_schema(number),
        Defect::Word { what, word, known } => lang.reports_lint_word(what, word, known),
        Defect::Unknown { kind: of, id, nearest: Some(nearest) } => {
            lang.reports_lint_unknown_near(kind(of, lang), id, nearest)
        }
        Defect::Unknown { kind: of, id, nearest: None } => lang.reports_lint_unknown(kind(of, lang), id),
        Defect::Twice(id) => lang.reports_lint_twice(id),
        Defect::Taken { id, version, file } => lang.reports_lint_taken(id, version, file),
        Defect::Missing { id, what } => lang.reports_lint_missing(id, what),
        Defect::Discord { id, why } => lang.reports_lint_discord(id, clash(why, lang)),
    };
    format!("{}:{}: {defect}", finding.file, finding.line)
}

/// What was looked for.
fn kind(kind: &str, lang: Lang) -> &str {
    match kind {
        "form" => lang.reports_lint_kind_form(),
        "calendar" => lang.reports_lint_kind_calendar(),
        "period" => lang.reports_lint_kind_period(),
        "role" => lang.reports_lint_kind_role(),
        "indicator" => lang.reports_lint_kind_indicator(),
        "breakdown" => lang.reports_lint_kind_breakdown(),
        other => other,
    }
}

/// What does not go together in a form.
fn clash(why: &str, lang: Lang) -> &str {
    match why {
        "either `issuer`, or `body` and `post`, say who issues it" => lang.reports_clash_issuer(),
        "a part is either `text`, `table` or `narrative`" => lang.reports_clash_part(),
        "a table has either `lines`, `units` or `rows`" => lang.reports_clash_table(),
        "each row needs a cell for each column" => lang.reports_clash_row(),
        "a table `by` groups has `lines`" => lang.reports_clash_groups(),
        "its people are not told apart by this breakdown" => lang.reports_clash_breakdown(),
        "a rule adds up numbers only" => lang.reports_clash_numbers(),
        "a rule is about figures of the form" => lang.reports_clash_rule(),
        other => other,
    }
}

/// Of what kind a value is, as whoever writes a form knows it.
const fn sort(of: Sort, lang: Lang) -> &'static str {
    match of {
        Sort::Text => lang.reports_sort_text(),
        Sort::Whole => lang.reports_sort_whole(),
        Sort::Fraction => lang.reports_sort_fraction(),
        Sort::YesNo => lang.reports_sort_yes_no(),
        Sort::List => lang.reports_sort_list(),
        Sort::Table => lang.reports_sort_table(),
        Sort::Day => lang.reports_sort_day(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_does_not_go_together_in_a_form_is_said_in_vietnamese() {
        let source = include_str!("../../../programme/src/reports/load.rs");
        let whys = source.split("why = \"").chain(source.split("why: \"")).skip(1);
        let whys: Vec<&str> = whys.filter_map(|rest| rest.split_once('"')).map(|(why, _)| why).collect();
        assert!(whys.len() >= 8, "{whys:?}");
        for why in whys.into_iter().filter(|why| !why.contains('\n')) {
            assert_ne!(clash(why, Lang::Vi), why, "only in English");
        }
    }
}
