//! Features with their areas, from either way of writing.

use super::fault::BoundaryFault;
use super::json::{Arcs, Coordinates, File, Geometry, POINTS_MAX, Properties, Scalar, Transform};
use super::outline::{Outline, PER_DEGREE};
use super::tags::Tags;

/// Degrees in which Việt Nam lies, islands and sea included.
const EAST: std::ops::RangeInclusive<f64> = 100.0..=118.0;
const NORTH: std::ops::RangeInclusive<f64> = 6.0..=25.0;

/// One feature: what it says it is, and its area on the grid.
#[derive(Debug)]
pub(super) struct Area {
    /// Its place in the file, from 1.
    pub number: usize,
    pub tags: Tags,
    pub outline: Outline,
}

/// Every feature of a file, or why one of them cannot be true.
pub(super) fn areas(file: File) -> Result<Vec<Area>, BoundaryFault> {
    let lines = file.arcs.map(|arcs| Lines::new(&arcs, file.transform.as_ref())).unwrap_or_default();
    let mut desk = Desk { lines, points: 0, areas: Vec::new() };
    for feature in file.features.into_iter().flatten() {
        desk.take(feature.id.as_ref(), feature.properties, &feature.geometry.unwrap_or_default())?;
    }
    for layer in file.objects.into_iter().flatten().map(|(_, layer)| layer) {
        desk.layer(layer)?;
    }
    Ok(desk.areas)
}

/// The arcs of a topology as degrees.
#[derive(Debug, Default)]
struct Lines(Vec<Vec<(f64, f64)>>);

impl Lines {
    fn new(arcs: &Coordinates, transform: Option<&Transform>) -> Self {
        let Coordinates::List(arcs) = arcs else { return Self::default() };
        Self(arcs.iter().map(|arc| line(arc, transform)).collect())
    }
}

/// Positions of a line; with a transform each is told by its steps from the one before.
fn line(arc: &Coordinates, transform: Option<&Transform>) -> Vec<(f64, f64)> {
    let positions = positions(arc);
    let Some(Transform { scale, translate }) = transform else { return positions };
    let mut sum = (0.0, 0.0);
    let placed = positions.into_iter().map(|(x, y)| {
        sum = (sum.0 + x, sum.1 + y);
        (sum.0 * scale.0 + translate.0, sum.1 * scale.1 + translate.1)
    });
    placed.collect()
}

fn positions(line: &Coordinates) -> Vec<(f64, f64)> {
    let Coordinates::List(list) = line else { return Vec::new() };
    let position = |c: &Coordinates| match c {
        Coordinates::Position(lon, lat) => Some((*lon, *lat)),
        _ => None,
    };
    list.iter().filter_map(position).collect()
}

/// The file being read.
struct Desk {
    lines: Lines,
    /// Points so far. Arcs can be named again and again, so a small file can be a large area.
    points: usize,
    areas: Vec<Area>,
}

impl Desk {
    /// A layer of a topology: a collection of features, or one of them.
    fn layer(&mut self, mut layer: Geometry) -> Result<(), BoundaryFault> {
        let collection = layer.kind.as_deref() == Some("GeometryCollection");
        match layer.geometries.take() {
            Some(members) if collection => members.into_iter().try_for_each(|member| self.layer_member(member)),
            _ => self.layer_member(layer),
        }
    }

    fn layer_member(&mut self, mut member: Geometry) -> Result<(), BoundaryFault> {
        let (id, properties) = (member.id.take(), member.properties.take());
        self.take(id.as_ref(), properties, &member)
    }

    fn take(
        &mut self,
        id: Option<&Scalar>,
        properties: Option<Properties>,
        geometry: &Geometry,
    ) -> Result<(), BoundaryFault> {
        let number = self.areas.len() + 1;
        let tags = Tags::read(number, id, properties.unwrap_or_default());
        let mut outline = Outline::default();
        self.geometry(geometry, &tags, &mut outline)?;
        self.areas.push(Area { number, tags, outline });
        Ok(())
    }

    fn geometry(&mut self, geometry: &Geometry, tags: &Tags, outline: &mut Outline) -> Result<(), BoundaryFault> {
        let many = match geometry.kind.as_deref() {
            Some("Polygon") => false,
            Some("MultiPolygon") => true,
            Some("GeometryCollection") => {
                return geometry
                    .geometries
                    .iter()
                    .flatten()
                    .try_for_each(|member| self.geometry(member, tags, outline));
            }
            _ => return Ok(()),
        };
        if let Some(coordinates) = &geometry.coordinates {
            for polygon in parts(coordinates, many) {
                self.polygon(polygon, tags, outline, |_, ring| Some(positions(ring)))?;
            }
        }
        if let Some(arcs) = &geometry.arcs {
            for polygon in arc_parts(arcs, many) {
                self.polygon(polygon, tags, outline, Self::stitched)?;
            }
        }
        Ok(())
    }

    /// The first ring is the outer one, the others are holes in it.
    fn polygon<R>(
        &mut self,
        rings: &[R],
        tags: &Tags,
        outline: &mut Outline,
        line: impl Fn(&Self, &R) -> Option<Vec<(f64, f64)>>,
    ) -> Result<(), BoundaryFault> {
        for (n, ring) in rings.iter().enumerate() {
            let line = line(self, ring).ok_or_else(|| BoundaryFault::NoSuchArc { feature: tags.label.clone() })?;
            self.points = self.points.saturating_add(line.len());
            if self.points > POINTS_MAX {
                return Err(BoundaryFault::TooManyPoints { limit: POINTS_MAX });
            }
            let corners = line.into_iter().map(|(lon, lat)| corner(lon, lat, tags)).collect::<Result<Vec<_>, _>>()?;
            outline.add(corners, n > 0);
        }
        Ok(())
    }

    /// Arcs end to end; the point where two meet stands in both. No longer than what may still be read.
    fn stitched(&self, ring: &Arcs) -> Option<Vec<(f64, f64)>> {
        let Arcs::List(places) = ring else { return Some(Vec::new()) };
        let mut line = Vec::new();
        for place in places {
            let Arcs::Index(place) = place else { return None };
            let backwards = *place < 0;
            let at = usize::try_from(if backwards { !*place } else { *place }).ok()?;
            let arc = self.lines.0.get(at)?;
            if backwards {
                line.extend(arc.iter().rev());
            } else {
                line.extend(arc);
            }
            if line.len() > POINTS_MAX {
                break;
            }
        }
        Some(line)
    }
}

/// The polygons of a geometry, each as its rings.
fn parts(coordinates: &Coordinates, many: bool) -> Vec<&[Coordinates]> {
    match coordinates {
        Coordinates::List(polygons) if many => polygons.iter().flat_map(|polygon| parts(polygon, false)).collect(),
        Coordinates::List(rings) => vec![rings],
        _ => Vec::new(),
    }
}

fn arc_parts(arcs: &Arcs, many: bool) -> Vec<&[Arcs]> {
    match arcs {
        Arcs::List(polygons) if many => polygons.iter().flat_map(|polygon| arc_parts(polygon, false)).collect(),
        Arcs::List(rings) => vec![rings],
        Arcs::Index(_) => Vec::new(),
    }
}

/// Degrees to the grid, if they can be in Việt Nam.
fn corner(lon: f64, lat: f64, tags: &Tags) -> Result<(i32, i32), BoundaryFault> {
    let feature = || tags.label.clone();
    if !(lon.abs() <= 180.0 && lat.abs() <= 180.0) {
        return Err(BoundaryFault::NotDegrees { feature: feature() });
    }
    if !EAST.contains(&lon) || !NORTH.contains(&lat) {
        return Err(BoundaryFault::Outside { feature: feature(), lon, lat });
    }
    Ok((on_grid(lon), on_grid(lat)))
}

#[expect(clippy::cast_possible_truncation, reason = "at most 118 degrees, a million steps")]
fn on_grid(degrees: f64) -> i32 {
    (degrees * PER_DEGREE).round() as i32
}
