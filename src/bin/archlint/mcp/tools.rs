//! The tools: which command each one runs, and what may be asked of it.

use crate::plan;
use archlint::say::{Lang, Text, nearest};
use archlint::text;
use serde_json::{Map, Value, json};
use std::path::Path;

/// A command of the program as a tool.
pub struct Tool {
    pub name: &'static str,
    about: &'static str,
    command: &'static [&'static str],
    /// Whether it works on a design.
    design: Design,
    options: &'static [Given],
}

#[derive(Clone, Copy, PartialEq)]
enum Design {
    /// None.
    No,
    /// As a file or as text.
    FileOrText,
}

/// One thing that may be given.
struct Given {
    name: &'static str,
    about: &'static str,
    takes: Takes,
}

enum Takes {
    /// `--flag VALUE`
    Value(&'static str),
    /// The same where the value must be like the example.
    Like(&'static str, fn(&str) -> bool, &'static str),
    /// One of these behind `--flag`.
    Word(&'static str, &'static [&'static str]),
    /// `--flag A,B`
    List(&'static str),
    /// `--flag`
    Flag(&'static str),
    /// The argument itself.
    Itself,
}

const BLOCK: Given = Given {
    name: "block",
    about: "which design of a Markdown file, by its name or number; the last where nothing is said",
    takes: Takes::Value("--block"),
};

const FORMAT: &[&str] = &["json", "pretty", "markdown"];

/// All of them.
pub const TOOLS: &[Tool] = &[
    Tool {
        name: "list",
        about: "List all rules with their topics, levels and titles in Korean and English.",
        command: &["rules", "--format", "json"],
        design: Design::No,
        options: &[],
    },
    Tool {
        name: "check",
        about: "Judge a design: findings with the exact place, why it matters here, what to do, trade-off and fixes.",
        command: &["check"],
        design: Design::FileOrText,
        options: &[
            Given {
                name: "format",
                about: "form of the answer; json where nothing is said",
                takes: Takes::Word("--format", &["json", "pretty", "concise", "markdown", "sarif"]),
            },
            Given {
                name: "select",
                about: "only these rules or topics",
                takes: Takes::List("--select"),
            },
            Given {
                name: "ignore",
                about: "not these rules or topics",
                takes: Takes::List("--ignore"),
            },
            Given {
                name: "profile",
                about: "set of levels",
                takes: Takes::Word(
                    "--profile",
                    &["study", "production", "strict", "week1", "week2", "week3", "week4"],
                ),
            },
        ],
    },
    Tool {
        name: "explain",
        about: "Explain a rule, topic, error, technology, attribute, policy or everyday word.",
        command: &["explain"],
        design: Design::No,
        options: &[
            Given { name: "name", about: "what to explain", takes: Takes::Itself },
            Given {
                name: "format",
                about: "form of the answer; markdown where nothing is said",
                takes: Takes::Word("--format", &["markdown", "pretty", "json"]),
            },
        ],
    },
    Tool {
        name: "estimate",
        about: "Compute load, capacity, storage, availability, recovery and cost, each with its derivation.",
        command: &["estimate"],
        design: Design::FileOrText,
        options: &[
            Given {
                name: "format",
                about: "form of the answer; json where nothing is said",
                takes: Takes::Word("--format", FORMAT),
            },
            BLOCK,
        ],
    },
    Tool {
        name: "simulate",
        about: "Compute what happens when something fails, slows down, starts cold, or traffic grows.",
        command: &["simulate"],
        design: Design::FileOrText,
        options: &[
            Given {
                name: "fail",
                about: "components or groups that fail",
                takes: Takes::List("--fail"),
            },
            Given {
                name: "zone_down",
                about: "zones, hosts or regions that fail with everything inside",
                takes: Takes::List("--zone-down"),
            },
            Given {
                name: "traffic",
                about: "how much traffic grows, as in 10x",
                takes: Takes::Value("--traffic"),
            },
            Given {
                name: "slow",
                about: "components that get slower, as in orders=10x",
                takes: Takes::List("--slow"),
            },
            Given {
                name: "cache_cold",
                about: "all caches start empty",
                takes: Takes::Flag("--cache-cold"),
            },
            Given {
                name: "sweep",
                about: "also fail everything once",
                takes: Takes::Flag("--sweep"),
            },
            BLOCK,
            Given {
                name: "format",
                about: "form of the answer; json where nothing is said",
                takes: Takes::Word("--format", FORMAT),
            },
        ],
    },
    Tool {
        name: "render",
        about: "Draw a design as text: SVG, Mermaid, Graphviz, D2, or the laid-out scene as JSON.",
        command: &["render"],
        design: Design::FileOrText,
        options: &[
            Given {
                name: "format",
                about: "form of the picture; svg where nothing is said",
                takes: Takes::Word("--format", &["svg", "mermaid", "dot", "d2", "scene"]),
            },
            Given {
                name: "no_findings",
                about: "without findings",
                takes: Takes::Flag("--no-findings"),
            },
            Given { name: "group", about: "this group only", takes: Takes::Value("--group") },
            BLOCK,
        ],
    },
    Tool {
        name: "plan",
        about: "Search three ways to a better design: least change, least cost, best recovery.",
        command: &["plan"],
        design: Design::FileOrText,
        options: &[
            Given {
                name: "objective",
                about: "availability of every journey, as in 99.95%",
                takes: Takes::Like("--objective", |it| plan::objective(it).is_ok(), "99.95%"),
            },
            Given {
                name: "budget",
                about: "money a month, as in $500/mo",
                takes: Takes::Like("--budget", |it| plan::money(it).is_ok(), "$500/mo"),
            },
            BLOCK,
        ],
    },
];

/// A call as a command line.
pub struct Asked {
    pub args: Vec<String>,
    /// What the command reads from standard input.
    pub input: Option<String>,
    pub lang: Option<Lang>,
}

impl Tool {
    /// As the protocol wants it.
    pub fn described(&self) -> Value {
        let mut properties = Map::new();
        if self.design != Design::No {
            properties.insert(
                "path".to_owned(),
                json!({ "type": "string", "description": "file or folder of the design, in or below the folder that the server was started in" }),
            );
        }
        if self.design == Design::FileOrText {
            properties.insert(
                "text".to_owned(),
                json!({ "type": "string", "description": "the design itself, instead of a path" }),
            );
        }
        for given in self.options {
            properties.insert(given.name.to_owned(), given.schema());
        }
        properties.insert("lang".to_owned(), json!({ "enum": ["ko", "en"] }));
        let required: Vec<&str> = self.itself().map(|given| given.name).into_iter().collect();
        json!({
            "name": self.name,
            "description": self.about,
            "inputSchema": {
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            },
            "annotations": { "readOnlyHint": true, "openWorldHint": false },
        })
    }

    fn itself(&self) -> Option<&Given> {
        self.options.iter().find(|given| matches!(given.takes, Takes::Itself))
    }

    /// What the command said, in the words of the tool: its options go by their own names.
    pub fn in_own_words(&self, said: &str) -> String {
        let mut own = Vec::new();
        for line in said.lines() {
            if line.contains("--help") {
                continue;
            }
            let line = line.strip_prefix("archlint: ").unwrap_or(line);
            let line =
                ["error: ", "오류: "].iter().find_map(|it| line.strip_prefix(it)).unwrap_or(line);
            let line = self.options.iter().fold(line.to_owned(), |line, given| given.named(line));
            own.push(line);
        }
        let own = own.join("\n");
        // Whoever started the server decides whether secrets are shown.
        let own = own.replace("; `--show-secrets` shows them", "");
        let own = own.replace(" 보려면 `--show-secrets`를 쓰세요", "");
        let own = own.replace("`archlint rules` lists", "the tool `list` lists");
        let own = own.replace("`archlint rules`로 ", "`list` 도구로 ");
        own.trim_end().to_owned() + "\n"
    }

    /// The command line for what was given; an error says what is wrong with that.
    pub fn asked(&self, given: &Value) -> Result<Asked, Text> {
        let Some(given) = given.as_object() else {
            return Err(text!("`arguments`는 객체입니다", "`arguments` is an object"));
        };
        let mut args: Vec<String> = self.command.iter().map(|word| (*word).to_owned()).collect();
        let (mut last, mut input, mut lang) = (Vec::new(), None, None);
        for (name, value) in given {
            match name.as_str() {
                "lang" => {
                    lang = value.as_str().and_then(Lang::parse);
                    if lang.is_none() {
                        return Err(text!("`lang`은 ko나 en입니다", "`lang` is ko or en"));
                    }
                }
                "path" if self.design != Design::No => last.push(inside(string(name, value)?)?),
                "text" if self.design == Design::FileOrText => {
                    input = Some(string(name, value)?.to_owned());
                    last.push("-".to_owned());
                }
                name => {
                    let option = self.options.iter().find(|option| option.name == name);
                    let option = option.ok_or_else(|| self.unknown(name))?;
                    option.add(value, &mut args, &mut last)?;
                }
            }
        }
        if last.len() != usize::from(self.design != Design::No || self.itself().is_some()) {
            return Err(self.missing());
        }
        let says_format = given.contains_key("format");
        let usual = match self.name {
            "check" | "estimate" | "simulate" => Some("json"),
            "explain" | "plan" => Some("markdown"),
            "render" => Some("svg"),
            _ => None,
        };
        if let (false, Some(usual)) = (says_format, usual) {
            args.extend(["--format".to_owned(), usual.to_owned()]);
        }
        if !last.is_empty() {
            args.push("--".to_owned());
            args.extend(last);
        }
        Ok(Asked { args, input, lang })
    }

    fn missing(&self) -> Text {
        match (self.design, self.itself()) {
            (Design::FileOrText, _) => {
                text!("`path`와 `text` 가운데 하나를 주세요", "give one of `path` and `text`")
            }
            (Design::No, given) => {
                let name = given.map_or("", |given| given.name);
                text!(name; "`{name}`을 주세요", "give `{name}`")
            }
        }
    }

    fn unknown(&self, name: &str) -> Text {
        let known = self.options.iter().map(|option| option.name);
        match nearest(name, known.chain(["path", "text", "lang"])) {
            Some(meant) => text!(name, meant;
                "`{name}` 인수는 없습니다. 혹시 `{meant}`인가요?",
                "there is no argument `{name}`; did you mean `{meant}`?"
            ),
            None => text!(name; "`{name}` 인수는 없습니다", "there is no argument `{name}`"),
        }
    }
}

impl Given {
    fn schema(&self) -> Value {
        let mut schema = match &self.takes {
            Takes::Value(_) | Takes::Like(..) | Takes::Itself => json!({ "type": "string" }),
            Takes::Word(_, words) => json!({ "enum": words }),
            Takes::List(_) => json!({ "type": "array", "items": { "type": "string" } }),
            Takes::Flag(_) => json!({ "type": "boolean" }),
        };
        schema["description"] = json!(self.about);
        schema
    }

    /// `--traffic <FACTOR>` is `traffic` here.
    fn named(&self, line: String) -> String {
        let (Takes::Value(flag)
        | Takes::Like(flag, ..)
        | Takes::Word(flag, _)
        | Takes::List(flag)
        | Takes::Flag(flag)) = &self.takes
        else {
            return line;
        };
        let Some(at) = line.find(flag) else { return line };
        let behind = &line[at + flag.len()..];
        let behind = match behind.strip_prefix(" <").and_then(|it| it.split_once('>')) {
            Some((_, rest)) => rest,
            None => behind,
        };
        format!("{}{}{behind}", &line[..at], self.name)
    }

    fn add(
        &self,
        value: &Value,
        args: &mut Vec<String>,
        last: &mut Vec<String>,
    ) -> Result<(), Text> {
        let name = self.name;
        match &self.takes {
            Takes::Itself => last.push(string(name, value)?.to_owned()),
            Takes::Value(flag) => args.push(format!("{flag}={}", string(name, value)?)),
            Takes::Like(flag, is_it, example) => {
                let said = string(name, value)?;
                if !is_it(said) {
                    return Err(text!(name, example;
                        "`{name}`에는 `{example}` 같은 값을 쓰세요",
                        "`{name}` is written like `{example}`"
                    ));
                }
                args.push(format!("{flag}={said}"));
            }
            Takes::Word(flag, words) => {
                let word = string(name, value)?;
                if !words.contains(&word) {
                    let list = words.join(", ");
                    return Err(text!(name, list;
                        "`{name}`에는 다음 중 하나를 쓰세요: {list}",
                        "`{name}` is one of {list}"
                    ));
                }
                args.push(format!("{flag}={word}"));
            }
            Takes::List(flag) => {
                let items: Vec<&str> = match value {
                    Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
                    one => vec![string(name, one)?],
                };
                args.extend(items.iter().map(|item| format!("{flag}={item}")));
            }
            Takes::Flag(flag) => match value.as_bool() {
                Some(true) => args.push((*flag).to_owned()),
                Some(false) => {}
                None => {
                    return Err(text!(name;
                        "`{name}`에는 true나 false를 쓰세요",
                        "`{name}` is true or false"
                    ));
                }
            },
        }
        Ok(())
    }
}

/// A file below the folder that the server was started in, links resolved: what asks may have been
/// told to by a text that it read.
fn inside(path: &str) -> Result<String, Text> {
    let real = |path: &Path| std::fs::canonicalize(path);
    let is_inside = match (real(Path::new(".")), real(Path::new(path))) {
        (Ok(here), Ok(there)) => there.starts_with(here),
        // What is not there is said where it is read.
        _ => true,
    };
    match is_inside {
        true => Ok(path.to_owned()),
        false => Err(text!(
            path;
            "`{path}` 파일은 서버를 시작한 폴더 밖에 있어 읽지 않습니다",
            "`{path}` is outside of the folder that the server was started in, and is not read"
        )),
    }
}

fn string<'v>(name: &str, value: &'v Value) -> Result<&'v str, Text> {
    value.as_str().ok_or_else(|| text!(name; "`{name}`에는 글을 쓰세요", "`{name}` is a string"))
}
