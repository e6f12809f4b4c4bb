//! Pictures that were looked at and found right, on a layout that never changes.

use super::*;
use crate::catalog::Catalog;
use crate::diagnostic::Severity;
use crate::kept::assert_kept_file;
use crate::model::{ComponentId, Design, LinkId, build};
use crate::render::graph::{Graph, Rect, Route};
use crate::render::theme::Theme;
use crate::render::{Extent, Mark, Subject, svg};
use crate::say::Text;
use crate::source::{NoLoader, Source, Sources, Span};
use std::path::Path;

fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("golden.arch", text));
    build(&mut sources, Span::new(id, 0, text.len()), &NoLoader, &Catalog::builtin()).design
}

/// Groups as columns, their components below one another; links from bottom to top.
fn columns(graph: &Graph) -> Layout {
    const COLUMN: f64 = 300.0;
    const ROW: f64 = 120.0;
    let mut used = vec![0.0; graph.groups.len() + 1];
    let column = |group: Option<usize>| group.map_or(0, |group| group + 1);
    let nodes: Vec<Rect> = graph
        .nodes
        .iter()
        .map(|node| {
            let at = column(node.group);
            let rect = Rect {
                x: at as f64 * COLUMN + 20.0,
                y: 50.0 + used[at],
                width: node.width,
                height: node.height,
            };
            used[at] += ROW;
            rect
        })
        .collect();
    let height = used.iter().copied().fold(0.0, f64::max) + 300.0;
    let groups: Vec<Rect> = (0..graph.groups.len())
        .map(|at| Rect { x: (at + 1) as f64 * COLUMN, y: 0.0, width: COLUMN - 30.0, height })
        .collect();
    let titles = graph.groups.iter().zip(&groups).map(|(group, area)| Rect {
        x: area.x + 12.0,
        y: area.y + 8.0,
        width: group.title.width,
        height: group.title.height,
    });
    Layout {
        width: used.len() as f64 * COLUMN,
        height,
        titles: titles.collect(),
        routes: graph.links.iter().zip(1..).map(|(link, at)| route(link, at, &nodes)).collect(),
        nodes,
        groups,
    }
}

fn route(link: &crate::render::graph::Link, at: usize, nodes: &[Rect]) -> Route {
    let (from, to) = (nodes[link.from], nodes[link.to]);
    let start = Point { x: from.x + from.width / 2.0, y: from.y + from.height };
    let end = Point { x: to.x + to.width / 2.0, y: to.y };
    let bend = 110.0 + at as f64 * 40.0;
    let points = vec![start, Point { x: start.x, y: bend }, Point { x: end.x, y: bend }, end];
    let label = link.label.map(|size| Rect {
        x: (start.x + end.x - size.width) / 2.0,
        y: bend - size.height / 2.0,
        width: size.width,
        height: size.height,
    });
    Route { points, label }
}

fn drawn(text: &str, marks: &[Mark], lang: Lang, theme: Theme) -> Vec<u8> {
    let design = design(text);
    let kind = Type::default();
    let plan = Plan::new(&design, lang, kind);
    let placed = columns(&plan.graph);
    let shown = Shown::new(&design, Extent::Whole, marks, None, lang);
    let (flow, steps) = (None, Vec::new());
    let sheet = Sheet { shown: &shown, lang, kind, plan, placed, flow, steps };
    svg(&sheet.draw(Size::default(), List::default()), theme).into_string().into_bytes()
}

const EVERY_KIND: &str = r#"
design "모든 종류" as-is
user u "사용자"
dns names
cdn edge "정적 파일"
waf wall
external pay "결제(PG)"
group run "실행" {
  lb front { managed }
  gateway gate
  web page "웹" { replicas = 2 }
  was api "예매 API" { replicas = 2..10 }
  service orders "주문" { replicas = 1 }
  function thumb
  worker mail "메일 발송" { autoscale }
  batch nightly "야간 정산"
}
group keep "저장" {
  redis seats "좌석 캐시" { mode = cluster, replicas = 6 }
  mysql db "주문 DB" { role = primary, shards = 4 }
  s3 files "첨부"
  kafka events "이벤트" { brokers = 3 }
  opensearch find "검색"
  monitor watch
  logs log
  pipeline ship
}
"#;

const EVERY_SIGN: &str = r#"
design "Every sign" to-be
user u "User"
region seoul {
  zone a { was api "API" }
  zone c
  mysql db "Orders" { replicas = 2, zones = [a, c] }
}
vpc net { subnet inner { private
  worker mail "Mail" } }
host box { cache seats "Seats" }
cluster pods { kafka events "Events" }
dc old { mysql copy "Copy" }
u -> api : "HTTPS"
api -> db : "SQL"
api -> seats { optional }
api ~> events : "order placed, with a label of two lines"
events ~> mail
db => copy : "replication"
"#;

fn marks() -> Vec<Mark> {
    let mark = |number, severity, subjects, message: &str| Mark {
        subjects,
        number,
        severity,
        message: Text::same(message),
        spof: severity == Severity::Error,
    };
    let component = |at| Subject::Component(ComponentId(at));
    vec![
        mark(1, Severity::Error, vec![component(1)], "`api` runs as a single instance"),
        mark(2, Severity::Warning, vec![component(1), Subject::Link(LinkId(1))], "no timeout"),
        mark(3, Severity::Advice, vec![component(2)], "was a backup of `db` ever restored?"),
        mark(4, Severity::Warning, vec![component(2)], "a second thing about `db`"),
    ]
}

/// Where a picture is no longer what it was, a page `target/pictures/NAME.html` shows both.
#[allow(clippy::disallowed_methods, reason = "a test may write")]
fn show_change(name: &str, picture: &[u8]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed = format!("archlint__render__draw__picture__golden__{name}.snap.svg");
    let before = std::fs::read(root.join("src/render/draw/picture/snapshots").join(committed));
    let before = before.unwrap_or_default();
    if before == picture {
        return;
    }
    let folder = root.join("target/pictures");
    std::fs::create_dir_all(&folder).expect("a folder for the page");
    let page = folder.join(format!("{name}.html"));
    std::fs::write(&page, side_by_side(name, &before, picture)).expect("the page");
    eprintln!("before and after: {}", page.display());
}

fn side_by_side(name: &str, before: &[u8], after: &[u8]) -> String {
    let [before, after] = [before, after].map(String::from_utf8_lossy);
    format!(
        "<!doctype html><meta charset=\"utf-8\"><title>{name}</title>\n\
         <style>body {{ display: grid; grid-template-columns: 1fr 1fr; gap: 16px; \
         font: 14px sans-serif }} svg {{ width: 100%; height: auto }}</style>\n\
         <section><h1>before</h1>{before}</section>\n\
         <section><h1>after</h1>{after}</section>\n"
    )
}

#[test]
fn a_changed_picture_is_shown_beside_the_old_one() {
    let page = side_by_side("it", b"<svg id='old'/>", b"<svg id='new'/>");
    let (old, new) = (page.find("<svg id='old'/>"), page.find("<svg id='new'/>"));
    assert!(old.is_some() && old < new, "{page}");
}

#[test]
fn every_kind_of_component() {
    let picture = drawn(EVERY_KIND, &[], Lang::Ko, Theme::Light);
    show_change("every-kind", &picture);
    assert_kept_file!("every-kind.svg", picture);
}

#[test]
fn every_sign_in_both_themes() {
    let picture = drawn(EVERY_SIGN, &marks(), Lang::En, Theme::Auto);
    show_change("every-sign", &picture);
    assert_kept_file!("every-sign.svg", picture);
}
