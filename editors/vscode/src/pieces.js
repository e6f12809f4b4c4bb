// What of the extension needs no editor: tested by itself.
"use strict";

/** What the server is told at its start. */
function settings(configuration) {
  const lang = configuration.get("lang");
  return {
    ...(lang && lang !== "auto" ? { lang } : {}),
    hints: configuration.get("hints"),
    lens: configuration.get("lens"),
    foreign: configuration.get("foreign"),
  };
}

/** The program to run. A workspace that is not trusted does not choose it. */
function program(path, isTrusted) {
  const chosen = path || {};
  const ofWorkspace = chosen.workspaceFolderValue || chosen.workspaceValue;
  return (isTrusted && ofWorkspace) || chosen.globalValue || chosen.defaultValue || "archlint";
}

const SCRIPT = `
const code = acquireVsCodeApi();
const parts = () => document.querySelectorAll("[data-name]");
const named = (event) => event.target.closest && event.target.closest("[data-name]");
const tell = (focus) => (event) => {
  const part = named(event);
  if (part) code.postMessage({ name: part.dataset.name, focus });
};
document.addEventListener("click", tell(false));
document.addEventListener("dblclick", tell(true));
window.addEventListener("message", ({ data }) => {
  const names = data.names || [];
  let first;
  for (const part of parts()) {
    const is = part.dataset.name === names[0];
    part.classList.toggle("here", is);
    first = first || (is && part);
  }
  if (!first) return;
  const box = first.getBoundingClientRect();
  const out = box.right < 0 || box.bottom < 0 || box.left > innerWidth || box.top > innerHeight;
  if (out) first.scrollIntoView({ block: "center", inline: "center" });
});`;

const STYLE = `
body { margin: 0; background: #fff; }
svg { display: block; max-width: none; }
[data-name] { cursor: pointer; }
.here > :first-child { outline: 3px solid #0a6cff; outline-offset: 3px; }`;

/** The panel's page around a picture of the library, which loads nothing. */
function page(svg, source) {
  const nonce = Array.from({ length: 24 }, () => Math.floor(Math.random() * 36).toString(36)).join("");
  const policy = `default-src 'none'; img-src data:; style-src ${source} 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>${STYLE}</style>${svg}<script nonce="${nonce}">${SCRIPT}</script>`;
}

module.exports = { settings, program, page };
