//! Figures as JSON of DHIS2, as CSV and as JSON of our own.

use programme::indicators::{address, addressed};
use programme::reports::{DataValue, Exchanged, periods_of};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Read, SCHEMA, unreadable};
use crate::problem::Problem;
use crate::reports::{ReportFault, Unread};

/// The names of the columns.
const COLUMNS: [&str; 8] = ["indicator", "breakdown", "unit", "period", "from", "to", "value", "withheld"];
/// Those that a file must have.
const NEEDED: [&str; 4] = ["indicator", "unit", "period", "value"];
/// What stands beside a value that is there and is not told.
const WITHHELD: &str = "withheld";

/// The indicator of a value, and the group where it is of one: `sex.female`.
fn parts(value: &DataValue) -> (&str, Option<String>) {
    let (indicator, group) = address(&value.indicator);
    (indicator, group.map(|(breakdown, group)| format!("{breakdown}.{group}")))
}

/// An address from indicator and group; what is no group makes no address that is known.
fn joined(indicator: &str, group: Option<&str>) -> String {
    match group.filter(|group| !group.trim().is_empty() && *group != "default") {
        None => indicator.to_owned(),
        Some(group) => addressed(indicator, Some(group.split_once('.').unwrap_or((group, "")))),
    }
}

/// Where the reader of JSON stopped: line and column.
fn not_json(fault: &serde_json::Error, shape: &'static str) -> ReportFault {
    unreadable(format!("{}:{}", fault.line(), fault.column()), Unread::NotOf(shape))
}

/// Whether it is a whole report, which somebody may take for what is read back.
fn is_report(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Named {
        schema: String,
    }
    serde_json::from_slice(bytes).is_ok_and(|named: Named| named.schema.starts_with("anlanh-report/"))
}

/// The period that the other side has, and ours beside it as the attribute of each value.
pub(super) fn write_dhis2(values: &Exchanged, form: &str) -> Result<Vec<u8>, Problem> {
    let period = periods_of(&values.period).map_or_else(|| values.period.clone(), |(period, _)| period);
    let days = format!("{}/{}", values.window.from, values.window.to);
    let one = |value: &DataValue| {
        let (indicator, group) = parts(value);
        let mut one = json!({
            "dataElement": indicator,
            "orgUnit": value.unit,
            "period": period,
            "attributeOptionCombo": value.period,
            "comment": if value.withheld { format!("{WITHHELD} {days}") } else { days.clone() },
        });
        if let Some(fields) = one.as_object_mut() {
            fields.extend(group.map(|group| ("categoryOptionCombo".to_owned(), json!(group))));
            // a comment without a value is what the other side takes as said and not counted
            fields.extend((!value.withheld).then(|| ("value".to_owned(), json!(value.value))));
        }
        one
    };
    let all: Vec<Value> = values.values.iter().map(one).collect();
    serde_json::to_vec_pretty(&json!({ "dataSet": form, "dataValues": all })).map_err(Problem::fault)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dhis2Set {
    org_unit: Option<String>,
    attribute_option_combo: Option<String>,
    data_values: Vec<Dhis2Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dhis2Value {
    data_element: String,
    org_unit: Option<String>,
    attribute_option_combo: Option<String>,
    category_option_combo: Option<String>,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    comment: String,
}

/// Unit and attribute may stand once for the whole set. Without the attribute a value is of other days than ours.
pub(super) fn read_dhis2(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    if is_report(bytes) {
        return Err(unreadable("schema", Unread::WholeReport));
    }
    let set: Dhis2Set = serde_json::from_slice(bytes).map_err(|fault| not_json(&fault, "dhis2"))?;
    let one = |(index, value): (usize, Dhis2Value)| {
        let withheld = value.value.is_null() && value.comment.starts_with(WITHHELD);
        let text = match value.value {
            Value::Null => String::new(),
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            other => other.to_string(),
        };
        let own = |own: Option<String>, of_set: &Option<String>| own.or_else(|| of_set.clone()).unwrap_or_default();
        Read {
            place: format!("dataValues[{index}]"),
            value: DataValue {
                indicator: joined(&value.data_element, value.category_option_combo.as_deref()),
                unit: own(value.org_unit, &set.org_unit),
                period: own(value.attribute_option_combo, &set.attribute_option_combo),
                value: text,
                withheld,
            },
        }
    };
    Ok(set.data_values.into_iter().enumerate().map(one).collect())
}

pub(super) fn write_csv(values: &Exchanged) -> Result<Vec<u8>, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(Problem::fault)?;
    let (from, to) = (values.window.from.to_string(), values.window.to.to_string());
    for value in &values.values {
        let (indicator, group) = parts(value);
        let withheld = if value.withheld { WITHHELD } else { "" };
        let row = [
            indicator,
            group.as_deref().unwrap_or_default(),
            &value.unit,
            &value.period,
            &from,
            &to,
            &value.value,
            withheld,
        ];
        writer.write_record(row).map_err(Problem::fault)?;
    }
    writer.into_inner().map_err(|fault| Problem::fault(std::io::Error::other(fault.to_string())))
}

#[derive(Deserialize)]
struct Row {
    indicator: String,
    #[serde(default)]
    breakdown: String,
    unit: String,
    period: String,
    value: String,
    #[serde(default)]
    withheld: String,
}

pub(super) fn read_csv(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    // workbooks leave a mark of their encoding in front
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable(1, Unread::NotOf("csv")))?;
    // where a comma stands in numbers, workbooks part columns by semicolons
    let names = text.lines().next().unwrap_or_default();
    let apart = if names.contains(';') && !names.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(apart).from_reader(bytes);
    let given = reader.headers().map_err(|_| unreadable(1, Unread::NotOf("csv")))?;
    if let Some(lacks) = NEEDED.into_iter().find(|needed| !given.iter().any(|name| name == *needed)) {
        return Err(unreadable(1, Unread::Lacks(lacks.to_owned())));
    }
    let mut found = Vec::new();
    for (index, row) in reader.deserialize::<Row>().enumerate() {
        // the first row has the names
        let place = index.saturating_add(2);
        let row = row.map_err(|_| unreadable(place, Unread::NotOf("csv")))?;
        let Row { indicator, breakdown, unit, period, value, withheld } = row;
        let (indicator, withheld) = (joined(&indicator, Some(&breakdown)), withheld.trim() == WITHHELD);
        let value = DataValue { indicator, unit, period, value, withheld };
        found.push(Read { place: place.to_string(), value });
    }
    Ok(found)
}

pub(super) fn write_json(values: &Exchanged, form: &str) -> Result<Vec<u8>, Problem> {
    let one = |value: &DataValue| {
        let (indicator, group) = parts(value);
        let mut one = json!({ "indicator": indicator, "unit": value.unit });
        if let Some(fields) = one.as_object_mut() {
            fields.extend(group.map(|group| ("breakdown".to_owned(), json!(group))));
            fields.extend(value.withheld.then(|| (WITHHELD.to_owned(), json!(true))));
            let said = !value.withheld || !value.value.is_empty();
            fields.extend(said.then(|| ("value".to_owned(), json!(value.value))));
        }
        one
    };
    serde_json::to_vec_pretty(&json!({
        "schema": SCHEMA,
        "form": form,
        "period": values.period,
        "from": values.window.from.to_string(),
        "to": values.window.to.to_string(),
        "values": values.values.iter().map(one).collect::<Vec<_>>(),
    }))
    .map_err(Problem::fault)
}

#[derive(Deserialize)]
struct Own {
    schema: String,
    period: String,
    values: Vec<OwnValue>,
}

#[derive(Deserialize)]
struct OwnValue {
    indicator: String,
    breakdown: Option<String>,
    unit: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    withheld: bool,
}

pub(super) fn read_json(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    if is_report(bytes) {
        return Err(unreadable("schema", Unread::WholeReport));
    }
    let own: Own = serde_json::from_slice(bytes).map_err(|fault| not_json(&fault, "json"))?;
    if own.schema != SCHEMA {
        return Err(unreadable("schema", Unread::Lacks(SCHEMA.to_owned())));
    }
    let one = |(index, value): (usize, OwnValue)| Read {
        place: format!("values[{index}]"),
        value: DataValue {
            indicator: joined(&value.indicator, value.breakdown.as_deref()),
            unit: value.unit,
            period: own.period.clone(),
            value: value.value,
            withheld: value.withheld,
        },
    };
    Ok(own.values.into_iter().enumerate().map(one).collect())
}
