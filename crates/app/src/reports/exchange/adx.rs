//! Figures as Aggregate Data Exchange (IHE QRPH ADX): a group for each unit, a `dataValue` for each figure.

use std::fmt::Write as _;

use programme::indicators::{address, addressed};
use programme::reports::{DataValue, Exchanged, periods_of};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use super::{Read, unreadable};
use crate::reports::{ReportFault, Unread};

const NAMESPACE: &str = "urn:ihe:qrph:adx:2015";
/// The attribute of a group that names what is there and not told.
const WITHHELD: &str = "giu-kin";

/// The period as the other side has it; ours and its days are attributes of the group, as further dimensions are. A
/// group of people is an attribute of the value. What is not told is named by the group: a value has to be a number.
pub(super) fn write(values: &Exchanged, form: &str) -> Vec<u8> {
    let duration =
        periods_of(&values.period).map_or_else(|| format!("{}/P1D", values.window.from), |(_, duration)| duration);
    let days = format!("{}/{}", values.window.from, values.window.to);
    let mut units: Vec<&str> = values.values.iter().map(|value| value.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<adx xmlns=\"{NAMESPACE}\">\n");
    for unit in units {
        let own = || values.values.iter().filter(|value| value.unit == unit);
        let kept: Vec<&str> = own().filter(|value| value.withheld).map(|value| value.indicator.as_str()).collect();
        let kept = if kept.is_empty() { String::new() } else { format!(" {WITHHELD}=\"{}\"", escape(kept.join(" "))) };
        // a text of memory takes whatever is written to it
        let _ = writeln!(
            text,
            "  <group orgUnit=\"{}\" period=\"{duration}\" dataSet=\"{}\" ky=\"{}\" ngay=\"{days}\"{kept}>",
            escape(unit),
            escape(form),
            escape(values.period.as_str()),
        );
        for value in own().filter(|value| !value.withheld) {
            let (element, group) = address(&value.indicator);
            let group =
                group.map_or_else(String::new, |(name, group)| format!(" {}=\"{}\"", escape(name), escape(group)));
            let (element, value) = (escape(element), escape(value.value.as_str()));
            let _ = writeln!(text, "    <dataValue dataElement=\"{element}\" value=\"{value}\"{group}/>");
        }
        text.push_str("  </group>\n");
    }
    text.push_str("</adx>\n");
    text.into_bytes()
}

/// Reads groups and values. A document type is refused: it could name things outside or unfold without end.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Read>, ReportFault> {
    let mut reader = Reader::from_reader(bytes);
    let mut found: Vec<Read> = Vec::new();
    let mut group: Option<(String, String)> = None;
    let mut began = false;
    loop {
        let place = reader.buffer_position();
        let event = reader.read_event().map_err(|_| unreadable(place, Unread::NotOf("adx")))?;
        match event {
            Event::DocType(_) => return Err(unreadable(place, Unread::NotOf("adx"))),
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "adx" => began = true,
                "group" => {
                    let (unit, period) = (attribute(&element, "orgUnit", place)?, attribute(&element, "ky", place)?);
                    for indicator in attribute(&element, WITHHELD, place)?.split_whitespace() {
                        let value = DataValue {
                            indicator: indicator.to_owned(),
                            unit: unit.clone(),
                            period: period.clone(),
                            value: String::new(),
                            withheld: true,
                        };
                        found.push(Read { place: format!("{WITHHELD} {}", found.len().saturating_add(1)), value });
                    }
                    group = Some((unit, period));
                }
                "dataValue" => {
                    let Some((unit, period)) = &group else {
                        return Err(unreadable(place, Unread::Lacks("group".to_owned())));
                    };
                    let value = DataValue {
                        indicator: indicator_of(&element, place)?,
                        unit: unit.clone(),
                        period: period.clone(),
                        value: attribute(&element, "value", place)?,
                        withheld: false,
                    };
                    found.push(Read { place: format!("dataValue {}", found.len().saturating_add(1)), value });
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "group" => group = None,
            Event::Eof => break,
            _ => {}
        }
    }
    if began { Ok(found) } else { Err(unreadable(1, Unread::Lacks("adx".to_owned()))) }
}

/// The indicator, and which group of it: every further attribute tells people apart.
fn indicator_of(element: &BytesStart<'_>, place: u64) -> Result<String, ReportFault> {
    let mut indicator = attribute(element, "dataElement", place)?;
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| unreadable(place, Unread::NotOf("adx")))?;
        let name = attribute.key.local_name();
        if matches!(name.as_ref(), "dataElement" | "value" | "xmlns") || attribute.key.as_ref().starts_with("xmlns:") {
            continue;
        }
        let group =
            quick_xml::escape::unescape(&attribute.value).map_err(|_| unreadable(place, Unread::NotOf("adx")))?;
        indicator = addressed(&indicator, Some((name.as_ref(), &group)));
    }
    Ok(indicator)
}

/// An attribute; empty where it is not there, which no value fits.
fn attribute(element: &BytesStart<'_>, name: &str, place: u64) -> Result<String, ReportFault> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| unreadable(place, Unread::NotOf("adx")))?;
        if attribute.key.local_name().as_ref() == name {
            let text =
                quick_xml::escape::unescape(&attribute.value).map_err(|_| unreadable(place, Unread::NotOf("adx")))?;
            return Ok(text.into_owned());
        }
    }
    Ok(String::new())
}
