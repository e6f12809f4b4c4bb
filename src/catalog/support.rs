//! Until when providers support a version of an engine without a surcharge.
//!
//! From "Release calendars for Amazon RDS for MySQL" and "… for PostgreSQL" (Amazon RDS User Guide) and
//! "Amazon EKS Kubernetes release calendar" (Amazon EKS User Guide).

use jiff::civil::{Date, date};

/// The end of a version's standard support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupportEnd {
    /// `rds` or `eks`.
    pub service: &'static str,
    /// The last day.
    pub last: Date,
}

/// Engine, version, and the last day of its standard support.
const ENDS: &[(&str, &str, Date)] = &[
    ("mysql", "5.7", date(2024, 2, 29)),
    ("mysql", "8.0", date(2026, 7, 31)),
    ("postgresql", "11", date(2024, 2, 29)),
    ("postgresql", "12", date(2025, 2, 28)),
    ("postgresql", "13", date(2026, 2, 28)),
    ("postgresql", "14", date(2027, 2, 28)),
    ("postgresql", "15", date(2028, 2, 29)),
    ("eks", "1.28", date(2024, 11, 26)),
    ("eks", "1.29", date(2025, 3, 23)),
    ("eks", "1.30", date(2025, 7, 23)),
    ("eks", "1.31", date(2025, 11, 26)),
    ("eks", "1.32", date(2026, 3, 23)),
    ("eks", "1.33", date(2026, 7, 29)),
    ("eks", "1.34", date(2026, 12, 2)),
];

/// Of an engine, which the technology's name or the version itself tells: `mysql` with `8.0.35`,
/// `rds` with `PostgreSQL 13.4`. `None` for what no calendar lists.
pub fn support_end(tech: &str, version: &str) -> Option<SupportEnd> {
    let said = version.to_lowercase();
    let engine = match tech {
        "eks" => "eks",
        _ if said.contains("postgres") || tech == "postgresql" => "postgresql",
        _ if said.contains("mysql") || tech == "mysql" => "mysql",
        _ => return None,
    };
    let at = said.find(|letter: char| letter.is_ascii_digit())?;
    let number = &said[at..];
    let is_it = |listed: &str| {
        let rest = number.strip_prefix(listed);
        rest.is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_digit()))
    };
    let (_, _, last) = ENDS.iter().find(|(of, listed, _)| *of == engine && is_it(listed))?;
    Some(SupportEnd { service: if engine == "eks" { "eks" } else { "rds" }, last: *last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_by_its_first_digits() {
        let last = |tech, version| support_end(tech, version).map(|end| end.last);
        assert_eq!(last("mysql", "5.7.44"), Some(date(2024, 2, 29)));
        assert_eq!(last("rds", "MySQL 8.0"), Some(date(2026, 7, 31)));
        assert_eq!(last("postgresql", "13.4"), Some(date(2026, 2, 28)));
        assert_eq!(last("eks", "1.3"), None);
        assert_eq!(last("postgresql", "130"), None);
        assert_eq!(last("rds", "8.0"), None);
        assert_eq!(last("mysql", "8.4"), None);
    }
}
