//! The JSON of the contract, written unit by unit.

use std::collections::BTreeMap;
use std::io::{self, Write};

use criteria::{Reason, Truth, reason, result_name};
use domain::facts::{Value, Window};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Classify, Judged, Summary};
use crate::intake::Reading;

#[derive(Serialize)]
struct Head<'a> {
    pack: &'a str,
    document: &'a str,
    engine: u32,
    year: i16,
    level: &'static str,
    window: Window,
    switches: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct CriterionJson<'a> {
    id: &'a str,
    outcome: &'static str,
    article: &'a str,
    explanation: String,
    /// The thresholds as law prints them and as exact fractions.
    compared: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_change: Option<String>,
}

#[derive(Serialize)]
struct UnitJson<'a> {
    code: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    province: &'a str,
    province_code: &'a str,
    result: &'a str,
    result_name: String,
    /// What it may still be, when undetermined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    possible: Vec<&'a str>,
    criteria: Vec<CriterionJson<'a>>,
    facts: FactsJson<'a>,
    source: SourceJson<'a>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    file: &'a str,
    row: u32,
}

/// Inputs by id: a number (areas in m²), a route, "disputed", or null for unknown.
struct FactsJson<'a>(&'a Classify<'a>, &'a Judged<'a>);

impl Serialize for FactsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (classify, judged) = (self.0, self.1);
        let mut map = serializer.serialize_map(None)?;
        for (ix, input) in classify.intake.pack.inputs_of(classify.intake.level) {
            match judged.facts.get(ix) {
                Value::Number(n) if input.kind.scale() > 1 => map.serialize_entry(&input.id, &square_metres(n))?,
                Value::Number(n) => map.serialize_entry(&input.id, &n)?,
                Value::Route(route) => map.serialize_entry(&input.id, route.key())?,
                Value::Disputed => map.serialize_entry(&input.id, "disputed")?,
                Value::Unknown => map.serialize_entry(&input.id, &None::<i64>)?,
            }
        }
        map.end()
    }
}

/// Square centimetres as m²; for output alone, nothing is compared with it.
#[expect(clippy::cast_precision_loss, reason = "areas stay far below 2^53 square centimetres")]
fn square_metres(square_cm: i64) -> f64 {
    square_cm as f64 / domain::numbers::AREA_SCALE as f64
}

impl Classify<'_> {
    /// Writes the whole document.
    pub fn write_json(&self, reading: &Reading, out: &mut dyn Write) -> io::Result<()> {
        self.write_head(out)?;
        let mut summary = Summary::new(self.intake.pack, self.intake.level);
        let mut first = true;
        for judged in self.judged(reading) {
            summary.add(self.intake.pack, judged.province, &judged.verdict);
            out.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            serde_json::to_writer(&mut *out, &self.unit_json(&judged))?;
        }
        out.write_all(b"\n],\n\"notices\":")?;
        let notices: Vec<String> = reading.notices.iter().map(|n| n.say(self.lang)).collect();
        serde_json::to_writer(&mut *out, &notices)?;
        out.write_all(b",\n\"summary\":")?;
        serde_json::to_writer(&mut *out, &summary)?;
        out.write_all(b"}\n")
    }

    fn write_head(&self, out: &mut dyn Write) -> io::Result<()> {
        let (pack, window) = (self.intake.pack, self.intake.window);
        let head = Head {
            pack: &pack.id,
            document: &pack.document,
            engine: criteria::ENGINE_VERSION,
            year: self.intake.year,
            level: self.intake.level.key(),
            window,
            switches: self.settings.each(pack).map(|(s, o)| (s.id.as_str(), o.id.as_str())).collect(),
        };
        let text = serde_json::to_string(&head)?;
        // The head's last brace is written after the summary.
        out.write_all(text.strip_suffix('}').unwrap_or(&text).as_bytes())?;
        out.write_all(b",\n\"units\":[")
    }

    fn unit_json<'j>(&'j self, judged: &'j Judged<'_>) -> UnitJson<'j> {
        let pack = self.intake.pack;
        let result = judged.verdict.result(pack);
        let undetermined = result == criteria::UNDETERMINED;
        UnitJson {
            code: &judged.unit.code,
            name: &judged.unit.name,
            kind: judged.unit.kind.key(),
            province: &judged.province.name,
            province_code: &judged.province.code,
            result,
            result_name: result_name(self.lang, result),
            possible: if undetermined { judged.verdict.possible(pack).iter().map(|c| c.id.as_str()).collect() } else { Vec::new() },
            criteria: judged
                .verdict
                .outcomes
                .iter()
                .filter_map(|outcome| {
                    let criterion = pack.criterion_at(outcome.criterion)?;
                    let reason = reason(pack, outcome.criterion, &judged.facts, &self.settings)?;
                    Some(self.criterion_json(&criterion.id, &criterion.article, outcome.truth, &reason))
                })
                .collect(),
            facts: FactsJson(self, judged),
            source: SourceJson { file: &self.file, row: judged.row },
        }
    }

    fn criterion_json<'c>(&self, id: &'c str, article: &'c str, truth: Truth, reason: &Reason<'_>) -> CriterionJson<'c> {
        let explainer = self.explainer();
        CriterionJson {
            id,
            outcome: truth.key(),
            article,
            explanation: explainer.say(reason),
            compared: explainer.thresholds(reason),
            missing: explainer.missing(reason),
            would_change: explainer.would_change(reason),
        }
    }
}
