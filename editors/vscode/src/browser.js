// In a browser: the library that comes along.
"use strict";

const { LanguageClient, AbstractMessageReader, AbstractMessageWriter } = require("vscode-languageclient/browser");
const client = require("./client");
const { transports } = require("./transports");

class InBrowser extends LanguageClient {
  constructor(context, options) {
    super("archlint", "archlint", options, undefined);
    this.context = context;
  }

  createMessageTransports() {
    return transports(this.context, { AbstractMessageReader, AbstractMessageWriter });
  }
}

const make = (context, options) => new InBrowser(context, options);

module.exports = { activate: (context) => client.activate(context, make), deactivate: client.deactivate };
