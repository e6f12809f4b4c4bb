//! The attributes that a team declares: `attributes { owner = text, tier = [gold, silver] }`.

use super::texts::Texts;
use crate::diagnostic::Diagnostic;
use crate::model::{Attr, OwnAttribute, OwnType, Stated, Value};
use crate::say::{Text, nearest};
use crate::syntax::ast::{self, ExprKind, StatementKind};
use crate::text;

/// All declarations of the layers up to `top` and of the policies of the project, in the order of the
/// texts.
pub(super) fn gather(texts: &Texts, top: usize, errors: &mut Vec<Diagnostic>) -> Vec<OwnAttribute> {
    let mut all: Vec<OwnAttribute> = Vec::new();
    let mut declare = |statement: &ast::Statement| {
        let StatementKind::Attributes(it) = &statement.kind else { return };
        for attribute in it.block.attributes() {
            if let Err(error) = is_free(attribute, &all) {
                errors.push(*error);
                continue;
            }
            let of = attribute.value.as_ref().map_or(Ok(OwnType::Flag), own_type);
            // What is stated by its name is no mistake, too.
            let of = of.unwrap_or_else(|error| {
                errors.push(*error);
                OwnType::Text
            });
            let (name, span) = (attribute.name.text.clone(), attribute.name.span);
            all.push(OwnAttribute { name, of, span });
        }
    };
    texts.visit_policies(&mut declare);
    (0..=top).for_each(|layer| texts.visit(layer, &mut declare));
    all
}

/// Whether nothing goes by the name yet.
fn is_free(attribute: &ast::Attribute, before: &[OwnAttribute]) -> Result<(), Box<Diagnostic>> {
    let (name, span) = (&attribute.name.text, attribute.name.span);
    if Attr::parse(name).is_some() {
        let message = text!(name;
            "`{name}` 속성은 이미 있습니다",
            "`{name}` is an attribute already"
        );
        let error = Diagnostic::error("duplicate-name", span, message);
        return Err(Box::new(
            error.help(text!("다른 이름을 쓰세요.", "Choose another name for your own.")),
        ));
    }
    if let Some(first) = before.iter().find(|own| own.name == *name) {
        let message =
            text!(name; "`{name}` 속성을 두 번 선언했습니다", "`{name}` is declared twice");
        let error = Diagnostic::error("duplicate-name", span, message);
        return Err(Box::new(
            error
                .label(text!("두 번째 선언", "declared again here"))
                .related(first.span, text!("첫 번째 선언", "first declared here")),
        ));
    }
    Ok(())
}

/// What other languages call the types.
const FOREIGN: [(&str, &[&str]); 7] = [
    ("text", &["string", "str", "varchar", "문자열", "글", "글자", "텍스트"]),
    ("count", &["int", "integer", "number", "num", "숫자", "정수", "개수"]),
    ("flag", &["bool", "boolean", "yes", "참거짓", "불린", "플래그"]),
    ("ratio", &["float", "double", "decimal", "percent", "percentage", "비율", "퍼센트"]),
    ("duration", &["time", "timespan", "interval", "시간", "기간"]),
    ("date", &["datetime", "timestamp", "day", "날짜"]),
    ("word", &["enum", "identifier", "id", "단어"]),
];

/// The type that a word of another language means.
fn foreign(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let row = FOREIGN.iter().find(|(_, words)| words.contains(&word.as_str()));
    row.map(|(own, _)| *own)
}

fn own_type(value: &ast::Expr) -> Result<OwnType, Box<Diagnostic>> {
    let word = |value: &ast::Expr| match &value.kind {
        ExprKind::Word(path) if path.segments.len() == 1 => Some(path.segments[0].text.clone()),
        ExprKind::Quoted(quoted) => Some(quoted.text.clone()),
        _ => None,
    };
    if let ExprKind::List(items) = &value.kind
        && !items.is_empty()
        && items.iter().all(|item| word(item).is_some())
    {
        return Ok(OwnType::Words(items.iter().filter_map(word).collect()));
    }
    let written = word(value);
    if let Some(of) = written.as_deref().and_then(OwnType::parse) {
        return Ok(of);
    }
    let list = Text::codes(OwnType::WORDS);
    let message = text!(
        "속성의 타입이나 값의 목록이 와야 합니다",
        "a type of attribute, or the list of its values, is expected here"
    );
    let error = Diagnostic::error("unknown-value", value.span, message).help(text!(list;
        "타입은 {list} 중 하나입니다. 정해진 값은 `[gold, silver]`처럼 나열하세요.",
        "The types are {list}; fixed values are listed, as in `[gold, silver]`."
    ));
    let meant = written.and_then(|word| foreign(&word).or(nearest(&word, OwnType::WORDS)));
    Err(Box::new(error.did_you_mean(value.span, meant)))
}

/// Refuses a word that is none of those that the attribute may have.
pub(super) fn fits(own: &OwnAttribute, stated: &Stated) -> Result<(), Box<Diagnostic>> {
    let (OwnType::Words(words), Value::Text(word)) = (&own.of, &stated.value) else {
        return Ok(());
    };
    if words.contains(word) {
        return Ok(());
    }
    let (name, list) = (&own.name, Text::codes(words.iter().map(String::as_str)));
    let message = text!(name, word;
        "`{name}` 속성에 쓸 수 없는 값입니다: `{word}`",
        "`{name}` has no value `{word}`"
    );
    let error = Diagnostic::error("unknown-value", stated.value_span, message).help(
        text!(name, list; "`{name}` 속성의 값: {list}.", "The values of `{name}` are {list}."),
    );
    let meant = nearest(word, words.iter().map(String::as_str));
    Err(Box::new(error.did_you_mean(stated.value_span, meant)))
}
