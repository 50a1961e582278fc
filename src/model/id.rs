//! Identifiers and typed indices.

use serde::Serialize;
use std::fmt;
use std::sync::Arc;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A firm's stable code: credit code, else the user's firm id, else its name.
    FirmId
}
text_id! {
    /// A product's stable code: the user's id or the template's, else its name.
    ProductId
}
text_id! {
    /// A project's stable code: the user's 编号, else its name.
    ProjectId
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(u32::try_from(index).expect("lists hold fewer than 2^32 entries"))
            }
        }
    };
}

index! {
    /// Position of a firm in [`Dataset::firms`](crate::model::Dataset::firms), which is sorted by id.
    FirmIx
}
index! {
    /// Position of a product in [`Dataset::products`](crate::model::Dataset::products), which is sorted by id.
    ProductIx
}
