//! What a wrong command line is told in Korean. In English clap says it itself.

use crate::failure::Failure;
use crate::out::{self, Finished};
use archlint::say::Lang;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Values of the options that take no fixed words.
const EXAMPLES: &[(&str, &str)] =
    &[("--traffic", "10x"), ("--slow", "이름=10x"), ("--today", "2026-12-31"), ("--week", "1")];

/// Prints what is wrong, or the help that was asked for, and ends the process.
pub fn exit(error: &Error, lang: Lang) -> ! {
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
