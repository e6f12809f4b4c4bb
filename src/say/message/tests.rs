//! Templates, pieces, labels and particles.

use super::*;
use crate::say::Particle;
use crate::text;

fn line(text: &Text) -> (String, String) {
    (text.ko.to_string(), text.en.to_string())
}

#[test]
fn a_template_says_what_is_given_and_particles_fit() {
    let (name, takes) = (Text::name("seats", "캐시"), Text::number("2분", "2m"));
    let text = text!(name, takes; "{name:이} 비는 데 {takes} 걸립니다", "{name} takes {takes}");
    assert_eq!(
        line(&text),
        ("`seats` 캐시가 비는 데 2분 걸립니다".into(), "`seats` takes 2m".into())
    );
    let text = text!(count = 3usize; "{count:을} `replicas = {count}`로", "{{{count}}}");
    assert_eq!(line(&text), ("3을 `replicas = 3`로".into(), "{3}".into()));
}

#[test]
fn a_line_knows_its_pieces() {
    let name = Text::name("api", "서버");
    let text =
        text!(name, count = 2; "{name:은} `replicas = {count}`, {count}대", "{name} {count}");
    assert_eq!(
        text.ko.pieces(),
        [
            Piece::Name { path: "api", noun: "서버" },
            Piece::Particle(Particle::Topic, "는"),
            Piece::Words(" "),
            Piece::Code("replicas = 2"),
            Piece::Words(", "),
            Piece::Number("2"),
            Piece::Words("대"),
        ]
    );
    assert_eq!(text.en.pieces()[0], Piece::Name { path: "api", noun: "" });
    let plain = Line::from("write `--all` and a lone ` too");
    assert_eq!(plain, "write `--all` and a lone ` too");
    assert_eq!(plain.pieces()[1], Piece::Code("--all"));
    assert_eq!(plain.pieces().len(), 3);
}

#[test]
fn a_label_replaces_the_name_and_no_noun_is_said_twice() {
    let label = |path: &str| match path {
        "seats" => Some("좌석 캐시"),
        "api" => Some("예매 API"),
        "seoul" => Some("서울 데이터 센터"),
        _ => None,
    };
    let shown = |path: &str, noun: &str| {
        let name = Text::name(path, noun);
        text!(name; "{name:이} 멈춥니다", "{name} stops").ko.labelled(label).to_string()
    };
    assert_eq!(shown("seats", "캐시"), "`좌석 캐시`가 멈춥니다");
    assert_eq!(shown("seoul", "데이터 센터"), "`서울 데이터 센터`가 멈춥니다");
    assert_eq!(shown("api", "서버"), "`예매 API` 서버가 멈춥니다");
    assert_eq!(shown("db", "서버"), "`db` 서버가 멈춥니다");
}

#[test]
fn what_is_not_said_in_both_languages_is_refused() {
    let refused = |ko: &'static str, en: &'static str| {
        std::panic::catch_unwind(|| check(ko, en, &["a", "ab"])).is_err()
    };
    assert!(!refused("{a} {ab:이}", "{ab} {a} {{c}}"));
    assert!(refused("{a}", "{ab} {a}"), "not in Korean");
    assert!(refused("{a} {ab}", "{a}"), "not in English");
    assert!(refused("{a} {ab} {c}", "{a} {ab}"), "not given");
    assert!(refused("{a:아} {ab}", "{a} {ab}"), "no particle");
    assert!(refused("{a} {ab}", "{a:이} {ab}"), "no English particle");
    assert!(refused("{a} {ab", "{a} {ab}"), "not closed");
}

#[test]
fn texts_are_joined_with_their_pieces() {
    let both = Text::join(&[Text::name("a", ""), Text::name("b", "")], ", ");
    assert_eq!(line(&both), ("`a`, `b`".into(), "`a`, `b`".into()));
    assert_eq!(both.en.pieces()[2], Piece::Name { path: "b", noun: "" });
}
