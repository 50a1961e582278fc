//! Countries: Chinese and English names and the two letters of ISO 3166-1.

use std::sync::Arc;

/// What is said when no country is named.
const ABROAD: &str = "境外";

/// Words that say abroad without a country.
const WORDS: [&str; 10] =
    ["境外", "国外", "海外", "进口", "外国", "overseas", "abroad", "foreign", "imported", "import"];

/// The country with which `text` (a key without punctuation) begins, or `境外` when only that is said.
///
/// `raw` is the text as written: two letters count as a country code only in capitals, since `is` or `no` are words.
pub(super) fn country(text: &str, raw: &str) -> Option<Arc<str>> {
    if let Some(word) = WORDS.iter().find(|word| text.starts_with(*word)) {
        let rest = &text[word.len()..];
        return Some(named(rest).unwrap_or(ABROAD).into());
    }
    let code = || COUNTRIES.iter().find(|country| country.1 == raw).map(|country| country.0);
    named(text).or_else(code).map(Into::into)
}

/// The longest country name with which `text` begins.
fn named(text: &str) -> Option<&'static str> {
    let fits = |name: &&&str| {
        text.strip_prefix(**name)
            .is_some_and(|rest| !name.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    COUNTRIES
        .iter()
        .filter_map(|(country, _, names)| {
            names.iter().filter(fits).map(|name| name.len()).max().map(|len| (len, *country))
        })
        .max_by_key(|(len, _)| *len)
        .map(|(_, country)| country)
}

/// Chinese name, ISO code, and the names as keys.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str, &[&str])] = &[
    ("日本", "JP", &["日本", "japan"]),
    ("德国", "DE", &["德国", "germany", "德意志"]),
    ("美国", "US", &["美国", "usa", "unitedstates", "unitedstatesofamerica", "美利坚"]),
    ("韩国", "KR", &["韩国", "korea", "southkorea", "republicofkorea", "大韩民国", "南韩"]),
    ("朝鲜", "KP", &["朝鲜", "northkorea"]),
    ("越南", "VN", &["越南", "vietnam", "vietnam"]),
    ("泰国", "TH", &["泰国", "thailand"]),
    ("马来西亚", "MY", &["马来西亚", "malaysia"]),
    ("新加坡", "SG", &["新加坡", "singapore"]),
    ("印度尼西亚", "ID", &["印度尼西亚", "indonesia", "印尼"]),
    ("印度", "IN", &["印度", "india"]),
    ("菲律宾", "PH", &["菲律宾", "philippines"]),
    ("缅甸", "MM", &["缅甸", "myanmar"]),
    ("柬埔寨", "KH", &["柬埔寨", "cambodia"]),
    ("老挝", "LA", &["老挝", "laos"]),
    ("文莱", "BN", &["文莱", "brunei"]),
    ("孟加拉国", "BD", &["孟加拉国", "bangladesh", "孟加拉"]),
    ("巴基斯坦", "PK", &["巴基斯坦", "pakistan"]),
    ("斯里兰卡", "LK", &["斯里兰卡", "srilanka"]),
    ("尼泊尔", "NP", &["尼泊尔", "nepal"]),
    ("蒙古国", "MN", &["蒙古国", "mongolia", "蒙古"]),
    ("哈萨克斯坦", "KZ", &["哈萨克斯坦", "kazakhstan"]),
    ("乌兹别克斯坦", "UZ", &["乌兹别克斯坦", "uzbekistan"]),
    ("吉尔吉斯斯坦", "KG", &["吉尔吉斯斯坦", "kyrgyzstan"]),
    ("塔吉克斯坦", "TJ", &["塔吉克斯坦", "tajikistan"]),
    ("土库曼斯坦", "TM", &["土库曼斯坦", "turkmenistan"]),
    ("伊朗", "IR", &["伊朗", "iran"]),
    ("伊拉克", "IQ", &["伊拉克", "iraq"]),
    ("沙特阿拉伯", "SA", &["沙特阿拉伯", "saudiarabia", "沙特"]),
    ("阿联酋", "AE", &["阿联酋", "uae", "unitedarabemirates", "阿拉伯联合酋长国"]),
    ("卡塔尔", "QA", &["卡塔尔", "qatar"]),
    ("科威特", "KW", &["科威特", "kuwait"]),
    ("阿曼", "OM", &["阿曼", "oman"]),
    ("巴林", "BH", &["巴林", "bahrain"]),
    ("以色列", "IL", &["以色列", "israel"]),
    ("约旦", "JO", &["约旦", "jordan"]),
    ("土耳其", "TR", &["土耳其", "turkey", "türkiye"]),
    ("格鲁吉亚", "GE", &["格鲁吉亚", "georgia"]),
    ("阿塞拜疆", "AZ", &["阿塞拜疆", "azerbaijan"]),
    ("亚美尼亚", "AM", &["亚美尼亚", "armenia"]),
    ("俄罗斯", "RU", &["俄罗斯", "russia", "russianfederation", "俄国"]),
    ("白俄罗斯", "BY", &["白俄罗斯", "belarus"]),
    ("乌克兰", "UA", &["乌克兰", "ukraine"]),
    ("波兰", "PL", &["波兰", "poland"]),
    ("捷克", "CZ", &["捷克", "czechrepublic", "czechia"]),
    ("斯洛伐克", "SK", &["斯洛伐克", "slovakia"]),
    ("匈牙利", "HU", &["匈牙利", "hungary"]),
    ("罗马尼亚", "RO", &["罗马尼亚", "romania"]),
    ("保加利亚", "BG", &["保加利亚", "bulgaria"]),
    ("塞尔维亚", "RS", &["塞尔维亚", "serbia"]),
    ("克罗地亚", "HR", &["克罗地亚", "croatia"]),
    ("斯洛文尼亚", "SI", &["斯洛文尼亚", "slovenia"]),
    ("希腊", "GR", &["希腊", "greece"]),
    ("意大利", "IT", &["意大利", "italy"]),
    ("法国", "FR", &["法国", "france", "法兰西"]),
    ("英国", "GB", &["英国", "uk", "unitedkingdom", "greatbritain", "英格兰"]),
    ("爱尔兰", "IE", &["爱尔兰", "ireland"]),
    ("荷兰", "NL", &["荷兰", "netherlands", "thenetherlands", "holland"]),
    ("比利时", "BE", &["比利时", "belgium"]),
    ("卢森堡", "LU", &["卢森堡", "luxembourg"]),
    ("瑞士", "CH", &["瑞士", "switzerland"]),
    ("列支敦士登", "LI", &["列支敦士登", "liechtenstein"]),
    ("奥地利", "AT", &["奥地利", "austria"]),
    ("西班牙", "ES", &["西班牙", "spain"]),
    ("葡萄牙", "PT", &["葡萄牙", "portugal"]),
    ("瑞典", "SE", &["瑞典", "sweden"]),
    ("挪威", "NO", &["挪威", "norway"]),
    ("芬兰", "FI", &["芬兰", "finland"]),
    ("丹麦", "DK", &["丹麦", "denmark"]),
    ("冰岛", "IS", &["冰岛", "iceland"]),
    ("爱沙尼亚", "EE", &["爱沙尼亚", "estonia"]),
    ("拉脱维亚", "LV", &["拉脱维亚", "latvia"]),
    ("立陶宛", "LT", &["立陶宛", "lithuania"]),
    ("马耳他", "MT", &["马耳他", "malta"]),
    ("塞浦路斯", "CY", &["塞浦路斯", "cyprus"]),
    ("加拿大", "CA", &["加拿大", "canada"]),
    ("墨西哥", "MX", &["墨西哥", "mexico"]),
    ("巴西", "BR", &["巴西", "brazil"]),
    ("阿根廷", "AR", &["阿根廷", "argentina"]),
    ("智利", "CL", &["智利", "chile"]),
    ("秘鲁", "PE", &["秘鲁", "peru"]),
    ("哥伦比亚", "CO", &["哥伦比亚", "colombia"]),
    ("委内瑞拉", "VE", &["委内瑞拉", "venezuela"]),
    ("厄瓜多尔", "EC", &["厄瓜多尔", "ecuador"]),
    ("玻利维亚", "BO", &["玻利维亚", "bolivia"]),
    ("乌拉圭", "UY", &["乌拉圭", "uruguay"]),
    ("巴拉圭", "PY", &["巴拉圭", "paraguay"]),
    ("巴拿马", "PA", &["巴拿马", "panama"]),
    ("哥斯达黎加", "CR", &["哥斯达黎加", "costarica"]),
    ("古巴", "CU", &["古巴", "cuba"]),
    ("澳大利亚", "AU", &["澳大利亚", "australia", "澳洲"]),
    ("新西兰", "NZ", &["新西兰", "newzealand"]),
    ("埃及", "EG", &["埃及", "egypt"]),
    ("南非", "ZA", &["南非", "southafrica"]),
    ("尼日利亚", "NG", &["尼日利亚", "nigeria"]),
    ("肯尼亚", "KE", &["肯尼亚", "kenya"]),
    ("埃塞俄比亚", "ET", &["埃塞俄比亚", "ethiopia"]),
    ("坦桑尼亚", "TZ", &["坦桑尼亚", "tanzania"]),
    ("摩洛哥", "MA", &["摩洛哥", "morocco"]),
    ("阿尔及利亚", "DZ", &["阿尔及利亚", "algeria"]),
    ("突尼斯", "TN", &["突尼斯", "tunisia"]),
    ("加纳", "GH", &["加纳", "ghana"]),
    ("安哥拉", "AO", &["安哥拉", "angola"]),
    ("赞比亚", "ZM", &["赞比亚", "zambia"]),
    ("津巴布韦", "ZW", &["津巴布韦", "zimbabwe"]),
    ("莫桑比克", "MZ", &["莫桑比克", "mozambique"]),
    ("几内亚", "GN", &["几内亚", "guinea"]),
    ("刚果(金)", "CD", &["刚果金", "drcongo", "刚果金", "刚果民主共和国"]),
];
