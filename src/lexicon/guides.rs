//! What people ask for that is no word of a design: notations, keys of the configuration, hooks; each with
//! the page of the documentation that tells the rest.

use crate::report::{Address, Article, Part};
use crate::say::Lang;

/// Something with a place in the documentation.
pub struct Guide {
    pub name: &'static str,
    /// What else people call it, with commas between.
    pub also: &'static str,
    ko: &'static str,
    en: &'static str,
    /// How it is written, a line each.
    lines: &'static [&'static str],
    /// The page, below its folder.
    page: (&'static str, &'static str),
}

/// All of them.
pub const GUIDES: &[Guide] = &[
    Guide {
        name: "extends",
        also: "이어받기,상속,확장한 설계",
        ko: "설계는 다른 설계를 이어받아 바뀐 것만 적고, `archlint.toml`은 다른 설정을 이어받습니다. 경로는 적은 파일에서 시작합니다.",
        en: "A design extends another and says only what changes; an `archlint.toml` extends another configuration. Paths begin at the file that states them.",
        lines: &["design \"TO-BE\" to-be extends \"as-is.arch\"", "extends = \"../archlint.toml\""],
        page: ("docs", "language"),
    },
    Guide {
        name: "baseline",
        also: "기준선,기존 지적,legacy,레거시",
        ko: "오늘의 지적을 파일에 적어 두고, 새로 생긴 지적만 보여 줍니다. 하나씩 이유를 적으려면 `accept`를 씁니다.",
        en: "Records the findings of today in a file, so that only new ones are shown. `accept` lives with single ones, with a reason.",
        lines: &[
            "archlint check --baseline baseline.json --update-baseline",
            "baseline = \"baseline.json\"",
            "archlint check --add-accept",
        ],
        page: ("docs", "configuration"),
    },
    Guide {
        name: "profile",
        also: "프로필,프로파일",
        ko: "규칙의 수준을 한꺼번에 정한 묶음입니다. 스터디의 주차(`week1` … `week4`), `study`, `production`, `strict`가 있습니다.",
        en: "A set of levels: the weeks of a study (`week1` … `week4`), `study`, `production`, `strict`.",
        lines: &["archlint check --profile production", "profile = \"study\""],
        page: ("docs", "configuration"),
    },
    Guide {
        name: "hook",
        also: "훅,git hook,깃 훅,git 훅,commit hook,커밋 훅,pre-commit,프리커밋,husky,허스키,lefthook",
        ko: "커밋하기 전에 설계를 검사합니다. 폴더가 아니라 커밋될 내용을 봅니다.",
        en: "Checks designs before each commit: what is committed, not what is only in the folder.",
        lines: &["archlint init --hook", "pre-commit install"],
        page: ("docs/how-to", "pull-requests"),
    },
    Guide {
        name: "compose",
        also: "docker compose,docker-compose,도커 컴포즈,컴포즈,compose.yml,compose.yaml",
        ko: "docker compose 파일을 그대로 검사합니다. 지적은 그 파일의 글자를 가리킵니다. 설계로 옮겨 쓸 수도 있습니다.",
        en: "A docker compose file is judged as it is, at its own characters; it can be written as a design, too.",
        lines: &[
            "archlint check docker-compose.yml",
            "archlint import docker-compose.yml > shop.arch",
        ],
        page: ("docs/how-to", "compose"),
    },
    Guide {
        name: "terraform",
        also: "테라폼,tf,hcl,opentofu",
        ko: "Terraform 폴더를 그대로 검사합니다. HCL에 없는 값은 `terraform show -json`의 출력을 `--plan`으로 주어 채웁니다.",
        en: "A Terraform root is judged as it is; `--plan` takes the output of `terraform show -json` for what the HCL leaves open.",
        lines: &[
            "archlint render infra/ -o infra.svg",
            "archlint estimate infra/ --plan plan.json",
        ],
        page: ("docs", "import"),
    },
    Guide {
        name: "mermaid",
        also: "머메이드,mmd,flowchart,플로차트",
        ko: "글 속의 Mermaid 블록에 `%% archlint`라고 적으면 설계로 읽습니다. 그림을 Mermaid로 내보낼 수도 있습니다.",
        en: "A Mermaid block of a post is read as a design where it says `%% archlint`; pictures are also written as Mermaid.",
        lines: &[
            "archlint check post.md --mermaid recognised",
            "archlint render design.arch --format mermaid",
        ],
        page: ("docs", "import"),
    },
    Guide {
        name: "drawio",
        also: "draw.io,드로우아이오,diagrams.net",
        ko: "draw.io 그림을 그대로 검사하고, 설계를 고칠 수 있는 draw.io 그림으로 내보냅니다.",
        en: "A draw.io drawing is judged as it is, and a design is written as a drawing that can be edited.",
        lines: &["archlint check shop.drawio", "archlint render design.arch -o shop.drawio"],
        page: ("docs", "import"),
    },
    Guide {
        name: "structurizr",
        also: "스트럭처라이저,structurizr dsl,c4,c4 model,c4 모델,plantuml,d2",
        ko: "Structurizr DSL, C4 매크로를 쓴 PlantUML, D2 파일을 그대로 검사합니다.",
        en: "Structurizr DSL, PlantUML with the C4 macros and D2 are judged as they are.",
        lines: &["archlint check workspace.dsl", "archlint import shop.d2 > shop.arch"],
        page: ("docs", "import"),
    },
    Guide {
        name: "mcp",
        also: "assistant,어시스턴트,ai,llm,model context protocol",
        ko: "어시스턴트가 명령줄과 같은 답을 받게 합니다. 어떤 도구도 파일을 쓰지 않습니다.",
        en: "Gives an assistant the answers of the command line. No tool writes a file.",
        lines: &["archlint mcp"],
        page: ("docs/how-to", "assistants"),
    },
];

impl Guide {
    /// Where its page stands below the folder of a language.
    pub fn page(&self) -> String {
        let (folder, name) = self.page;
        format!("{folder}/{name}.html")
    }

    /// The page.
    pub fn article(&self, lang: Lang) -> Article {
        let pick = |ko: &str, en: &str| if lang == Lang::Ko { ko } else { en }.to_owned();
        let (folder, name) = self.page;
        let mut parts = vec![Part::Paragraph(pick(self.ko, self.en))];
        parts.push(Part::Heading(pick("쓰는 법", "How to write it")));
        parts.extend(self.lines.iter().map(|line| Part::Line((*line).to_owned())));
        parts.push(Part::Heading(pick("더 읽을거리", "Further reading")));
        parts.push(Part::Item(Address::documented(folder, name, lang).to_string()));
        Article { title: self.name.to_owned(), parts }
    }
}
