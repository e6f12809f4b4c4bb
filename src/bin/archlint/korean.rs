//! The help in Korean. Its English is in `args.rs`; a test holds that nothing is missing here.

use archlint::say::Lang;
use clap::{Arg, Command};

const ABOUT: &[(&str, &str)] = &[
    (
        "archlint",
        "코드로 그린 시스템 아키텍처의 린터: 무엇이 무너지는지 찾고, 이유를 보이고, 그림을 그립니다",
    ),
    ("check", "설계를 검사합니다"),
    ("fix", "안전한 수정을 적용하거나, 수정을 개선안(TO-BE) 파일로 씁니다"),
    ("render", "설계를 그림으로 그립니다"),
    ("diff", "두 설계 사이에 달라지는 것을 보여 줍니다"),
    ("estimate", "설계의 수치를 출력합니다: 부하, 용량, 가용성, 복구, 비용"),
    ("simulate", "장애가 나거나 트래픽이 늘 때 일어나는 일을 출력합니다"),
    ("import", "다른 형식의 파일을 설계로 옮겨 출력합니다"),
    ("fmt", "설계를 고르게 다듬습니다"),
    ("report", "그림, 수치, 판단, 예상 질문과 답이 담긴, 바로 올릴 수 있는 글을 씁니다"),
    ("plan", "개선안(TO-BE) 세 가지를 찾습니다: 가장 적은 변경, 가장 적은 비용, 가장 빠른 복구"),
    ("explain", "규칙이나 그 밖의 말을 설명합니다"),
    ("rules", "규칙 목록을 출력하거나 정책을 시험합니다"),
    ("init", "주석이 달린 시작용 설계, 설정, 훅 파일을 만듭니다"),
    ("completions", "셸 자동 완성 스크립트를 출력합니다"),
    ("man", "man 페이지를 출력합니다"),
    ("schema", "JSON 스키마를 출력합니다"),
    ("serve", "설계를 브라우저에 보여 줍니다. 저장하면 바로 바뀝니다"),
    ("mcp", "표준 입출력으로 AI 도우미에 답합니다(Model Context Protocol)"),
    ("lsp", "편집기에 표준 입출력으로 답하는 언어 서버입니다"),
    ("help", "도움말을 출력합니다"),
];

const ARGS: &[(&str, &str)] = &[
    ("lang", "메시지의 언어 [기본값: ARCHLINT_LANG, 로캘, en 순]"),
    ("color", "색을 쓸 때"),
    ("config", "가장 가까운 archlint.toml 대신 쓸 설정 파일"),
    (
        "root",
        "포함하고 확장하는 파일을 읽을 최상위 폴더 [기본값: .git이나 archlint.toml이 있는 가장 가까운 폴더]",
    ),
    ("show_secrets", "비밀번호와 키 등을 가리지 않고 그대로 출력합니다"),
    ("help", "도움말을 출력합니다"),
    ("version", "버전을 출력합니다"),
    ("paths", "파일, 폴더, 표준 입력은 - [기본값: 현재 폴더]"),
    ("format", "출력 형식"),
    ("output_file", "출력을 파일에 씁니다"),
    ("select", "이 규칙이나 주제만"),
    ("ignore", "이 규칙이나 주제는 빼고"),
    ("profile", "수준 묶음: study, production, strict, week1 … week4"),
    ("fail_on", "종료 코드가 1이 되는 심각도 [기본값: error]"),
    ("baseline", "이 파일에 기록된 지적은 뺍니다"),
    ("update_baseline", "오늘의 지적을 기준선에 기록합니다"),
    ("summary", "위협받는 품질별로 지적을 셉니다"),
    ("today", "수용 기한을 따지는 날짜"),
    ("declare", "연결에만 나오는 컴포넌트를 선언합니다. Markdown 안의 설계는 그대로 둡니다"),
    ("force_exclude", "이름을 준 파일도 제외 설정을 따릅니다"),
    ("mermaid", "Markdown의 Mermaid 블록 가운데 설계로 읽을 것"),
    ("block", "Markdown의 설계 가운데 하나: 이름이나 순서 [기본값: 마지막]"),
    ("page", "draw.io 파일의 장: 이름이나 순서 [기본값: 컴포넌트가 있는 첫 장]"),
    ("plan", "HCL만으로 알 수 없는 값을 채울 `terraform show -json`의 출력"),
    ("no_comments", "각 부분이 어디서 왔는지는 빼고 설계만 출력합니다"),
    ("stdin_filename", "표준 입력이 대신하는 파일의 이름"),
    ("files", "파일, 폴더, 표준 입력은 -"),
    (
        "suggested",
        "사람이 값을 확인해야 하는 제안 수정도 적용합니다. 고를 규칙이나 --all이 있어야 합니다",
    ),
    ("all", "--suggested와 함께: 모든 규칙의 제안을 적용합니다"),
    ("line", "이 파일에서 그 줄(1부터)의 지적만 고칩니다"),
    ("as_diff", "쓰지 않고 바뀔 내용만 출력합니다"),
    ("to_be", "설계는 그대로 두고, 바뀌는 것만 담은 개선안(TO-BE)을 이 파일에 씁니다"),
    ("folder", "파일을 만들 폴더. 있는 파일은 덮어쓰지 않습니다"),
    ("file", "설계 파일, 표준 입력은 -"),
    ("output", "출력을 쓸 파일 [기본값: 표준 출력]"),
    ("old", "지금의 설계"),
    ("new", "앞으로의 설계 [기본값: OLD 파일에 둘 다 있다고 봅니다]"),
    ("svg", "두 설계를 같은 자리에 놓고 그립니다. 형식은 확장자를 따릅니다"),
    ("overlay", "한 그림에 겹쳐 그리고, 없어지는 것도 보입니다"),
    ("week", "4주 스터디의 이 주차에 맞춥니다"),
    ("author", "글쓴이 [기본값: 설정의 `[report] author`, 없으면 비워 둡니다]"),
    ("against", "비교할 설계: 파일, base(이어받은 설계), root(그 가운데 처음) [기본값: root]"),
    (
        "picture",
        "그림을 보이는 방법: 글 옆의 파일, Mermaid, 둘 다, 없음 [기본값: 파일로 쓰면 both, 아니면 mermaid]",
    ),
    ("questions", "질문 수의 상한, 15까지 [기본값: 12]"),
    ("quiz", "질문만 출력합니다"),
    ("write", "세 가지를 파일을 이어받는 설계로 이 폴더에 씁니다"),
    ("budget", "한 달에 쓸 수 있는 돈: $500/mo, 50만원/월"),
    ("objective", "적힌 목표 대신 모든 여정의 가용성: 99.95%"),
    ("diff", "쓰지 않고, 바뀔 것을 보여 줍니다"),
    ("theme", "그림의 색"),
    ("direction", "요청이 흐르는 방향"),
    (
        "size",
        "이 크기의 슬라이드에 맞춰 배치합니다: 16:9, 4:3, 1280x720. 한 장에 안 들어가면 여러 장으로 나눕니다",
    ),
    ("scale", "PNG의 배율"),
    ("no_findings", "지적을 그리지 않습니다"),
    ("findings", "가장 심한 지적 N건만 그리고 목록에 적습니다 [기본값: 목록에 들어가는 만큼]"),
    ("list", "지적 목록을 둘 곳. 목록이 없으면 번호도 그리지 않습니다 [기본값: 자리가 있는 곳]"),
    ("overview", "그룹을 접어, 안에 든 것을 알려 주는 카드 한 장씩으로 그립니다"),
    ("group", "이 그룹만 그립니다. 이어진 곳은 접어서 보여 줍니다"),
    ("against_base", "확장한 설계에서 무엇이 달라지는지 그립니다"),
    (
        "steps",
        "이 흐름의 단계에 번호를 매기고 나머지는 흐리게 그립니다. HTML에서는 차례로 볼 수 있습니다",
    ),
    ("load", "트래픽을 그립니다: 연결의 처리량, 컴포넌트의 이용률"),
    ("check", "쓰지 않고, 바뀔 것이 있으면 종료 코드 1"),
    ("fail", "멈추는 컴포넌트나 그룹"),
    ("zone_down", "안에 든 것과 함께 멈추는 가용 영역, 호스트, 리전"),
    ("traffic", "트래픽이 느는 배수: 10x"),
    ("cache_cold", "모든 캐시가 빈 채로 시작합니다"),
    ("slow", "느려지는 컴포넌트: 이름=10x"),
    ("sweep", "모든 것을 한 번씩 멈춰 봅니다"),
    ("name", "규칙, 주제, 오류, 기술, 속성, 정책의 이름이나 흔히 부르는 말"),
    ("test", "정책의 좋은 예와 나쁜 예를 실행합니다"),
    ("statistics", "지적을 나열하지 않고 규칙별로 셉니다"),
    ("add_accept", "지적마다 이유가 TODO인 accept를 설계에 적습니다"),
    ("watch", "파일이 바뀔 때마다 다시 검사합니다"),
    ("hook", "커밋할 것을 검사하는 git 훅만 씁니다"),
    ("stdio", "표준 입출력으로 대화합니다. 늘 그렇게 하며, 일부 편집기가 붙이는 옵션입니다"),
    ("port", "이 기계에서만 닿는 포트 [기본값: 4747, 쓰고 있으면 그다음]"),
    ("open", "브라우저에서 엽니다"),
    ("editor", "누른 곳을 여는 명령: 'code -g {file}:{line}:{column}'"),
    ("poll", "알림을 기다리지 않고 파일을 1초에 두 번 봅니다. 네트워크 드라이브에 필요합니다"),
    ("shell", "셸"),
    ("what", "archlint.toml의 스키마, 또는 check의 JSON 출력의 스키마"),
];

const TEMPLATE: &str = "{about-with-newline}\n사용법: {usage}\n\n{all-args}{after-help}";

/// The command as it presents itself in that language.
pub fn translated(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Ko => {
            let mut command =
                korean(command).subcommand_help_heading("명령").subcommand_value_name("명령");
            // Clap makes this one only when it builds.
            command.build();
            let about = find(ABOUT, "help").unwrap_or_default();
            command.mut_subcommand("help", |help| help.about(about))
        }
    }
}

fn korean(mut command: Command) -> Command {
    let name = command.get_name().to_owned();
    if let Some(about) = find(ABOUT, &name) {
        command = command.about(about);
    }
    // Clap makes these two only when it parses; ours stand in for them.
    command = command.disable_help_flag(true).arg(help_flag());
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(version_flag());
    }
    let subcommands: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    command =
        subcommands.into_iter().fold(command, |command, name| command.mut_subcommand(name, korean));
    command.mut_args(korean_arg).help_template(TEMPLATE)
}

fn korean_arg(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "인수" } else { "옵션" };
    let mut help = find(ARGS, arg.get_id().as_str()).unwrap_or_default().to_owned();
    let arg = arg.help_heading(heading);
    if !arg.get_action().takes_values() {
        return arg.help(help);
    }
    let hidden = arg.is_hide_possible_values_set();
    let words = if hidden { Vec::new() } else { arg.get_possible_values() };
    let words: Vec<&str> = words.iter().map(|word| word.get_name()).collect();
    if !words.is_empty() {
        help += &format!(" [{}]", words.join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|d| d.to_string_lossy()).collect();
    if !defaults.is_empty() {
        help += &format!(" [기본값: {}]", defaults.join(", "));
    }
    arg.help(help).hide_possible_values(true).hide_default_value(true)
}

fn help_flag() -> Arg {
    Arg::new("help").short('h').long("help").action(clap::ArgAction::Help)
}

fn version_flag() -> Arg {
    Arg::new("version").short('V').long("version").action(clap::ArgAction::Version)
}

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::CommandFactory;

    fn all(command: &Command) -> Vec<&Command> {
        let subs = command.get_subcommands().flat_map(all);
        std::iter::once(command).chain(subs).collect()
    }

    #[test]
    fn every_command_and_option_is_told_in_korean() {
        let cli = Cli::command();
        for command in all(&cli) {
            assert!(find(ABOUT, command.get_name()).is_some(), "{}", command.get_name());
            for arg in command.get_arguments() {
                assert!(find(ARGS, arg.get_id().as_str()).is_some(), "{}", arg.get_id());
            }
        }
    }

    #[test]
    fn the_korean_command_is_sound() {
        translated(Cli::command(), Lang::Ko).debug_assert();
        translated(Cli::command(), Lang::En).debug_assert();
    }
}
