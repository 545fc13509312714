//! Why a file of boundaries was refused, and what is worth knowing about an accepted one.

use domain::numbers::show_count;
use texts::Lang;

/// Why a file of boundaries was refused. Nothing of it was kept.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundaryFault {
    /// On what terms the boundaries may be used was not told.
    NoLicence,
    /// More bytes than a simplified file of the country has.
    TooBig {
        /// Bytes.
        actual: usize,
        /// Bytes.
        limit: usize,
    },
    /// More points than can be drawn.
    TooManyPoints {
        /// The most that are taken in.
        limit: usize,
    },
    /// Not JSON, or not of the shape that its first words promise.
    NotJson {
        /// What the reader said, with line and column.
        detail: String,
    },
    /// JSON, but neither a `GeoJSON` `FeatureCollection` nor a `TopoJSON` `Topology`.
    NotBoundaries {
        /// What it says it is.
        found: String,
    },
    /// A feature names an arc that is not in the file.
    NoSuchArc {
        /// The feature.
        feature: String,
    },
    /// Coordinates that are not degrees at all: metres of a national grid.
    NotDegrees {
        /// The feature.
        feature: String,
    },
    /// A point that cannot be in Việt Nam.
    Outside {
        /// The feature.
        feature: String,
        /// Degrees east.
        lon: f64,
        /// Degrees north.
        lat: f64,
    },
    /// Most of the file is not in the register: it shows former units, or something else.
    TooFewMatched {
        /// How many features are units.
        matched: usize,
        /// Of how many.
        features: usize,
    },
    /// Hoàng Sa or Trường Sa is not there.
    ArchipelagoMissing {
        /// Its name.
        name: String,
        /// Its code.
        code: &'static str,
    },
}

impl BoundaryFault {
    /// In a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoLicence => lang.boundaries_no_licence().to_owned(),
            Self::TooBig { actual, limit } => lang.boundaries_too_big(actual >> 20, limit >> 20),
            Self::TooManyPoints { limit } => {
                lang.boundaries_too_many_points(show_count(i64::try_from(*limit).unwrap_or(i64::MAX)))
            }
            Self::NotJson { detail } => lang.boundaries_not_json(detail),
            Self::NotBoundaries { found } => lang.boundaries_not_boundaries(found),
            Self::NoSuchArc { feature } => lang.boundaries_no_such_arc(feature),
            Self::NotDegrees { feature } => lang.boundaries_not_degrees(feature),
            Self::Outside { feature, lon, lat } => {
                lang.boundaries_outside(feature, format!("{lon:.4}"), format!("{lat:.4}"))
            }
            Self::TooFewMatched { matched, features } => lang.boundaries_too_few_matched(matched, features),
            Self::ArchipelagoMissing { name, code } => lang.boundaries_archipelago_missing(name, code),
        }
    }
}

/// A feature that is no unit of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFeature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// Its code, if it has one.
    pub code: String,
    /// Its name, if it has one.
    pub name: String,
}

/// Something accepted that the user should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoundaryWarning {
    /// The code names one unit and the name another; the feature was left out.
    OtherName {
        /// The code.
        code: String,
        /// The name in the file.
        name: String,
        /// The name in the register.
        is: String,
    },
    /// Found by province and name, for the code was missing or unknown.
    ByName {
        /// The feature.
        feature: String,
        /// The unit's code.
        code: String,
    },
    /// Several features are one unit; their areas were joined.
    Joined {
        /// The unit's code.
        code: String,
        /// How many features.
        features: usize,
    },
    /// A feature without an area: a point, a line, or rings that are smaller than eleven metres.
    NoArea {
        /// The feature.
        feature: String,
    },
}

impl BoundaryWarning {
    /// In a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::OtherName { code, name, is } => lang.boundaries_warn_other_name(code, name, is),
            Self::ByName { feature, code } => lang.boundaries_warn_by_name(feature, code),
            Self::Joined { code, features } => lang.boundaries_warn_joined(features, code),
            Self::NoArea { feature } => lang.boundaries_warn_no_area(feature),
        }
    }
}
