//! `archlint mcp`: the answers of the command line for assistants, as tools of the Model Context
//! Protocol over standard input and output: one JSON-RPC message a line.
//!
//! Each call runs the command itself, in a process of its own, so that both always say the same.
//! No tool writes a file.

mod tools;

use crate::args::{Cli, McpArgs};
use crate::failure::Failure;
use crate::language;
use crate::out::{self, Finished};
use archlint::say::{Lang, Text};
use archlint::text;
use serde_json::{Value, json};
use std::io::{BufRead, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tools::{TOOLS, Tool};

/// The versions of the protocol that are spoken, newest first.
const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];
/// A longer line is no message. Bytes.
const LONGEST: u64 = 32 * 1024 * 1024;

const PARSE: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const UNKNOWN_METHOD: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;

/// Answers until the input ends.
pub fn run(cli: &Cli, _: &McpArgs) -> Result<u8, Failure> {
    let lang = language::of_folder(&cli.common, Path::new("."));
    let server = Server { lang, asked: cli.common.lang, common: common(cli) };
    let mut input = std::io::stdin().lock();
    loop {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let read = read.map_err(|error| Failure::reading("stdin", &error))?;
        if read == 0 {
            return Ok(0);
        }
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        for answer in server.answers(&line) {
            out::print(Finished::message(&answer))?;
        }
    }
}

/// What holds for the server holds for each command that it runs.
fn common(cli: &Cli) -> Vec<String> {
    let mut args = vec!["--color".to_owned(), "never".to_owned()];
    let mut add = |name: &str, value: Option<String>| {
        args.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    };
    let shown = |path: &std::path::PathBuf| path.to_string_lossy().into_owned();
    add("--config", cli.common.config.as_ref().map(shown));
    add("--root", cli.common.root.as_ref().map(shown));
    if cli.common.show_secrets {
        args.push("--show-secrets".to_owned());
    }
    args
}

struct Server {
    /// In which it speaks itself.
    lang: Lang,
    /// That of its commands; without one each chooses as it does on the command line.
    asked: Option<Lang>,
    common: Vec<String>,
}

/// A number of the protocol with what was wrong.
struct Wrong(i64, Text);

impl Server {
    /// The answers to one line: none for a notification, a list for a batch.
    fn answers(&self, line: &str) -> Vec<Value> {
        let message: Value = match serde_json::from_str(line) {
            Ok(message) => message,
            Err(error) => {
                let reason = error.to_string();
                let said = text!(reason; "JSON이 아닙니다: {reason}", "not JSON: {reason}");
                return vec![self.refusal(&Value::Null, &Wrong(PARSE, said))];
            }
        };
        match message {
            Value::Array(batch) if batch.is_empty() => {
                let said = text!("빈 묶음입니다", "the batch is empty");
                vec![self.refusal(&Value::Null, &Wrong(INVALID_REQUEST, said))]
            }
            // What came together is answered together.
            Value::Array(batch) => {
                let answers: Vec<Value> = batch.iter().filter_map(|one| self.answer(one)).collect();
                (!answers.is_empty()).then(|| answers.into()).into_iter().collect()
            }
            one => self.answer(&one).into_iter().collect(),
        }
    }

    fn answer(&self, message: &Value) -> Option<Value> {
        let id = message.get("id").cloned();
        let Some(method) = message.get("method").and_then(Value::as_str) else {
            let said = text!("`method`가 없습니다", "`method` is missing");
            let id = id.unwrap_or(Value::Null);
            return Some(self.refusal(&id, &Wrong(INVALID_REQUEST, said)));
        };
        // What has no id wants no answer.
        let id = id?;
        let params = message.get("params").cloned().unwrap_or_else(|| json!({}));
        let result = match method {
            "initialize" => Ok(self.welcome(&params)),
            "ping" => Ok(json!({})),
            "tools/list" => {
                Ok(json!({ "tools": TOOLS.iter().map(Tool::described).collect::<Vec<_>>() }))
            }
            "tools/call" => self.call(&params),
            other => Err(Wrong(
                UNKNOWN_METHOD,
                text!(other; "`{other}` 메서드는 없습니다", "there is no method `{other}`"),
            )),
        };
        Some(match result {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(wrong) => self.refusal(&id, &wrong),
        })
    }

    fn refusal(&self, id: &Value, Wrong(code, said): &Wrong) -> Value {
        let message = said.get(self.lang).to_string();
        json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
    }

    fn welcome(&self, params: &Value) -> Value {
        let asked = params["protocolVersion"].as_str().unwrap_or_default();
        let version = VERSIONS.into_iter().find(|it| *it == asked).unwrap_or(VERSIONS[0]);
        let about = text!(
            "archlint는 글로 쓴 시스템 설계를 검사하고 계산하고 그립니다. 설계는 `path`로 파일을 알려 주거나 `text`로 그대로 주세요. 수치와 판정은 이 도구의 답을 그대로 쓰고 지어내지 마세요. 어떤 도구도 파일을 쓰지 않습니다.",
            "archlint judges, computes and draws system designs written as text. Name a file as `path`, or give the design as `text`. Use its figures and verdicts as they are. No tool writes a file."
        );
        json!({
            "protocolVersion": version,
            "capabilities": { "tools": {} },
            "serverInfo": { "name": "archlint", "version": env!("CARGO_PKG_VERSION") },
            "instructions": about.get(self.lang).to_string(),
        })
    }

    fn call(&self, params: &Value) -> Result<Value, Wrong> {
        let name = params["name"].as_str().unwrap_or_default();
        let Some(tool) = TOOLS.iter().find(|tool| tool.name == name) else {
            let meant = archlint::say::nearest(name, TOOLS.iter().map(|tool| tool.name));
            let said = match meant {
                Some(meant) => text!(name, meant;
                    "`{name}` 도구는 없습니다. 혹시 `{meant}`인가요?",
                    "there is no tool `{name}`; did you mean `{meant}`?"
                ),
                None => text!(name; "`{name}` 도구는 없습니다", "there is no tool `{name}`"),
            };
            return Err(Wrong(INVALID_PARAMS, said));
        };
        let none = json!({});
        let given = params.get("arguments").filter(|it| !it.is_null()).unwrap_or(&none);
        let asked = tool.asked(given).map_err(|said| Wrong(INVALID_PARAMS, said))?;
        let mut args = asked.args;
        args.splice(0..0, self.common.iter().cloned());
        if let Some(lang) = asked.lang.or(self.asked) {
            args.splice(0..0, ["--lang".to_owned(), word(lang).to_owned()]);
        }
        Ok(ran(tool, &args, asked.input.as_deref()))
    }
}

fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    }
}

/// What the command printed. Findings are an answer; only what could not be done is an error, and then
/// nothing that was found.
fn ran(tool: &Tool, args: &[String], input: Option<&str>) -> Value {
    let failed = |reason: String| {
        json!({
            "content": [{ "type": "text", "text": reason }],
            "isError": true,
        })
    };
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return failed(error.to_string()),
    };
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return failed(error.to_string()),
    };
    let stdin = child.stdin.take();
    let text = input.unwrap_or_default().to_owned();
    // It may answer before it has read everything.
    let feeding =
        std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(text.as_bytes()).is_ok()));
    let output = match child.wait_with_output() {
        Ok(output) => output,
        Err(error) => return failed(error.to_string()),
    };
    let _ = feeding.join();
    // A design that came as text has no file.
    let shown = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if input.is_some() { text.replace("<stdin>", "text") } else { text }
    };
    let out = shown(&output.stdout);
    let told = shown(&output.stderr);
    let told = if told.is_empty() { told } else { tool.in_own_words(&told) };
    let code = output.status.code().unwrap_or(2);
    let is_error = code > 1 || code == 1 && out.is_empty();
    let whole: Option<Value> = serde_json::from_str(&out).ok();
    let is_empty = |whole: &Value| whole["files"].as_array().is_some_and(Vec::is_empty);
    let whole = whole.filter(|whole| !(is_error && is_empty(whole)));
    let out = if is_error && whole.is_none() { String::new() } else { out };
    let texts = [out.clone(), told].into_iter().filter(|text| !text.is_empty());
    let content: Vec<Value> = texts.map(|text| json!({ "type": "text", "text": text })).collect();
    let mut result = json!({ "content": content, "isError": is_error });
    if let Some(whole @ Value::Object(_)) = whole {
        result["structuredContent"] = whole;
    }
    result
}
