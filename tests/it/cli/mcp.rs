//! An assistant asks: a scripted client of the protocol, whose answers are the command line's.

use super::{AS_IS, Folder};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last: u64,
}

impl Client {
    fn of(folder: &Folder) -> Self {
        let mut child = folder
            .command(&["mcp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, input, output, last: 0 }
    }

    fn send(&mut self, line: &str) {
        writeln!(self.input, "{line}").expect("it reads");
    }

    fn receive(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string(),
        );
        let answer = self.receive();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(id)), "{answer}");
        answer
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        answer["result"].clone()
    }
}

#[test]
fn a_batch_is_answered_as_one_and_an_empty_one_refused() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let mut client = Client::of(&folder);
    client.send("[]");
    let refused = client.receive();
    assert!(refused["error"]["code"] == -32600 && refused["id"].is_null(), "{refused}");
    let ping = |id: u64| json!({ "jsonrpc": "2.0", "id": id, "method": "ping" });
    let told = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    client.send(&json!([ping(7), told, ping(8)]).to_string());
    let answers = client.receive();
    let ids: Vec<&Value> = answers.as_array().expect("a list").iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [7, 8], "{answers}");
    client.send(&json!([told]).to_string());
    assert!(
        client.ask("ping", json!({}))["result"].is_object(),
        "nothing is said to a notification"
    );
}

#[test]
fn an_assistant_is_told_of_the_other_designs_and_can_ask_for_them() {
    let post = "```arch\ndesign \"전\" as-is\nuser u\nwas api { replicas = 1 }\nu -> api\n```\n\n\
                ```arch\ndesign \"후\" to-be\nuser u\nwas api { replicas = 2 }\nu -> api\n```\n";
    let folder = Folder::with(&[("p.md", post)]);
    let mut client = Client::of(&folder);
    let told = client.call("estimate", json!({ "path": "p.md", "lang": "en" })).to_string();
    assert!(told.contains("p.md holds 2 designs, and this is the last (후)"), "{told}");
    assert!(told.contains("choose another with `block`: 전"), "{told}");
    for (lang, said) in [("ko", "1개를 가렸습니다"), ("en", "masked 1 secret")] {
        let text = "user u\nwas api \"password=s3cr3tPassw0rd\" { replicas = 2 }\nu -> api\n";
        let told = client.call("estimate", json!({ "text": text, "lang": lang })).to_string();
        assert!(told.contains(said) && !told.contains("show-secrets"), "{told}");
    }
    let asked = json!({ "path": "p.md", "block": "전", "lang": "ko" });
    let first = client.call("estimate", asked).to_string();
    assert!(!first.contains("가운데 마지막") && !first.contains("--"), "{first}");
    for tool in ["simulate", "render", "plan"] {
        let ran = client.call(tool, json!({ "path": "p.md", "block": "1" }));
        assert_eq!(ran["isError"], false, "{tool}: {ran}");
    }
}

#[test]
fn an_assistant_gets_the_answers_of_the_command_line() {
    let folder = Folder::with(&[("as-is.arch", AS_IS)]);
    let mut client = Client::of(&folder);
    let hello = client.ask("initialize", json!({ "protocolVersion": "2024-11-05" }));
    assert_eq!(hello["result"]["protocolVersion"], "2024-11-05");
    assert_eq!(hello["result"]["serverInfo"]["name"], "archlint");
    client.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    assert_eq!(client.ask("ping", json!({}))["result"], json!({}));

    let tools = client.ask("tools/list", json!({}));
    let tools = tools["result"]["tools"].as_array().expect("a list").clone();
    let names: Vec<&str> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    let all = ["list", "check", "explain", "estimate", "simulate", "render", "plan"];
    assert_eq!(names, all);
    for tool in &tools {
        assert!(jsonschema::validator_for(&tool["inputSchema"]).is_ok(), "{tool}");
    }

    let asked: [(&str, Value, &[&str]); 8] = [
        ("list", json!({}), &["rules", "--format", "json"]),
        ("check", json!({ "path": "as-is.arch" }), &["check", "as-is.arch", "--format", "json"]),
        (
            "check",
            json!({ "path": "as-is.arch", "format": "concise", "select": ["data", "no-timeout"], "lang": "ko" }),
            &[
                "check",
                "as-is.arch",
                "--format",
                "concise",
                "--select",
                "data,no-timeout",
                "--lang",
                "ko",
            ],
        ),
        (
            "explain",
            json!({ "name": "no-backup" }),
            &["explain", "no-backup", "--format", "markdown"],
        ),
        (
            "estimate",
            json!({ "path": "as-is.arch" }),
            &["estimate", "as-is.arch", "--format", "json"],
        ),
        (
            "simulate",
            json!({ "path": "as-is.arch", "fail": ["orders"], "traffic": "10x" }),
            &["simulate", "as-is.arch", "--fail", "orders", "--traffic", "10x", "--format", "json"],
        ),
        (
            "render",
            json!({ "path": "as-is.arch", "format": "mermaid" }),
            &["render", "as-is.arch", "--format", "mermaid"],
        ),
        (
            "plan",
            json!({ "path": "as-is.arch", "objective": "99.9%" }),
            &["plan", "as-is.arch", "--objective", "99.9%", "--format", "markdown"],
        ),
    ];
    for (tool, arguments, line) in asked {
        let answer = client.call(tool, arguments.clone());
        let ran = folder.run(line);
        assert_eq!(answer["content"][0]["text"], json!(ran.out), "{tool} {arguments}");
        assert_eq!(answer["isError"], json!(false), "{tool} {arguments}");
        if line.contains(&"json") {
            assert!(answer["structuredContent"].is_object(), "{tool} {arguments}");
        }
    }
    drop(client.input);
    assert_eq!(client.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_design_may_be_given_as_text_and_mistakes_are_said() {
    let folder = Folder::with(&[]);
    let mut client = Client::of(&folder);
    let found = client.call("check", json!({ "text": "mysql orders { backup = none }\n" }));
    let rules = found["structuredContent"]["findings"].as_array().expect("a list");
    assert!(rules.iter().any(|it| it["rule"] == "no-backup"), "{found}");
    let drawn = client.call("render", json!({ "text": "was a -> b" , "lang": "ko" }));
    assert_eq!(drawn["isError"], json!(false), "an error of the text is an answer: {drawn}");

    let missing = client.call("check", json!({ "path": "no.arch" }));
    assert_eq!(missing["isError"], json!(true), "{missing}");
    // Nothing was checked, so there is nothing to count.
    assert!(missing["structuredContent"].is_null(), "{missing}");
    let said = missing["content"].as_array().expect("a list");
    assert_eq!(
        (said.len(), &said[0]["text"]),
        (1, &json!("no.arch: no such file or folder\n")),
        "{missing}"
    );
    let broken = client.call("estimate", json!({ "text": "was\n" }));
    assert_eq!(broken["isError"], json!(true), "nothing was computed: {broken}");
    let planned = client.call("plan", json!({ "text": AS_IS, "objective": "99.9%" }));
    assert_eq!(planned["isError"], json!(false), "{planned}");
    let page = planned["content"][0]["text"].to_string();
    assert!(page.contains("99.9%") && !page.contains("stdin"), "{page}");
    // Text is as good as a file.
    folder.write("a.arch", AS_IS.as_bytes());
    let of_file = client.call("plan", json!({ "path": "a.arch", "objective": "99.9%" }));
    assert_eq!(planned["content"], of_file["content"]);
    let found = client.call("check", json!({ "text": "was\n", "format": "pretty" }));
    assert!(found["content"][0]["text"].to_string().contains("[text:1:1]"), "{found}");
    for (method, params, code, said) in [
        ("tools/call", json!({ "name": "chek" }), -32602, "did you mean `check`?"),
        ("tools/call", json!({ "name": "check" }), -32602, "one of `path` and `text`"),
        ("tools/call", json!({ "name": "check", "arguments": { "pth": "a" } }), -32602, "`path`?"),
        (
            "tools/call",
            json!({ "name": "render", "arguments": { "text": "", "format": "pdf" } }),
            -32602,
            "one of svg",
        ),
        (
            "tools/call",
            json!({ "name": "check", "arguments": { "path": "/proc/self/environ" } }),
            -32602,
            "is outside of the folder",
        ),
        (
            "tools/call",
            json!({ "name": "plan", "arguments": { "text": "was a", "objective": "99.9" } }),
            -32602,
            "`objective` is written like `99.95%`",
        ),
        ("resources/list", json!({}), -32601, "no method"),
    ] {
        let answer = client.ask(method, params.clone());
        assert_eq!(answer["error"]["code"], json!(code), "{params} {answer}");
        let message = answer["error"]["message"].as_str().expect("a text");
        assert!(message.contains(said), "{message}");
    }
    client.send("{ nothing");
    assert_eq!(client.receive()["error"]["code"], json!(-32700));
    client.send(r#"[{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","method":"x"}]"#);
    assert_eq!(client.receive()[0]["id"], json!("a"));
    // A path can't become an option.
    let sly = client.call("check", json!({ "path": "--output-file=x.json" }));
    assert_eq!(sly["isError"], json!(true), "{sly}");
    assert!(!folder.path().join("x.json").exists());
}

#[test]
fn answers_speak_of_tools_and_not_of_the_command_line() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let mut client = Client::of(&folder);
    for (tool, arguments, said) in [
        ("explain", json!({ "name": "xyzzy" }), "the tool `list` lists the rules"),
        ("explain", json!({ "name": "xyzzy", "lang": "ko" }), "`list` 도구"),
        ("simulate", json!({ "path": "a.arch", "traffic": "much" }), "traffic"),
        ("check", json!({ "path": "a.arch", "select": ["no-bakup"] }), "did you mean `no-backup`?"),
    ] {
        let answer = client.call(tool, arguments);
        let text = answer["content"][0]["text"].as_str().expect("a text");
        assert_eq!(answer["isError"], json!(true), "{answer}");
        assert!(text.contains(said), "{text}");
        for leak in ["archlint: ", "--", "`archlint "] {
            assert!(!text.contains(leak), "{leak} in {text}");
        }
    }
}

#[test]
fn the_language_of_the_configuration_holds() {
    let folder = Folder::with(&[("archlint.toml", "lang = \"ko\"\n"), ("a.arch", "was\n")]);
    let mut client = Client::of(&folder);
    let hello = client.ask("initialize", json!({}));
    assert!(hello["result"]["instructions"].to_string().contains("설계를"), "{hello}");
    let found = client.call("check", json!({ "path": "a.arch", "format": "concise" }));
    assert!(found["content"][0]["text"].to_string().contains("오류["), "{found}");
    let found =
        client.call("check", json!({ "path": "a.arch", "format": "concise", "lang": "en" }));
    assert!(found["content"][0]["text"].to_string().contains("error["), "{found}");
    assert!(folder.run(&["explain", "no-backup"]).out.contains("오류[no-backup]"));
    let page = folder.run(&["explain", "no-backup", "--format", "markdown", "--lang", "en"]).out;
    assert!(!page.contains("### 무엇인가") && page.contains("### What"), "{page}");
}
