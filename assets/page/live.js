// Where states and answers come from: a host around the page (the playground, an editor), the server
// at the page's address, or nobody. What is not there is null, and the page hides what needs it.
const transport = (() => {
  const host = globalThis.archlintHost;
  if (host) return { ask: null, edit: null, reveal: null, exports: false, addresses: true, ...host };
  const none = { ask: null, edit: null, reveal: null, exports: false, addresses: true, onState() {} };
  if (typeof acquireVsCodeApi === "function") {
    // The panel of an editor: messages go through its port.
    const code = acquireVsCodeApi();
    const waiting = new Map();
    let next = 0;
    let take = () => {};
    addEventListener("message", ({ data }) => {
      if (data.states) take(data.states);
      if (data.names?.length) globalThis.archlintPage.follow(data.names);
      const known = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error) known?.failed(new Error(data.error));
      else known?.done(data.answer);
    });
    return {
      ...none,
      addresses: false,
      ask: (question) => new Promise((done, failed) => {
        waiting.set(++next, { done, failed });
        code.postMessage({ id: next, question: { ...question, lang } });
      }),
      reveal: (place, focus) => code.postMessage({ place, focus }),
      onState(run) { take = run; },
    };
  }
  if (!("live" in document.documentElement.dataset)) return none;
  const post = async (path, body) => {
    const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    const told = await (await fetch(path, sent)).json();
    if (told.error) throw new Error(told.error);
    return told.answer;
  };
  return {
    ...none,
    live: true,
    exports: true,
    ask: (question) => post("ask", { ...question, lang }),
    reveal: (place) => post("ask", { ask: "open", file: place.file, line: place.line, column: place.column }).catch(() => false),
    onState(take, connected) {
      const events = new EventSource(`events?revision=${JSON.parse($("states").textContent)[0].revision}`);
      events.addEventListener("state", async () => take(await (await fetch("state")).json()));
      events.addEventListener("findings", (event) => take(JSON.parse(event.data), true));
      events.addEventListener("open", () => connected(true));
      events.addEventListener("error", () => connected(false));
    },
  };
})();
