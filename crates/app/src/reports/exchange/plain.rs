//! Figures as JSON of DHIS2, as CSV and as JSON of our own.

use std::fmt::Display;

use programme::reports::{DataValue, Exchanged, periods_of};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Read;
use crate::problem::Problem;
use crate::reports::ReportFault;

/// The name of our own JSON.
const SCHEMA: &str = "anlanh-exchange/1";
/// The names of the columns.
const COLUMNS: [&str; 6] = ["indicator", "unit", "period", "from", "to", "value"];

fn unreadable(place: &dyn Display, why: &dyn Display) -> ReportFault {
    ReportFault::Unreadable { place: place.to_string(), why: why.to_string() }
}

/// The period that the other side has, and ours beside it as the attribute of each value.
pub(super) fn write_dhis2(values: &Exchanged, form: &str) -> Result<Vec<u8>, Problem> {
    let period = periods_of(&values.period).map_or_else(|| values.period.clone(), |(period, _)| period);
    let days = format!("{}/{}", values.window.from, values.window.to);
    let one = |value: &DataValue| {
        json!({
            "dataElement": value.indicator,
            "orgUnit": value.unit,
            "period": period,
            "attributeOptionCombo": value.period,
            "value": value.value,
            "comment": days,
        })
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
    value: Value,
}

/// Unit and attribute may stand once for the whole set. Without the attribute a value is of other days than ours.
pub(super) fn read_dhis2(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    let set: Dhis2Set = serde_json::from_slice(bytes).map_err(|fault| unreadable(&fault.line(), &fault))?;
    let one = |(index, value): (usize, Dhis2Value)| {
        let text = match value.value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            other => other.to_string(),
        };
        let own = |own: Option<String>, of_set: &Option<String>| own.or_else(|| of_set.clone()).unwrap_or_default();
        Read {
            place: format!("dataValues[{index}]"),
            value: DataValue {
                indicator: value.data_element,
                unit: own(value.org_unit, &set.org_unit),
                period: own(value.attribute_option_combo, &set.attribute_option_combo),
                value: text,
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
        let row = [&value.indicator, &value.unit, &value.period, &from, &to, &value.value];
        writer.write_record(row).map_err(Problem::fault)?;
    }
    writer.into_inner().map_err(|fault| Problem::fault(std::io::Error::other(fault.to_string())))
}

#[derive(Deserialize)]
struct Row {
    indicator: String,
    unit: String,
    period: String,
    value: String,
}

pub(super) fn read_csv(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    // workbooks leave a mark of their encoding in front
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let mut found = Vec::new();
    for (index, row) in reader.deserialize::<Row>().enumerate() {
        // the first row has the names
        let place = index.saturating_add(2);
        let row = row.map_err(|fault| unreadable(&place, &fault))?;
        let Row { indicator, unit, period, value } = row;
        found.push(Read { place: place.to_string(), value: DataValue { indicator, unit, period, value } });
    }
    Ok(found)
}

pub(super) fn write_json(values: &Exchanged, form: &str) -> Result<Vec<u8>, Problem> {
    let one = |value: &DataValue| json!({ "indicator": value.indicator, "unit": value.unit, "value": value.value });
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
    unit: String,
    value: String,
}

pub(super) fn read_json(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    let own: Own = serde_json::from_slice(bytes).map_err(|fault| unreadable(&fault.line(), &fault))?;
    if own.schema != SCHEMA {
        return Err(unreadable(&"schema", &own.schema));
    }
    let one = |(index, value): (usize, OwnValue)| Read {
        place: format!("values[{index}]"),
        value: DataValue {
            indicator: value.indicator,
            unit: value.unit,
            period: own.period.clone(),
            value: value.value,
        },
    };
    Ok(own.values.into_iter().enumerate().map(one).collect())
}
