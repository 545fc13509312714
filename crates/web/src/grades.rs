//! Words of the criteria room in words of the pages room.

use criteria::Truth;
use domain::units::Version;
use pages::grade::{Grade, Outcome};

/// The result that an id names; ids of a province's own pack that we cannot draw are shown as undetermined.
pub fn grade(id: &str) -> Grade {
    Grade::from_id(id).unwrap_or(Grade::Undetermined)
}

/// An outcome.
pub const fn outcome(truth: Truth) -> Outcome {
    match truth {
        Truth::Met => Outcome::Met,
        Truth::NotMet => Outcome::NotMet,
        Truth::Undetermined => Outcome::Undetermined,
    }
}

/// Type and name with a capital, as a heading: `Xã Mường Lát`.
pub fn heading(version: &Version) -> String {
    pages::format::sentence(&version.full_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_result_can_be_drawn() {
        let packs = criteria::shipped().expect("shipped packs are sound");
        for class in packs.iter().flat_map(|pack| &pack.classes) {
            assert_eq!(grade(&class.id).id(), class.id);
        }
        assert_eq!(grade(criteria::UNDETERMINED), Grade::Undetermined);
    }
}
