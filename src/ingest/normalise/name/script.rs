//! Traditional characters to simplified ones.

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The text in simplified characters.
///
/// Only characters outside GB 2312 are converted: those within are the simplified script, and 乾 of 乾照 must stay.
pub(crate) fn simplified(text: &str) -> Cow<'_, str> {
    if is_gb2312(text) {
        return Cow::Borrowed(text);
    }
    let Some(converter) = converter() else { return Cow::Borrowed(text) };
    let mut buffer = [0; 4];
    let mut simple = String::with_capacity(text.len());
    for c in text.chars() {
        let one = c.encode_utf8(&mut buffer);
        if is_gb2312(one) { simple.push_str(one) } else { simple.push_str(&converter.convert(one)) }
    }
    Cow::Owned(simple)
}

/// Whether every character is ASCII or in GB 2312, the national set of simplified characters.
fn is_gb2312(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(text);
    let mut bytes = bytes.iter();
    let mut all = !unmappable;
    while let Some(lead) = bytes.next().filter(|_| all) {
        all = *lead < 0x80 || matches!((lead, bytes.next()), (0xA1..=0xF7, Some(0xA1..=0xFE)));
    }
    all
}

/// The converter with its table, loaded when the first traditional character is met; `None` never happens, since the
/// table is compiled in.
fn converter() -> Option<&'static OpenCC> {
    static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()).as_ref()
}

#[cfg(test)]
mod tests {
    use super::simplified;

    #[test]
    fn only_traditional_characters_change() {
        assert_eq!(simplified("安徽甲軸承製造廠"), "安徽甲轴承制造厂");
        assert_eq!(simplified("乾照光电 ABC·１"), "乾照光电 ABC·１");
        assert_eq!(simplified("鴻海精密工業"), "鸿海精密工业");
    }
}
