//! The post as slides for a talk: what there is, what was found, the change, and all that the week's
//! post says, heading by heading.

use super::judge::said;
use super::{PostOptions, Reviewed};
use crate::analysis::Study;
use crate::diagnostic::{self, Diagnostic};
use crate::lint::Levels;
use crate::model::Design;
use crate::render::graph::Direction;
use crate::render::pptx::{self, HEIGHT, Paragraph, Sheet, WIDTH};
use crate::render::scene::Deck;
use crate::render::theme::Theme;
use crate::render::{self, Arrangement, DiffOptions, Mark, Options, Slide};
use crate::report::figures::{self, Metric, Side};
use crate::say::{Lang, Text};
use crate::sink::{Chapter, Piece};
use crate::text;
use std::sync::Arc;

/// Nobody reads more of them.
const MOST_FINDINGS: usize = 12;

const SLIDE: Slide = Slide { width: WIDTH, height: HEIGHT };

impl Reviewed {
    /// The post as a file of slides that can be edited (PPTX), and what their maker should know.
    #[doc(hidden)]
    pub fn slides(&self, asked: &PostOptions) -> (Vec<u8>, Vec<Text>) {
        let lang = asked.lang;
        let title = self.posted(asked, |post| post.name());
        let mut told = Vec::new();
        let mut sheets = vec![Sheet::Opening { title: title.clone(), below: self.below(lang) }];
        let changes = self.shows_change(asked);
        match &self.against(asked.against).filter(|_| changes) {
            Some(base) => {
                let plain = Options { lang, ..Options::default() };
                sheets.extend(pictures("AS-IS", render::slides(base, SLIDE, &plain), &mut told));
                sheets.push(found(&Mark::number(base, &self.found_in(base), |_| false), lang));
                sheets.extend(self.own_pictures("TO-BE", lang, &mut told));
                sheets.extend(self.change(base, lang, &mut told));
            }
            None => {
                let structure = of(text!("구조", "Structure"), lang);
                sheets.extend(self.own_pictures(&structure, lang, &mut told));
                sheets.push(found(&self.marks(), lang));
                sheets.push(self.numbers(lang));
            }
        }
        sheets.extend(self.said(asked));
        told.sort_by(|a, b| a.en.cmp(&b.en));
        told.dedup();
        (pptx::pptx(&title, &sheets, Theme::Light, lang), told)
    }

    fn below(&self, lang: Lang) -> Vec<String> {
        let (count, links) = (self.study.complexity().components, self.design.links.len());
        let size = text!(count, links;
            "구성 요소 {count}개(사용자와 외부 시스템 제외) · 연결 {links}개",
            "{count} components (without users and systems of others) · {links} connections"
        );
        vec![of(size, lang)]
    }

    fn own_pictures(&self, title: &str, lang: Lang, told: &mut Vec<Text>) -> Vec<Sheet> {
        let marks = self.marks();
        let options = Options { lang, findings: &marks, ..Options::default() };
        pictures(title, render::slides(&self.design, SLIDE, &options), told)
    }

    /// What the rules say of the design that this one is compared with, the worst first.
    fn found_in(&self, base: &Arc<Design>) -> Vec<Diagnostic> {
        let terms = self.study.terms().clone();
        let Some(today) = terms.today else { return Vec::new() };
        let study = Study::new(base.clone(), terms);
        let mut context = crate::context::Context::new(&study, &self.sources, today);
        let mut all = diagnostic::group(said(&mut context, &Levels::default()));
        all.retain(|finding| !finding.is_accepted());
        all.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        all
    }

    /// The figures of the design alone.
    fn numbers(&self, lang: Lang) -> Sheet {
        let side = self.side();
        let metrics = figures::metrics(&side, &side);
        let known = metrics.iter().filter(|metric| metric.is_known());
        let row = |metric: &Metric| {
            let [_, new] = metric.cells();
            vec![named(metric, lang), of(new, lang)]
        };
        Sheet::Table {
            title: of(text!("수치", "Figures"), lang),
            head: [text!("수치", "figure"), text!("값", "value")].map(|it| of(it, lang)).into(),
            rows: known.map(row).collect(),
            notes: Vec::new(),
        }
    }

    /// What changes: the picture, and the figures before and after.
    fn change(&self, base: &Arc<Design>, lang: Lang, told: &mut Vec<Text>) -> Vec<Sheet> {
        let marks = self.marks();
        let options = DiffOptions {
            lang,
            direction: Direction::Auto,
            arrangement: Arrangement::Overlay,
            new_findings: &marks,
            ..DiffOptions::default()
        };
        let title = of(text!("바뀌는 것", "What changes"), lang);
        let deck = render::diff_slides(base, &self.design, SLIDE, &options);
        let mut sheets = pictures(&title, deck, told);
        let before = Study::new(base.clone(), self.study.terms().clone());
        let metrics = figures::metrics(&Side { study: &before, findings: &[] }, &self.side());
        let changed = metrics.iter().filter(|it| it.is_changed() || it.name == "cost");
        let row = |it: &Metric| {
            let [old, new] = it.cells();
            vec![named(it, lang), of(old, lang), of(new, lang)]
        };
        let words = [text!("수치", "figure"), Text::same("AS-IS"), Text::same("TO-BE")];
        sheets.push(Sheet::Table {
            title: of(text!("수치의 변화", "Figures before and after"), lang),
            head: words.map(|it| of(it, lang)).into(),
            rows: changed.map(row).collect(),
            notes: Vec::new(),
        });
        sheets
    }

    /// All that the post says, and first what holds for all of it.
    fn said(&self, asked: &PostOptions) -> Vec<Sheet> {
        let (premises, chapters) = self.posted(asked, |post| (post.premises(), post.chapters()));
        let premises: Vec<Paragraph> =
            premises.iter().map(|it| Paragraph::item(it.get(asked.lang))).collect();
        let first = Sheet::Words {
            title: of(text!("전제", "What this rests on"), asked.lang),
            paragraphs: premises,
        };
        std::iter::once(first).chain(chapters.into_iter().flat_map(told_by)).collect()
    }
}

/// The slides of a chapter: its table with what is said about it below, or its words alone.
fn told_by(chapter: Chapter) -> Vec<Sheet> {
    let Chapter { title, parts } = chapter;
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    for piece in parts {
        match piece {
            Piece::Words(text) => paragraphs.push(Paragraph::plain(text)),
            Piece::Bold(text) => paragraphs.push(Paragraph::bold(text)),
            Piece::Item(text) => paragraphs.push(Paragraph::item(text)),
            Piece::Table(rows) => tables.push(rows),
        }
    }
    tables.retain(|rows| !rows.is_empty());
    let last = tables.len().saturating_sub(1);
    if tables.is_empty() {
        return vec![Sheet::Words { title, paragraphs }];
    }
    let sheet = |(at, mut rows): (usize, Vec<Vec<String>>)| {
        let head = rows.remove(0);
        let notes = if at == last { paragraphs.clone() } else { Vec::new() };
        Sheet::Table { title: title.clone(), head, rows, notes }
    };
    tables.into_iter().enumerate().map(sheet).collect()
}

/// The pictures that could be drawn; what their maker should know goes to `told`.
fn pictures(title: &str, deck: Deck, told: &mut Vec<Text>) -> Vec<Sheet> {
    told.extend(deck.warnings);
    let drawn = deck.pages.into_iter().filter(|page| page.scene.refused.is_none());
    drawn
        .map(|page| Sheet::Picture { title: title.to_owned(), scene: Box::new(page.scene) })
        .collect()
}

/// Findings, which call things as the pictures do.
fn found(open: &[Mark], lang: Lang) -> Sheet {
    let shown = open.iter().take(MOST_FINDINGS);
    let mut paragraphs: Vec<Paragraph> =
        shown.map(|finding| Paragraph::item(finding.message.get(lang))).collect();
    if open.len() > MOST_FINDINGS {
        let more = open.len() - MOST_FINDINGS;
        let text = text!(more; "외 {more}건이 더 있습니다.", "{more} more.");
        paragraphs.push(Paragraph::plain(of(text, lang)));
    }
    if open.is_empty() {
        let none = text!("규칙에 걸린 것이 없습니다.", "The rules found nothing.");
        paragraphs.push(Paragraph::plain(of(none, lang)));
    }
    Sheet::Words { title: of(text!("지적", "Findings"), lang), paragraphs }
}

fn of(text: Text, lang: Lang) -> String {
    text.get(lang).to_owned()
}

fn named(metric: &Metric, lang: Lang) -> String {
    of(metric.title(), lang)
}
