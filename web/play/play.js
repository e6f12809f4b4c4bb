// The playground: an editor beside the page. What is typed stays in this browser: the library runs in
// two workers, one for the text and one for the pictures. This file holds what the others say and use,
// `bar.js` begins; web/bundle.mjs puts them into one scope, one behind the other.
const { examples } = JSON.parse(document.getElementById("play-data").textContent);
const { make, markdown, prose, toast, dialog, copy } = globalThis.archlintPage;
const $ = (id) => document.getElementById(id);
const SAY = {
  ko: { text: "글", picture: "그림", format: "다듬기", share: "공유", examples: "예제", drafts: "내 글", newText: "새 글", texts: "글 고르기", editor: "설계",
    promise: "입력한 내용은 이 브라우저를 떠나지 않습니다.", placeholder: "설계를 쓰거나, Mermaid, Docker Compose, Kubernetes, Terraform, draw.io 파일을 붙여 넣으세요.",
    fine: "오류가 없습니다.", shared: "링크를 복사했습니다", long: "글이 길어 링크에 담을 수 없습니다.", markdown: "Markdown 블록으로 복사", save: "파일로 저장", link: "이 링크에 글과 지금 보는 것이 모두 들어 있습니다. 서버에는 아무것도 보내지 않습니다.", copyLink: "링크 복사",
    damaged: "링크가 손상되어 열 수 없습니다.", newer: "더 새로운 버전의 링크라 열 수 없습니다.", foreign: "설계로 옮길까요?", foreignTold: "붙여 넣은 글은 다른 형식(#)입니다. 설계로 옮겨 새 글로 엽니다. 모르는 것은 비워 둡니다.", convert: "설계로 옮기기", asIs: "그대로 붙여 넣기",
    trapped: "이 글을 다루다 archlint에 오류가 났습니다. 글을 고치면 다시 해 봅니다", close: "닫기" },
  en: { text: "text", picture: "picture", format: "lay out", share: "share", examples: "examples", drafts: "my texts", newText: "new text", texts: "texts", editor: "design",
    promise: "Nothing you type leaves this browser.", placeholder: "Write a design, or paste Mermaid, Docker Compose, Kubernetes, Terraform or draw.io.",
    fine: "No errors.", shared: "the link is copied", long: "The text is too long for a link.", markdown: "copy as a Markdown block", save: "save as a file", link: "The link holds the text and what you look at. Nothing is sent to a server.", copyLink: "copy the link",
    damaged: "The link is damaged and can't be opened.", newer: "The link is of a newer version and can't be opened.", foreign: "Make a design of it?", foreignTold: "What you pasted is another notation (#). It opens as a design in a new text; what it does not say stays open.", convert: "make it a design", asIs: "paste it as it is",
    trapped: "archlint made a mistake on this text; it tries again when the text changes", close: "close" },
};
const lang = () => globalThis.archlintPage.language();
const say = (key) => SAY[lang()][key];
const STARTS = {
  ko: 'design "선착순 예매" as-is\ntraffic { dau = 10만, requests-per-user = 20, peak = 5x }\n\nuser fan "관객"\nlb front "로드 밸런서" { managed }\nwas api "예매 API" { replicas = 2, capacity = 300rps }\nmysql orders "주문 DB" { backup = none }\nredis seats "좌석 캐시"\n\nfan -> front -> api : "HTTPS"\napi -> orders : "SQL"\napi -> seats : "조회" { optional }\n',
  en: 'design "Ticket sale" as-is\ntraffic { dau = 100k, requests-per-user = 20, peak = 5x }\n\nuser fan "Fans"\nlb front "Load balancer" { managed }\nwas api "Booking API" { replicas = 2, capacity = 300rps }\nmysql orders "Orders" { backup = none }\nredis seats "Seats"\n\nfan -> front -> api : "HTTPS"\napi -> orders : "SQL"\napi -> seats : "lookup" { optional }\n',
};
