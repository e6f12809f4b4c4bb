//! The post as slides for a talk: what there is, what was found, the figures, the change, the defence.

use super::{PostOptions, Reviewed};
use crate::model::Design;
use crate::render::graph::Direction;
use crate::render::pptx::{self, HEIGHT, Paragraph, Sheet, WIDTH};
use crate::render::theme::Theme;
use crate::render::{self, Arrangement, DiffOptions, Options, Slide};
use crate::report::figures::{self, Metric, Side};
use crate::say::{Lang, Text};
use crate::{analysis::Study, text};
use std::sync::Arc;

/// A slide holds no more of them, and nobody reads more.
const MOST_FINDINGS: usize = 12;

const SLIDE: Slide = Slide { width: WIDTH, height: HEIGHT };

impl Reviewed {
    /// The post as a file of slides that can be edited (PPTX).
    #[doc(hidden)]
    pub fn slides(&self, asked: &PostOptions) -> Vec<u8> {
        let lang = asked.lang;
        let title = self.posted(asked, |post| post.name());
        let base = self.against(asked.against);
        let mut sheets = vec![Sheet::Opening { title: title.clone(), below: self.below(lang) }];
        match &base {
            Some(base) => {
                sheets.extend(self.pictures(
                    "AS-IS",
                    base,
                    &Options { lang, ..Options::default() },
                ));
                sheets.push(self.found(lang));
                sheets.extend(self.own_pictures("TO-BE", lang));
                sheets.extend(self.change(base, lang));
            }
            None => {
                let structure = text!("구조", "Structure");
                sheets.extend(self.own_pictures(structure.get(lang), lang));
                sheets.push(self.found(lang));
                sheets.push(self.numbers(lang));
            }
        }
        sheets.extend(self.answers(asked));
        pptx::pptx(&title, &sheets, Theme::Light, lang)
    }

    fn below(&self, lang: Lang) -> Vec<String> {
        let count = self.design.components.len();
        let size = text!(count; "컴포넌트 {count}개", "{count} components");
        vec![self.design.name.clone(), size.get(lang).to_owned()]
    }

    fn own_pictures(&self, title: &str, lang: Lang) -> Vec<Sheet> {
        let marks = self.marks();
        self.pictures(
            title,
            &self.design,
            &Options { lang, findings: &marks, ..Options::default() },
        )
    }

    fn pictures(&self, title: &str, design: &Design, options: &Options) -> Vec<Sheet> {
        let deck = render::slides(design, SLIDE, options);
        let sheet = |page: render::scene::Page| Sheet::Picture {
            title: title.to_owned(),
            scene: page.scene,
        };
        deck.pages.into_iter().filter(|page| page.scene.refused.is_none()).map(sheet).collect()
    }

    fn found(&self, lang: Lang) -> Sheet {
        let open = self.numbered();
        let mut paragraphs: Vec<Paragraph> = open
            .iter()
            .take(MOST_FINDINGS)
            .map(|finding| Paragraph::item(finding.message.get(lang)))
            .collect();
        if open.len() > MOST_FINDINGS {
            let more = open.len() - MOST_FINDINGS;
            let text = text!(more; "외 {more}건이 더 있습니다.", "{more} more.");
            paragraphs.push(Paragraph::plain(text.get(lang)));
        }
        if open.is_empty() {
            let none = text!("규칙에 걸린 것이 없습니다.", "The rules found nothing.");
            paragraphs.push(Paragraph::plain(none.get(lang)));
        }
        let title = text!("지적", "Findings");
        Sheet::Words { title: title.get(lang).to_owned(), paragraphs }
    }

    /// The figures of the design alone.
    fn numbers(&self, lang: Lang) -> Sheet {
        let side = self.side();
        let metrics = figures::metrics(&side, &side);
        let known = metrics.iter().filter(|metric| metric.new.is_some());
        let row = |metric: &Metric| vec![named(metric, lang), shown(metric, metric.new, lang)];
        Sheet::Table {
            title: of(text!("수치", "Figures"), lang),
            head: vec![of(text!("수치", "figure"), lang), of(text!("값", "value"), lang)],
            rows: known.map(row).collect(),
        }
    }

    /// What changes: the picture, and the figures before and after.
    fn change(&self, base: &Arc<Design>, lang: Lang) -> Vec<Sheet> {
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
        let drawn = deck.pages.into_iter().filter(|page| page.scene.refused.is_none());
        let mut sheets: Vec<Sheet> =
            drawn.map(|page| Sheet::Picture { title: title.clone(), scene: page.scene }).collect();
        let before = Study::new(base.clone(), self.study.terms().clone());
        let old = Side { study: &before, findings: &[] };
        let metrics = figures::metrics(&old, &self.side());
        let told = metrics.iter().filter(|it| it.is_changed() || it.name == "cost");
        let row =
            |it: &Metric| vec![named(it, lang), shown(it, it.old, lang), shown(it, it.new, lang)];
        let words = [text!("수치", "figure"), Text::same("AS-IS"), Text::same("TO-BE")];
        sheets.push(Sheet::Table {
            title: of(text!("수치의 변화", "Figures before and after"), lang),
            head: words.map(|it| of(it, lang)).into(),
            rows: told.map(row).collect(),
        });
        sheets
    }

    fn answers(&self, asked: &PostOptions) -> Option<Sheet> {
        let asking = self.defence(asked);
        if asking.is_empty() {
            return None;
        }
        let lang = asked.lang;
        let both = |(question, answer): (Text, Text)| {
            [
                Paragraph::bold(format!("Q. {}", question.get(lang))),
                Paragraph::plain(format!("A. {}", answer.get(lang))),
            ]
        };
        let paragraphs = asking.into_iter().flat_map(both).collect();
        Some(Sheet::Words {
            title: of(text!("예상 질문과 답", "Questions and answers"), lang),
            paragraphs,
        })
    }
}

fn of(text: Text, lang: Lang) -> String {
    text.get(lang).to_owned()
}

fn named(metric: &Metric, lang: Lang) -> String {
    of(metric.title(), lang)
}

fn shown(metric: &Metric, value: Option<f64>, lang: Lang) -> String {
    of(metric.shown(value), lang)
}
