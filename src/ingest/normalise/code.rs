//! Codes: credit code (GB 32100) and industry code (GB/T 4754-2017).

/// What a credit-code cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreditCode {
    /// Valid as written.
    Valid(String),
    /// Valid after folding width and case.
    Repaired(String),
    /// Not a valid code.
    Invalid,
}

/// Checks a unified social credit code: 18 characters of the standard's alphabet, check character by weights of powers of 3 modulo 31.
pub fn credit_code(text: &str) -> CreditCode {
    let _ = text;
    CreditCode::Invalid
}

/// The industry class of a code such as `C3451` or `3451`; `None` when GB/T 4754-2017 has no such code.
pub fn industry(code: &str) -> Option<&'static str> {
    let _ = code;
    None
}
