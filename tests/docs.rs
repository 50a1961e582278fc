//! What the documents say is what the program does: lists, commands, figures, links, pictures.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

#[allow(dead_code)]
#[path = "../examples/draw_gallery.rs"]
mod draw_gallery;
#[allow(dead_code)]
#[path = "../examples/write_docs.rs"]
mod write_docs;

use assert_cmd::Command;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use liantu::cli::args::Args;
use liantu::issue::Code;
use liantu::report::words::{Lang, issue};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const READMES: [(&str, &str); 2] = [("README.md", "en_GB.UTF-8"), ("README.zh-CN.md", "zh_CN.UTF-8")];
const PAGES: [&str; 14] = [
    "README.md",
    "README.zh-CN.md",
    "docs/使用指南.md",
    "docs/数据格式.md",
    "docs/问题代码.md",
    "docs/系统性风险.md",
    "docs/项目组合.md",
    "docs/项目前后对比.md",
    "docs/产业能力与排序.md",
    "docs/产能对接.md",
    "docs/以商招商.md",
    "docs/公开版.md",
    "docs/产业链图谱.md",
    "docs/methods.md",
];

fn page(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|cause| panic!("{path}: {cause}"))
}

/// Fenced blocks in order: language and text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}

/// Command lines in shell blocks.
fn commands(page: &str) -> Vec<&str> {
    blocks(page).into_iter().filter(|block| block.0 == "sh").flat_map(|block| block.1.lines()).collect()
}

/// The words after the program's name; `None` for another program.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let typed = command.strip_prefix("liantu ").or_else(|| command.strip_prefix("cargo run --release -- "))?;
    Some(typed.split_whitespace().collect())
}

/// Why the program would refuse the command; nothing, for another program.
fn refused(command: &str) -> Option<clap::Error> {
    let arguments = arguments(command)?;
    Args::try_parse_from(["liantu"].into_iter().chain(arguments)).err()
}

#[test]
fn generated_lists_are_current() {
    for (path, now) in write_docs::pages().unwrap() {
        assert!(page(path) == now, "`{path}` is out of date; run `cargo run --example write_docs`");
    }
}

#[test]
fn every_issue_code_has_its_remedy() {
    let documented = page("docs/问题代码.md");
    for code in Code::ALL {
        assert!(documented.contains(&format!("### `{code}`\n")), "{code}");
        for lang in [Lang::Zh, Lang::En] {
            let hint = issue::hint(*code, lang);
            assert!(!hint.trim().is_empty() && documented.contains(hint), "{code}: {hint}");
        }
    }
}

#[test]
fn commands_of_the_documents_exist() {
    for path in PAGES {
        let text = page(path);
        for command in commands(&text) {
            assert!(refused(command).is_none(), "{path}: `{command}`: {}", refused(command).unwrap());
        }
        // In running text and tables a command may stand without its arguments, as in `liantu map`.
        for command in text.split('`').filter(|part| part.starts_with("liantu ") && !part.contains('\n')) {
            let wrong = refused(command).filter(|error| error.kind() != ErrorKind::MissingRequiredArgument);
            assert!(wrong.is_none(), "{path}: `{command}`: {}", wrong.unwrap());
        }
    }
}

#[test]
fn the_readmes_list_every_command() {
    for (path, _) in READMES {
        let text = page(path);
        let missing = |name: &&str| !text.contains(&format!("| `liantu {name} "));
        let cli = Args::command();
        let names: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(names.into_iter().filter(missing).collect::<Vec<_>>(), [""; 0], "{path}");
    }
}

#[test]
fn both_readmes_say_the_same() {
    let [english, chinese] = READMES.map(|(path, _)| page(path));
    let shape = |text: &str| -> Vec<String> {
        let of_line = |line: &str| match line {
            line if line.starts_with('#') => Some(line.chars().take_while(|&c| c == '#').collect()),
            line if line.starts_with("- ") => Some("-".to_owned()),
            line if line.starts_with('|') => Some(format!("{} cells", line.matches('|').count())),
            _ => None,
        };
        text.lines().filter_map(of_line).collect()
    };
    assert_eq!(shape(&english), shape(&chinese));
    let typed = |text: &str| -> Vec<String> {
        commands(text).into_iter().map(|command| command.replace(" --lang en", "")).collect()
    };
    assert_eq!(typed(&english), typed(&chinese));
    let links =
        |text: &str| links(text).into_iter().filter(|link| !link.starts_with("README")).collect::<BTreeSet<_>>();
    assert_eq!(links(&english), links(&chinese));
}

#[test]
fn outputs_shown_are_what_the_program_prints() {
    let guides = PAGES.into_iter().filter(|path| path.starts_with("docs/") && *path != "docs/methods.md");
    for (path, locale) in READMES.into_iter().chain(guides.map(|path| (path, "zh_CN.UTF-8"))) {
        let text = page(path);
        let blocks = blocks(&text);
        let shown = blocks.windows(2).filter(|pair| pair[0].0 == "sh" && pair[1].0 == "text");
        for pair in shown {
            let mut program = Command::new(env!("CARGO_BIN_EXE_liantu"));
            let program = program.env_remove("LC_ALL").env("LANG", locale).args(arguments(pair[0].1.trim()).unwrap());
            let output = String::from_utf8(program.assert().success().get_output().stdout.clone()).unwrap();
            for line in pair[1].1.lines() {
                assert!(
                    output.lines().any(|printed| printed.trim_end() == line),
                    "{path}: `{line}` is not in\n{output}"
                );
            }
        }
    }
}

/// Targets of links and pictures.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).filter(|target| !target.starts_with("http")).collect()
}

#[test]
fn links_lead_somewhere() {
    for path in PAGES {
        let folder = Path::new(path).parent().unwrap();
        for link in links(&page(path)) {
            assert!(folder.join(&link).exists(), "{path}: {link}");
        }
    }
}

#[test]
fn the_gallery_is_current() {
    let folder = draw_gallery::FOLDER;
    let list = page(&format!("{folder}/README.md"));
    let mut expected = BTreeSet::from([format!("{}.png", draw_gallery::FIRST), "README.md".to_owned()]);
    for picture in draw_gallery::draw(&draw_gallery::open().unwrap()).unwrap() {
        let file = format!("{}.svg", picture.key);
        assert!(
            page(&format!("{folder}/{file}")) == picture.svg,
            "`{file}` is out of date; run `cargo run --release --example draw_gallery`"
        );
        assert!(list.contains(&format!("]({file})")), "the list of the gallery lacks {file}");
        expected.insert(file);
    }
    let found = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(found.collect::<BTreeSet<_>>(), expected);
    let size = fs::metadata(format!("{folder}/{}.png", draw_gallery::FIRST)).unwrap().len();
    assert!(size < 600_000, "the README's picture has {size} bytes");
}
