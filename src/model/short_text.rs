//! Texts that millions of records carry, one each.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Bytes that are kept in place.
const ROOM: usize = 22;

/// A text that is kept in place when it is short, as contract numbers are: no memory of its own, no second look-up.
///
/// ```
/// use liantu::model::ShortText;
/// let contract = ShortText::from("HT-2024-0001");
/// assert_eq!((&*contract, contract.len()), ("HT-2024-0001", 12));
/// ```
#[derive(Clone)]
pub struct ShortText(Kept);

#[derive(Clone)]
enum Kept {
    Here { len: u8, bytes: [u8; ROOM] },
    Apart(Arc<str>),
}

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        let mut bytes = [0; ROOM];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(room), Ok(len)) => {
                room.copy_from_slice(text.as_bytes());
                Self(Kept::Here { len, bytes })
            }
            _ => Self(Kept::Apart(Arc::from(text))),
        }
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Kept::Here { len, bytes } => {
                std::str::from_utf8(&bytes[..usize::from(*len)]).expect("the bytes were copied from a text")
            }
            Kept::Apart(text) => text,
        }
    }
}

impl ShortText {
    /// Its bytes, without the check that they are a text.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kept::Here { len, bytes } => &bytes[..usize::from(*len)],
            Kept::Apart(text) => text.as_bytes(),
        }
    }
}

impl PartialEq for ShortText {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for ShortText {}

impl PartialOrd for ShortText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ShortText {
    /// By bytes, which is the order of texts.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl fmt::Debug for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_texts_are_texts() {
        for length in 0..60 {
            let text = "合".repeat(length / 3) + &"a".repeat(length % 3);
            let kept = ShortText::from(text.as_str());
            assert_eq!((&*kept, kept.as_bytes()), (text.as_str(), text.as_bytes()));
            assert_eq!(kept, kept.clone());
            assert!(kept < ShortText::from((text.clone() + "a").as_str()));
            assert_eq!(format!("{kept:?}"), format!("{text:?}"));
        }
        assert_eq!(std::mem::size_of::<Option<ShortText>>(), 24);
    }
}
