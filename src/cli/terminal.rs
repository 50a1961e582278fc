//! The screen: language, width, colour, progress; data goes to stdout, everything else to stderr.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use super::args::{Args, LangName};
use crate::report::words::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// The language asked for, else Chinese unless the locale is another language's.
pub(super) fn language(args: &Args) -> Lang {
    match args.lang {
        Some(LangName::Zh) => return Lang::Zh,
        Some(LangName::En) => return Lang::En,
        None => {}
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    from_locale(set.into_iter().find(|value| !value.is_empty()).as_deref())
}

fn from_locale(locale: Option<&str>) -> Lang {
    let language = locale.unwrap_or("zh").split(['_', '.', '-', '@']).next().unwrap_or_default().to_ascii_lowercase();
    match language.as_str() {
        "zh" | "c" | "posix" | "" => Lang::Zh,
        _ => Lang::En,
    }
}

/// Width of the screen that data goes to; `None` when it is a file or a pipe.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    Some(told.unwrap_or_else(|| usize::from(console_width())))
}

fn console_width() -> u16 {
    // A console that cannot tell is taken for 80 columns.
    console::Term::stdout().size_checked().map_or(80, |(_, columns)| columns)
}

/// Whether data goes to a screen.
pub(super) fn is_screen() -> bool {
    io::stdout().is_terminal()
}

/// Whether the screen shows colours and nobody said not to.
pub(super) fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Writes data; a reader that has gone away is no fault.
pub(super) fn print_data(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a remark.
pub(super) fn print_note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes an error with its causes, one after the other, and the remedy on its own line.
pub(super) fn print_error(error: &(dyn Error + 'static), lang: Lang) {
    let worded = error.downcast_ref::<crate::app::Error>().map(|error| error.worded(lang));
    let is_chinese = worded.is_some() && lang == Lang::Zh;
    let mut text = worded.unwrap_or_else(|| error.to_string());
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        // Chinese sentences hold their causes already.
        if !is_chinese && !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    let text = text.replace("; hint:", lang.pick("\n改法：", "\nhint:"));
    let text = text.replace("改法： ", "改法：");
    print_note(&format!("{}: {text}", lang.pick("错误", "error")));
}

/// A sign of life during long work, on a terminal only.
pub(super) fn progress(message: &str, quiet: bool) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(message.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_unless_the_locale_is_another_languages() {
        for locale in [None, Some("zh_CN.UTF-8"), Some("C.UTF-8"), Some("POSIX"), Some("")] {
            assert_eq!(from_locale(locale), Lang::Zh, "{locale:?}");
        }
        assert_eq!(from_locale(Some("en_US.UTF-8")), Lang::En);
        assert_eq!(from_locale(Some("de-DE")), Lang::En);
    }
}
