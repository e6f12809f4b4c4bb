// The language server as WebAssembly in this very process, where no program can run.
"use strict";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One instance of the module: says something to the server, and returns what it answers. */
function instance(module) {
  const { take, give, say, why, memory } = new WebAssembly.Instance(module, {}).exports;
  const read = (packed) => {
    const [at, length] = [Number(packed >> 32n), Number(packed & 0xffffffffn)];
    const text = decoder.decode(new Uint8Array(memory.buffer, at, length));
    give(at, length);
    return text;
  };
  return (said) => {
    const bytes = encoder.encode(JSON.stringify(said));
    const at = take(bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    try {
      return JSON.parse(read(say(at, bytes.length)));
    } catch (error) {
      throw new Error(read(why()) || String(error));
    }
  };
}

/** The day as the server has it. */
function today(now) {
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * A server that takes all messages that came in one go together, so that of many changes only the last is
 * judged. `heard` gets each message; `failed` hears of a trap, after which nothing more is taken.
 */
class Library {
  constructor(module, files, heard, failed) {
    this.say = instance(module);
    this.files = files;
    this.messages = [];
    this.heard = heard;
    this.failed = failed;
  }

  /** Texts by their paths, `null` for what is gone; they are seen with the next message. */
  bring(files) {
    Object.assign(this.files, files);
  }

  take(message) {
    this.messages.push(message);
    if (this.messages.length === 1) setTimeout(() => this.talk(), 0);
  }

  talk() {
    const said = { messages: this.messages, files: this.files, today: today(new Date()) };
    [this.messages, this.files] = [[], {}];
    try {
      this.say(said).forEach(this.heard);
    } catch (error) {
      this.take = () => {};
      this.failed(error);
    }
  }
}

/** The addresses of files that stand on no disk, as paths and back: the server knows paths. */
const paths = {
  toServer(uri) {
    const { scheme, authority, path } = uri;
    if (scheme === "file" || scheme === "untitled") return uri.toString();
    return `file:///${scheme}/${encodeURIComponent(authority)}${path.split("/").map(encodeURIComponent).join("/")}`;
  },
  /** `make` is `vscode.Uri`; `scheme` that of the workspace. */
  fromServer(text, make, scheme) {
    const uri = make.parse(text);
    const start = `/${scheme}/`;
    if (scheme === "file" || uri.scheme !== "file" || !uri.path.startsWith(start)) return uri;
    const [authority, ...rest] = uri.path.slice(start.length).split("/");
    return make.from({ scheme, authority: decodeURIComponent(authority), path: `/${rest.join("/")}` });
  },
};

module.exports = { Library, instance, paths, today };
