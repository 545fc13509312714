//! A report for programs: JSON with a published schema (`docs/schema/report.schema.json`).

use programme::reports::{Outcome, Report};
use serde_json::{Value, json};

use super::{Catalog, Ordered};
use crate::app::App;
use crate::problem::Problem;

/// The report whole. What is unknown says so; it is never a number.
pub(super) fn report_json(app: &App, ordered: &Ordered, report: &Report) -> Result<Value, Problem> {
    let catalog = Catalog::shipped()?;
    let register = app.register();
    let code = |unit| {
        let found = register.version(unit, ordered.window.to).or_else(|| register.versions_of(unit).last());
        found.map_or("VN", |version| version.code.as_str()).to_owned()
    };
    let figures = report.opening.contract.figures.iter().filter_map(|needed| {
        let (indicator, cell) =
            (catalog.indicators.get(&needed.indicator)?, report.draft.cells.get(&needed.indicator)?);
        let units = cell.figure.units.iter().map(|one| json!({ "unit": code(one.unit), "value": one.value }));
        Some(json!({
            "indicator": indicator.id,
            "title": indicator.title,
            "unit_of_measure": indicator.unit,
            "value": cell.figure.value,
            "stated": cell.difference.as_ref().map(|difference| json!({
                "value": difference.value,
                "reason": difference.reason,
                "on": difference.on.to_string(),
            })),
            "query": cell.figure.query,
            "population": cell.figure.population,
            "from": cell.figure.window.from.to_string(),
            "to": cell.figure.window.to.to_string(),
            "as_of": cell.figure.as_of.to_string(),
            "known_at": cell.figure.known_at.to_string(),
            "source": cell.figure.source,
            "units": units.collect::<Vec<_>>(),
        }))
    });
    let rules = report.rules().into_iter().map(|checked| {
        let (outcome, left, right) = match checked.outcome {
            Outcome::Holds => ("holds", None, None),
            Outcome::Broken { left, right } => ("broken", Some(left), Some(right)),
            Outcome::Open { .. } => ("open", None, None),
        };
        let reason = report.draft.excuses.get(&checked.rule.id).filter(|_| outcome == "broken");
        json!({ "id": checked.rule.id, "says": checked.rule.says, "outcome": outcome, "left": left, "right": right, "reason": reason })
    });
    let quotes = report
        .draft
        .quotes
        .iter()
        .map(|quote| json!({ "place": quote.place, "unit": code(quote.unit), "text": quote.text }));
    let opening = &report.opening;
    Ok(json!({
        "schema": "anlanh-report/1",
        "form": { "id": opening.form, "version": opening.form_version, "title": opening.title },
        "unit": code(ordered.unit),
        "body": opening.body,
        "period": opening.period,
        "from": opening.window.from.to_string(),
        "to": opening.window.to.to_string(),
        "due": opening.due.map(|due| due.to_string()),
        "state": report.state.key(),
        "version": report.in_force().map(|version| version.number),
        "figures": figures.collect::<Vec<_>>(),
        "narrative": report.draft.narrative,
        "quotes": quotes.collect::<Vec<_>>(),
        "nothing_changed_since": report.draft.nothing_changed.as_ref().map(|said| &said.period),
        "missing": report.draft.missing.iter().map(|unit| code(*unit)).collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
    }))
}
