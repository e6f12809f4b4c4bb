//! Why the work could not be done: the world's mistakes, said so that a person knows what to do.

use crate::out;
use archlint::report::{Checked, Format, Report, Style};
use archlint::rules;
use archlint::say::{Lang, Text};
use archlint::text;
use std::fmt::Display;
use std::io;

#[derive(Debug)]
pub enum Failure {
    /// Whoever read our output has enough. Not a failure.
    ClosedPipe,
    /// Ends the run with exit code 2.
    Said(Text),
    /// The same, with the findings that tell it.
    Found(Text, Box<Checked>),
}

impl Failure {
    pub fn text(&self) -> Text {
        match self {
            Failure::ClosedPipe => Text::default(),
            Failure::Said(text) | Failure::Found(text, _) => text.clone(),
        }
    }

    /// Says it on standard error.
    pub fn tell(self, lang: Lang) {
        out::say(&self.text(), lang);
        if let Failure::Found(_, checked) = self {
            let style = Style { lang, ..Style::default() };
            out::tell(Report::of(vec![*checked]).print(Format::Pretty, &style, rules::ALL));
        }
    }

    /// An output that could not be written.
    pub fn writing(target: impl Display, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::ClosedPipe;
        }
        let reason = reason(&error);
        let target = target.to_string();
        Failure::Said(text!(
            target, reason;
            "{target}에 쓸 수 없습니다: {reason}",
            "can't write {target}: {reason}"
        ))
    }

    pub fn reading(target: impl Display, error: &io::Error) -> Self {
        let (target, reason) = (target.to_string(), reason(error));
        Failure::Said(text!(target, reason; "{target}: {reason}", "{target}: {reason}"))
    }
}

impl From<Text> for Failure {
    fn from(text: Text) -> Self {
        Failure::Said(text)
    }
}

impl From<archlint::Refused> for Failure {
    fn from(refused: archlint::Refused) -> Self {
        Failure::Said(refused.reason)
    }
}

/// What a panic is told as: it is never the person's mistake.
pub fn our_mistake(info: &std::panic::PanicHookInfo) -> Text {
    let payload = info.payload();
    let what = payload.downcast_ref::<&str>().copied();
    let what = what.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = what.unwrap_or("?");
    let at = info.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
    let at = at.unwrap_or_default();
    text!(
        what, at;
        "archlint의 오류입니다. 입력과 함께 알려 주세요: {what}{at}",
        "this is a mistake of archlint's own; please report it with the input: {what}{at}"
    )
}

/// The system's reason in our words; other reasons as the system says them.
pub fn reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => text!("그런 파일이나 폴더가 없습니다", "no such file or folder"),
        io::ErrorKind::PermissionDenied => text!("권한이 없습니다", "permission denied"),
        io::ErrorKind::StorageFull => {
            text!("디스크에 남은 공간이 없습니다", "no space is left on the device")
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            text!("읽기 전용 파일 시스템입니다", "the file system is read-only")
        }
        io::ErrorKind::IsADirectory => text!("폴더입니다", "it is a folder"),
        _ => Text::same(error.to_string()),
    }
}
