// What the page says, in both languages.
const WORDS = {
  ko: {
    search: "컴포넌트·연결 찾기 ( / )", fit: "맞추기", in: "확대 (+)", out: "축소 (−)", fitTip: "그림 전체 보기 (0)",
    lang: "English", langTip: "영어로 보기", themeTip: "밝게·어둡게 (t)", export: "내보내기", helpTip: "단축키 (?)", before: "앞 단계 (p)", play: "단계 재생", after: "다음 단계 (n)",
    overview: "개요", whole: "전체 그림", "as-is": "현재(AS-IS)", "to-be": "개선안(TO-BE)", change: "겹쳐 보기",
    beside: "나란히 보기", swipe: "밀어 보기", sheets: "그림 고르기", zoom: "확대와 축소", grip: "패널 너비",
    findings: "지적", figures: "수치", whatif: "시뮬레이션", questions: "질문", source: "원문", panel: "설계 정보",
    error: "오류", warning: "경고", advice: "조언", noFindings: "지적이 없습니다.", notJudged: "글에 오류가 있어 아직 판단하지 않았습니다.",
    why: "왜 문제인가", todo: "무엇을 할까", cost: "트레이드오프", explain: "규칙 설명", fix: "고치기", safeFix: "고치기(안전)", accept: "이유를 적고 수용",
    noFigures: "보여 줄 수치가 없습니다.", noQuestions: "설계에서 나온 질문이 없습니다.",
    asItIs: "평소 상태로", kill: "장애", killTip: "그림에서 고른 것을 장애 상태로 만듭니다 (k)", chosen: "고른 것", chooseOne: "그림에서 컴포넌트나 그룹을 고르면 장애를 낼 수 있습니다.",
    scenarios: "설계의 시나리오", zones: "영역 장애", cold: "빈 캐시", traffic: "트래픽", happens: "결과",
    flows: "흐름", later: "연쇄 장애 뒤", saturation: "먼저 한계에 닿는 순서", cascade: "연쇄 장애", round: "차", rto: "복구 시간(RTO)", rpo: "데이터 유실(RPO)",
    now: "현재", then: "개선안", statement: "시나리오로 적기", copied: "복사했습니다", notCopied: "복사할 수 없습니다", onlyScenarios: "이 파일에는 설계에 적힌 시나리오의 결과만 들어 있습니다. 다른 장애와 트래픽은 `archlint serve`에서 볼 수 있습니다.",
    noTraffic: "`traffic`이 적혀 있지 않아 부하는 알 수 없습니다.", nothing: "아무 일도 없는 평소 상태입니다.",
    png1: "PNG (1×)", png2: "PNG (2×)", slide: "PNG (16:9)", svg: "SVG", pdf: "PDF", print: "인쇄 또는 PDF", copyPicture: "그림 복사", copyMarkdown: "Markdown 복사", copyPlace: "고른 것의 위치 복사",
    keys: "단축키", close: "닫기", lost: "연결이 끊겼습니다. 다시 연결하는 중입니다.", broken: "글에 오류가 있습니다", line: "줄", live: "저장하면 바뀝니다",
    keyList: [["/", "찾기"], ["f", "지적 보기"], ["n p", "다음·이전 지적"], ["k", "고른 것에 장애"], ["+ − 0", "확대, 축소, 맞추기"], ["← ↑ ↓ →", "그림 옮기기"], ["1 2 3", "나란히, 겹쳐, 밀어 보기"], ["t", "밝게·어둡게"], ["Esc", "평소 상태로"], ["?", "이 목록"]],
  },
  en: {
    search: "find on the picture ( / )", fit: "fit", in: "zoom in (+)", out: "zoom out (−)", fitTip: "see the whole picture (0)",
    lang: "한국어", langTip: "read it in Korean", themeTip: "light or dark (t)", export: "export", helpTip: "keys (?)", before: "step before (p)", play: "play the steps", after: "next step (n)",
    overview: "overview", whole: "whole picture", "as-is": "AS-IS", "to-be": "TO-BE", change: "overlay",
    beside: "side by side", swipe: "swipe", sheets: "pictures", zoom: "zoom", grip: "width of the panel",
    findings: "findings", figures: "figures", whatif: "what if", questions: "questions", source: "source", panel: "about the design",
    error: "errors", warning: "warnings", advice: "advice", noFindings: "No findings.", notJudged: "The text has errors, so it is not judged yet.",
    why: "why", todo: "what to do", cost: "trade-off", explain: "explain the rule", fix: "fix", safeFix: "fix (safe)", accept: "accept with a reason",
    noFigures: "There are no figures to show.", noQuestions: "The design raises no questions.",
    asItIs: "as it is", kill: "kill", killTip: "lets what is selected fail (k)", chosen: "selected", chooseOne: "Select a component or a group in the picture to let it fail.",
    scenarios: "scenarios of the design", zones: "a domain fails", cold: "cold caches", traffic: "traffic", happens: "what happens",
    flows: "flows", later: "after the cascade", saturation: "what fills up first", cascade: "cascade", round: "", rto: "recovery time (RTO)", rpo: "data loss (RPO)",
    now: "as is", then: "to be", statement: "write it as a scenario", copied: "copied", notCopied: "can't copy", onlyScenarios: "This file holds the outcome of the design's own scenarios only. `archlint serve` shows other failures, and traffic.",
    noTraffic: "No `traffic` is stated, so the load is not known.", nothing: "An ordinary day: nothing has happened.",
    png1: "PNG (1×)", png2: "PNG (2×)", slide: "PNG (16:9)", svg: "SVG", pdf: "PDF", print: "print, or PDF", copyPicture: "copy the picture", copyMarkdown: "copy as Markdown", copyPlace: "copy where it stands",
    keys: "keys", close: "close", lost: "The connection is lost; trying again.", broken: "The text has errors", line: "line", live: "follows the file",
    keyList: [["/", "search"], ["f", "findings"], ["n p", "next and previous finding"], ["k", "let the selected fail"], ["+ − 0", "zoom in, out, fit"], ["← ↑ ↓ →", "move the picture"], ["1 2 3", "side by side, overlay, swipe"], ["t", "light or dark"], ["Esc", "as it is"], ["?", "this list"]],
  },
};
let lang = document.documentElement.lang === "ko" ? "ko" : "en";
const say = (key) => WORDS[lang][key] ?? key;

const $ = (id) => document.getElementById(id);
/** An element with attributes, handlers (`onclick`) and children; text only ever becomes text. */
const make = (tag, given = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
};
/** Words between backticks stand out as code, those between double stars as strong. */
const prose = (text) => String(text ?? "").split(/(`[^`]+`|\*\*[^*]+\*\*)/).filter(Boolean).map((part) => {
  if (part.length > 2 && part.startsWith("`")) return make("code", {}, part.slice(1, -1));
  return part.startsWith("**") && part.length > 4 ? make("strong", {}, part.slice(2, -2)) : part;
});
/** What a page of Markdown says, as far as rule pages and answers use it. */
const markdown = (text) => {
  const out = [];
  let list = null;
  let fence = null;
  for (const line of String(text ?? "").split("\n")) {
    if (/^\s*```/.test(line)) {
      if (fence) out.push(make("pre", {}, fence.join("\n")));
      fence = fence ? null : [];
    } else if (fence) fence.push(line);
    else if (/^\s*([-*]|\d+\.)\s/.test(line)) {
      if (!list) out.push((list = make("ul")));
      list.append(make("li", {}, prose(line.replace(/^\s*([-*]|\d+\.)\s+/, ""))));
    } else if (!line.trim()) list = null;
    else if (list && /^\s/.test(line)) list.lastChild.append(" ", ...prose(line.trim()));
    else if (/^#+\s/.test(line)) out.push(make("h3", {}, prose(line.replace(/^#+\s+/, ""))));
    else if (/^---+$/.test(line)) out.push(make("hr"));
    else {
      list = null;
      const last = out[out.length - 1];
      if (last?.tagName === "P" && last.dataset.open) last.append(" ", ...prose(line));
      else out.push(make("p", { "data-open": "1" }, prose(line)));
    }
    if (!line.trim() && out.length) delete out[out.length - 1].dataset.open;
  }
  return out;
};
const remember = (key, value) => { try { localStorage.setItem(`archlint.${key}`, value); } catch { /* a file that may not */ } };
const remembered = (key) => { try { return localStorage.getItem(`archlint.${key}`); } catch { return null; } };
let toasting;
const toast = (words) => {
  $("toast").textContent = words;
  clearTimeout(toasting);
  toasting = setTimeout(() => { $("toast").textContent = ""; }, 2500);
};
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  } catch { toast(say("notCopied")); }
};
