// Where programs can run: the one that is installed, else the library that comes along.
"use strict";

const { execFile } = require("node:child_process");
const vscode = require("vscode");
const { LanguageClient, TransportKind, AbstractMessageReader, AbstractMessageWriter } = require("vscode-languageclient/node");
const client = require("./client");
const { transports } = require("./transports");
const { program } = require("./pieces");

/** Whether it can be started at all. */
function runs(command) {
  return new Promise((told) => execFile(command, ["--version"], { timeout: 5000 }, (error) => told(!error)));
}

async function make(context, options) {
  const command = program(vscode.workspace.getConfiguration("archlint").inspect("path"), vscode.workspace.isTrusted);
  const server = (await runs(command))
    ? { command, args: ["lsp"], transport: TransportKind.stdio }
    : () => transports(context, { AbstractMessageReader, AbstractMessageWriter });
  return new LanguageClient("archlint", "archlint", server, options);
}

module.exports = { activate: (context) => client.activate(context, make), deactivate: client.deactivate };
