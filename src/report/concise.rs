//! One line for each finding: `path:line:col: level[rule] message`, the level in
//! the language of the message.

use super::{Report, words};
use crate::text::Lang;
use std::fmt::Write;

pub(super) fn print(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
        let file = report.file_of(finding.primary);
        let message = finding.message.get(lang).replace('\n', " ");
        let line = format!(
            "{file}:{}:{}: {}[{}] {message}",
            at.line,
            at.column,
            words::severity(finding.severity, lang),
            finding.rule
        );
        out.push_str(&words::plain(&line));
        if let Some(accepted) = &finding.accepted {
            let reason = words::acceptance(accepted);
            let accepted = words::pick(lang, "수용", "accepted");
            let _ = write!(out, " ({accepted}: {})", words::plain(reason.get(lang)));
        }
        out.push('\n');
    }
    out
}
