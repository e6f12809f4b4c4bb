//! How many of something a label says: `x8`, `Replicas=3`, `3대`, `이중화`, `HPA 2-10`.

/// What a label says about how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Of(u32),
    /// Between these two, by load.
    Scaled(u32, u32),
    /// More than one, as many as `이중화` means.
    Redundant,
    /// A managed service over several zones.
    MultiZone,
    /// A cluster of nobody knows how many.
    Cluster,
}

/// The count in a label, if it says one.
pub fn count(label: &str) -> Option<Count> {
    let words: Vec<String> = label
        .to_lowercase()
        .split(|letter: char| {
            letter.is_whitespace()
                || matches!(letter, '(' | ')' | ',' | '·' | '|' | '/' | '[' | ']' | ';' | ':')
        })
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let joined = words.join(" ");
    if let Some((low, high)) = scaled(&joined) {
        return Some(Count::Scaled(low, high));
    }
    if let Some(number) = (0..words.len()).find_map(|at| number(&words, at)) {
        return Some(Count::Of(number));
    }
    let says = |these: &[&str]| these.iter().any(|this| joined.contains(this));
    let word = |these: &[&str]| words.iter().any(|one| these.contains(&one.as_str()));
    if says(&["multi-az", "multi az", "multiaz", "다중 az", "멀티 az"]) {
        return Some(Count::MultiZone);
    }
    let is_single = |at: usize| {
        let next = words.get(at + 1).map(String::as_str).unwrap_or_default();
        matches!(words[at].as_str(), "단일" | "single" | "standalone" | "싱글")
            && !["page", "sign", "페이지"].iter().any(|other| next.starts_with(other))
    };
    if (0..words.len()).any(is_single) || says(&["단일 노드", "single node", "한 대", "1대"])
    {
        return Some(Count::Of(1));
    }
    if word(&["cluster", "클러스터"]) || says(&["cluster mode", "클러스터 모드"]) {
        return Some(Count::Cluster);
    }
    if word(&["ha", "이중화", "redundant", "다중화"])
        || says(&["이중화", "active-standby", "active-active"])
    {
        return Some(Count::Redundant);
    }
    None
}

/// `hpa 2-10`, `min 2 max 8`.
fn scaled(text: &str) -> Option<(u32, u32)> {
    let behind = ["hpa", "asg", "auto scaling", "autoscaling", "오토스케일링", "scale"]
        .iter()
        .find_map(|word| text.find(word).map(|at| &text[at + word.len()..]));
    let low_high = |text: &str| {
        let numbers: Vec<u32> = text
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .filter_map(|digits| digits.parse().ok())
            .collect();
        match numbers.as_slice() {
            [low, high, ..] if low < high && *low > 0 => Some((*low, *high)),
            _ => None,
        }
    };
    if text.contains("min") && text.contains("max") {
        return low_high(&text[text.find("min")?..]);
    }
    behind.and_then(low_high)
}

const COMPARING: &[&str] = &[
    "fast",
    "slow",
    "cheap",
    "quick",
    "more",
    "less",
    "better",
    "speed",
    "traffic",
    "load",
    "throughput",
    "빠",
    "느",
    "향상",
    "개선",
    "증가",
    "감소",
    "절감",
    "트래픽",
];

fn number(words: &[String], at: usize) -> Option<u32> {
    let word = words[at].as_str();
    let bounded =
        |digits: &str| digits.parse::<u32>().ok().filter(|number| (1..=10_000).contains(number));
    let after = |prefixes: &[&str]| {
        prefixes.iter().find_map(|prefix| word.strip_prefix(prefix).and_then(bounded))
    };
    let before = |suffixes: &[&str]| {
        suffixes.iter().find_map(|suffix| word.strip_suffix(suffix).and_then(bounded))
    };
    if let Some(number) =
        after(&["x", "×", "*", "replicas=", "replicas:", "instances=", "count=", "n="])
    {
        return Some(number);
    }
    let next = words.get(at + 1).map(String::as_str);
    // `100x faster` is how good it is, not how many.
    let compares = next.is_some_and(|next| COMPARING.iter().any(|word| next.starts_with(word)));
    if let Some(number) = before(&["대", "개", "x", "×", "노드"]).filter(|_| !compares) {
        return Some(number);
    }
    let counted = matches!(
        next,
        Some(
            "대" | "개"
                | "nodes"
                | "node"
                | "pods"
                | "pod"
                | "replicas"
                | "instances"
                | "노드"
                | "파드"
                | "servers"
                | "brokers"
                | "인스턴스"
                | "shards"
        )
    );
    let marked = at > 0 && matches!(words[at - 1].as_str(), "x" | "×" | "replicas" | "*");
    if counted && !matches!(next, Some("node" | "pod")) || marked { bounded(word) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_labels() {
        let table = [
            ("API 서버 x8", Some(Count::Of(8))),
            ("WAS 3대", Some(Count::Of(3))),
            ("Replicas=3", Some(Count::Of(3))),
            ("EC2 × 2", Some(Count::Of(2))),
            ("Kafka (3 brokers)", Some(Count::Of(3))),
            ("Redis (단일 노드)", Some(Count::Of(1))),
            ("RDS Multi-AZ", Some(Count::MultiZone)),
            ("HPA 2-10", Some(Count::Scaled(2, 10))),
            ("DB 이중화", Some(Count::Redundant)),
            ("Redis Cluster", Some(Count::Cluster)),
            ("Server 1", None),
            ("QR Service 100x Faster", None),
            ("2x API 서버", Some(Count::Of(2))),
            ("캐시 10배, 3x 빠름", None),
            ("MySQL 8.0", None),
            ("Single Page Application", None),
        ];
        for (label, expected) in table {
            assert_eq!(count(label), expected, "{label}");
        }
    }
}
