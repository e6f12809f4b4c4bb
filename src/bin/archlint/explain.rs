//! `archlint explain`.

use crate::args::{Cli, ExplainArgs, PageFormat};
use crate::failure::Failure;
use crate::files::{Found as File, Naming, Place};
use crate::loader::FileLoader;
use crate::out::Finished;
use crate::settings::AllSettings;
use crate::{language, out};
use archlint::lexicon::{Entry, Found, find};
use archlint::lint::policy::rule_name;
use archlint::report::Article;
use archlint::say::{Lang, Text, slip};
use archlint::source::{Loader, NoLoader};
use archlint::{Project, Selection, Source, report, rules, text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub fn run(cli: &Cli, args: &ExplainArgs) -> Result<u8, Failure> {
    let here = Path::new(".");
    let lang = language::of_folder(&cli.common, here);
    let naming = Naming::new(&cli.common)?;
    let mut all = AllSettings::new(&naming, &cli.common, Selection::default())?;
    // What a configuration adds is known too; a faulty one hides none of the built-in pages.
    let settings = all.of(here);
    let built_in = Project::default();
    let project = settings.as_ref().map_or(&built_in, |settings| &settings.project);
    let name = &args.name.join(" ");
    let mut team = Team::default();
    team.learn(project, &Source::new("", ""), &NoLoader, lang);
    let Found { entries, nearest } = find(name, &project.catalogue(), rules::ALL);
    if settings.is_ok() {
        team.learn_in(here, &naming, &mut all, lang)?;
    }
    let page = Page { cli, args, lang };
    let own: Vec<&Own> = team.pages(name).collect();
    own.iter().try_for_each(|own| page.print(&own.page))?;
    if own.is_empty() && entries.is_empty() {
        // A policy stands in a configuration, so it must be readable.
        if name.contains('/') {
            settings?;
        }
        return Err(unknown(name, team.nearest(name, nearest)).into());
    }
    let shown = if own.is_empty() { page.entries(&entries)? } else { 0 };
    let mut others: Vec<&str> = entries.iter().skip(shown).map(Entry::name).collect();
    // Whoever asks what policies are is told which there are here.
    if entries.iter().any(|entry| matches!(entry, Entry::Statement("policy"))) {
        others.extend(team.pages.iter().map(|own| own.name.as_str()));
    }
    let mut seen = BTreeSet::new();
    others.retain(|name| seen.insert(*name));
    if !others.is_empty() && args.format != PageFormat::Json {
        let list = Text::codes(others);
        let told = text!(list; "함께 볼 것: {list}", "see also: {list}");
        out::print(Finished::lines(&format!("\n{}\n", told.get(lang))))?;
    }
    Ok(0)
}

/// How pages are asked for.
struct Page<'a> {
    cli: &'a Cli,
    args: &'a ExplainArgs,
    lang: Lang,
}

impl Page<'_> {
    /// The pages of all that goes by the name of the first; how many these are.
    fn entries(&self, entries: &[Entry]) -> Result<usize, Failure> {
        let Some(first) = entries.first() else { return Ok(0) };
        // JSON is one value.
        let most = if self.args.format == PageFormat::Json { 1 } else { entries.len() };
        let same = entries.iter().take(most).take_while(|entry| entry.name() == first.name());
        let same: Vec<&Entry> = same.collect();
        for (number, entry) in same.iter().enumerate() {
            if number > 0 {
                out::print(Finished::lines("\n"))?;
            }
            self.entry(entry)?;
        }
        Ok(same.len())
    }

    fn entry(&self, entry: &Entry) -> Result<(), Failure> {
        if let Entry::Rule(rule) = entry {
            if rule.moved_from(&self.args.name.join(" ")).is_some() {
                out::say(&rule.now_in(), self.lang);
            }
            return out::print(match self.args.format {
                PageFormat::Pretty => report::page(rule, &self.style()),
                PageFormat::Markdown => report::page_markdown(rule, self.lang),
                PageFormat::Json => report::page_json(rule),
            });
        }
        entry.page(rules::ALL, self.lang).map_or(Ok(()), |page| self.print(&page))
    }

    fn print(&self, page: &Article) -> Result<(), Failure> {
        out::print(match self.args.format {
            PageFormat::Pretty => page.terminal(&self.style()),
            PageFormat::Markdown => page.markdown(),
            PageFormat::Json => page.json(),
        })
    }

    fn style(&self) -> report::Style {
        out::style(&self.cli.common, self.lang, false)
    }
}

/// What a team adds to the language, in its configuration and its designs.
#[derive(Default)]
struct Team {
    pages: Vec<Own>,
}

struct Own {
    /// A policy as its findings go, or an attribute.
    name: String,
    page: Article,
}

impl Team {
    fn learn(&mut self, project: &Project, design: &Source, loader: &dyn Loader, lang: Lang) {
        let (sources, policies) = project.policies_in(design, loader);
        let policies = policies.iter().map(|policy| {
            let page = report::policy_page(&sources, policy, lang);
            Own { name: rule_name(&policy.name), page }
        });
        let own = project.own_attributes(design, loader);
        let own = own.iter().map(|own| {
            let page = report::own_attribute_page(own, lang);
            Own { name: own.name.clone(), page }
        });
        for one in policies.chain(own) {
            let is_new = self.pages.iter().all(|known| known.name != one.name);
            self.pages.extend(is_new.then_some(one));
        }
    }

    /// Of the designs in a folder.
    fn learn_in(
        &mut self,
        folder: &Path,
        naming: &Naming,
        all: &mut AllSettings,
        lang: Lang,
    ) -> Result<(), Failure> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|it| it.eq_ignore_ascii_case("arch")));
        files.sort();
        for path in files {
            let found = File { name: naming.name(&path), place: Place::Path(path) };
            // One that can't be read is told when it is checked.
            let Ok(text) = found.read(naming) else { continue };
            if text.contains("policy") || text.contains("attributes") {
                let settings = all.of_found(&found)?;
                let loader = FileLoader::new(naming, &settings, &found.name);
                let source = Source::new(found.name.clone(), text);
                self.learn(&settings.project, &source, &loader, lang);
            }
        }
        Ok(())
    }

    /// Policies go by their bare name, too.
    fn pages<'t>(&'t self, word: &str) -> impl Iterator<Item = &'t Own> {
        let policy = rule_name(word);
        let word = word.to_owned();
        self.pages.iter().filter(move |own| own.name == word || own.name == policy)
    }

    fn nearest(&self, word: &str, built_in: Option<String>) -> Option<String> {
        let bare = self.pages.iter().filter_map(|own| own.name.strip_prefix("policy/"));
        let own = bare.chain(self.pages.iter().map(|own| own.name.as_str()));
        slip(word, own.chain(built_in.as_deref())).map(str::to_owned)
    }
}

fn unknown(name: &str, nearest: Option<String>) -> Text {
    if let Some(meant) = nearest {
        return text!(
            name, meant;
            "`{name}`에 대한 설명은 없습니다. 혹시 `{meant}`인가요?",
            "nothing explains `{name}`; did you mean `{meant}`?"
        );
    }
    if archlint::config::KEYS.contains(&name) {
        return text!(
            name;
            "`archlint.toml`의 항목 `{name}`에 대한 설명은 docs/configuration.ko.md에 있습니다",
            "`{name}` is a key of `archlint.toml`; docs/configuration.md explains it"
        );
    }
    if name.starts_with("policy/") {
        return text!(
            name;
            "`{name}` 정책은 없습니다. `archlint.toml`의 `policies`와 이 폴더의 설계에 있는 정책을 찾습니다",
            "there is no `{name}`; policies are looked for in `policies` of `archlint.toml` and in the designs of this folder"
        );
    }
    text!(
        name;
        "`{name}`에 대한 설명은 없습니다. `archlint rules`로 규칙의 목록을 보세요",
        "nothing explains `{name}`; `archlint rules` lists the rules"
    )
}
