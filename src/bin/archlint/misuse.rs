//! What a wrong command line is told in Korean. In English clap says it itself.

use crate::failure::Failure;
use crate::out::{self, Finished};
use archlint::say::{Lang, Text};
use archlint::text;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Values of the options that take no fixed words.
const EXAMPLES: &[(&str, &str)] =
    &[("--traffic", "10x"), ("--slow", "이름=10x"), ("--today", "2026-12-31"), ("--week", "1")];

/// What a build may lack: as it is written, and the feature that has it.
const LEFT_OUT: &[(&str, &str)] = &[
    #[cfg(not(feature = "serve"))]
    ("serve", "serve"),
    #[cfg(not(feature = "lsp"))]
    ("lsp", "lsp"),
    #[cfg(all(feature = "lsp", not(feature = "serve")))]
    ("lsp", "serve"),
    #[cfg(not(feature = "watch"))]
    ("--watch", "watch"),
];

/// Prints what is wrong, or the help that was asked for, and ends the process.
pub fn exit(error: &Error, lang: Lang) -> ! {
    if let Some(said) = left_out(error, LEFT_OUT) {
        out::say(&said, lang);
        std::process::exit(2)
    }
    match korean(error).filter(|_| lang == Lang::Ko) {
        Some(message) => {
            let said = format!("오류: {message}\n\n자세한 내용은 `--help`로 볼 수 있습니다.\n");
            out::tell(Finished::lines(&said));
            std::process::exit(2)
        }
        None if error.use_stderr() => {
            out::tell(Finished::lines(&error.render().to_string()));
            std::process::exit(error.exit_code())
        }
        None => match out::print(Finished::lines(&error.render().to_string())) {
            Ok(()) | Err(Failure::ClosedPipe) => std::process::exit(0),
            Err(failure) => {
                failure.tell(lang);
                std::process::exit(2)
            }
        },
    }
}

/// What is there, but not in this build.
fn left_out(error: &Error, missing: &[(&str, &str)]) -> Option<Text> {
    let kinds = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg];
    let asked = kinds.into_iter().flat_map(|kind| words(error, kind)).next()?;
    let (word, feature) = missing.iter().find(|(word, _)| *word == asked)?;
    Some(text!(word, feature;
        "이 archlint는 `{word}`에 필요한 `{feature}` 기능 없이 빌드되었습니다. 릴리스에는 들어 있고, 소스에서는 `cargo install archlint --features {feature}`로 빌드합니다",
        "this archlint was built without the feature `{feature}`, which `{word}` needs; a release has it, and `cargo install archlint --features {feature}` builds it"
    ))
}

/// `None` for what is no mistake, and for the kinds that our command line can't lead to.
fn korean(error: &Error) -> Option<String> {
    let of = |kind| words(error, kind).join(", ");
    let argument = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let meant = meant(error, ContextKind::SuggestedSubcommand);
            format!("`{}` 명령은 없습니다{meant}", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => {
            let what = if argument.starts_with('-') { "옵션은" } else { "인수는 쓸 곳이" };
            format!("`{argument}` {what} 없습니다{}", meant(error, ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("`{argument}`에 값이 필요합니다{}", possible(error))
        }
        ErrorKind::InvalidValue => {
            let meant = meant(error, ContextKind::SuggestedValue);
            let possible = possible(error);
            format!("`{argument}`에 `{value}` 값은 쓸 수 없습니다{meant}{possible}")
        }
        ErrorKind::ValueValidation => {
            let like = EXAMPLES.iter().find(|(option, _)| argument.starts_with(option));
            let like = like.map(|(_, value)| format!("\n  예: {value}")).unwrap_or_default();
            format!("`{argument}`에 `{value}` 값은 쓸 수 없습니다{like}")
        }
        ErrorKind::MissingSubcommand => {
            format!("명령이 필요합니다\n  명령: {}", of(ContextKind::ValidSubcommand))
        }
        ErrorKind::MissingRequiredArgument if argument.starts_with('-') => {
            format!("`{argument}` 옵션이 필요합니다")
        }
        ErrorKind::MissingRequiredArgument => format!("`{argument}` 인수가 필요합니다"),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            format!("`{argument}` 옵션과 `{other}` 옵션은 함께 쓸 수 없습니다")
        }
        _ => return None,
    })
}

fn meant(error: &Error, kind: ContextKind) -> String {
    match words(error, kind).as_slice() {
        [] => String::new(),
        near => format!(". 혹시 `{}`인가요?", near.join("`, `")),
    }
}

fn possible(error: &Error) -> String {
    match words(error, ContextKind::ValidValue).as_slice() {
        [] => String::new(),
        values => format!("\n  쓸 수 있는 값: {}", values.join(", ")),
    }
}

fn words(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Command;

    #[test]
    fn what_a_build_lacks_is_said_with_the_way_to_get_it() {
        let missing = [("serve", "serve"), ("--watch", "watch")];
        let lean = Command::new("archlint").subcommand(Command::new("check"));
        for (line, feature) in [("serve a.arch", "serve"), ("check --watch", "watch")] {
            let words = ["archlint"].into_iter().chain(line.split(' '));
            let error = lean.clone().try_get_matches_from(words).expect_err("it is not there");
            let said = left_out(&error, &missing).expect("it is said");
            let way = format!("`cargo install archlint --features {feature}`");
            assert!(said.ko.contains(&way) && said.en.contains(&way), "{said:?}");
        }
        let error = lean.try_get_matches_from(["archlint", "srve"]).expect_err("it is nowhere");
        assert!(left_out(&error, &missing).is_none());
    }
}
