//! XML of a word processor, written out.

/// Text of one part, so far.
#[derive(Default)]
pub struct Xml(String);

/// A paragraph's shape.
#[derive(Clone, Copy, Default)]
pub struct Shape {
    /// Where its text stands: `left`, `center`, `right`, `both`.
    pub align: &'static str,
    /// First line further in, in twips.
    pub first: u32,
    /// Further in on both sides, in twips.
    pub sides: u32,
    /// Further in at the left, in twips.
    pub left: u32,
    /// Space above, in twips.
    pub before: u32,
    /// Space below, in twips.
    pub after: u32,
    /// A rule along its top edge.
    pub rule: bool,
    /// A tab at so many twips with dots before it.
    pub leader: u32,
    /// Stays on the page of what follows.
    pub keep: bool,
    /// Level in the outline, from 1; none for 0.
    pub level: u8,
}

/// How a run looks.
#[derive(Clone, Copy, Default)]
pub struct Look {
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Size in points; the body's where 0.
    pub pt: u8,
    /// A frame around it.
    pub framed: bool,
    /// Its colour in six hexadecimal digits; black where empty.
    pub ink: &'static str,
}

/// A size in the unit of the format.
pub fn half_points(pt: u8) -> u16 {
    u16::from(pt) * 2
}

impl Xml {
    pub fn begin() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    pub fn done(self) -> String {
        self.0
    }

    /// Markup of ours.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Text of anyone's: never markup. Signs that XML cannot hold are left out.
    pub fn text(&mut self, text: &str) {
        for sign in text.chars() {
            match sign {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\u{FFFE}' | '\u{FFFF}' => {}
                sign if sign.is_control() && sign != '\t' => {}
                sign => self.0.push(sign),
            }
        }
    }

    /// A paragraph of that shape.
    pub fn paragraph(&mut self, shape: Shape, inside: impl FnOnce(&mut Self)) {
        self.raw("<w:p><w:pPr>");
        if shape.keep {
            self.raw("<w:keepNext/>");
        }
        if shape.rule {
            self.raw(r#"<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>"#);
        }
        if shape.leader > 0 {
            self.raw(&format!(r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{}"/></w:tabs>"#, shape.leader));
        }
        let line = if shape.rule { r#" w:line="40" w:lineRule="exact""# } else { "" };
        self.raw(&format!(r#"<w:spacing w:before="{}" w:after="{}"{line}/>"#, shape.before, shape.after));
        if shape.first > 0 || shape.sides > 0 || shape.left > 0 {
            let Shape { left, sides, first, .. } = shape;
            self.raw(&format!(r#"<w:ind w:left="{}" w:right="{sides}" w:firstLine="{first}"/>"#, sides + left));
        }
        let align = if shape.align.is_empty() { "left" } else { shape.align };
        self.raw(&format!(r#"<w:jc w:val="{align}"/>"#));
        if shape.level > 0 {
            self.raw(&format!(r#"<w:outlineLvl w:val="{}"/>"#, shape.level - 1));
        }
        self.raw("</w:pPr>");
        inside(self);
        self.raw("</w:p>");
    }

    /// Text in one style. Bold stands on the run: on the paragraph it would shape its mark only.
    pub fn run(&mut self, look: Look, text: &str) {
        self.styled(look, |xml| {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    xml.raw("<w:br/>");
                }
                xml.raw(r#"<w:t xml:space="preserve">"#);
                xml.text(line);
                xml.raw("</w:t>");
            }
        });
    }

    /// A tab, which brings its dots.
    pub fn tab(&mut self, look: Look) {
        self.styled(look, |xml| xml.raw("<w:tab/>"));
    }

    fn styled(&mut self, look: Look, inside: impl FnOnce(&mut Self)) {
        self.raw("<w:r><w:rPr>");
        if look.bold {
            self.raw("<w:b/><w:bCs/>");
        }
        if look.italic {
            self.raw("<w:i/><w:iCs/>");
        }
        if !look.ink.is_empty() {
            self.raw(&format!(r#"<w:color w:val="{}"/>"#, look.ink));
        }
        if look.pt > 0 {
            let size = half_points(look.pt);
            self.raw(&format!(r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#));
        }
        if look.framed {
            self.raw(r#"<w:bdr w:val="single" w:sz="6" w:space="0" w:color="000000"/>"#);
        }
        self.raw("</w:rPr>");
        inside(self);
        self.raw("</w:r>");
    }
}
