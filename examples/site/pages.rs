//! All files of the site, from what the library knows and what the repository holds.

use super::markdown::{html_of, text};
use archlint::catalog::Catalog;
use archlint::lexicon::{self, Entry};
use archlint::lint::{Rule, Topic};
use archlint::model::{Attr, GroupKind, Kind};
use archlint::report::Address;
use archlint::rulebook::ExampleKind;
use archlint::say::Lang;
use archlint::source::{LoadError, Loader};
use archlint::{Date, Project, Severity, Source, ide, rules};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file by its path.
pub type Site = BTreeMap<String, String>;

const STYLE: &str = include_str!("../../assets/site/site.css");
const SEARCH: &str = include_str!("../../assets/site/search.js");
/// The day on which the examples are judged.
const TODAY: Date = Date::constant(2026, 11, 21);
/// Nothing is loaded but what stands beside the page.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; \
    img-src 'self' file: data:; base-uri 'none'; form-action 'none'";

/// A line of the search: title, what it is, page, other words.
type Row = (String, String, String, String);

struct Maker<'r> {
    root: &'r Path,
    lang: Lang,
    site: Site,
    rows: Vec<Row>,
    playground: bool,
}

/// The whole site; with `playground` it links to one beside it.
pub fn site(root: &Path, playground: bool) -> Site {
    let mut site = Site::new();
    site.insert("assets/site.css".to_owned(), STYLE.to_owned());
    site.insert("assets/search.js".to_owned(), SEARCH.to_owned());
    site.insert("index.html".to_owned(), door(playground));
    for lang in [Lang::Ko, Lang::En] {
        let rows = Vec::new();
        let mut maker = Maker { root, lang, site: Site::new(), rows, playground };
        maker.make();
        let rows: Vec<String> = maker.rows.iter().map(row).collect();
        let index = format!("\"use strict\";\nconst ROWS = [\n{}\n];\n", rows.join(",\n"));
        site.insert(format!("assets/index-{}.js", word(lang)), index);
        site.extend(maker.site);
    }
    site
}

fn row((title, sort, page, also): &Row) -> String {
    serde_json::to_string(&[title, sort, page, also]).expect("plain data is JSON")
}

fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    }
}

/// Where the playground stands, as the door sees it.
const PLAYGROUND: &str = "playground/index.html";
const UP_TO_PLAYGROUND: &str = "../playground/index.html";

/// Both languages stand side by side at the door.
fn door(playground: bool) -> String {
    let play = match playground {
        true => format!("<p><a href=\"{PLAYGROUND}\">플레이그라운드 · Playground</a></p>\n"),
        false => String::new(),
    };
    format!(
        "<!doctype html>\n<html lang=\"ko\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <link rel=\"icon\" href=\"data:,\">\n<title>archlint</title>\n\
        <link rel=\"stylesheet\" href=\"assets/site.css\">\n</head>\n<body class=\"door\">\n<main>\n\
        <h1>archlint</h1>\n<p><a href=\"ko/index.html\">한국어</a> · \
        <a href=\"en/index.html\">English</a></p>\n{play}</main>\n</body>\n</html>\n"
    )
}

impl Maker<'_> {
    fn pick<'t>(&self, ko: &'t str, en: &'t str) -> &'t str {
        if self.lang == Lang::Ko { ko } else { en }
    }

    /// A level as people read it.
    fn level(&self, level: Severity) -> &'static str {
        match (level, self.lang) {
            (Severity::Error, Lang::Ko) => "오류",
            (Severity::Warning, Lang::Ko) => "경고",
            (Severity::Advice, Lang::Ko) => "조언",
            (level, Lang::En) => level.name(),
        }
    }

    fn make(&mut self) {
        self.documents();
        self.rules();
        self.entries();
        self.gallery();
        let words: Vec<(String, String)> = lexicon::everyday()
            .map(|(words, names)| (words.to_owned(), names.to_owned()))
            .collect();
        // An everyday word leads to the page of the first name that it stands for.
        for (words, names) in words {
            let first = names.split(' ').next().unwrap_or_default();
            let known = self.rows.iter().find(|row| row.0 == first).cloned();
            if let Some((title, sort, page, also)) = known {
                let at = self.rows.iter().position(|row| row.2 == page).unwrap_or_default();
                self.rows[at] = (title, sort, page, format!("{also},{words}"));
            }
        }
        for guide in lexicon::GUIDES {
            let page = guide.page();
            if let Some(row) = self.rows.iter_mut().find(|row| row.2 == page) {
                row.3 = format!("{},{},{}", row.3, guide.name, guide.also);
            }
        }
    }

    /// Puts a page of a folder (`rules/`; empty for the top) around a body, and into the search.
    fn page(&mut self, path: &str, title: &str, body: &str, sort: &str, also: &str) {
        let (lang, up) = (word(self.lang), "../".repeat(path.matches('/').count()));
        let other = if self.lang == Lang::Ko { "en" } else { "ko" };
        let switch = self.pick("English", "한국어");
        let placeholder = self.pick(
            "찾기: 규칙, 기술, 속성, 흔한 말 ( / )",
            "find a rule, technology, attribute, word ( / )",
        );
        let mut links = vec![
            ("docs/how-to/index.html", self.pick("하는 법", "How to")),
            ("rules/index.html", self.pick("규칙", "Rules")),
            ("docs/language.html", self.pick("언어", "Language")),
            ("docs/configuration.html", self.pick("설정", "Configuration")),
            ("technologies/index.html", self.pick("기술", "Technologies")),
            ("attributes/index.html", self.pick("속성", "Attributes")),
            ("errors/index.html", self.pick("오류", "Errors")),
            ("gallery/index.html", self.pick("갤러리", "Gallery")),
        ];
        if self.playground {
            links.push((UP_TO_PLAYGROUND, self.pick("플레이그라운드", "Playground")));
        }
        let links: String =
            links.iter().map(|(to, said)| format!("<a href=\"{up}{to}\">{said}</a>\n")).collect();
        let html = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
            <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
            <link rel=\"icon\" href=\"data:,\">\n<title>{title} · archlint</title>\n\
            <link rel=\"stylesheet\" href=\"{up}../assets/site.css\">\n</head>\n<body>\n\
            <a class=\"skip\" href=\"#body\">{skip}</a>\n<header>\n\
            <a class=\"home\" href=\"{up}index.html\">archlint</a>\n<nav>\n{links}</nav>\n\
            <div class=\"find\"><input id=\"search\" type=\"search\" data-up=\"{up}\" \
            placeholder=\"{placeholder}\" aria-label=\"{placeholder}\" autocomplete=\"off\">\
            <ol id=\"found\" hidden></ol></div>\n\
            <a class=\"switch\" href=\"{up}../{other}/{path}\">{switch}</a>\n</header>\n\
            <main id=\"body\">\n{body}</main>\n\
            <script src=\"{up}../assets/index-{lang}.js\"></script>\n\
            <script src=\"{up}../assets/search.js\"></script>\n</body>\n</html>\n",
            title = text(title),
            skip = self.pick("본문으로", "to the content"),
        );
        self.site.insert(format!("{lang}/{path}"), html);
        if !sort.is_empty() {
            self.rows.push((title.to_owned(), sort.to_owned(), path.to_owned(), also.to_owned()));
        }
    }

    fn read(&self, path: &str) -> String {
        let whole = self.root.join(path);
        fs::read_to_string(&whole).unwrap_or_else(|error| panic!("{}: {error}", whole.display()))
    }

    /// The pages of the repository, each in its language.
    fn documents(&mut self) {
        let sort = self.pick("문서", "document").to_owned();
        let end = if self.lang == Lang::Ko { ".ko.md" } else { ".md" };
        let readme = self.read(&format!("README{end}"));
        let play = match self.playground {
            true => format!(
                "<p class=\"play\"><a href=\"../{PLAYGROUND}\">{}</a></p>\n",
                self.pick("플레이그라운드에서 바로 써 보기", "Try it in the playground")
            ),
            false => String::new(),
        };
        let body = format!("{play}{}", html_of(&readme, "", ""));
        let title = self.pick("시작하기", "Getting started").to_owned();
        let also = "readme,install,설치,시작,playground,플레이그라운드,init,watch,baseline";
        self.page("index.html", &title, &body, &sort, also);
        for (name, ko, en) in [
            ("language", "언어 참조", "Language reference"),
            ("configuration", "설정", "Configuration"),
            ("import", "가져오기", "Import"),
            ("editors", "편집기", "Editors"),
        ] {
            let markdown = self.read(&format!("docs/{name}{end}"));
            let body = html_of(&markdown, "docs", "../");
            let title = self.pick(ko, en).to_owned();
            self.page(&format!("docs/{name}.html"), &title, &body, &sort, name);
        }
        self.how_to(end);
        let body = html_of(&self.read("CHANGELOG.md"), "", "../");
        let title = self.pick("바뀐 것", "Changes").to_owned();
        self.page("docs/changelog.html", &title, &body, &sort, "changelog");
    }

    /// A task each, in the order in which a team comes to them.
    fn how_to(&mut self, end: &str) {
        let sort = self.pick("하는 법", "how to").to_owned();
        let mut list =
            format!("<h1>{}</h1>\n<ul class=\"cards\">\n", self.pick("하는 법", "How to"));
        for (name, also) in [
            ("as-is", "draw,그리기,as-is"),
            ("pull-requests", "ci,github,action,hook,pre-commit,훅,액션,깃허브"),
            ("own-rules", "policy,정책"),
            ("compose", "docker,도커,import"),
            ("weekly-post", "report,plan,study,스터디,보고서"),
            ("assistants", "mcp,model context protocol,ai,assistant,agent,도우미"),
        ] {
            let markdown = self.read(&format!("docs/how-to/{name}{end}"));
            let title = markdown.lines().next().unwrap_or_default().trim_start_matches("# ");
            let body = html_of(&markdown, "docs/how-to", "../../");
            self.page(&format!("docs/how-to/{name}.html"), title, &body, &sort, also);
            list += &format!("<li><a href=\"{name}.html\"><b>{}</b></a></li>\n", text(title));
        }
        list += "</ul>\n";
        let title = self.pick("하는 법", "How to").to_owned();
        self.page("docs/how-to/index.html", &title, &list, "", "");
    }

    fn rules(&mut self) {
        for rule in rules::ALL {
            let body = self.rule(rule);
            let title = rule.parsed_page().half(self.lang).title.clone();
            let sort = self.pick("규칙", "rule").to_owned();
            self.page(&format!("rules/{}.html", rule.name), rule.name, &body, &sort, &title);
        }
        let mut body = format!("<h1>{}</h1>\n", self.pick("규칙", "Rules"));
        for topic in Topic::ALL {
            let own: Vec<&&Rule> = rules::ALL.iter().filter(|rule| rule.topic == topic).collect();
            let title = topic.title();
            body += &format!(
                "<h2 id=\"{}\">{}</h2>\n<ul class=\"cards\">\n",
                topic.name(),
                title.get(self.lang)
            );
            for rule in own {
                let (name, level) = (rule.name, rule.severity.name());
                let called = self.level(rule.severity);
                let said = text(&rule.parsed_page().half(self.lang).title);
                body += &format!(
                    "<li><a href=\"{name}.html\"><b>{name}</b> <span class=\"{level}\">{called}</span><br>{said}</a></li>\n"
                );
            }
            body += "</ul>\n";
        }
        let title = self.pick("규칙", "Rules").to_owned();
        self.page("rules/index.html", &title, &body, "", "");
    }

    fn rule(&self, rule: &Rule) -> String {
        let page = rule.parsed_page();
        let half = page.half(self.lang);
        let level = rule.severity.name();
        let mut body = format!(
            "<p class=\"of\"><a href=\"index.html#{topic}\">{topic_title}</a> · \
            <span class=\"{level}\">{called}</span></p>\n<h1>{name}</h1>\n<p class=\"lead\">{title}</p>\n",
            called = self.level(rule.severity),
            topic = rule.topic.name(),
            topic_title = rule.topic.title().get(self.lang),
            name = rule.name,
            title = text(&half.title),
        );
        for section in &half.sections {
            let heading = text(&section.heading);
            body += &format!("<h2>{heading}</h2>\n");
            body += &html_of(&section.body, &format!("rules/{}", rule.topic.name()), "../");
        }
        for option in rule.options {
            let meaning = option.meaning();
            let said = text(meaning.get(self.lang));
            let (name, usual) = (option.name, text(&option.show(option.default)));
            body += &format!("<p><code>{name} = {usual}</code> {said}</p>\n");
        }
        for (kind, ko, en) in [
            (ExampleKind::Bad, "나쁜 예", "Bad"),
            (ExampleKind::Good, "좋은 예", "Good"),
            (ExampleKind::Fixed, "고친 예", "Fixed"),
        ] {
            for example in page.examples.iter().filter(|example| example.kind == kind) {
                body += &format!(
                    "<h2>{}</h2>\n<pre>{}</pre>\n",
                    self.pick(ko, en),
                    text(&example.text)
                );
                if let Some(report) = example.report(self.lang) {
                    body += &format!("<pre class=\"report\">{}</pre>\n", text(report));
                }
            }
        }
        body
    }

    /// Everything with a name that is no rule, with a list of each sort.
    fn entries(&mut self) {
        let catalog = Catalog::builtin();
        let techs = catalog.iter().map(|tech| Entry::Tech(tech.clone())).collect();
        let attributes = Attr::ALL.iter().map(|attr| Entry::Attribute(*attr)).collect();
        let errors = lexicon::ERRORS.iter().map(|error| Entry::Error(error.name)).collect();
        let kinds = Kind::ALL.iter().map(|kind| Entry::Kind(*kind));
        let groups = GroupKind::ALL.iter().map(|kind| Entry::Group(*kind));
        let kinds = kinds.chain(groups).collect();
        let topics = Topic::ALL.into_iter().map(Entry::Topic).collect();
        let statements = ide::STATEMENTS.iter().map(|(word, ..)| Entry::Statement(word)).collect();
        self.folder("technologies", ("기술", "Technologies"), ("기술", "technology"), techs);
        self.folder("attributes", ("속성", "Attributes"), ("속성", "attribute"), attributes);
        self.folder("errors", ("글의 오류", "Errors of the text"), ("오류", "error"), errors);
        self.folder("kinds", ("종류", "Kinds"), ("종류", "kind"), kinds);
        self.folder("topics", ("주제", "Topics"), ("주제", "topic"), topics);
        self.folder("statements", ("문장", "Statements"), ("문장", "statement"), statements);
    }

    fn folder(&mut self, folder: &str, title: (&str, &str), sort: (&str, &str), all: Vec<Entry>) {
        let (title, sort) =
            (self.pick(title.0, title.1).to_owned(), self.pick(sort.0, sort.1).to_owned());
        let mut list = format!("<h1>{title}</h1>\n<ul class=\"cards\">\n");
        for entry in &all {
            let Some(article) = entry.page(rules::ALL, self.lang) else { continue };
            let body = html_of(&article.markdown(), "", "../");
            let name = entry.name();
            let also = match entry {
                Entry::Tech(tech) => {
                    [std::slice::from_ref(&tech.title), &*tech.aliases].concat().join(",")
                }
                _ => article.title.clone(),
            };
            self.page(&format!("{folder}/{name}.html"), name, &body, &sort, &also);
            let said = article.title.split_once(": ").map_or("", |(_, rest)| rest);
            list +=
                &format!("<li><a href=\"{name}.html\"><b>{name}</b><br>{}</a></li>\n", text(said));
        }
        list += "</ul>\n";
        self.page(&format!("{folder}/index.html"), &title, &list, "", "");
    }

    /// The examples, each with its picture, its findings and its text.
    fn gallery(&mut self) {
        let mut list =
            format!("<h1>{}</h1>\n<ul class=\"gallery\">\n", self.pick("갤러리", "Gallery"));
        for file in designs(&self.root.join("examples")) {
            let inner =
                file.strip_prefix(self.root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let name =
                inner.trim_start_matches("examples/").trim_end_matches(".arch").replace('/', "-");
            let source = Source::new(inner.clone(), self.read(&inner));
            let loader = Files { root: self.root };
            let reviewed = Project::default().check_one(&source, &loader, TODAY);
            let reviewed = reviewed.unwrap_or_else(|error| panic!("{inner}: {error}"));
            // A file of policies alone draws nothing.
            if reviewed.design.components.is_empty() {
                continue;
            }
            self.site
                .insert(format!("{}/gallery/{name}.svg", word(self.lang)), reviewed.svg(self.lang));
            let title = reviewed.design.name.clone();
            let shown = text(&title);
            let mut body = format!(
                "<p class=\"of\">{}</p>\n<h1>{shown}</h1>\n<a href=\"{name}.svg\"><img src=\"{name}.svg\" alt=\"{shown}\"></a>\n<h2>{}</h2>\n<ol class=\"findings\">\n",
                text(&inner),
                self.pick("지적", "Findings"),
            );
            for finding in reviewed.findings.iter().filter(|finding| !finding.is_accepted()) {
                let (level, rule) = (finding.severity.name(), text(&finding.rule));
                let called = self.level(finding.severity);
                let at = reviewed
                    .sources
                    .position(finding.primary.source, finding.primary.start as usize);
                let page = Address::of(&finding.rule, rules::ALL, self.lang);
                let page = page.map(|page| format!("../{}", page.on_the_site()));
                let rule = match page {
                    Some(page) => format!("<a href=\"{page}\">{rule}</a>"),
                    None => rule,
                };
                let said = words(finding.message.get(self.lang));
                let help =
                    finding.help.as_ref().map(|help| text(help.get(self.lang))).unwrap_or_default();
                body += &format!(
                    "<li><span class=\"{level}\">{called}</span> {rule} {}:{}<br>{said}<br><small>{help}</small></li>\n",
                    at.line, at.column
                );
            }
            body += &format!(
                "</ol>\n<h2>{}</h2>\n<pre>{}</pre>\n",
                self.pick("설계", "Design"),
                text(&source.text)
            );
            let sort = self.pick("갤러리", "gallery").to_owned();
            self.page(&format!("gallery/{name}.html"), &title, &body, &sort, &inner);
            list += &format!(
                "<li><a href=\"{name}.html\"><img src=\"{name}.svg\" alt=\"\" loading=\"lazy\"><b>{shown}</b><br><small>{}</small></a></li>\n",
                text(&inner)
            );
        }
        list += "</ul>\n";
        let title = self.pick("갤러리", "Gallery").to_owned();
        self.page("gallery/index.html", &title, &list, "", "");
    }
}

/// A message with its names as code.
fn words(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts
        .map(|(at, part)| match at % 2 {
            0 => text(part),
            _ => format!("<code>{}</code>", text(part)),
        })
        .collect()
}

fn designs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(at).expect("the examples are there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == "arch") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads what examples include and extend.
struct Files<'r> {
    root: &'r Path,
}

impl Loader for Files<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let read = fs::read_to_string(self.root.join(&name));
        let failed = |error: std::io::Error| LoadError {
            reason: archlint::Text::new(error.to_string(), error.to_string()),
        };
        Ok(Source::new(name, read.map_err(failed)?))
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let failed = |error: std::io::Error| LoadError {
            reason: archlint::Text::new(error.to_string(), error.to_string()),
        };
        let whole = self.root.join(folder).join(path);
        let mut names = Vec::new();
        for entry in fs::read_dir(whole).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            names.push(if entry.path().is_dir() { format!("{name}/") } else { name });
        }
        names.sort();
        Ok(names)
    }
}
