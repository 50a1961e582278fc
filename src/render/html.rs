pub fn page(_: &[crate::report::Report], _: &crate::render::Pictures, _: &crate::render::Style) -> String {
    String::new()
}
