//! Questions about names, in words.

use super::Lang;

/// Why two names are taken for one, or asked about, by the stable word; one that is new stays as it is.
pub fn reason(code: &str, lang: Lang) -> &str {
    match code {
        "decided" => lang.pick("已有决定", "decided"),
        "mistyped-code" => lang.pick("名称相同，信用代码疑有笔误", "equal names, a mistyped credit code"),
        "equal-name" => lang.pick("法定名称相同，仅写法不同", "one legal name, written otherwise"),
        "short-name" => lang.pick("简称", "short name"),
        "namesake" => lang.pick("同名", "namesakes"),
        "same-core" => lang.pick("字号行业相同", "equal but for legal form or place"),
        "group-member" => lang.pick("集团与成员", "group and member"),
        "similar-core" => lang.pick("一字之差", "one character apart"),
        "alias" => lang.pick("别名相同", "one other name"),
        "similar-name" => lang.pick("名称相近", "similar names"),
        other => other,
    }
}

/// Title of the list of questions.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("待定：是否同一家企业", "To decide: are these one firm?")
}

/// A heading by its stable key.
pub fn heading(key: &str, lang: Lang) -> &'static str {
    match key {
        "id" => lang.pick("编号", "id"),
        "a" => lang.pick("企业甲", "firm A"),
        "b" => lang.pick("企业乙", "firm B"),
        "reason" => lang.pick("理由", "reason"),
        "similarity" => lang.pick("相似度", "similarity"),
        "row_a" => lang.pick("甲所在行", "row of A"),
        "row_b" => lang.pick("乙所在行", "row of B"),
        "place_a" => lang.pick("甲所在地", "place of A"),
        "place_b" => lang.pick("乙所在地", "place of B"),
        "code_a" => lang.pick("甲信用代码", "code of A"),
        "code_b" => lang.pick("乙信用代码", "code of B"),
        "recorded" => lang.pick("已入文件", "in the file"),
        _ => "",
    }
}

/// How to answer.
pub fn how(data: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "回答：liantu decide {data} --answer 编号=same（或 different）；或用 --write 写入 decisions.toml 后在其中填写"
        ),
        Lang::En => format!(
            "answer with liantu decide {data} --answer ID=same (or different), or write them all with --write and answer in decisions.toml"
        ),
    }
}

/// How many questions are open, and where to see them: one line.
pub fn open(count: usize, data: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("有 {count} 对企业名称待定是否同一家：liantu decide {data}"),
        Lang::En => format!("{count} pair(s) of names may be one firm; see and answer: liantu decide {data}"),
    }
}

/// What was changed in the decisions file.
pub fn changed(file: &str, added: usize, answered: usize, forgotten: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{file}：新增 {added} 问，记录 {answered} 答，撤回 {forgotten} 条（文件中的注释不保留）"),
        Lang::En => format!(
            "{file}: {added} question(s) added, {answered} answer(s) recorded, {forgotten} taken back (comments in it are not kept)"
        ),
    }
}

/// An id that no question, or more than one, has.
pub fn unknown_question(id: &str, several: bool) -> String {
    match several {
        true => format!("有多个编号以 `{id}` 开头; hint: 请写全编号"),
        false => format!("没有编号为 `{id}` 的问题; hint: liantu decide 数据 列出全部待定问题"),
    }
}

/// The data as the command line names it, with what the questions depend on.
pub fn data(path: &str, focus: Option<&str>, chain: Option<&str>) -> String {
    let option = |name: &str, value: Option<&str>| value.map(|value| format!(" {name} {}", quoted(value)));
    let options = [option("--focus", focus), option("--chain", chain)];
    quoted(path) + &options.into_iter().flatten().collect::<String>()
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_owned() }
}
