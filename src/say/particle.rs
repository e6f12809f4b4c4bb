//! Korean particles that fit the word before them.

/// A pair of particles, of which the final consonant of the word before decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Particle {
    /// 은/는
    Topic,
    /// 이/가
    Subject,
    /// 을/를
    Object,
    /// 과/와
    With,
    /// 으로/로
    By,
}

impl Particle {
    /// As they are written in a template of [`text!`](crate::text!), either form.
    pub const WRITTEN: [(&'static str, Particle); 10] = [
        ("은", Particle::Topic),
        ("는", Particle::Topic),
        ("이", Particle::Subject),
        ("가", Particle::Subject),
        ("을", Particle::Object),
        ("를", Particle::Object),
        ("과", Particle::With),
        ("와", Particle::With),
        ("으로", Particle::By),
        ("로", Particle::By),
    ];

    pub fn written(form: &str) -> Option<Self> {
        let found = Self::WRITTEN.iter().find(|(written, _)| *written == form);
        found.map(|(_, particle)| *particle)
    }

    /// The form that fits behind the word.
    ///
    /// Hangul and digits are read as they sound. For other letters, which can't be read with
    /// certainty, both forms are given (`api은(는)`); put a noun after such a name where you can.
    pub fn behind(self, word: &str) -> &'static str {
        let (closed, open, both) = match self {
            Particle::Topic => ("은", "는", "은(는)"),
            Particle::Subject => ("이", "가", "이(가)"),
            Particle::Object => ("을", "를", "을(를)"),
            Particle::With => ("과", "와", "와(과)"),
            Particle::By => ("으로", "로", "(으)로"),
        };
        match final_sound(word) {
            Some(Sound::Open) => open,
            // "로" also follows ㄹ: 서울로, 1로.
            Some(Sound::Rieul) if self == Particle::By => open,
            Some(_) => closed,
            None => both,
        }
    }
}

/// The word with the right particle behind it: `주문 DB는`, `3대를`, `서울로`.
pub fn with_particle(word: &str, particle: Particle) -> String {
    format!("{word}{}", particle.behind(word))
}

enum Sound {
    Open,
    Rieul,
    Closed,
}

/// Units, which are read out: 알피에스, 기가바이트, 밀리초.
const UNITS: [&str; 11] = ["rps", "ms", "us", "B", "KB", "MB", "GB", "TB", "PB", "GB/s", "MB/s"];

fn final_sound(word: &str) -> Option<Sound> {
    if UNITS.iter().any(|unit| word.strip_suffix(unit).is_some_and(is_figure)) {
        return Some(Sound::Open);
    }
    if let Some(sound) = spelt(word) {
        return Some(sound);
    }
    let last = word.chars().rev().find(|c| c.is_alphanumeric() || *c == '%')?;
    match last {
        '가'..='힣' => Some(match (last as u32 - 0xAC00) % 28 {
            0 => Sound::Open,
            8 => Sound::Rieul,
            _ => Sound::Closed,
        }),
        '2' | '4' | '5' | '9' | '%' => Some(Sound::Open),
        '1' | '7' | '8' => Some(Sound::Rieul),
        '0' | '3' | '6' => Some(Sound::Closed),
        _ => None,
    }
}

/// An acronym or a single letter at the end, which is read letter by letter: 디비, 디엔에스, 에이.
fn spelt(word: &str) -> Option<Sound> {
    let capitals = word.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let before = match word.len() - capitals.len() {
        0 => word.trim_end_matches(|c: char| c.is_ascii_alphabetic()),
        _ => capitals,
    };
    let letters = &word[before.len()..];
    let apart = !before.ends_with(|c: char| c.is_ascii_digit() || "-_`".contains(c));
    let is_acronym = letters.len() > 1 && letters.bytes().all(|c| c.is_ascii_uppercase());
    let is_letter = letters.len() == 1 && before.ends_with(' ');
    if !apart || !(is_acronym || is_letter) {
        return None;
    }
    Some(match letters.bytes().last()?.to_ascii_uppercase() {
        b'L' | b'R' => Sound::Rieul,
        b'M' | b'N' => Sound::Closed,
        _ => Sound::Open,
    })
}

/// What stands before a unit ends in a digit and a space.
fn is_figure(before: &str) -> bool {
    before.trim_end().ends_with(|c: char| c.is_ascii_digit() || "만억kM".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        assert_eq!(with_particle("캐시", Particle::Topic), "캐시는");
        assert_eq!(with_particle("로드 밸런서", Particle::Object), "로드 밸런서를");
        assert_eq!(with_particle("서울", Particle::By), "서울로");
        assert_eq!(with_particle("데이터 센터 3", Particle::Subject), "데이터 센터 3이");
        assert_eq!(with_particle("예매 사용자", Particle::With), "예매 사용자와");
        assert_eq!(with_particle("api", Particle::Topic), "api은(는)");
        assert_eq!(with_particle("주문 DB", Particle::Topic), "주문 DB는");
        assert_eq!(with_particle("CDN", Particle::Subject), "CDN이");
        assert_eq!(with_particle("GeoDNS", Particle::Subject), "GeoDNS가");
        assert_eq!(with_particle("가용 영역 a", Particle::Subject), "가용 영역 a가");
        assert_eq!(with_particle("347 rps", Particle::Object), "347 rps를");
        assert_eq!(with_particle("1.2 GB", Particle::By), "1.2 GB로");
    }
}
