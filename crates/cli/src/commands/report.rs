//! `--format html`: the results as one file that needs no server.

use std::io::{self, Write};

use app::classify::{Classify, Judged};
use app::intake::Reading;
use criteria::{outcome_name, result_name};
use pages::report::{Report, ReportCriterion, ReportUnit};

pub fn write(classify: &Classify<'_>, reading: &Reading, out: &mut dyn Write) -> io::Result<()> {
    let lang = classify.lang;
    let summary = classify.summary(reading);
    let report = Report {
        lang,
        title: lang.tables_title(classify.intake.year),
        notes: classify.notes(),
        tally: summary.results.iter().filter(|(_, n)| *n > 0).map(|(id, n)| (result_name(lang, id), *n)).collect(),
        units: classify.judged(reading).map(|judged| unit(classify, &judged)).collect(),
    };
    out.write_all(report.html().map_err(io::Error::other)?.as_bytes())
}

fn unit(classify: &Classify<'_>, judged: &Judged<'_>) -> ReportUnit {
    let (pack, lang, explainer) = (classify.pack(), classify.lang, classify.explainer());
    let criteria = judged.verdict.outcomes.iter().filter_map(|outcome| {
        let criterion = pack.criterion_at(outcome.criterion)?;
        Some(ReportCriterion {
            id: criterion.id.clone(),
            article: criterion.article.clone(),
            outcome: outcome_name(lang, outcome.truth).to_owned(),
            explanation: explainer.explain(outcome.criterion, &judged.facts, &classify.settings),
        })
    });
    ReportUnit {
        code: judged.unit.code.clone(),
        name: judged.unit.full_name(),
        province: judged.province.name.clone(),
        result: result_name(lang, judged.verdict.result(pack)),
        criteria: criteria.collect(),
    }
}
