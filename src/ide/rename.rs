//! A new name for something: what may be renamed, and which names are free.

use super::At;
use super::uses::{named_at, place_of};
use crate::model::{Attr, Design, Place, Sort, Symbol, Use};
use crate::project::Reviewed;
use crate::say::Text;
use crate::syntax::ast::StatementKind;
use crate::text;
use unicode_normalization::UnicodeNormalization;

/// Why a name can't be given.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub reason: Text,
}

fn refusal(reason: Text) -> Refusal {
    Refusal { reason }
}

/// The name at a place, if it is one that the design declares.
pub fn renamable(at: &At) -> Result<Use, Refusal> {
    let none = || {
        refusal(text!(
            "여기에는 바꿀 이름이 없습니다. 컴포넌트, 그룹, 흐름, 시나리오, `let`의 이름만 바꿀 수 있습니다",
            "nothing here has a name to change: only components, groups, flows, scenarios and `let`s do"
        ))
    };
    let used = named_at(at).ok_or_else(none)?;
    if let Some(Place::Component(id)) = place_of(&at.reviewed.design, used.of)
        && at.reviewed.design.component(id).implied.is_some()
    {
        let word = &at.reviewed.design.component(id).name;
        return Err(refusal(text!(word;
            "`{word}`는 카탈로그의 단어를 그대로 쓴 것입니다. 먼저 `{word} 이름`처럼 선언하세요",
            "`{word}` is the catalogue's word itself; declare it first, like `{word} name`"
        )));
    }
    // A fact of the traffic is called what the language calls it.
    let declared = at.reviewed.sources.text(used.of.declared);
    let is_fact = used.of.sort == Sort::Constant
        && Attr::parse(declared).is_some()
        && !is_let(&at.reviewed.design, used.of);
    if is_fact {
        return Err(none());
    }
    Ok(used)
}

fn is_let(design: &Design, symbol: Symbol) -> bool {
    let statements = design.texts.iter().flat_map(|file| &file.statements);
    statements.into_iter().any(|statement| match &statement.kind {
        StatementKind::Let(it) => it.name.span == symbol.declared,
        _ => false,
    })
}

/// The name in the form in which it is written, if a symbol of the design may be called that.
pub fn is_free(reviewed: &Reviewed, symbol: Symbol, name: &str) -> Result<String, Refusal> {
    let name: String = name.nfc().collect();
    if !is_identifier(&name) {
        return Err(refusal(text!(name;
            "`{name}` 이름은 쓸 수 없습니다. 글자로 시작하고 글자, 숫자, `-`, `_`만 써야 합니다",
            "`{name}` is no name: it begins with a letter and holds letters, digits, `-` and `_`"
        )));
    }
    let other = rivals(reviewed, symbol).find(|other| {
        let called: String = reviewed.sources.text(other.declared).nfc().collect();
        called == name
    });
    let Some(other) = other else { return Ok(name) };
    let place = reviewed.sources.position(other.declared.source, other.declared.start as usize);
    let (file, line) = (&reviewed.sources.get(other.declared.source).name, place.line);
    Err(refusal(text!(name, file, line;
        "`{name}` 이름은 이미 있습니다: {file}:{line}",
        "`{name}` is taken already: {file}:{line}"
    )))
}

/// What a new name could be mistaken for. Components and groups of one name in different groups are
/// told apart by their paths, but then not every use of today would still find the same one.
fn rivals(reviewed: &Reviewed, symbol: Symbol) -> impl Iterator<Item = Symbol> + '_ {
    let is_place = |sort| matches!(sort, Sort::Component | Sort::Group);
    let declared = reviewed.design.uses.iter().filter(|it| it.declares).map(|it| it.of);
    declared.filter(move |other| {
        let alike = other.sort == symbol.sort || is_place(other.sort) && is_place(symbol.sort);
        // A value reads a `let` before a component of that name.
        let shadows = [other.sort, symbol.sort].contains(&Sort::Constant);
        *other != symbol && (alike || shadows)
    })
}

fn is_identifier(name: &str) -> bool {
    let lexemes = super::before::lex(name);
    let [only] = &lexemes[..] else { return false };
    let whole = only.kind == super::before::Lex::Word && only.range == (0..name.len());
    whole && name != "unknown"
}
