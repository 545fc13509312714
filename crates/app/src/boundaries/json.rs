//! `GeoJSON` and `TopoJSON` as they are written, with only what boundaries need, in bounded memory.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fault::BoundaryFault;

/// A file of the country at 1 % has about one megabyte.
pub(super) const BYTES_MAX: usize = 128 << 20;
/// The whole country unsimplified has seven million.
pub(super) const POINTS_MAX: usize = 3_000_000;
/// A point has two or three numbers and stands in a list: four commas at most.
const COMMAS_MAX: usize = 4 * POINTS_MAX;
/// Two objects a feature, and there are 3,355 units.
const OBJECTS_MAX: usize = 400_000;

/// A whole file.
#[derive(Debug, serde::Deserialize)]
pub(super) struct File {
    #[serde(rename = "type", default)]
    pub kind: String,
    /// `GeoJSON`.
    pub features: Option<Vec<Feature>>,
    /// `TopoJSON`: named layers.
    pub objects: Option<std::collections::BTreeMap<String, Geometry>>,
    /// `TopoJSON`: the lines that geometries are made of.
    pub arcs: Option<Coordinates>,
    /// `TopoJSON`: present when arcs are quantised and told step by step.
    pub transform: Option<Transform>,
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Feature {
    pub id: Option<Scalar>,
    pub properties: Option<Properties>,
    pub geometry: Option<Geometry>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Geometry {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: Option<Scalar>,
    pub properties: Option<Properties>,
    pub coordinates: Option<Coordinates>,
    pub arcs: Option<Arcs>,
    pub geometries: Option<Vec<Geometry>>,
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Transform {
    pub scale: (f64, f64),
    pub translate: (f64, f64),
}

/// Positions in lists of any depth; what a position has beyond longitude and latitude is passed over.
#[derive(Debug, PartialEq)]
pub(super) enum Coordinates {
    Number(f64),
    Position(f64, f64),
    List(Vec<Coordinates>),
}

/// Places of arcs in lists of any depth; `!n` is arc `n` backwards.
#[derive(Debug, PartialEq)]
pub(super) enum Arcs {
    Index(i64),
    List(Vec<Arcs>),
}

/// A text or a number; anything else says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Scalar {
    Text(String),
    Number(String),
    #[default]
    Nothing,
}

/// Properties by key.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Properties(pub HashMap<String, Scalar>);

/// Reads a file, or says why not. What would take more memory than a simplified file needs is refused unread.
pub(super) fn read(bytes: &[u8]) -> Result<File, BoundaryFault> {
    if bytes.len() > BYTES_MAX {
        return Err(BoundaryFault::TooBig { actual: bytes.len(), limit: BYTES_MAX });
    }
    let (commas, objects) =
        bytes.iter().fold((0, 0), |(c, o), b| (c + usize::from(*b == b','), o + usize::from(*b == b'{')));
    if commas > COMMAS_MAX || objects > OBJECTS_MAX {
        return Err(BoundaryFault::TooManyPoints { limit: POINTS_MAX });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let file: File =
        serde_json::from_slice(bytes).map_err(|fault| BoundaryFault::NotJson { detail: fault.to_string() })?;
    let whole = match file.kind.as_str() {
        "FeatureCollection" => file.features.is_some(),
        "Topology" => file.objects.is_some() && file.arcs.is_some(),
        _ => false,
    };
    if whole { Ok(file) } else { Err(BoundaryFault::NotBoundaries { found: file.kind.chars().take(40).collect() }) }
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Coordinates;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("coordinates")
            }

            fn visit_f64<E>(self, number: f64) -> Result<Coordinates, E> {
                Ok(Coordinates::Number(number))
            }

            #[expect(
                clippy::cast_precision_loss,
                reason = "coordinates are far below 2^53; what is not is refused later"
            )]
            fn visit_i64<E>(self, number: i64) -> Result<Coordinates, E> {
                Ok(Coordinates::Number(number as f64))
            }

            #[expect(
                clippy::cast_precision_loss,
                reason = "coordinates are far below 2^53; what is not is refused later"
            )]
            fn visit_u64<E>(self, number: u64) -> Result<Coordinates, E> {
                Ok(Coordinates::Number(number as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Coordinates, A::Error> {
                let mut list = Vec::new();
                match seq.next_element::<Coordinates>()? {
                    None => {}
                    Some(Coordinates::Number(lon)) => {
                        let lat =
                            seq.next_element::<f64>()?.ok_or_else(|| A::Error::custom("a position has two numbers"))?;
                        while seq.next_element::<IgnoredAny>()?.is_some() {}
                        return Ok(Coordinates::Position(lon, lat));
                    }
                    Some(first) => list.push(first),
                }
                while let Some(next) = seq.next_element()? {
                    list.push(next);
                }
                Ok(Coordinates::List(list))
            }
        }
        from.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Arcs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Arcs;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("places of arcs")
            }

            fn visit_i64<E>(self, place: i64) -> Result<Arcs, E> {
                Ok(Arcs::Index(place))
            }

            fn visit_u64<E: Error>(self, place: u64) -> Result<Arcs, E> {
                i64::try_from(place).map(Arcs::Index).map_err(E::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Arcs, A::Error> {
                let mut list = Vec::new();
                while let Some(next) = seq.next_element()? {
                    list.push(next);
                }
                Ok(Arcs::List(list))
            }
        }
        from.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Scalar;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a value")
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }

            // programs that know only one kind of number write a code as `12313.0`
            fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Scalar, E> {
                Ok(Scalar::Nothing)
            }

            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Nothing)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
        }
        from.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        HashMap::deserialize(from).map(Self)
    }
}
