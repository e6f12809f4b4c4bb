//! What may be written inside of a policy, and where a team declares or states attributes of its own.

use super::Writer;
use crate::catalog::{GroupKind, Kind};
use crate::ide::before::Lex;
use crate::ide::offers::{FUNCTIONS, Item, ItemKind, filled};
use crate::ide::policy_words::{CLAUSES, JOINTS, RELATIONS, Word, type_title};
use crate::model::schema::Site;
use crate::model::{Attr, OwnAttribute, OwnType, schema};
use crate::say::Lang;

impl Writer<'_> {
    /// `None` where the place is in no policy and in no declaration of attributes.
    pub(super) fn policy(&self) -> Option<Vec<Item>> {
        let head = self.before.heads.last()?.first().map(|lexeme| self.word(lexeme));
        match head {
            Some("policy") => Some(self.clause()),
            Some("attributes") => Some(self.declared_type()),
            _ => None,
        }
    }

    fn clause(&self) -> Vec<Item> {
        let words = &self.before.words;
        let (Some(first), Some(last)) = (self.first(), words.last()) else {
            return self.offered(&CLAUSES, ItemKind::Keyword);
        };
        let last_word = self.word(last);
        match (first, last_word) {
            ("allow", "allow") => vec![self.keyword("technology")],
            ("allow", _) => self.types(),
            ("limit", "limit") => vec![self.keyword("depth")],
            ("require" | "forbid", _) => match (last_word, last.kind) {
                ("path" | "on" | "callers" | "callees" | "reaches", _) | (_, Lex::Arrow) => {
                    self.subjects()
                }
                (_, Lex::OpenParen) if self.is_figure() => self.flows(),
                ("and" | "or" | "not", _) | (_, Lex::OpenParen) => self.conditions(),
                _ if words.len() == 1 => self.conditions(),
                ("in", _) | (_, Lex::Assign | Lex::Operator) => self.compared(),
                (_, Lex::OpenList | Lex::Comma) => self.listed(),
                (_, Lex::String) => Vec::new(),
                _ => self.offered(&JOINTS, ItemKind::Keyword),
            },
            _ => Vec::new(),
        }
    }

    /// Behind `availability(`.
    fn is_figure(&self) -> bool {
        let [.., word, _] = self.before.words.as_slice() else { return false };
        FUNCTIONS.iter().any(|(known, _)| *known == self.word(word))
    }

    fn offered(&self, words: &[Word], kind: ItemKind) -> Vec<Item> {
        let item = |(word, snippet, ko, en): &Word| {
            let said = if self.lang == Lang::Ko { *ko } else { *en };
            Item::new(*word, kind, said).inserting(*snippet)
        };
        words.iter().map(item).collect()
    }

    /// Kinds, technologies, groups and components.
    fn subjects(&self) -> Vec<Item> {
        self.types().into_iter().chain(self.places(None)).collect()
    }

    /// What may be asked of a component.
    fn conditions(&self) -> Vec<Item> {
        let mut items: Vec<Item> =
            self.design().own.iter().map(|own| self.own(own, false)).collect();
        let of_components = Attr::ALL.iter().filter(|attr| {
            Kind::ALL.iter().any(|kind| schema::takes(**attr, Site::Component(*kind)).is_some())
        });
        items.extend(of_components.map(|attr| {
            Item::new(attr.word(), ItemKind::Attribute, attr.describe().get(self.lang))
        }));
        items.extend(self.offered(&RELATIONS, ItemKind::Keyword));
        items.push(self.keyword("not"));
        let figure = |(word, snippet): &(&'static str, &'static str)| {
            Item::new(*word, ItemKind::Function, filled(snippet)).inserting(*snippet)
        };
        items.extend(FUNCTIONS.iter().map(figure));
        items.extend(
            GroupKind::ALL
                .iter()
                .map(|kind| Item::new(kind.word(), ItemKind::Type, kind.title().get(self.lang))),
        );
        items.extend(self.subjects());
        items
    }

    /// In a list: values of an attribute that is compared, else subjects.
    fn listed(&self) -> Vec<Item> {
        let words = &self.before.words;
        let open = words.iter().rposition(|it| it.kind == Lex::OpenList);
        let before = open.and_then(|at| at.checked_sub(1)).map(|at| self.word(&words[at]));
        match before {
            Some("in" | "=") => self.compared(),
            _ => self.subjects(),
        }
    }

    /// Behind a comparison: what the attribute before it may be.
    fn compared(&self) -> Vec<Item> {
        let words = &self.before.words;
        let sign = words.iter().rposition(|it| {
            matches!(it.kind, Lex::Assign | Lex::Operator) || self.word(it) == "in"
        });
        let names = words[..sign.unwrap_or(0)].iter().rev();
        let Some(name) =
            names.map(|it| self.word(it)).find(|it| it.starts_with(char::is_alphabetic))
        else {
            return Vec::new();
        };
        if let Some(own) = self.design().own.iter().find(|own| own.name == name) {
            return self.own_values(&own.of);
        }
        if GroupKind::parse(name).is_some() {
            return self.groups();
        }
        Attr::parse(name).map_or_else(Vec::new, |attr| self.values(attr))
    }

    /// In `attributes { owner = … }`.
    fn declared_type(&self) -> Vec<Item> {
        if self.before.words.last().is_none_or(|last| last.kind != Lex::Assign) {
            return Vec::new();
        }
        let item = |word: &str| Item::new(word, ItemKind::Word, type_title(word).get(self.lang));
        OwnType::WORDS.map(item).into()
    }

    /// The attributes that the team declares, for a component or a group.
    pub(super) fn own_attributes(&self) -> impl Iterator<Item = Item> {
        self.design().own.iter().map(|own| self.own(own, true))
    }

    fn own(&self, own: &OwnAttribute, stated: bool) -> Item {
        let detail = match self.lang {
            Lang::Ko => format!("팀의 속성: {}", own.of.example()),
            Lang::En => format!("of the team: {}", own.of.example()),
        };
        let item = Item::new(&own.name, ItemKind::Attribute, detail);
        match stated && own.of != OwnType::Flag {
            true => item.inserting(format!("{} = $0", own.name)),
            false => item,
        }
    }

    /// What an attribute of the team's may be.
    pub(super) fn own_values(&self, of: &OwnType) -> Vec<Item> {
        let words = |words: &[String]| -> Vec<Item> {
            words.iter().map(|word| Item::new(word, ItemKind::Word, "")).collect()
        };
        match of {
            OwnType::Words(all) => words(all),
            OwnType::Flag => words(&["on".to_owned(), "off".to_owned()]),
            OwnType::Text => vec![Item::new("\"\"", ItemKind::Value, "").inserting("\"$1\"")],
            _ => Vec::new(),
        }
    }

    /// The attribute of the team's whose value is being written.
    pub(super) fn own_before(&self) -> Option<&OwnAttribute> {
        let words = &self.before.words;
        let at = words.iter().position(|lexeme| lexeme.kind == Lex::Assign)?;
        let name = words.get(at.checked_sub(1)?).map(|it| self.word(it))?;
        self.design().own.iter().find(|own| own.name == name)
    }
}
