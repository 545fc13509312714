//! The JSON of the contract. Units are rendered on every core, a slice each, and written in
//! the order of the file; what many communes share (a site, no plants) is put into words once.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;

use criteria::{CriterionIx, Fingerprint, Reason, Truth, reason, result_name};
use domain::facts::{Value, Window};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Classify, Judged, Summary};
use crate::intake::Reading;

/// How many units one core renders before they are written: some seven megabytes.
const SLICE: usize = 1_000;

/// How many rendered fragments are kept; a nation's counts repeat far within this.
const FRAGMENTS_MAX: usize = 8_000;

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
struct UnitHead<'a> {
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
}

#[derive(Serialize)]
struct CriterionJson<'a> {
    id: &'a str,
    outcome: &'static str,
    article: &'a str,
    explanation: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_change: Option<String>,
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
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let mut first = true;
        for start in (0..reading.rows.len()).step_by(SLICE * cores) {
            let slices = (0..cores).map(|core| start + core * SLICE).filter(|from| *from < reading.rows.len());
            let rendered: Vec<io::Result<(Vec<u8>, Summary)>> = std::thread::scope(|scope| {
                let tasks: Vec<_> = slices.map(|from| scope.spawn(move || self.render(reading, from, SLICE))).collect();
                tasks
                    .into_iter()
                    .map(|task| task.join().unwrap_or_else(|_| Err(io::Error::other("rendering failed"))))
                    .collect()
            });
            for slice in rendered {
                let (bytes, counted) = slice?;
                // Each unit begins with a comma; the first has nothing before it.
                out.write_all(bytes.get(usize::from(first)..).unwrap_or_default())?;
                first = false;
                summary.merge(counted);
            }
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

    /// Up to `count` units from a place on, each after a comma and a line end, and their results.
    fn render(&self, reading: &Reading, from: usize, count: usize) -> io::Result<(Vec<u8>, Summary)> {
        let mut summary = Summary::new(self.intake.pack, self.intake.level);
        let mut fragments = Fragments { classify: self, said: HashMap::new() };
        let mut out = Vec::with_capacity(count.min(reading.rows.len() - from) * 4_500);
        for judged in self.judged_from(reading, from).take(count) {
            summary.add(self.intake.pack, judged.province, &judged.verdict);
            out.extend_from_slice(b",\n");
            self.unit(&judged, &mut fragments, &mut out)?;
        }
        Ok((out, summary))
    }

    fn unit(&self, judged: &Judged<'_>, fragments: &mut Fragments<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let pack = self.intake.pack;
        let result = judged.verdict.result(pack);
        let undetermined = result == criteria::UNDETERMINED;
        let head = UnitHead {
            code: &judged.unit.code,
            name: &judged.unit.name,
            kind: judged.unit.kind.key(),
            province: &judged.province.name,
            province_code: &judged.province.code,
            result,
            result_name: result_name(self.lang, result),
            possible: if undetermined {
                judged.verdict.possible(pack).iter().map(|c| c.id.as_str()).collect()
            } else {
                Vec::new()
            },
        };
        serde_json::to_writer(&mut *out, &head)?;
        out.pop();
        out.extend_from_slice(b",\"criteria\":[");
        for (n, outcome) in judged.verdict.outcomes.iter().enumerate() {
            if n > 0 {
                out.push(b',');
            }
            fragments.criterion(outcome.criterion, outcome.truth, judged, out)?;
        }
        out.extend_from_slice(b"],\"facts\":");
        serde_json::to_writer(&mut *out, &FactsJson(self, judged))?;
        out.extend_from_slice(b",\"source\":");
        serde_json::to_writer(&mut *out, &SourceJson { file: &self.file, row: judged.row })?;
        out.push(b'}');
        Ok(())
    }
}

/// Criteria put into words, kept for the next unit that has the same numbers.
struct Fragments<'c> {
    classify: &'c Classify<'c>,
    said: HashMap<(CriterionIx, Fingerprint), Rc<[u8]>>,
}

impl Fragments<'_> {
    fn criterion(&mut self, ix: CriterionIx, truth: Truth, judged: &Judged<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(reason) = reason(self.classify.intake.pack, ix, &judged.facts, &self.classify.settings) else {
            return Ok(());
        };
        let Some(print) = reason.fingerprint() else { return self.say(ix, truth, &reason, out) };
        if let Some(said) = self.said.get(&(ix, print)) {
            out.extend_from_slice(said);
            return Ok(());
        }
        let start = out.len();
        self.say(ix, truth, &reason, out)?;
        if self.said.len() < FRAGMENTS_MAX {
            self.said.insert((ix, print), out.get(start..).unwrap_or_default().into());
        }
        Ok(())
    }

    fn say(&self, ix: CriterionIx, truth: Truth, reason: &Reason<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(criterion) = self.classify.intake.pack.criterion_at(ix) else { return Ok(()) };
        let explainer = self.classify.explainer();
        let json = CriterionJson {
            id: &criterion.id,
            outcome: truth.key(),
            article: &criterion.article,
            explanation: explainer.say(reason),
            missing: explainer.missing(reason),
            would_change: explainer.would_change(reason),
        };
        serde_json::to_writer(out, &json).map_err(io::Error::from)
    }
}
