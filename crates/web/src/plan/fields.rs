//! The fields of each act on a plan, and what was typed into them.

use app::App;
use domain::units::UnitId;
use jiff::civil::Date;
use pages::work_form::{Group, Input, InputKind};
use programme::plans::{
    Amendment, Among, Baseline, Counted, Direction, Document, Draft, Kind, Level, Mark, Metric, Phase, Plan, PlanAct,
    Point, Roadmap, Source, Statement, Target,
};
use texts::Lang;

use super::{refusals, words};
use crate::sent::{Sent, hinted, required};

/// What a form of a plan is filled in and read by.
pub struct Fields<'a> {
    pub app: &'a App,
    pub lang: Lang,
    /// The unit of the plan.
    pub unit: UnitId,
    /// The plan; none while it is begun.
    pub plan: Option<&'a Plan>,
}

/// Choices of how a target of one's own is measured.
const METRICS: [&str; 9] = [
    "stated",
    "drug_free",
    "files_a",
    "files_b",
    "files_c",
    "files_filed",
    "files_helped",
    "files_addicts",
    "files_users",
];
/// What is sent where the program is to count a baseline by files.
pub const BY_FILES: &str = "files";
/// Choices of a baseline.
const BASELINES: [&str; 3] = ["none", "registration", "year_before"];
/// Changes that an amending document makes without fields of their own.
const CHANGES: [&str; 3] = ["trajectory", "drop", "end"];

impl Fields<'_> {
    /// The fields of an act, with what was typed.
    pub fn groups(&self, act: &str, sent: &Sent) -> Vec<Group> {
        let lang = self.lang;
        let of = |inputs: Vec<Input>| Group { title: String::new(), inputs };
        let paper = Group { title: lang.plan_document().to_owned(), inputs: self.paper(sent, true) };
        let in_force = self.plan.is_some_and(|plan| plan.phase == Phase::InForce);
        let mut groups = match act {
            "add_target" => vec![of(self.target(sent))],
            "set_trajectory" => vec![of(vec![self.which(sent), self.points(sent)])],
            "drop_target" => vec![of(vec![self.which(sent)])],
            "set_roadmap" => vec![of(self.roadmap(sent))],
            "state" | "set_baseline" => vec![of(self.counted(act, sent))],
            "amend" => vec![of(self.change(sent))],
            "issue" => vec![paper.clone()],
            "end" => {
                let reason = required(sent.input(InputKind::Area, "ly-do", lang.plan_field_reason()));
                let mut paper = self.paper(sent, false);
                if let Some(first) = paper.first_mut() {
                    lang.plan_field_end_document_hint().clone_into(&mut first.hint);
                }
                vec![of(vec![reason]), Group { title: lang.plan_document().to_owned(), inputs: paper }]
            }
            _ => Vec::new(),
        };
        if act == "amend" || (in_force && matches!(act, "add_target" | "set_roadmap")) {
            groups.insert(0, paper);
        }
        groups
    }

    /// What was typed, as an act; otherwise a sentence.
    pub fn read(&self, act: &str, sent: &Sent) -> Result<PlanAct, String> {
        let in_force = self.plan.is_some_and(|plan| plan.phase == Phase::InForce);
        match act {
            "add_target" => {
                let target = self.read_target(sent)?;
                if in_force {
                    return self.amended(sent, Amendment::AddTarget { target });
                }
                Ok(PlanAct::AddTarget { target })
            }
            "set_roadmap" => {
                let roadmap = self.read_roadmap(sent)?;
                if in_force {
                    return self.amended(sent, Amendment::SetRoadmap { roadmap });
                }
                Ok(PlanAct::SetRoadmap { roadmap })
            }
            "set_trajectory" => Ok(PlanAct::SetTrajectory { target: sent.get("ct"), points: self.read_points(sent)? }),
            "drop_target" => Ok(PlanAct::DropTarget { target: sent.get("ct") }),
            "issue" => Ok(PlanAct::Issue { document: self.read_paper(sent)? }),
            "state" => {
                let statement = Statement { target: sent.get("ct"), counted: self.read_counted(sent)? };
                Ok(PlanAct::State { statement })
            }
            "set_baseline" => Ok(PlanAct::SetBaseline { target: sent.get("ct"), counted: self.read_counted(sent)? }),
            "amend" => self.amended(sent, self.read_change(sent)?),
            "end" => {
                let has_paper = ["so", "ngay-ky", "co-quan", "chuc-vu"].iter().any(|key| !sent.get(key).is_empty());
                let document = if has_paper { Some(self.read_paper(sent)?) } else { None };
                Ok(PlanAct::End { reason: sent.get("ly-do"), document })
            }
            _ => Err(self.lang.plan_no_change().to_owned()),
        }
    }

    fn amended(&self, sent: &Sent, change: Amendment) -> Result<PlanAct, String> {
        Ok(PlanAct::Amend { document: self.read_paper(sent)?, changes: vec![change] })
    }

    /// The head of a plan that is begun.
    pub fn head(&self, sent: &Sent) -> Vec<Input> {
        let lang = self.lang;
        let kinds: Vec<_> = Kind::ALL.map(|kind| (kind.key().to_owned(), words::kind(lang, kind).to_owned())).to_vec();
        vec![
            required(sent.choice("loai", lang.plan_kind(), &kinds)),
            hinted(required(sent.input(InputKind::Line, "ten", lang.plan_field_title())), lang.plan_field_title_hint()),
            required(sent.input(InputKind::Line, "co-quan-ra", lang.plan_issuer())),
            hinted(sent.input(InputKind::Area, "can-cu", lang.plan_basis()), lang.plan_field_basis_hint()),
            required(sent.input(InputKind::Date, "tu-ngay", lang.plan_field_from())),
            required(sent.input(InputKind::Date, "den-ngay", lang.plan_field_to())),
            hinted(sent.input(InputKind::Line, "thay-cho", lang.plan_supersedes()), lang.plan_field_supersedes_hint()),
        ]
    }

    /// The head that was typed.
    pub fn read_head(&self, sent: &Sent) -> Result<Draft, String> {
        let lang = self.lang;
        let kind = Kind::from_key(&sent.get("loai")).ok_or_else(|| lang.plan_fault_choice(lang.plan_kind()))?;
        Ok(Draft {
            kind,
            title: sent.get("ten"),
            issuer: sent.get("co-quan-ra"),
            basis: sent.lines("can-cu"),
            from: sent.some_day(lang, "tu-ngay", lang.plan_field_from())?,
            to: sent.some_day(lang, "den-ngay", lang.plan_field_to())?,
            supersedes: Some(sent.get("thay-cho")).filter(|number| !number.is_empty()),
        })
    }

    fn which(&self, sent: &Sent) -> Input {
        let targets = self.plan.map(|plan| plan.targets.as_slice()).unwrap_or_default();
        let options: Vec<_> = targets.iter().map(|target| (target.id.clone(), target.statement.clone())).collect();
        required(sent.choice("ct", self.lang.plan_target(), &options))
    }

    fn points(&self, sent: &Sent) -> Input {
        let lang = self.lang;
        hinted(required(sent.input(InputKind::Area, "muc", lang.plan_field_points())), lang.plan_field_points_hint())
    }

    fn target(&self, sent: &Sent) -> Vec<Input> {
        let lang = self.lang;
        let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
        };
        let directions: Vec<_> =
            Direction::ALL.map(|way| (way.key().to_owned(), words::direction(lang, way).to_owned())).to_vec();
        let metrics = pairs(&METRICS.map(|key| (key, self.metric_word(key))));
        let baselines = pairs(&BASELINES.map(|key| (key, self.baseline_word(key))));
        let among = [("all", Among::All), ("keep", Among::Keep), ("convert", Among::Convert)];
        let among = pairs(&among.map(|(key, of)| (key, words::among(lang, of))));
        vec![
            hinted(
                required(sent.input(InputKind::Line, "ten-ngan", lang.plan_field_target_id())),
                lang.plan_field_target_id_hint(),
            ),
            required(sent.input(InputKind::Area, "chi-tieu", lang.plan_field_statement())),
            required(sent.choice("do", lang.plan_field_metric(), &metrics)),
            sent.input(InputKind::Line, "dem", lang.plan_field_metric_name()),
            sent.input(InputKind::Line, "tren", lang.plan_field_metric_of()),
            required(sent.choice("chieu", lang.plan_direction(), &directions)),
            required(sent.choice("goc", lang.plan_field_baseline(), &baselines)),
            self.points(sent),
            required(sent.input(InputKind::Line, "chu-tri", lang.plan_owner())),
            required(sent.choice("ap-dung", lang.plan_among(), &among)),
            hinted(
                required(sent.input(InputKind::Line, "viet-o", lang.plan_field_citation())),
                lang.plan_field_citation_hint(),
            ),
        ]
    }

    const fn metric_word(&self, key: &str) -> &'static str {
        match key.as_bytes() {
            b"drug_free" => self.lang.plan_field_metric_drug_free(),
            b"files_a" => self.lang.plan_field_metric_files_a(),
            b"files_b" => self.lang.plan_field_metric_files_b(),
            b"files_c" => self.lang.plan_field_metric_files_c(),
            b"files_filed" => self.lang.plan_field_metric_files_filed(),
            b"files_helped" => self.lang.plan_field_metric_files_helped(),
            b"files_addicts" => self.lang.plan_field_metric_files_addicts(),
            b"files_users" => self.lang.plan_field_metric_files_users(),
            _ => self.lang.plan_field_metric_stated(),
        }
    }

    const fn baseline_word(&self, key: &str) -> &'static str {
        match key.as_bytes() {
            b"registration" => self.lang.plan_field_baseline_registration(),
            b"year_before" => self.lang.plan_field_baseline_year_before(),
            _ => self.lang.plan_field_baseline_none(),
        }
    }

    fn read_target(&self, sent: &Sent) -> Result<Target, String> {
        let lang = self.lang;
        let choice = |label: &str| lang.plan_fault_choice(label);
        let files = |part: &str, whole: &str| Metric::Files { part: part.to_owned(), whole: Some(whole.to_owned()) };
        let metric = match sent.get("do").as_str() {
            "drug_free" => Metric::DrugFree,
            "files_a" => files("a2_in_form", "a_cohort"),
            "files_b" => files("b_tested", "b_grounds"),
            "files_c" => files("c1_filed", "c_due"),
            "files_filed" => files("a1_filed+u_filed", "a_cohort+u_found"),
            "files_helped" => files("a1_helped+u_helped", "a1_filed+u_filed"),
            "files_addicts" => Metric::Files { part: "addicts".to_owned(), whole: None },
            "files_users" => Metric::Files { part: "users".to_owned(), whole: None },
            "stated" => {
                Metric::Stated { name: sent.get("dem"), of: Some(sent.get("tren")).filter(|whole| !whole.is_empty()) }
            }
            _ => return Err(choice(lang.plan_field_metric())),
        };
        let baseline = match sent.get("goc").as_str() {
            "none" | "" => None,
            "registration" => Some(Baseline::Registration),
            "year_before" => Some(Baseline::YearBefore),
            _ => return Err(choice(lang.plan_field_baseline())),
        };
        let among = match sent.get("ap-dung").as_str() {
            "all" | "" => Among::All,
            "keep" => Among::Keep,
            "convert" => Among::Convert,
            _ => return Err(choice(lang.plan_among())),
        };
        Ok(Target {
            id: sent.get("ten-ngan"),
            statement: sent.get("chi-tieu"),
            metric,
            direction: Direction::from_key(&sent.get("chieu")).ok_or_else(|| choice(lang.plan_direction()))?,
            baseline,
            whole: None,
            points: self.read_points(sent)?,
            owner: sent.get("chu-tri"),
            among,
            // whoever writes a plan has its text before them
            source: Source { citation: sent.get("viet-o"), evidence: Mark::V, owner: None },
            inherited: None,
        })
    }

    fn read_points(&self, sent: &Sent) -> Result<Vec<Point>, String> {
        let lines = sent.lines("muc");
        let read = |(at, text): (usize, &String)| {
            point(text).ok_or_else(|| self.lang.plan_fault_point(at.saturating_add(1), text))
        };
        lines.iter().enumerate().map(read).collect()
    }

    fn roadmap(&self, sent: &Sent) -> Vec<Input> {
        let lang = self.lang;
        let codes =
            |name: &str, label: &str| hinted(sent.input(InputKind::Area, name, label), lang.plan_field_codes_hint());
        vec![
            required(sent.input(InputKind::Number, "nam-lo-trinh", lang.plan_field_year())),
            required(sent.input(InputKind::Date, "ban-do", lang.plan_field_map_on())),
            codes("giu", lang.plan_field_keep()),
            codes("chuyen", lang.plan_field_convert()),
            required(sent.input(InputKind::Line, "xac-nhan", lang.plan_field_confirms())),
        ]
    }

    fn read_roadmap(&self, sent: &Sent) -> Result<Roadmap, String> {
        let lang = self.lang;
        let map_on = sent.some_day(lang, "ban-do", lang.plan_field_map_on())?;
        let places = |key: &str| {
            let codes: Vec<String> = sent
                .typed(key)
                .split(|sign: char| sign == ',' || sign == ';' || sign.is_whitespace())
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect();
            self.app.named_places(self.unit, &codes, map_on).map_err(|bad| refusals::place(lang, &bad))
        };
        Ok(Roadmap {
            year: self.number(sent, "nam-lo-trinh", lang.plan_field_year())?,
            map_on,
            units: self.app.communes_in(self.unit, map_on),
            keep: places("giu")?,
            convert: places("chuyen")?,
            confirms: sent.get("xac-nhan"),
        })
    }

    fn number<N: std::str::FromStr>(&self, sent: &Sent, key: &str, label: &str) -> Result<N, String> {
        let typed = sent.get(key);
        typed.parse().map_err(|_| self.lang.plan_fault_number(label, &typed))
    }

    fn counted(&self, act: &str, sent: &Sent) -> Vec<Input> {
        let lang = self.lang;
        let part = sent.input(InputKind::Number, "so-dem", lang.plan_field_part());
        let source =
            hinted(sent.input(InputKind::Line, "nguon", lang.plan_field_source()), lang.plan_field_source_hint());
        let on = required(sent.input(InputKind::Date, "den", lang.plan_field_as_of()));
        let whole =
            hinted(sent.input(InputKind::Number, "tong", lang.plan_field_whole()), lang.plan_field_whole_hint());
        if act == "set_baseline" && self.plan.is_some_and(|plan| plan.targets.iter().any(counts_by_files)) {
            let ways = [("typed", lang.plan_field_way_typed()), (BY_FILES, lang.plan_field_way_files())];
            let ways = ways.map(|(key, text)| (key.to_owned(), text.to_owned()));
            let way = hinted(required(sent.choice("cach", lang.plan_field_way(), &ways)), lang.plan_field_way_hint());
            return vec![self.which(sent), way, on, part, whole, source];
        }
        vec![self.which(sent), required(part), whole, on, required(source)]
    }

    fn read_counted(&self, sent: &Sent) -> Result<Counted, String> {
        let lang = self.lang;
        let whole = if sent.get("tong").is_empty() {
            None
        } else {
            Some(self.number(sent, "tong", lang.plan_field_whole())?)
        };
        Ok(Counted {
            on: sent.some_day(lang, "den", lang.plan_field_as_of())?,
            part: self.number(sent, "so-dem", lang.plan_field_part())?,
            whole,
            source: sent.get("nguon"),
        })
    }

    fn paper(&self, sent: &Sent, needed: bool) -> Vec<Input> {
        let lang = self.lang;
        let must = |input: Input| if needed { required(input) } else { input };
        vec![
            must(sent.input(InputKind::Line, "so", lang.plan_number())),
            must(sent.input(InputKind::Date, "ngay-ky", lang.plan_date())),
            must(sent.input(InputKind::Line, "co-quan", lang.plan_issuer())),
            must(sent.input(InputKind::Line, "chuc-vu", lang.plan_signer())),
        ]
    }

    fn read_paper(&self, sent: &Sent) -> Result<Document, String> {
        Ok(Document {
            number: sent.get("so"),
            date: sent.some_day(self.lang, "ngay-ky", self.lang.plan_date())?,
            issuer: sent.get("co-quan"),
            signer: sent.get("chuc-vu"),
        })
    }

    fn change(&self, sent: &Sent) -> Vec<Input> {
        let lang = self.lang;
        let word = |key: &str| match key {
            "trajectory" => lang.plan_field_change_trajectory(),
            "drop" => lang.plan_field_change_drop(),
            _ => lang.plan_field_change_end(),
        };
        let changes = CHANGES.map(|key| (key.to_owned(), word(key).to_owned()));
        let optional = |input: Input| Input { required: false, ..input };
        vec![
            hinted(required(sent.choice("sua", lang.plan_field_change(), &changes)), lang.plan_field_change_hint()),
            optional(self.which(sent)),
            optional(self.points(sent)),
            sent.input(InputKind::Date, "den-ngay", lang.plan_field_to()),
        ]
    }

    fn read_change(&self, sent: &Sent) -> Result<Amendment, String> {
        let lang = self.lang;
        match sent.get("sua").as_str() {
            "trajectory" => Ok(Amendment::SetTrajectory { target: sent.get("ct"), points: self.read_points(sent)? }),
            "drop" => Ok(Amendment::DropTarget { target: sent.get("ct") }),
            "end" => Ok(Amendment::SetEnd { to: sent.some_day(lang, "den-ngay", lang.plan_field_to())? }),
            _ => Err(lang.plan_fault_choice(lang.plan_field_change())),
        }
    }
}

/// Whether files give the number that a target was held against at registration.
pub fn counts_by_files(target: &Target) -> bool {
    target.baseline == Some(Baseline::Registration) && matches!(target.metric, Metric::Files { whole: None, .. })
}

/// A line of the levels: `14/12/2026`, `14/12/2026 20%`, `31/12/2026 11`, `2026-12-14 +15%/năm`.
fn point(line: &str) -> Option<Point> {
    let (day, level) = line.split_once(' ').unwrap_or((line, ""));
    let by: Date = crate::days::read(day)?;
    let level: String = level.chars().filter(|sign| !sign.is_whitespace()).collect();
    if level.is_empty() {
        return Some(Point { by, level: None });
    }
    let level = match level.split_once('%') {
        None => Level::Count { count: level.parse().ok()? },
        Some((percent, "")) => Level::Share { rate: rate(percent)? },
        Some((percent, "/năm" | "/nam" | "/year")) => Level::PointsYearly { rate: rate(percent.strip_prefix('+')?)? },
        Some(_) => return None,
    };
    Some(Point { by, level: Some(level) })
}

/// Percent with up to two decimals, in hundredths.
fn rate(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_people_write_them() {
        let level = |text: &str| point(text).and_then(|point| point.level);
        assert_eq!(level("2026-12-14 20%"), Some(Level::Share { rate: 2_000 }));
        assert_eq!(level("2026-12-14 12,5 %"), Some(Level::Share { rate: 1_250 }));
        assert_eq!(level("2026-12-31 11"), Some(Level::Count { count: 11 }));
        assert_eq!(level("31/12/2026 11"), Some(Level::Count { count: 11 }));
        assert_eq!(level("2026-12-14 +15%/năm"), Some(Level::PointsYearly { rate: 1_500 }));
        assert_eq!(point("2026-12-14").map(|point| point.level), Some(None));
        for bad in [
            "",
            "20%",
            "2026-13-01 5",
            "2026-12-14 15%/năm",
            "2026-12-14 1,255%",
            "2026-12-14 năm mươi",
            "2026-12-14 %",
        ] {
            assert_eq!(point(bad), None, "{bad}");
        }
    }
}
