//! How wide words are in the heavy face of Times: rules below words are as long as they or a part of it.

/// Widths of the signs from space to `~` in thousandths of the size, as the makers of the face published them.
const WIDTHS: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
];

/// How wide words are in the heavy face of that size, in twips. Marks above and below a letter take no room.
pub(super) fn bold_twips(text: &str, pt: u8) -> u32 {
    use unicode_normalization::UnicodeNormalization as _;
    let width = |sign: char| -> u32 {
        let known =
            u32::from(sign).checked_sub(32).and_then(|at| usize::try_from(at).ok()).and_then(|at| WIDTHS.get(at));
        match known {
            Some(width) => u32::from(*width),
            None if ('\u{300}'..='\u{36F}').contains(&sign) => 0,
            None if sign.is_uppercase() => 722,
            None => 556,
        }
    };
    text.nfd().map(width).fold(0_u32, u32::saturating_add).saturating_mul(u32::from(pt)) / 50
}

/// The part that a rule takes of the words above it: between a third and a half (Decree 30/2020, Appendix I).
pub(super) const fn part_of(twips: u32) -> u32 {
    twips * 2 / 5
}

/// How high a row of a workbook must be for words that break at a width, in points: a workbook does not find it out for
/// cells that were made one, nor for what another program opens. Words of the heavy face are the widest, so nothing is cut.
pub(super) fn height_pt(text: &str, pt: u8, width_twips: u32) -> f64 {
    // at the edges of a cell some room is lost, and a broken line is seldom full
    let room = (width_twips / 100).saturating_mul(92).max(1);
    let lines: u32 = text.split('\n').map(|line| bold_twips(line, pt).div_ceil(room).max(1)).sum();
    f64::from(lines.min(40)) * f64::from(pt) * 1.28 + 3.0
}
