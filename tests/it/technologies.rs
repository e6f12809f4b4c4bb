//! The page that lists every technology is made from the catalogue, and kept current.

use crate::kept::assert_current;
use archlint::catalog::{Catalog, Kind, Management, Tech};
use std::fmt::Write;

#[test]
fn the_list_of_technologies_is_current() {
    assert_current("docs/technologies.md", &page());
}

/// `docs/technologies.md`: by kind, each word with what it means and the figures it brings.
fn page() -> String {
    let catalog = Catalog::builtin();
    let mut text = String::from(
        "# 기술 · Technologies\n\n설계에 쓸 수 있는 단어입니다. 여기에 없으면 종류를 적고 \
         `tech = \"이름\"`을 붙이거나 `archlint.toml`에 추가합니다. 수치는 적지 않았을 때 쓰는 가정이며, \
         출처는 계산 결과에 함께 나옵니다.\n\nThe words that a design may use. For anything else write a kind \
         with `tech = \"NAME\"`, or add it to `archlint.toml`. Figures are what is assumed when nothing \
         is stated; each is printed with its source.\n\nGenerated: `UPDATE=1 cargo test`.\n",
    );
    for kind in Kind::ALL {
        let techs: Vec<&Tech> =
            catalog.iter().map(AsRef::as_ref).filter(|tech| tech.kind == *kind).collect();
        if techs.is_empty() {
            continue;
        }
        let title = kind.title();
        let _ = writeln!(text, "\n## `{}` · {} · {}\n", kind.word(), title.ko, title.en);
        text += "| 단어 word | 이름 name | 운영 run by | 다른 단어 also | 수치 figures |\n\
                 | --- | --- | --- | --- | --- |\n";
        techs.iter().for_each(|tech| text += &row(tech));
    }
    text
}

fn row(tech: &Tech) -> String {
    let words: Vec<String> = tech.aliases.iter().map(|word| format!("`{word}`")).collect();
    let run_by = match tech.management {
        Management::SelfRun => "직접 · own",
        Management::Instance => "관리형, 한 영역 · managed, one zone",
        Management::Regional => "관리형, 여러 영역 · managed, zones",
        Management::Global => "관리형, 여러 리전 · managed, regions",
    };
    let figures = [
        (&tech.capacity, "", " rps"),
        (&tech.availability, "", ""),
        (&tech.price, "$", "/mo"),
        (&tech.failover_time, "", " s"),
    ];
    let figures = figures.into_iter().filter_map(|(figure, before, after)| {
        Some(format!("{before}{}{after}", figure.as_ref()?.value.normalize()))
    });
    let figures: Vec<String> = figures.collect();
    let (name, title) = (&tech.name, &tech.title);
    format!("| `{name}` | {title} | {run_by} | {} | {} |\n", words.join(" "), figures.join(", "))
}
