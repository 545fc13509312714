//! An office's own `.docx` as a template: what is refused, what is told, what is filled.

use std::io::{Cursor, Read as _, Write as _};

use documents::paper::{self, Forms, Key, Outside};
use documents::sheet::SheetError;
use documents::template::{Fault, Finding, LayoutFault, Purpose, Refused, Template};
use jiff::civil::date;
use proptest::prelude::*;

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

fn forms() -> Forms {
    paper::shipped().expect("the shipped forms can be read")
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        zip.write_all(text.as_bytes()).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// A document with these paragraphs.
fn docx(paragraphs: &str) -> Vec<u8> {
    with(paragraphs, &[])
}

fn with(paragraphs: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document {W}><w:body>{paragraphs}<w:sectPr/></w:body></w:document>");
    let mut parts = vec![("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("word/document.xml", &document)];
    parts.extend_from_slice(more);
    zipped(&parts)
}

fn runs(texts: &[&str]) -> String {
    let run =
        |text: &&str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r><w:proofErr w:type=\"spellStart\"/>");
    format!("<w:p>{}</w:p>", texts.iter().map(run).collect::<String>())
}

fn outside() -> Outside {
    Outside {
        made_on: date(2027, 1, 5),
        warning: Some("GIẢ ĐỊNH".to_owned()),
        notes: vec!["số 1 trong nhật ký".to_owned()],
    }
}

fn document_of(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    zip.by_name("word/document.xml").expect("its document").read_to_string(&mut text).expect("UTF-8");
    text
}

/// What a template becomes, without its markup.
fn filled(bytes: &[u8]) -> (String, Vec<&'static str>) {
    let template = Template::read(bytes).expect("a template");
    let values = paper::sample().expect("the sample can be read");
    let filled = template.fill(&values, forms().letterhead(), &outside()).expect("it is written");
    Template::read(&filled.docx).expect("what is filled can be read again");
    let mut said = String::new();
    let mut inside = false;
    for sign in document_of(&filled.docx).replace("</w:p>", "\n").chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            sign if !inside => said.push(sign),
            _ => {}
        }
    }
    (said, filled.missing.into_iter().map(Key::key).collect())
}

fn faults(bytes: &[u8], form: Option<&str>) -> Vec<Finding> {
    let found = Template::read(bytes).expect("a template").check(&forms(), form.map_or(Purpose::Any, Purpose::Form));
    found.into_iter().filter(|finding| !finding.fault.is_warning()).collect()
}

#[test]
fn a_placeholder_is_found_however_it_is_parted() {
    let parted = runs(&["Người: {", "{per", "son.na", "me|upper}", "}, sinh ", "{{ person.born }}."]);
    let (said, missing) = filled(&docx(&parted));
    assert_eq!(said, "GIẢ ĐỊNH\nNgười: NGUYỄN THỊ GIẢ ĐỊNH, sinh 05/02/2010.\nsố 1 trong nhật ký\n");
    assert_eq!(missing, Vec::<&str>::new());
    assert_eq!(faults(&docx(&parted), None), []);
}

#[test]
fn paragraphs_within_paragraphs_keep_their_own_texts() {
    let frame = format!(
        "<w:p><w:r><w:t>{{{{unit.</w:t></w:r><w:r><w:txbxContent>{}</w:txbxContent></w:r><w:r><w:t>name}}}}</w:t></w:r></w:p>",
        runs(&["{{person.", "sex}}"])
    );
    let (said, _) = filled(&docx(&frame));
    assert_eq!(said, "GIẢ ĐỊNH\nGiả ĐịnhNữ\n\nsố 1 trong nhật ký\n");
}

#[test]
fn what_is_filled_in_is_never_markup_and_what_is_unknown_leaves_dots() {
    let template = Template::read(&docx(&runs(&["{{person.name}} {{person.phone}}"]))).expect("a template");
    let mut values = paper::Values::default();
    values.set(Key::PersonName, "<w:br/> & {{person.phone}}");
    let filled = template.fill(&values, forms().letterhead(), &outside()).expect("it is written");
    let text = document_of(&filled.docx);
    assert!(text.contains("&lt;w:br/&gt; &amp; {{person.phone}} ……………"), "{text}");
    assert_eq!(filled.missing.into_iter().collect::<Vec<_>>(), [Key::PersonPhone]);
}

#[test]
fn faults_are_named_with_their_paragraph_and_the_nearest_placeholder() {
    let body = runs(&["Đầu"]) + &runs(&["{{person.", "nme}}"]) + &runs(&["{{xyz}} {{person.minor}} {{person.name"]);
    let found = faults(&docx(&body), Some("pl3-08"));
    let at = |paragraph: usize| {
        let here = found.iter().filter(move |one| one.place.as_ref().is_some_and(|place| place.paragraph == paragraph));
        here.map(|one| one.fault.clone()).collect::<Vec<_>>()
    };
    assert_eq!(at(2), [Fault::Unknown { name: "person.nme".to_owned(), nearest: Some("person.name") }]);
    assert_eq!(
        at(3),
        [
            Fault::Unknown { name: "xyz".to_owned(), nearest: None },
            Fault::NotWords("person.minor".to_owned()),
            Fault::NotClosed { after: "person.name".to_owned() }
        ]
    );
    assert!(found.iter().any(|one| one.fault == Fault::Missing(Key::PersonName)), "{found:?}");
    let abolished = docx(&runs(&["Bị áp dụng biện pháp giáo dục ", "tại xã"]));
    let told = faults(&abolished, Some("pl3-08"));
    assert!(told.iter().any(|one| matches!(&one.fault, Fault::Forbidden { .. })), "{told:?}");
}

#[test]
fn whatever_runs_or_fetches_or_embeds_is_refused() {
    let refused = |bytes: &[u8]| Template::read(bytes).expect_err("refused");
    let text = runs(&["{{person.name}}"]);
    let relation = |kind: &str, target: &str, mode: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/></Relationships>"#
        )
    };
    let related = |kind: &str, target: &str, mode: &str| {
        with(&text, &[("word/_rels/document.xml.rels", &relation(kind, target, mode))])
    };
    let macros = refused(&with(&text, &[("word/vbaProject.bin", "x")]));
    assert!(matches!(macros, Refused::Container(SheetError::MacroWorkbook { .. })), "{macros:?}");
    let document = format!("<w:document {W}><w:body/></w:document>");
    let types = TYPES.replace("wordprocessingml.document.main", "macroEnabled.main");
    let renamed =
        refused(&zipped(&[("[Content_Types].xml", &types), ("_rels/.rels", ROOT), ("word/document.xml", &document)]));
    assert!(matches!(renamed, Refused::Container(SheetError::MacroWorkbook { .. })), "{renamed:?}");
    assert!(matches!(refused(&with(&text, &[("word/embeddings/oleObject1.bin", "x")])), Refused::Embedded { .. }));
    let external = r#" TargetMode="External""#;
    for (kind, mode) in
        [("image", external), ("attachedTemplate", external), ("attachedTemplate", ""), ("mailMergeSource", external)]
    {
        let fault = refused(&related(kind, "https://example.invalid/a", mode));
        assert!(
            matches!(&fault, Refused::Remote { target, .. } if target.contains("example.invalid")),
            "{kind}: {fault:?}"
        );
    }
    for kind in ["oleObject", "package", "aFChunk", "subDocument"] {
        assert!(matches!(refused(&related(kind, "a.bin", "")), Refused::Embedded { .. }), "{kind}");
    }
    assert!(Template::read(&related("hyperlink", "https://example.invalid/", external)).is_ok());
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\x</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    assert_eq!(
        refused(&docx(field)),
        Refused::Field { part: "word/document.xml".to_owned(), field: "DDEAUTO".to_owned() }
    );
    let simple = "<w:p><w:fldSimple w:instr=\"includepicture x\"/></w:p>";
    assert!(matches!(refused(&docx(simple)), Refused::Field { .. }));
    // another prefix would hide it
    let hidden = field
        .replace("<w:", "<v:")
        .replace("</w:", "</v:")
        .replace("<v:p>", &format!("<v:p {}>", W.replace("xmlns:w", "xmlns:v")));
    assert!(matches!(refused(&docx(&hidden)), Refused::Broken { .. }));
    assert!(matches!(refused(&docx("<!DOCTYPE a><w:p/>")), Refused::Broken { .. }));
}

#[test]
fn bombs_broken_zips_and_other_files_are_refused() {
    let refused = |bytes: &[u8]| Template::read(bytes).expect_err("refused");
    let bomb = with(&" ".repeat(8 << 20), &[]);
    assert!(matches!(refused(&bomb), Refused::Container(SheetError::ZipBomb { .. })));
    let sound = docx(&runs(&["một"]));
    assert!(matches!(refused(&sound[..sound.len() / 2]), Refused::Container(SheetError::Truncated { .. })));
    assert_eq!(refused(b"plain text"), Refused::Container(SheetError::NotAWorkbook));
    assert!(matches!(refused(&docx("<w:p>")), Refused::Broken { .. }));
    assert!(matches!(refused(&docx(&"<w:p>".repeat(5_000))), Refused::Broken { .. }));
    let book = zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", &ROOT.replace("word/document", "xl/workbook")),
        ("xl/workbook.xml", "<workbook/>"),
    ]);
    assert_eq!(refused(&book), Refused::NotADocument);
}

#[test]
fn layout_is_held_against_the_decree_and_only_said() {
    let warned = |bytes: &[u8]| -> Vec<LayoutFault> {
        let found = Template::read(bytes).expect("a template").check(&forms(), Purpose::Any);
        found
            .into_iter()
            .filter_map(|one| if let Fault::Layout(fault) = one.fault { Some(fault) } else { None })
            .collect()
    };
    // what this program writes has nothing to be told
    let values = paper::sample().expect("the sample can be read");
    let forms = forms();
    let own = forms.get("pl3-04").expect("shipped").fill(&values, forms.letterhead(), &outside()).paper;
    assert_eq!(warned(&own.docx().expect("a file")), []);
    let odd = r#"<w:p><w:r><w:rPr><w:rFonts w:ascii="Calibri"/></w:rPr><w:t>CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p><w:p><w:r><w:t>Độc lập – Tự do – Hạnh phúc</w:t></w:r></w:p><w:p><w:pPr><w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr></w:pPr></w:p>"#;
    let margin = |side, least, most| LayoutFault::Margin { side, value_mm: 25, least, most };
    assert_eq!(
        warned(&docx(odd)),
        [
            LayoutFault::NoState,
            LayoutFault::NoMotto,
            LayoutFault::Sheet { width_mm: 216, height_mm: 279 },
            margin("left", 30, 35),
            margin("right", 15, 20),
            LayoutFault::Font("Calibri".to_owned()),
            LayoutFault::NoPageNumber,
        ]
    );
}

#[test]
fn a_paper_of_ours_comes_back_with_each_part_as_it_was() {
    let forms = forms();
    let values = paper::sample().expect("the sample can be read");
    let own = forms.get("pl3-10").expect("shipped").fill(&values, forms.letterhead(), &outside()).paper;
    let docx = own.docx().expect("a file");
    let nothing = Outside { warning: None, notes: Vec::new(), ..outside() };
    let template = Template::read(&docx).expect("a template");
    let again = template.fill(&values, forms.letterhead(), &nothing).expect("written").docx;
    assert_eq!(document_of(&again), document_of(&docx));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_keeps_its_words(texts in prop::collection::vec("[a-z{}. ăđ|&;<]{0,12}", 0..6)) {
        let escaped: Vec<String> = texts.iter().map(|text| text.replace('&', "&amp;").replace('<', "&lt;")).collect();
        let escaped: Vec<&str> = escaped.iter().map(String::as_str).collect();
        let bytes = docx(&runs(&escaped));
        let template = Template::read(&bytes).expect("a template");
        template.check(&forms(), Purpose::Any);
        let filled = template.fill(&paper::Values::default(), forms().letterhead(), &outside()).expect("written");
        // none of these is a placeholder: each stays as it is
        let (before, after) = (document_of(&bytes), document_of(&filled.docx));
        let words = |text: &str| text.split("<w:t>").flat_map(|part| part.split(r#"<w:t xml:space="preserve">"#)).skip(1)
            .map(|part| part.split("</w:t>").next().unwrap_or_default().to_owned()).collect::<String>();
        prop_assert!(words(&after).contains(&words(&before).replace('"', "&quot;")) , "{before}\n{after}");
    }
}
