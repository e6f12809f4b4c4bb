// Stands before the page's script: what the page asks of whoever is around it. The playground fills
// it in.
"use strict";
globalThis.archlintHost = {
  addresses: false,
  ask: (question) => globalThis.archlintPlay.ask(question),
  edit: (question) => globalThis.archlintPlay.edit(question),
  reveal: (place, focus) => globalThis.archlintPlay.reveal(place, focus),
  write: (statement) => globalThis.archlintPlay.write(statement),
  turnLang: () => globalThis.archlintPlay.turnLang(),
  onState() {},
};
if (!/^ko\b/.test((() => { try { return localStorage.getItem("archlint.lang") ?? navigator.language; } catch { return navigator.language; } })())) document.documentElement.lang = "en";
