//! Each feature once, in a text with Hangul and an emoji before what is asked about.

use super::client::{Client, marked};
use serde_json::{Value, json};

pub const SHOP: &str = "design \"가게 🚀\"\n\
traffic { dau = 10만, requests-per-user = 10 * 2, peak = 5x }\n\
user fan \"팬 👩‍💻\"\n\
lb front \"로드 밸런서\" { health-check = 10s }\n\
was 주문 \"주문 🚀 API\" { replicas = 2, capacity = 100rps }\n\
mysql orders \"주문 DB\" { backup = none }\n\
fan -> front -> 주문 -> orders\n\
flow buy \"구매\" { fan -> front -> 주문 -> orders }\n\
scenario db-down \"DB 장애\" { fail = orders }\n\
expect availability(buy) >= 99.999%\n";

fn shop(mark: &str) -> String {
    assert_eq!(SHOP.matches(&mark.replace('^', "")).count(), 1, "{mark} stands there once");
    SHOP.replace(&mark.replace('^', ""), mark)
}

pub fn file(name: &str) -> Value {
    json!({"textDocument": {"uri": Client::uri(name)}})
}

#[test]
fn findings_are_published_with_their_rule_their_why_and_the_proof() {
    let mut client = Client::new(&[]);
    client.open("a.arch", SHOP);
    let found = client.found("a.arch", "no-backup");
    let [one] = found[..] else { panic!("{:?}", client.findings) };
    assert_eq!(one["source"], "archlint");
    assert!(one["data"].as_str().is_some_and(|it| it.len() > 8), "{one}");
    assert!(one["message"].as_str().is_some_and(|it| it.contains('\n')), "why is told: {one}");
    // Its place is the design's own: the value, behind an emoji on the line before.
    let text = client.text("a.arch", &one["range"]);
    assert!(SHOP.contains(&text) && text.contains("backup"), "{text}");
    let proven = client.findings["a.arch"].iter().any(|it| it["relatedInformation"].is_array());
    assert!(proven);
    // A text without findings gets an empty list; closing it takes the rest away.
    client.change("a.arch", "");
    client.settle();
    assert_eq!(client.findings["a.arch"], Vec::<Value>::new());
}

#[test]
fn what_a_text_that_cannot_be_read_says_is_told_once_on_its_first_line() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "was api {{{\nmysql\n");
    let waits = |it: &&Value| it["severity"] == 3 && it["range"]["start"]["line"] == 0;
    assert_eq!(client.findings["a.arch"].iter().filter(waits).count(), 1);
}

#[test]
fn a_card_says_what_something_is_and_where_its_figures_come_from() {
    let mut client = Client::new(&[]);
    let mut card = |text: &str| {
        let place = client.place("a.arch", text);
        let answer = client.request("textDocument/hover", place);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let api = card(&shop("front -> ^주문 -> orders }"));
    assert!(api.contains("주문 🚀 API") && api.contains("이용률"), "{api}");
    assert!(api.contains('÷'), "with its derivation: {api}");
    assert!(api.lines().count() <= 50, "{api}");
    let db = card(&shop("^mysql orders"));
    assert!(db.contains("MySQL"), "{db}");
    let attribute = card(&shop("health-^check"));
    assert!(attribute.contains("헬스 체크"), "{attribute}");
    let value = card(&shop("10 ^* 2"));
    assert!(value.contains("10 * 2 = 20"), "{value}");
    let flow = card(&shop("availability(^buy)"));
    assert!(flow.contains("/년"), "{flow}");
    let scenario = card(&shop("scenario db-^down"));
    assert!(scenario.contains("buy down"), "{scenario}");
    let finding = card(&shop("ba^ckup = none"));
    assert!(finding.contains("no-backup"), "the finding comes first: {finding}");
    assert_eq!(card("was api // ^api\n"), "");
    assert_eq!(card("^\nwas api\n"), "");
}

#[test]
fn a_label_that_looks_like_markup_stays_text() {
    let mut client = Client::new(&[]);
    let text = "was ^api \"![x](https://evil.example/a.png) <script>\" { note = \"[a](b)\" }\n";
    let place = client.place("a.arch", text);
    let answer = client.request("textDocument/hover", place);
    let card = answer["contents"]["value"].as_str().expect("a card");
    assert!(card.contains("!\\[x\\]") && card.contains("\\<script\\>"), "{card}");
}

fn offered(client: &mut Client, text: &str) -> Vec<String> {
    let place = client.place("a.arch", text);
    let answer = client.request("textDocument/completion", place);
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|it| it["label"].as_str().expect("a label").to_owned()).collect()
}

#[test]
fn the_place_decides_what_is_offered() {
    let mut client = Client::new(&[("other.arch", "was b\n")]);
    let design = "user fan\nwas api \"주문 🚀\"\nmysql orders\nfan -> api\nflow buy { fan -> api }\nscenario s { fail = api }\n";
    let rest = |line: &str| format!("{design}{line}\n");
    for (line, first) in [
        ("api -> ^", "orders"),
        ("api -> or^d", "orders"),
        ("api { ^", ""),
        ("was x { depl^ }", "deploy"),
        ("was x { deploy = ^ }", "recreate"),
        ("was x { session = ^", "local"),
        ("api -> orders { timeout = ^ }", "1s"),
        ("expect ^", "availability"),
        ("expect availability(^", "buy"),
        ("expect survives(buy) in ^", "s"),
        ("scenario t { fail = [^", "api"),
        ("default ^", "user"),
        ("was ^", "was"),
        ("traffic { ^ }", "dau"),
    ] {
        let found = offered(&mut client, &rest(line));
        if first.is_empty() {
            continue;
        }
        // Behind a part of a word the editor chooses among all of them.
        let seen = if line.contains("depl") { found.len() } else { 14 };
        let top = found.iter().take(seen).any(|it| it == first);
        assert!(top, "{line}: {first} of {:?}", &found[..found.len().min(14)]);
    }
    let beginning = offered(&mut client, &rest("^"));
    for wanted in ["api", "flow", "mysql", "three-tiers", "was"] {
        assert!(beginning.iter().any(|it| it == wanted), "{wanted} of {beginning:?}");
    }
    assert!(offered(&mut client, &rest("was x // ^")).is_empty());
    assert!(offered(&mut client, &rest("was x \"^\"")).is_empty());
    assert_eq!(offered(&mut client, &rest("include \"^\"")), ["other.arch"]);
    let stated = offered(&mut client, &rest("was x { replicas = 2, ^ }"));
    assert!(!stated.contains(&"replicas".to_owned()), "{stated:?}");
    let units = offered(&mut client, &rest("was x { latency = 10^ }"));
    assert!(units.contains(&"10ms".to_owned()), "{units:?}");
    // Half an `accept` is a mistake: what is offered was found before it.
    offered(&mut client, "was api\nuser fan\nfan -> api\n^");
    let rules = offered(&mut client, "was api\nuser fan\nfan -> api\naccept ^\n");
    assert!(!rules.is_empty());
    let subjects =
        offered(&mut client, &format!("was api\nuser fan\nfan -> api\naccept {} on ^\n", rules[0]));
    assert!(subjects.iter().any(|it| it == "api"), "{subjects:?}");
}

#[test]
fn what_is_offered_replaces_the_word_that_is_being_written() {
    let mut client = Client::new(&[]);
    let (text, _) = marked("was 주문 \"🚀\"\nredis or-ca^che\nor-ca -> 주문\n");
    let text = text.replace("or-ca -> ", "or-ca^ -> ");
    let place = client.place("a.arch", &text);
    let answer = client.request("textDocument/completion", place);
    let item = answer["items"].as_array().expect("a list")[0].clone();
    assert_eq!(client.text("a.arch", &item["textEdit"]["range"]), "or-ca");
    let resolved = client.request("completionItem/resolve", item.clone());
    assert_eq!(resolved["label"], item["label"]);
}

#[test]
fn an_action_mends_the_finding_that_it_answers() {
    let mut client = Client::new(&[]);
    client.open("a.arch", SHOP);
    let finding = client.found("a.arch", "no-backup")[0].clone();
    let mut params = file("a.arch");
    params["range"] = finding["range"].clone();
    params["context"] = json!({"diagnostics": [finding]});
    let actions = client.request("textDocument/codeAction", params.clone());
    let titles: Vec<&str> =
        actions.as_array().expect("a list").iter().filter_map(|it| it["title"].as_str()).collect();
    assert!(titles.iter().any(|it| it.contains("이유를 적고 수용")), "{titles:?}");
    assert!(titles.iter().any(|it| it.contains("설명 보기")), "{titles:?}");
    let first = actions[0].clone();
    assert!(first.get("edit").is_none(), "made when it is chosen");
    let chosen = client.request("codeAction/resolve", first.clone());
    client.apply_all("a.arch", &chosen["edit"]);
    assert!(client.found("a.arch", "no-backup").is_empty(), "{}", client.texts["a.arch"]);
    // It was made for the text before: now it says so, and changes nothing.
    let stale = client.ask("codeAction/resolve", first);
    assert_eq!(stale["error"]["code"], -32801);
}

#[test]
fn a_finding_can_be_accepted_where_it_stands() {
    let mut client = Client::new(&[]);
    client.open("a.arch", SHOP);
    let finding = client.found("a.arch", "no-backup")[0].clone();
    let mut params = file("a.arch");
    params["range"] = finding["range"].clone();
    params["context"] = json!({"diagnostics": []});
    let actions = client.request("textDocument/codeAction", params);
    let accepts =
        |it: &&Value| it["title"].as_str().is_some_and(|it| it.contains("수용: `no-backup`"));
    let accept = actions.as_array().expect("a list").iter().find(accepts).expect("it is offered");
    let chosen = client.request("codeAction/resolve", accept.clone());
    client.apply_all("a.arch", &chosen["edit"]);
    let text = &client.texts["a.arch"];
    assert!(text.contains("accept no-backup on orders because \"이유를 적으세요\""), "{text}");
    assert!(client.found("a.arch", "no-backup").is_empty());
}

#[test]
fn all_safe_fixes_give_what_the_command_line_gives() {
    use archlint::{Date, NoLoader, Project, Safety, Source};
    let mut client = Client::new(&[]);
    let text = "was api“\nuser fan\nmysql 주문 { backup : none }\nfan → api -> 주문\n";
    client.open("a.arch", text);
    let mut params = file("a.arch");
    params["range"] =
        json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    params["context"] = json!({"diagnostics": [], "only": ["source.fixAll"]});
    let actions = client.request("textDocument/codeAction", params);
    assert_eq!(actions.as_array().expect("a list").len(), 1);
    let chosen = client.request("codeAction/resolve", actions[0].clone());
    if chosen["edit"].is_object() {
        client.apply_all("a.arch", &chosen["edit"]);
    }
    let source = Source::new("/w/a.arch", text);
    let today = Date::constant(2026, 1, 31);
    let fixed = Project::default().fix(&source, &NoLoader, today, Safety::Safe).expect("a design");
    assert_eq!(client.texts["a.arch"], fixed.text);
}

#[test]
fn formatting_gives_the_bytes_of_fmt_and_leaves_mistakes_alone() {
    let mut client = Client::new(&[]);
    let text = "was   api \"주문 🚀\"   {replicas=2}\nmysql orders\n\n\n\napi->orders\n";
    client.open("a.arch", text);
    let edits = client.request("textDocument/formatting", file("a.arch"));
    client.apply("a.arch", &edits);
    let source = archlint::Source::new("a.arch", text);
    let formatted = archlint::project::format(&source).expect("a design").expect("no mistakes");
    assert_eq!(client.texts["a.arch"], formatted);
    client.change("a.arch", "was api {{");
    client.settle();
    assert!(client.request("textDocument/formatting", file("a.arch")).is_null());
    // One line alone.
    client.change("a.arch", "was   a\nwas   b\n");
    client.settle();
    let mut params = file("a.arch");
    params["range"] =
        json!({"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 3}});
    let edits = client.request("textDocument/rangeFormatting", params);
    client.apply("a.arch", &edits);
    assert_eq!(client.texts["a.arch"], "was   a\nwas b\n");
}

#[test]
fn the_outline_folds_selections_and_links_follow_the_text() {
    let mut client = Client::new(&[("stores.arch", "mysql orders\n")]);
    let text = "design \"가게\"\n// 하나\n// 둘\ninclude \"stores.arch\"\nzone a \"영역 🚀\" {\n  was api {\n    replicas = 2\n  }\n}\noperations { runbook = \"https://wiki.example/런북\" }\n";
    client.open("a.arch", text);
    let symbols = client.request("textDocument/documentSymbol", file("a.arch"));
    let zone = &symbols[0]["children"][0];
    assert_eq!((&zone["name"], &zone["detail"]), (&json!("a"), &json!("영역 🚀")));
    assert_eq!(zone["children"][0]["name"], "api");
    let folds = client.request("textDocument/foldingRange", file("a.arch"));
    let kinds: Vec<(u64, u64)> = folds
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| {
            (it["startLine"].as_u64().expect("a line"), it["endLine"].as_u64().expect("a line"))
        })
        .collect();
    assert_eq!(kinds, [(1, 2), (4, 7), (5, 6)]);
    let links = client.request("textDocument/documentLink", file("a.arch"));
    assert_eq!(links[0]["target"], Client::uri("stores.arch"));
    assert_eq!(links[1]["target"], "https://wiki.example/런북");
    let mut params = file("a.arch");
    let at = client.position("a.arch", text.find("2\n").expect("there"));
    params["positions"] = json!([at]);
    let mut selection = client.request("textDocument/selectionRange", params)[0].clone();
    let mut taken = Vec::new();
    while selection.is_object() {
        taken.push(client.text("a.arch", &selection["range"]));
        selection = selection["parent"].clone();
    }
    assert_eq!(taken[0], "2");
    assert!(taken[1].starts_with("replicas = 2"), "{taken:?}");
    assert_eq!(taken.last().map(String::as_str), Some(text));
}

#[test]
fn workspace_symbols_are_found_by_a_part_and_by_initial_consonants() {
    let mut client =
        Client::new(&[("x.arch", "was 주문-api\nmysql 재고\n"), ("y.arch", "was pay\n")]);
    let mut names = |query: &str| -> Vec<String> {
        let found = client.request("workspace/symbol", json!({"query": query}));
        let found = found.as_array().expect("a list").clone();
        found.iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names("ㅈㅁ"), ["주문-api"]);
    assert_eq!(names("PA"), ["pay"]);
    assert_eq!(names("").len(), 3);
}

#[test]
fn figures_stand_behind_what_they_belong_to() {
    let mut client = Client::new(&[]);
    client.open("a.arch", SHOP);
    let hints = client.request("textDocument/inlayHint", file("a.arch"));
    let on = |line: u64| -> Vec<String> {
        let all = hints.as_array().expect("a list").iter();
        let here = all.filter(|it| it["position"]["line"] == line);
        here.map(|it| it["label"].as_str().expect("a label").to_owned()).collect()
    };
    assert!(on(4)[0].contains("rps") && on(4)[0].contains('%'), "{hints}");
    assert!(on(7)[0].contains("/년"), "{hints}");
    assert_eq!(on(1), ["= 20"]);
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": {"archlint": {"hints": false}}}),
    );
    let none = client.request("textDocument/inlayHint", file("a.arch"));
    assert_eq!(none, json!([]));
}

#[test]
fn lenses_tell_outcomes_and_verdicts() {
    let mut client = Client::new(&[]);
    client.open("a.arch", SHOP);
    let lenses = client.request("textDocument/codeLens", file("a.arch"));
    let titles: Vec<&str> = lenses
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["command"]["title"].as_str())
        .collect();
    assert!(titles.contains(&"그림"), "{titles:?}");
    assert!(titles.iter().any(|it| it.starts_with("buy down · RTO")), "{titles:?}");
    assert!(titles.iter().any(|it| it.starts_with('✗')), "{titles:?}");
}

#[test]
fn every_token_lies_on_the_word_that_it_colours() {
    let mut client = Client::new(&[]);
    let text = "// 주석 🚀\nmysql 주문 \"🚀\" { backup = 1d } /* 두\n줄 */\nquux x\nuser fan\nfan -> 주문\naccept no-backup on 주문 because \"왜\"\n";
    client.open("a.arch", text);
    let full = client.request("textDocument/semanticTokens/full", file("a.arch"));
    let data: Vec<usize> = full["data"]
        .as_array()
        .expect("numbers")
        .iter()
        .map(|it| it.as_u64().expect("a number") as usize)
        .collect();
    let (mut line, mut column) = (0, 0);
    let mut words = Vec::new();
    for token in data.chunks(5) {
        line += token[0];
        column = if token[0] > 0 { token[1] } else { column + token[1] };
        let range = json!({
            "start": {"line": line, "character": column},
            "end": {"line": line, "character": column + token[2]}
        });
        words.push((client.text("a.arch", &range), token[3], token[4]));
    }
    let kind = |word: &str| words.iter().find(|(it, ..)| it == word).map(|(_, kind, _)| *kind);
    assert_eq!(kind("// 주석 🚀"), Some(9));
    assert_eq!(kind("mysql"), Some(1));
    assert_eq!(kind("주문"), Some(2));
    assert_eq!(kind("\"🚀\""), Some(8));
    assert_eq!(kind("backup"), Some(5));
    assert_eq!(kind("1d"), Some(7));
    assert_eq!(kind("줄 */"), Some(9));
    assert_eq!(kind("accept"), Some(0));
    assert_eq!(kind("because"), Some(0));
    assert_eq!(kind("->"), Some(10));
    let unknown = words.iter().find(|(it, ..)| it == "quux").expect("there");
    assert_eq!(unknown.2, 4, "an unknown word is marked");
}

#[test]
fn people_walk_along_connections() {
    let mut client = Client::new(&[]);
    let place = client.place("a.arch", &shop("was ^주문"));
    let item = client.request("textDocument/prepareCallHierarchy", place)[0].clone();
    assert_eq!(item["name"], "주문");
    let callers = client.request("callHierarchy/incomingCalls", json!({"item": item}));
    assert_eq!(callers[0]["from"]["name"], "front");
    let callees = client.request("callHierarchy/outgoingCalls", json!({"item": item}));
    assert_eq!(callees[0]["to"]["name"], "orders");
    assert_eq!(client.text("a.arch", &callees[0]["fromRanges"][0]), "주문 -> orders");
}

#[test]
fn commands_answer_with_pages_and_pictures() {
    let mut client = Client::new(&[("compose.yml", "services:\n  api:\n    image: nginx\n")]);
    client.open("a.arch", SHOP);
    let uri = Client::uri("a.arch");
    let mut run = |command: &str, given: Value| {
        client
            .request("workspace/executeCommand", json!({"command": command, "arguments": [given]}))
    };
    let page = run("archlint.explain", json!({"rule": "no-backup"}));
    assert!(page["markdown"].as_str().is_some_and(|it| it.contains("왜 문제인가")), "{page}");
    let outcome = run("archlint.simulate", json!({"uri": uri, "fail": ["orders"]}));
    assert!(outcome["markdown"].as_str().is_some_and(|it| it.contains("buy")), "{outcome}");
    let picture = run("archlint.export", json!({"uri": uri, "form": "svg"}));
    assert!(picture["text"].as_str().is_some_and(|it| it.starts_with("<svg")));
    let report = run("archlint.report", json!({"uri": uri}));
    assert!(report["markdown"].as_str().is_some_and(|it| it.starts_with('#')), "{report}");
    let to_be = run("archlint.toBe", json!({"uri": uri}));
    assert!(to_be["text"].as_str().is_some_and(|it| it.contains("extends \"a.arch\"")), "{to_be}");
    let imported = run("archlint.import", json!({"uri": Client::uri("compose.yml")}));
    assert_eq!(imported["uri"], Client::uri("compose.arch"));
    assert!(imported["text"].as_str().is_some_and(|it| it.contains("nginx")), "{imported}");
    let answer = client.ask("workspace/executeCommand", json!({"command": "rm"}));
    assert_eq!(answer["error"]["code"], -32602);
}

#[test]
fn a_panel_gets_the_page_its_states_and_its_answers() {
    let mut client = Client::new(&[]);
    client.open("a.arch", SHOP);
    let uri = Client::uri("a.arch");
    let shown = client.request("archlint/view", json!({"uri": uri, "page": true}));
    assert!(shown["page"].as_str().is_some_and(|it| it.starts_with("<!doctype html>")));
    let shown = client.request("archlint/view", json!({"uri": uri}));
    let langs: Vec<_> = (0..2).map(|at| shown["states"][at]["lang"].clone()).collect();
    assert_eq!(langs, ["ko", "en"]);
    assert!(
        shown["states"][0]["sheets"][0]["svg"].as_str().is_some_and(|it| it.contains("orders"))
    );
    let question = json!({"ask": "simulate", "fail": ["orders"], "lang": "en"});
    let told = client.request("archlint/ask", json!({"uri": uri, "question": question}));
    assert_eq!(told["outcome"]["components"]["orders"]["state"], "down");
    for question in
        [json!({"ask": "rm"}), json!(null), json!({"ask": "simulate", "fail": ["nope"]})]
    {
        let answer = client.ask("archlint/ask", json!({"uri": uri, "question": question}));
        assert!(answer["error"]["message"].as_str().is_some_and(|it| !it.is_empty()), "{answer}");
    }
}

#[test]
fn every_snippet_is_a_design_without_mistakes() {
    use archlint::{Date, NoLoader, Project, Source};
    for snippet in archlint::ide::snippets() {
        let source = Source::new("a.arch", snippet.expanded());
        let today = Date::constant(2026, 1, 31);
        let checked = Project::default().check_one(&source, &NoLoader, today).expect("a design");
        let mistakes: Vec<_> = checked
            .findings
            .iter()
            .filter(|it| !archlint::rules::ALL.iter().any(|rule| rule.name == it.rule))
            .filter(|it| it.rule != "not-evaluated")
            .collect();
        assert!(!checked.waiting && mistakes.is_empty(), "{}: {mistakes:?}", snippet.prefix);
    }
}
