// Carries messages between the editor's client and the library, and brings the library the files.
"use strict";

const vscode = require("vscode");
const { Library, paths } = require("./library");

/** What designs are made of: texts, and what they may be imported from. */
const FILES = "**/*.{arch,toml,md,yml,yaml,tf,mmd,drawio,d2,dsl,puml}";
const NOT = "**/{node_modules,target,.git}/**";
const MOST = 5000;

async function text(uri) {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

/** The path by which the server knows a file; that of a Windows drive begins with its letter. */
const name = (uri) => decodeURIComponent(new URL(paths.toServer(uri)).pathname).replace(/^\/(?=[A-Za-z]:)/, "");

async function transports(context, { AbstractMessageReader, AbstractMessageWriter }) {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, "dist", "archlint.wasm"));
  const module = await WebAssembly.compile(bytes);
  const found = await vscode.workspace.findFiles(FILES, NOT, MOST);
  const files = Object.fromEntries(await Promise.all(found.map(async (uri) => [name(uri), await text(uri)])));

  class Reader extends AbstractMessageReader {
    listen(heard) {
      this.heard = heard;
      return { dispose: () => (this.heard = undefined) };
    }
  }
  class Writer extends AbstractMessageWriter {
    async write(message) {
      library.take(message);
    }
    end() {}
  }
  const [reader, writer] = [new Reader(), new Writer()];
  const library = new Library(
    module,
    files,
    (message) => reader.heard && reader.heard(message),
    (error) => {
      reader.fireError(error);
      reader.fireClose();
    },
  );
  const watcher = vscode.workspace.createFileSystemWatcher(FILES);
  const look = async (uri) => {
    library.bring({ [name(uri)]: await text(uri) });
    const changes = [{ uri: paths.toServer(uri), type: 2 }];
    library.take({ jsonrpc: "2.0", method: "workspace/didChangeWatchedFiles", params: { changes } });
  };
  context.subscriptions.push(watcher, watcher.onDidChange(look), watcher.onDidCreate(look), watcher.onDidDelete(look));
  return { reader, writer };
}

module.exports = { transports };
