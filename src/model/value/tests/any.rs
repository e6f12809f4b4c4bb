//! Whatever is written behind `=`, it is read or refused, never a panic.

use super::*;
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "0",
    "3",
    "1_000",
    "1e6",
    "1e28",
    "9999999999999999999999999999",
    "0.0000000000000000000000001",
    "30만",
    "1억 2000만",
    "5천만명",
    "90%",
    "5x",
    "30ms",
    "10m",
    "10M",
    "3mo",
    "500B",
    "4KiB",
    "1Gbps",
    "10GB/day",
    "7k qps",
    "2000건/일",
    "$120/mo",
    "$1e20",
    "15만원/월",
    "₩5/h",
    "2027-06-30",
    "2..10",
    "10..2",
    "1..5ms",
    "a",
    "b",
    "seats",
    "traffic.dau",
    "traffic.x",
    "on",
    "none",
    "rolling",
    "\"x\"",
    "-",
    "+",
    " - ",
    " * ",
    " / ",
    "(",
    ")",
    "[",
    "]",
    ", ",
    " ",
    "..",
];

const ATTRIBUTES: &[(&str, Site)] = &[
    ("replicas", WAS),
    ("availability", WAS),
    ("cost", WAS),
    ("session", WAS),
    ("zones", WAS),
    ("health-check", WAS),
    ("size", DB),
    ("growth", DB),
    ("peak", TRAFFIC),
    ("slow", Site::Scenario),
];

/// Reads the value and says how many mistakes were found in it, the parser's included.
fn mistakes(value: &str, (word, site): (&str, Site)) -> (Option<Value>, usize) {
    let mut sources = Sources::default();
    let text = format!("let a = 2GB\nlet b = a * {value}\nlb probe {{ {word} = {value}\n}}\n");
    let id = sources.add(Source::new("test.arch", text));
    let parsed = crate::syntax::parse(&sources, id);
    let mut lets = Vec::new();
    let mut attribute = None;
    for statement in &parsed.file.statements {
        match &statement.kind {
            StatementKind::Let(definition) => lets.push(definition),
            StatementKind::Declaration(declaration) => {
                attribute = declaration.block.as_ref().and_then(|block| block.attributes().next());
            }
            _ => {}
        }
    }
    let mut errors = Vec::new();
    let lets = Lets::new(&[lets], &[], &mut errors);
    let stated = attribute.filter(|attribute| attribute.name.text == word).and_then(|attribute| {
        let attr = Attr::parse(word).expect("the attribute exists");
        let takes = schema::takes(attr, site).expect("the attribute may stand there");
        Reader { lets: &lets, names: &Few, errors: &mut errors }.attribute(attribute, attr, takes)
    });
    for lang in [Lang::Ko, Lang::En] {
        stated.iter().for_each(|stated| show_all(&stated.value, lang));
    }
    (stated.map(|stated| stated.value), errors.len() + parsed.errors.len())
}

fn show_all(value: &Value, lang: Lang) {
    match value {
        Value::Number(quantity) => drop(quantity.show(lang)),
        Value::List(items) => items.iter().for_each(|item| show_all(item, lang)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_read_or_refused(
        words in prop::collection::vec(prop::sample::select(WORDS), 1..8),
        attribute in prop::sample::select(ATTRIBUTES),
    ) {
        let (value, mistakes) = mistakes(&words.concat(), attribute);
        prop_assert!(value.is_some() || mistakes > 0, "{}", words.concat());
    }

    #[test]
    fn any_number_can_be_shown(lo in any::<i128>(), scale in 0u32..28, rate in any::<f64>()) {
        let lo = rust_decimal::Decimal::try_from_i128_with_scale(lo >> 33, scale);
        let dimensions = [
            Dimension::Count, Dimension::Ratio, Dimension::Factor, Dimension::Duration,
            Dimension::Bytes, Dimension::Bandwidth, Dimension::Rate, Dimension::Usd, Dimension::Krw,
        ];
        for dimension in dimensions {
            for lang in [Lang::Ko, Lang::En] {
                prop_assert!(!Quantity::computed(dimension, rate).show(lang).is_empty());
                if let Ok(lo) = lo {
                    prop_assert!(!Quantity::exact(dimension, lo).show(lang).is_empty());
                }
            }
        }
    }
}
