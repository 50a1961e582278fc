//! The parts of the archive beside the text: styles, fonts, settings, head and foot, and what links them.

use super::escaped;
use crate::report::words::{Lang, Word, chapter, word};
use std::fmt::Write as _;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Namespace of the text.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;

pub(super) const PACKAGE_LINKS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

/// Fonts with the names they go by elsewhere, for machines that lack the first: bureaus have the `_GB2312` ones.
pub(super) const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="仿宋"><w:altName w:val="FangSong, 仿宋_GB2312, STFangsong, FandolFang R, Noto Serif CJK SC"/><w:family w:val="modern"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei, STHeiti, Noto Sans CJK SC"/><w:family w:val="modern"/></w:font><w:font w:name="楷体"><w:altName w:val="KaiTi, 楷体_GB2312, STKaiti, AR PL UKai CN, Noto Serif CJK SC"/><w:family w:val="modern"/></w:font><w:font w:name="宋体"><w:altName w:val="SimSun, STSong, Noto Serif CJK SC"/><w:family w:val="roman"/></w:font><w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:family w:val="roman"/></w:font><w:font w:name="Arial"><w:altName w:val="Liberation Sans"/><w:family w:val="swiss"/></w:font></w:fonts>"#;

/// No field asks to be updated on opening: that is what makes a word processor ask its reader.
pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;

/// Path of a picture in the archive.
pub(super) fn image_path(at: usize) -> String {
    format!("word/media/image{}.png", at + 1)
}

/// Id by which the text names a picture.
pub(super) fn image_id(at: usize) -> String {
    format!("rIdImage{}", at + 1)
}

/// What the text names: styles, fonts, settings, head, foot and pictures.
pub(super) fn links(images: usize) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut xml =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    let mut link = |id: &str, kind: &str, target: &str| {
        let _ = write!(xml, "<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>");
    };
    link("rIdStyles", "styles", "styles.xml");
    link("rIdFonts", "fontTable", "fontTable.xml");
    link("rIdSettings", "settings", "settings.xml");
    link("rIdHeader", "header", "header1.xml");
    link("rIdFooter", "footer", "footer1.xml");
    for at in 0..images {
        link(&image_id(at), "image", image_path(at).trim_start_matches("word/"));
    }
    xml + "</Relationships>"
}

/// Title and maker; the date is that of no run.
pub(super) fn properties(title: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>liantu</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>",
        escaped(title)
    )
}

/// Title above each page.
pub(super) fn header(title: &str) -> String {
    format!(
        "{HEAD}<w:hdr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t \
         xml:space=\"preserve\">{}</w:t></w:r></w:p></w:hdr>",
        escaped(title)
    )
}

/// Page and count of pages below each page, and who made it.
pub(super) fn footer(lang: Lang) -> String {
    let [before, between, after] = chapter::page_foot(lang);
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
    let field = |name: &str| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}{}{}{}{}{}</w:p></w:ftr>",
        text(&format!("{}　", word(Word::Footer, lang))),
        text(before),
        field("PAGE"),
        text(between),
        field("NUMPAGES"),
        text(after),
    )
}

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    /// Chinese font and Latin font.
    fonts: (&'static str, &'static str),
    /// Size in half points.
    size: u32,
    /// Elements that set the paragraph, in the order of the format.
    paragraph: &'static str,
    /// Elements that set the letters, before the size.
    letters: &'static str,
}

const SERIF: &str = "Times New Roman";
const SANS: &str = "Arial";

/// Sizes and fonts follow the habit of official documents: headings in 黑体 and 楷体, text in 仿宋, tables in 宋体.
const STYLES: [Style; 16] = [
    Style {
        id: "Title",
        name: "Title",
        fonts: ("黑体", SANS),
        size: 44,
        paragraph: "<w:spacing w:before=\"4200\" w:after=\"600\"/><w:jc w:val=\"center\"/>",
        letters: "<w:b/>",
    },
    Style {
        id: "Subtitle",
        name: "Subtitle",
        fonts: ("楷体", SERIF),
        size: 30,
        paragraph: "<w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>",
        letters: "",
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        fonts: ("黑体", SANS),
        size: 34,
        paragraph: "<w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:spacing w:before=\"120\" w:after=\"240\"/><w:outlineLvl w:val=\"0\"/>",
        letters: "<w:b/>",
    },
    Style {
        id: "Heading2",
        name: "heading 2",
        fonts: ("楷体", SANS),
        size: 30,
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"1\"/>",
        letters: "<w:b/>",
    },
    Style {
        id: "Heading3",
        name: "heading 3",
        fonts: ("黑体", SANS),
        size: 26,
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
        letters: "",
    },
    Style {
        id: "TocTitle",
        name: "TOC Heading",
        fonts: ("黑体", SANS),
        size: 34,
        paragraph: "<w:pageBreakBefore/><w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>",
        letters: "<w:b/>",
    },
    Style {
        id: "Toc1",
        name: "toc 1",
        fonts: ("黑体", SANS),
        size: 26,
        paragraph: "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"8840\"/></w:tabs><w:spacing w:before=\"100\" w:after=\"40\"/>",
        letters: "",
    },
    Style {
        id: "Toc2",
        name: "toc 2",
        fonts: ("仿宋", SERIF),
        size: 24,
        paragraph: "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"8840\"/></w:tabs><w:spacing w:after=\"20\"/><w:ind w:left=\"420\"/>",
        letters: "",
    },
    Style {
        id: "Lead",
        name: "Lead",
        fonts: ("楷体", SERIF),
        size: 26,
        paragraph: "<w:spacing w:after=\"160\" w:line=\"420\" w:lineRule=\"atLeast\"/>",
        letters: "<w:color w:val=\"44546A\"/>",
    },
    Style {
        id: "BodyText",
        name: "Body Text",
        fonts: ("仿宋", SERIF),
        size: 28,
        paragraph: "<w:spacing w:after=\"80\" w:line=\"500\" w:lineRule=\"atLeast\"/>",
        letters: "",
    },
    Style {
        id: "Caption",
        name: "caption",
        fonts: ("黑体", SANS),
        size: 22,
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
        letters: "",
    },
    Style {
        id: "Picture",
        name: "Picture",
        fonts: ("仿宋", SERIF),
        size: 20,
        paragraph: "<w:keepNext/><w:spacing w:before=\"60\" w:after=\"0\"/><w:jc w:val=\"center\"/>",
        letters: "",
    },
    Style {
        id: "Note",
        name: "Note",
        fonts: ("仿宋", SERIF),
        size: 18,
        paragraph: "<w:spacing w:before=\"40\" w:after=\"40\"/>",
        letters: "<w:color w:val=\"595959\"/>",
    },
    Style {
        id: "Cell",
        name: "Cell",
        fonts: ("宋体", SERIF),
        size: 18,
        paragraph: "<w:spacing w:before=\"20\" w:after=\"20\"/>",
        letters: "",
    },
    Style {
        id: "Header",
        name: "header",
        fonts: ("宋体", SERIF),
        size: 18,
        paragraph: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"A6A6A6\"/></w:pBdr><w:jc w:val=\"right\"/>",
        letters: "<w:color w:val=\"595959\"/>",
    },
    Style {
        id: "Footer",
        name: "footer",
        fonts: ("宋体", SERIF),
        size: 18,
        paragraph: "<w:jc w:val=\"center\"/>",
        letters: "<w:color w:val=\"595959\"/>",
    },
];

/// The styles; English sets its text smaller, since its letters look larger.
pub(super) fn styles(lang: Lang) -> String {
    let tag = lang.pick("zh-CN", "en-US");
    let mut xml = format!(
        "{HEAD}<w:styles xmlns:w=\"{W}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{SERIF}\" \
         w:hAnsi=\"{SERIF}\" w:eastAsia=\"仿宋\" w:cs=\"{SERIF}\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang \
         w:val=\"{tag}\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style \
         w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    );
    for Style { id, name, fonts: (han, latin), size, paragraph, letters } in &STYLES {
        let size = if *id == "BodyText" && lang == Lang::En { 24 } else { *size };
        let _ = write!(
            xml,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn \
             w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr><w:rFonts w:ascii=\"{latin}\" \
             w:hAnsi=\"{latin}\" w:eastAsia=\"{han}\" w:cs=\"{latin}\"/>{letters}<w:sz w:val=\"{size}\"/><w:szCs \
             w:val=\"{size}\"/></w:rPr></w:style>"
        );
    }
    xml + "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal \
           Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style><w:style w:type=\"table\" \
           w:styleId=\"Lines\"><w:name w:val=\"Lines\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top \
           w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"404040\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" \
           w:color=\"404040\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/><w:insideV \
           w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D9D9D9\"/></w:tblBorders><w:tblCellMar><w:left w:w=\"60\" \
           w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>"
}
