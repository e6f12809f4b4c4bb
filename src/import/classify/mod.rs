//! What a thing in a foreign file is: a technology, a kind, or no component at all.
//!
//! One classifier for all formats. It is given words with their places and looks at them in the
//! order in which they can be trusted: what the team settled, the format's own type, the image, the
//! label, the name, the role that a word tells, the shape, the title of the group around it.

pub mod counts;
mod images;
mod parts;
mod phrases;
mod words;

use crate::catalog::{Catalog, Foreign, Kind, Tech};
use crate::say::Text;
use crate::source::Span;
use crate::text;
use globset::{Glob, GlobMatcher};
use images::{bare_image, image_path, is_machine, is_runtime, without_tag};
use phrases::Index;
use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use parts::{NoPart, is_object};
pub use phrases::{Said, split};

/// A word with its place.
pub type Word<'w> = (&'w str, Span);

/// What is known of a thing; what is not known is left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'w> {
    /// The format's own type, already a word of the language or of the catalogue.
    pub own: Option<Word<'w>>,
    pub resource: Option<Word<'w>>,
    pub icon: Option<Word<'w>>,
    pub image: Option<Word<'w>>,
    pub label: Option<Word<'w>>,
    pub name: Option<Word<'w>>,
    /// A kind that the shape stands for: a cylinder is a `db`.
    pub shape: Option<Word<'w>>,
    /// The title of the group around it.
    pub group: Option<Word<'w>>,
    /// What it is asked for: the port in another one's address.
    pub port: Option<Word<'w>>,
    /// The names of its settings.
    pub settings: &'w [String],
}

/// What something is.
#[derive(Clone, Debug)]
pub enum Verdict {
    Is(What),
    /// No component, and why.
    Not(NoPart),
}

/// The type of a component.
#[derive(Clone, Debug)]
pub struct What {
    /// A kind or a technology.
    pub word: String,
    pub kind: Kind,
    /// The word stands for a technology, not only for a role.
    pub is_technology: bool,
    /// Managed by a provider as far as the catalogue says.
    pub is_managed: bool,
    /// From which words, where it is only a guess.
    pub guess: Option<Text>,
    /// The words that told.
    pub at: Option<Span>,
}

impl Verdict {
    /// Of a thing that runs: it is nobody, and a service called `user` serves them.
    pub fn running(self) -> Self {
        match self {
            Verdict::Is(what) if what.kind == Kind::User => {
                Verdict::Is(What::kind(Kind::Service, what.at))
            }
            verdict => verdict,
        }
    }
}

impl What {
    fn of(tech: &Tech, at: Span) -> Self {
        Self {
            word: tech.name.clone(),
            kind: tech.kind,
            is_technology: true,
            is_managed: tech.management.is_managed(),
            guess: None,
            at: Some(at),
        }
    }

    pub fn kind(kind: Kind, at: Option<Span>) -> Self {
        let word = kind.word().to_owned();
        Self { word, kind, is_technology: false, is_managed: false, guess: None, at }
    }

    fn guessed(self, guess: Text) -> Self {
        Self { guess: Some(guess), ..self }
    }
}

/// What the team settled about a word: `"image edge-*" = "gateway"`.
#[derive(Clone, Debug)]
pub struct As {
    /// As it is written.
    pub text: String,
    /// Something that was read fitted.
    pub is_used: Arc<AtomicBool>,
    pub field: Field,
    pub pattern: GlobMatcher,
    /// A type or a technology; `None` leaves the thing out.
    pub word: Option<String>,
}

/// Which word of a thing a pattern is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Image,
    Name,
    Resource,
    Label,
}

impl As {
    /// Reads `name *-batch` and what it stands for.
    ///
    /// # Errors
    ///
    /// Where the pattern does not begin with one of the four fields, or is no pattern.
    pub fn parse(pattern: &str, word: &str) -> Result<Self, Text> {
        let text = pattern.to_owned();
        let (field, glob) = pattern.split_once(' ').unwrap_or((pattern, ""));
        let field = match field {
            "image" => Field::Image,
            "name" => Field::Name,
            "resource" => Field::Resource,
            "label" => Field::Label,
            _ => {
                return Err(text!(
                    "`image`, `name`, `resource`, `label` 중 하나로 시작해야 합니다",
                    "it must begin with `image`, `name`, `resource` or `label`"
                ));
            }
        };
        let glob = Glob::new(glob.trim()).map_err(|error| {
            let kind = error.kind().to_string();
            text!(kind; "무늬가 틀렸습니다: {kind}", "not a pattern: {kind}")
        })?;
        let word = (word != "none").then(|| word.to_owned());
        let is_used = Arc::default();
        Ok(Self { text, is_used, field, pattern: glob.compile_matcher(), word })
    }
}

/// Knows the catalogue and what the team settled.
pub struct Classifier<'c> {
    catalog: &'c Catalog,
    own: &'c [As],
    index: OnceCell<Index>,
}

impl<'c> Classifier<'c> {
    pub fn new(catalog: &'c Catalog, own: &'c [As]) -> Self {
        Self { catalog, own, index: OnceCell::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self.catalog))
    }

    pub fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    /// What the words of a text say, phrase by phrase.
    pub fn said(&self, text: &str) -> Vec<Said> {
        self.index().said(text, self.catalog)
    }

    /// What a thing is.
    pub fn classify(&self, by: Evidence) -> Verdict {
        if let Some(settled) = self.settled(by) {
            return settled;
        }
        let typed = by.own.and_then(|word| self.word(word));
        let typed = typed.or_else(|| self.foreign(Foreign::Resource, by.resource));
        let typed = typed.or_else(|| self.icon(by.icon));
        if let Some(what) = typed {
            return Verdict::Is(what);
        }
        let run_once = by.image.and_then(|(image, _)| parts::by_image(image));
        let mut names = [by.image, by.name, by.label].into_iter().flatten();
        if let Some(no) = run_once.or_else(|| names.find_map(|(name, _)| parts::by_name(name))) {
            return Verdict::Not(no);
        }
        if let Some(what) = by.image.and_then(|image| self.image(image)) {
            return Verdict::Is(self.closer(what, by));
        }
        for word in [by.label, by.name].into_iter().flatten() {
            if let Some(what) = self.spoken(word).filter(|what| !self.asks(what, by)) {
                return Verdict::Is(what);
            }
        }
        Verdict::Is(self.guess(by))
    }

    /// It is told where that store is, so it is not that store, whatever it is called after:
    /// `ratings-mysql` with `MYSQL_DB_HOST`.
    fn asks(&self, what: &What, by: Evidence) -> bool {
        const PLACES: [&str; 8] =
            ["host", "hosts", "addr", "address", "url", "uri", "endpoint", "endpoints"];
        let is_place = |words: &[String]| {
            words.last().is_some_and(|last| PLACES.contains(&last.as_str()))
                && words.contains(&what.word)
        };
        what.is_technology
            && what.kind.is_store()
            && by.settings.iter().any(|name| is_place(&split(name)))
    }

    fn settled(&self, by: Evidence) -> Option<Verdict> {
        let word = |field| match field {
            Field::Image => by.image,
            Field::Name => by.name,
            Field::Resource => by.resource,
            Field::Label => by.label,
        };
        let fits = |one: &&As| {
            let text = word(one.field).map(|(text, _)| text);
            // A tag need not be named.
            let untagged = text.filter(|_| one.field == Field::Image).map(without_tag);
            text.into_iter().chain(untagged).any(|text| one.pattern.is_match(text))
        };
        let one = self.own.iter().find(fits)?;
        one.is_used.store(true, Ordering::Relaxed);
        let at = word(one.field)?.1;
        match &one.word {
            None => Some(Verdict::Not(NoPart::Settled)),
            Some(word) => self.word((word, at)).map(Verdict::Is),
        }
    }

    /// A word of the language or of the catalogue.
    pub fn word(&self, (word, at): Word) -> Option<What> {
        let kind = Kind::parse(word).map(|kind| What::kind(kind, Some(at)));
        kind.or_else(|| self.catalog.find(word).map(|tech| What::of(&tech, at)))
    }

    fn foreign(&self, of: Foreign, word: Option<Word>) -> Option<What> {
        let (word, at) = word?;
        self.catalog.find_foreign(of, word).map(|tech| What::of(&tech, at))
    }

    /// An icon by its last word, with `_` for `-` or without.
    fn icon(&self, word: Option<Word>) -> Option<What> {
        let (word, at) = word?;
        let last = word.rsplit(['.', '/']).next().unwrap_or(word).to_lowercase();
        let known = self.catalog.find_foreign(Foreign::Icon, &last);
        let known = known.or_else(|| self.catalog.find(&last.replace('_', "-")));
        let known = known.or_else(|| is_machine(&last).then(|| self.catalog.find("ec2")).flatten());
        known.map(|tech| What::of(&tech, at))
    }

    /// An image by its last word, then by the last two; the registry, the tag and what vendors put
    /// before and behind a name do not count.
    fn image(&self, (image, at): Word) -> Option<What> {
        let path = image_path(image);
        let last = path.rsplit('/').next().unwrap_or(&path);
        let two = path.rsplit('/').take(2).collect::<Vec<_>>();
        let two = two.into_iter().rev().collect::<Vec<_>>().join("/");
        let bare = bare_image(last);
        let names = [two.as_str(), path.as_str(), last, bare];
        let listed = names.iter().find_map(|name| self.catalog.find_foreign(Foreign::Image, name));
        let known = listed.or_else(|| {
            [last, bare]
                .iter()
                .filter(|name| !is_runtime(name))
                .find_map(|name| self.catalog.find(name))
        });
        known.map(|tech| What::of(&tech, at))
    }

    /// The image of a broker or a store says what runs; a name can still tell a role of it: Connect
    /// workers and the like have images of their own.
    fn closer(&self, what: What, by: Evidence) -> What {
        let is_proxy = matches!(what.word.as_str(), "nginx" | "apache" | "caddy");
        let role = by.name.filter(|_| is_proxy).and_then(|name| self.spoken(name));
        match role {
            Some(role) if matches!(role.kind, Kind::Lb | Kind::Gateway) && !role.is_technology => {
                role
            }
            _ => what,
        }
    }

    /// What the words of a label or a name say: the head of the phrase decides, and what stands
    /// in brackets or after an arrow behind it only says more.
    pub fn spoken(&self, (words, at): Word) -> Option<What> {
        let Some((before, inside)) = aside(words) else {
            return self.phrase((words, at));
        };
        let (Some(what), more) = (self.phrase((before, at)), self.phrase((inside, at))) else {
            return self.phrase((words, at)).filter(|_| self.heard((before, at)).is_none());
        };
        let role = what.kind;
        let fits = |more: &What| {
            let tech = self.catalog.find(&more.word).filter(|_| more.is_technology);
            tech.is_some_and(|tech| tech.kind == role || keeps_technology(&tech, role))
        };
        Some(more.filter(|more| !what.is_technology && fits(more)).unwrap_or(what))
    }

    fn phrase(&self, (words, at): Word) -> Option<What> {
        let mut said = self.said(words);
        said.retain(|one| *one != Said::Aside);
        let technology = said.iter().rev().find_map(|one| match one {
            Said::Technology(tech) => Some(tech.clone()),
            _ => None,
        });
        let head = said.iter().rev().find(|one| !matches!(one, Said::Generic(_)));
        let generic = said.iter().rev().find_map(|one| match one {
            Said::Generic(kind) => Some(*kind),
            _ => None,
        });
        match (head, technology) {
            (Some(Said::Technology(tech)), _) => Some(self.with_head(tech, &said, at)),
            (Some(Said::Role(kind)), Some(tech)) if tech.kind == *kind => Some(What::of(&tech, at)),
            (Some(Said::Role(kind)), Some(tech)) if keeps_technology(&tech, *kind) => {
                Some(What::of(&tech, at))
            }
            (Some(Said::Role(kind)), _) => {
                let is_behind = is_behind(&said) || is_program(words, *kind, &said);
                let kind = generic.filter(|_| is_behind).unwrap_or(*kind);
                Some(What::kind(kind, Some(at)))
            }
            _ => generic.map(|kind| What::kind(kind, Some(at))),
        }
    }

    /// `MySQL 서버` is MySQL; `Kafka 주문 서버` too, as a server of that technology is what runs it.
    fn with_head(&self, tech: &Arc<Tech>, said: &[Said], at: Span) -> What {
        let last = said.last();
        match last {
            Some(Said::Role(kind)) if *kind != tech.kind => What::kind(*kind, Some(at)),
            // The server of a social network.
            Some(Said::Generic(kind)) if tech.name == "sns" => What::kind(*kind, Some(at)),
            _ => What::of(tech, at),
        }
    }

    /// A technology, or a role of a program, somewhere in words whose head says nothing.
    fn heard(&self, (words, at): Word) -> Option<What> {
        self.said(words).into_iter().rev().find_map(|one| match one {
            Said::Technology(tech) => Some(What::of(&tech, at)),
            Said::Role(kind) if kind.is_compute() => Some(What::kind(kind, Some(at))),
            _ => None,
        })
    }

    fn guess(&self, by: Evidence) -> What {
        let port = self.foreign(Foreign::Port, by.port);
        if let (Some(what), Some((port, _))) = (port, by.port) {
            return what.guessed(text!(port; "포트 {port}", "port {port}"));
        }
        let heard = |(words, at): Word| {
            let first = aside(words).and_then(|(before, _)| self.heard((before, at)));
            first.or_else(|| self.heard((words, at))).filter(|what| !self.asks(what, by))
        };
        if let Some(what) = [by.label, by.name].into_iter().flatten().find_map(heard) {
            let word = what.word.clone();
            return what.guessed(text!(word; "이름 속 `{word}`", "`{word}` in its name"));
        }
        if let Some((word, at)) = by.shape
            && let Some(what) = self.word((word, at))
        {
            return what.guessed(text!("모양", "its shape"));
        }
        if let Some(group) = by.group
            && let Some(what) = self.spoken(group)
            && !what.is_technology
            && what.kind != Kind::User
        {
            let title = group.0;
            return what
                .guessed(text!(title; "그룹 제목 “{title}”", "the title “{title}” around it"));
        }
        let mut what = What::kind(Kind::Service, None);
        what.guess = Some(text!("정해 주는 단어 없음", "nothing that tells"));
        what
    }
}

/// A name, and what only says more of it.
fn aside(words: &str) -> Option<(&str, &str)> {
    words.split_once(['(', '→', '⇒']).filter(|(before, _)| !before.trim().is_empty())
}

/// A role behind a technology that keeps it: `Redis 세션 저장소` is Redis.
fn keeps_technology(tech: &Tech, role: Kind) -> bool {
    use Kind::*;
    let stores = tech.kind.is_store() && role.is_store();
    let proxies = matches!(role, Lb | Gateway) && (tech.proxy || matches!(tech.kind, Lb | Gateway));
    let code = tech.kind.is_compute() && matches!(role, Was | Service | Web);
    stores || proxies || code
}

/// A general word (`서버`) stands behind the last role: `DB 관리 서버`.
fn is_behind(said: &[Said]) -> bool {
    matches!(said, [.., Said::Role(_), Said::Other, Said::Generic(_)])
}

/// A program that is called after what it deals with: `customers-service`, `search-api`, `사용자 서버`.
fn is_program(words: &str, role: Kind, said: &[Said]) -> bool {
    if role.is_compute() || role.is_entry() || !matches!(said.last(), Some(Said::Generic(_))) {
        return false;
    }
    const PROGRAMS: [&str; 10] = [
        "service",
        "services",
        "서비스",
        "svc",
        "microservice",
        "api",
        "app",
        "application",
        "backend",
        "백엔드",
    ];
    let last = split(words).pop().unwrap_or_default();
    role == Kind::User || PROGRAMS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn the_head_of_a_phrase_decides() {
        let catalog = Catalog::builtin();
        let classifier = Classifier::new(&catalog, &[]);
        let table = [
            ("customers-service", "service"),
            ("customers", "user"),
            ("사용자 서버", "was"),
            ("예매 사용자", "user"),
            ("search-api", "was"),
            ("검색 서버", "search"),
            ("order-worker-service", "worker"),
            ("api-gateway", "gateway"),
            ("web app", "was"),
            ("DB 서버", "db"),
            ("결제 서버", "was"),
            ("discovery-server", "eureka"),
            ("Kafka consumer", "worker"),
            ("Redis 세션 저장소", "redis"),
            ("mysql", "mysql"),
            ("RDS Master", "rds"),
            ("Redis 7.x", "redis"),
            ("surge-worker-1", "worker"),
            ("Web Client (PC/Mobile)", "user"),
            ("Global Cache (Redis)", "redis"),
            ("RESTful API (JWT, OAuth2)", "was"),
            ("온프레미스", "external"),
            ("SNS 서버", "was"),
            ("AWS SNS", "sns"),
        ];
        for (words, expected) in table {
            let what = classifier.spoken((words, Span::new(SourceId(0), 0, 0)));
            assert_eq!(what.map(|what| what.word).as_deref(), Some(expected), "{words}");
        }
        for words in ["Reservation Domain", "User2 note", "snuba-consumer-events"] {
            assert!(classifier.spoken((words, Span::new(SourceId(0), 0, 0))).is_none(), "{words}");
        }
    }

    #[test]
    fn a_word_in_a_name_is_a_guess_and_what_runs_is_nobody() {
        let catalog = Catalog::builtin();
        let classifier = Classifier::new(&catalog, &[]);
        let at = Span::new(SourceId(0), 0, 0);
        let of = |name: &'static str| {
            let by = Evidence { name: Some((name, at)), ..Evidence::default() };
            match classifier.classify(by).running() {
                Verdict::Is(what) => (what.word, what.guess.is_some()),
                Verdict::Not(_) => (String::new(), false),
            }
        };
        assert_eq!(of("snuba-consumer-events"), ("worker".to_owned(), true));
        assert_eq!(of("GitHub Actions 자동화"), ("github-actions".to_owned(), true));
        assert_eq!(of("user"), ("service".to_owned(), false));
    }
}
