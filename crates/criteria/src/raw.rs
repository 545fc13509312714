//! A pack as it is written in TOML, before it is checked. Unknown keys are refused.

use serde::Deserialize;
use toml::Spanned;

type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPack {
    pub schema: Spanned<u32>,
    pub id: Text,
    pub title: String,
    pub document: String,
    pub issuer: String,
    pub issued: Spanned<toml::value::Datetime>,
    #[serde(default)]
    pub issued_year_only: bool,
    pub effective_from: Spanned<toml::value::Datetime>,
    pub effective_to: Option<Spanned<toml::value::Datetime>>,
    pub subject: String,
    pub citation: Option<Text>,
    pub evidence: Text,
    pub source: Option<String>,
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default = "yes")]
    pub computable: bool,
    pub missing: Option<String>,
    pub window: Option<Spanned<RawWindow>>,
    #[serde(default)]
    pub calendar: Vec<Spanned<RawCalendar>>,
    #[serde(default)]
    pub authority: Vec<Spanned<RawAuthority>>,
    #[serde(default)]
    pub switch: Vec<Spanned<RawSwitch>>,
    #[serde(default)]
    pub input: Vec<Spanned<RawInput>>,
    #[serde(default)]
    pub criterion: Vec<Spanned<RawCriterion>>,
    #[serde(default)]
    pub class: Vec<Spanned<RawClass>>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWindow {
    pub citation: Option<String>,
    pub starts: Text,
    pub ends: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCalendar {
    pub id: Text,
    pub title: String,
    pub actor: String,
    pub due: String,
    pub citation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAuthority {
    pub subject: String,
    pub approves: String,
    pub lists: String,
    pub citation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSwitch {
    pub id: Text,
    pub title: String,
    pub scope: Text,
    pub default: Text,
    pub citation: Option<String>,
    pub why: String,
    pub options: Vec<RawOption>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOption {
    pub id: Text,
    pub title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawInput {
    pub id: Text,
    pub title: String,
    pub definition: String,
    pub kind: Text,
    pub at: Text,
    pub levels: Vec<Text>,
    pub citation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCriterion {
    pub id: Text,
    pub levels: Vec<Text>,
    pub group: Text,
    pub article: Option<String>,
    pub title: String,
    pub note: Option<String>,
    pub rate: Option<RawRate>,
    pub amount: Option<RawAmount>,
    pub any: Option<Vec<RawRule>>,
    pub all: Option<Vec<RawRule>>,
    pub points: Option<RawPoints>,
    pub route: Option<RawRoute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum RawRule {
    Rate(RawRate),
    Amount(RawAmount),
    Any(Vec<RawRule>),
    All(Vec<RawRule>),
    Points(RawPoints),
    Route(RawRoute),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRate {
    pub of: Vec<Text>,
    pub over: Text,
    pub at_least: Option<RawFraction>,
    pub below: Option<RawFraction>,
    pub above_zero: Option<RawAboveZero>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAmount {
    pub of: Text,
    pub at_least: Option<RawQuantity>,
    pub below: Option<RawQuantity>,
    pub above_zero: Option<RawAboveZero>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFraction {
    pub fraction: Text,
    pub printed: String,
    #[serde(rename = "if")]
    pub when: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawQuantity {
    pub quantity: Spanned<i64>,
    pub printed: String,
    #[serde(rename = "if")]
    pub when: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAboveZero {
    pub unless: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPoints {
    pub at_least: Spanned<usize>,
    pub of: Vec<Text>,
    pub also: Option<RawAlso>,
    pub read_as: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAlso {
    pub of: Vec<Text>,
    #[serde(rename = "if")]
    pub when: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRoute {
    pub input: Text,
    pub any_of: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawClass {
    pub id: Text,
    pub level: Text,
    pub citation: Option<String>,
    pub every: Option<Vec<Text>>,
    pub at_least: Option<RawAtLeast>,
    pub together: Option<RawTogether>,
    #[serde(default)]
    pub otherwise: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAtLeast {
    pub count: Spanned<usize>,
    pub of: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTogether {
    pub free: Text,
    pub key: Vec<Text>,
}
