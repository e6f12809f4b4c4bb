// The extension: starts the language server and shows what it answers. All knowledge is the server's.
"use strict";

const vscode = require("vscode");
const { settings, range } = require("./pieces");
const { paths } = require("./library");

/** @type {import("vscode-languageclient").BaseLanguageClient | undefined} */
let client;
/** @type {vscode.WebviewPanel | undefined} */
let panel;
/** The address of the design in the panel, as the server knows it. @type {string | undefined} */
let shown;
/** When the server answers. @type {Promise<void> | undefined} */
let started;

const PANEL = "archlint.preview";
/** The languages in which designs are written. */
const OURS = ["archlint", "markdown"];

function configuration() {
  return vscode.workspace.getConfiguration("archlint");
}

/** Where the first folder of the workspace stands. */
function scheme() {
  const [folder] = vscode.workspace.workspaceFolders || [];
  return folder ? folder.uri.scheme : "file";
}

/** `make` puts together what speaks to the server. */
async function start(context, make) {
  const selector = [
    { language: "archlint" },
    { language: "markdown" },
    { pattern: "**/archlint.toml" },
  ];
  if (configuration().get("foreign")) {
    selector.push({ language: "yaml" }, { language: "dockercompose" }, { language: "terraform" });
  }
  client = await make(context, {
    documentSelector: selector,
    initializationOptions: { ...settings(configuration()), panel: true },
    synchronize: { configurationSection: "archlint" },
    uriConverters: {
      code2Protocol: paths.toServer,
      protocol2Code: (text) => paths.fromServer(text, vscode.Uri, scheme()),
    },
    // The server's commands work from the palette, too, and what they answer is shown.
    middleware: {
      async executeCommand(command, given, next) {
        const answer = await next(command, given.length ? given : [{ uri: target() }]);
        if (answer && answer.markdown) await show(answer.markdown);
        return answer;
      },
    },
  });
  context.subscriptions.push({ dispose: () => client && client.stop() });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(vscode.l10n.t("archlint could not be started: {0}", String(error)));
  }
}

/** The address of the design that is meant: what was passed, else the active editor's. */
function target(given) {
  if (given && given.uri) return given.uri;
  if (given instanceof vscode.Uri) return paths.toServer(given);
  const editor = vscode.window.activeTextEditor;
  return editor && paths.toServer(editor.document.uri);
}

async function show(markdown) {
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: markdown });
  await vscode.commands.executeCommand("markdown.showPreview", document.uri);
}

function ask(method, params) {
  return client.sendRequest(method, { uri: shown, ...params });
}

/** The states of the design as it is typed; while it can't be read, the panel keeps the last ones. */
async function draw() {
  if (!panel || !shown) return;
  try {
    const { states } = await ask("archlint/view");
    if (panel) panel.webview.postMessage({ states });
  } catch {
    // There is no design there now.
  }
}

async function preview(context, given) {
  const wanted = target(given);
  if (!wanted) return;
  const isOther = wanted !== shown || !panel;
  shown = wanted;
  await context.workspaceState.update("shown", shown);
  if (!panel) {
    const column = vscode.ViewColumn.Beside;
    take(vscode.window.createWebviewPanel(PANEL, "archlint", { viewColumn: column, preserveFocus: true }, { enableScripts: true, retainContextWhenHidden: true }));
  }
  return isOther ? fill() : draw();
}

function take(given) {
  panel = given;
  panel.onDidDispose(() => (panel = undefined));
  panel.webview.onDidReceiveMessage(answer);
}

async function fill() {
  const { page } = await ask("archlint/view", { page: true });
  if (panel) panel.webview.html = page;
}

/** The panel is there again after the window was loaded anew. */
async function restore(context, given) {
  shown = context.workspaceState.get("shown");
  if (!shown) return given.dispose();
  given.webview.options = { enableScripts: true };
  take(given);
  await started;
  return fill();
}

/** What the page in the panel asks for: an answer of the library, or a place in a text. */
async function answer({ id, question, place, focus }) {
  if (place) return reveal(place, focus);
  try {
    panel.webview.postMessage({ id, answer: await ask("archlint/ask", { question }) });
  } catch (error) {
    if (panel) panel.webview.postMessage({ id, error: error.message });
  }
}

/** A click in the picture selects the declaration; a double click goes there. */
async function reveal(place, focus) {
  const uri = paths.fromServer(vscode.Uri.file(place.file).toString(), vscode.Uri, scheme());
  const document = await vscode.workspace.openTextDocument(uri);
  const [from, to] = range(place, (line) => document.lineAt(line).text);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(new vscode.Position(...from), new vscode.Position(...to)),
    preserveFocus: !focus,
    viewColumn: vscode.ViewColumn.One,
  });
}

async function follow({ textEditor, selections }) {
  const isOurs = OURS.includes(textEditor.document.languageId);
  if (!panel || !isOurs || !configuration().get("preview.follow")) return;
  const uri = paths.toServer(textEditor.document.uri);
  const { line, character } = selections[0].active;
  const at = await client.sendRequest("archlint/at", { textDocument: { uri }, position: { line, character } });
  if (panel && at) panel.webview.postMessage({ names: at.names });
}

async function activate(context, make) {
  const register = (name, handler) => context.subscriptions.push(vscode.commands.registerCommand(name, handler));
  register("archlint.preview", (given) => preview(context, given));
  let waiting;
  context.subscriptions.push(
    vscode.window.onDidChangeTextEditorSelection(follow),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (!OURS.includes(document.languageId)) return;
      clearTimeout(waiting);
      waiting = setTimeout(draw, 80);
    }),
  );
  started = start(context, make);
  vscode.window.registerWebviewPanelSerializer(PANEL, { deserializeWebviewPanel: (given) => restore(context, given) });
  await started;
}

function deactivate() {
  return client && client.stop();
}

module.exports = { activate, deactivate };
