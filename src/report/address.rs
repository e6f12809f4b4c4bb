//! Where the page of a rule, or of an error of the text, stands on the site.

use super::words::{self, pick};
use crate::diagnostic::RuleName;
use crate::lint::{Rule, TEXT_ERRORS, policy};
use crate::say::Lang;
use crate::sink::{Sink, Written};
use std::fmt;

/// Where the site stands that `cargo run --example site` makes.
const SITE: &str = "https://archlint.github.io/archlint/";

/// The address of a page, of the program's own words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    lang: Lang,
    folder: &'static str,
    name: &'static str,
}

impl Address {
    /// The page on what a finding goes by; of a team's policy the one about policies. `None` for what
    /// has no page there.
    pub fn of(name: &RuleName, rules: &[&Rule], lang: Lang) -> Option<Self> {
        let (folder, name) = match name.own_word() {
            Some(word) if rules.iter().any(|rule| rule.name == word) => ("rules", word),
            Some(word) if TEXT_ERRORS.contains(&word) => ("errors", word),
            Some("config") => ("docs", "configuration"),
            // What the team demands stands in its own text; the site says what a policy is.
            None if policy::is_policy(name) => ("docs/how-to", "own-rules"),
            _ => return None,
        };
        Some(Self { lang, folder, name })
    }

    /// A page of the documentation.
    pub(crate) fn documented(folder: &'static str, name: &'static str, lang: Lang) -> Self {
        Self { lang, folder, name }
    }

    /// The same below the folder of its language.
    pub fn on_the_site(self) -> String {
        self.parts()[3..].concat()
    }

    fn parts(self) -> [&'static str; 7] {
        let lang = pick(self.lang, "ko", "en");
        [SITE, lang, "/", self.folder, "/", self.name, ".html"]
    }

    pub(in crate::report) fn write<S: Sink>(self, out: &mut Written<S>) {
        self.parts().into_iter().for_each(|part| {
            out.ours(part);
        });
    }

    /// Its name, which a terminal shows as a link there (OSC 8).
    pub(super) fn link<S: Sink>(self, out: &mut Written<S>, name: &RuleName) {
        out.ours("\u{1b}]8;;");
        self.write(out);
        out.ours("\u{1b}\\");
        words::rule(out, name).ours("\u{1b}]8;;\u{1b}\\");
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().into_iter().try_for_each(|part| f.write_str(part))
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{Drawing, Format, Style, samples};
    use crate::say::Lang;

    #[test]
    fn every_output_leads_to_the_page_of_what_was_found() {
        let report = samples::three_tier();
        for (lang, folder) in [(Lang::Ko, "ko"), (Lang::En, "en")] {
            for format in Format::ALL {
                let style = Style { lang, links: true, ..Style::default() };
                let said = report.print(format, &style, crate::rules::ALL);
                let (mut open, mut accepted) = (0, 0);
                for finding in &report.findings {
                    let page =
                        format!("archlint.github.io/archlint/{folder}/rules/{}.html", finding.rule);
                    let count = said.matches(&page).count();
                    *if finding.is_accepted() { &mut accepted } else { &mut open } += count;
                }
                assert!(open >= 3, "{open} of 3 in {format:?} {lang:?}:\n{}", &*said);
                let has_no_word_for_it = matches!(format, Format::Github | Format::Gitlab);
                assert!(accepted > 0 || has_no_word_for_it, "{format:?} {lang:?}");
            }
        }
    }

    #[test]
    fn a_link_is_no_part_of_what_a_terminal_shows() {
        for drawing in [Drawing::Unicode, Drawing::Narrated] {
            for format in [Format::Pretty, Format::Concise] {
                let style = Style { width: 60, drawing, ..Style::default() };
                let print = |links| {
                    let style = Style { links, ..style };
                    samples::three_tier().print(format, &style, crate::rules::ALL).into_string()
                };
                let parts = |text: &str| -> Vec<String> {
                    text.split("\u{1b}]8;;").map(str::to_owned).collect()
                };
                let linked = print(true);
                let shown: String = parts(&linked)
                    .iter()
                    .enumerate()
                    .map(|(at, part)| {
                        if at == 0 { part } else { part.split_once("\u{1b}\\").expect("an end").1 }
                    })
                    .collect();
                assert_eq!(shown, print(false));
                assert!(parts(&linked).len() > 8, "four links, each opened and closed");
            }
        }
    }
}
