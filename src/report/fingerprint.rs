//! What makes a finding the same finding in the next run: never its line, never its words, so that
//! neither formatting nor language nor reordering makes it look new.

use super::Report;
use crate::diagnostic::Diagnostic;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A finding within its file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    pub file: String,
    /// Rule, subjects and flow; for a finding without subjects the words of the design at fault.
    pub hash: String,
}

/// The identity of every finding, in the order of the findings. Unique.
pub fn identities(report: &Report) -> Vec<Identity> {
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    let identity = |finding: &Diagnostic| {
        let file = report.file_of(finding.primary).to_owned();
        let base = digest(&parts(report, finding));
        let times = seen.entry((file.clone(), base.clone())).or_default();
        *times += 1;
        let hash = match *times {
            1 => base,
            times => digest(&[base.as_str(), &times.to_string()]),
        };
        Identity { file, hash }
    };
    report.findings.iter().map(identity).collect()
}

/// One short hexadecimal word for each finding, unique in the report. The file's name plays a part
/// only where two files say the very same thing.
pub fn fingerprints(report: &Report) -> Vec<String> {
    let mut taken = HashSet::new();
    let unique = |identity: Identity| {
        let mut hash = identity.hash;
        while !taken.insert(hash.clone()) {
            hash = digest(&[hash.as_str(), &identity.file]);
        }
        hash
    };
    identities(report).into_iter().map(unique).collect()
}

fn parts<'a>(report: &'a Report, finding: &'a Diagnostic) -> Vec<Cow<'a, str>> {
    let mut parts =
        vec![finding.rule.as_str().into(), finding.flow.as_deref().unwrap_or("").into()];
    if finding.subjects.is_empty() {
        // The digest of a short secret could be guessed, so it is never of the secret itself.
        let source = report.sources.get(finding.primary.source);
        let words = source.discreet(finding.primary.range());
        parts.extend(words.split_whitespace().map(|word| Cow::Owned(word.to_owned())));
    } else {
        parts.extend(finding.subjects.iter().map(|it| Cow::Borrowed(it.name.as_str())));
    }
    parts
}

fn digest(parts: &[impl AsRef<str>]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_ref().as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
