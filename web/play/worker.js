// Holds one instance of the library and puts questions to it, one at a time. After a trap the
// instance is thrown away: nothing in it can be trusted any more.
"use strict";
let module;
let instance;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const read = (packed, from) => {
  const [at, length] = [Number(packed >> 32n), Number(packed & 0xffffffffn)];
  const text = decoder.decode(new Uint8Array(from.memory.buffer, at, length));
  from.give(at, length);
  return text;
};
const answer = (question) => {
  instance ??= new WebAssembly.Instance(module, {}).exports;
  const bytes = encoder.encode(question);
  const at = instance.take(bytes.length);
  new Uint8Array(instance.memory.buffer, at, bytes.length).set(bytes);
  return read(instance.call(at, bytes.length), instance);
};
onmessage = ({ data }) => {
  if (data.module) {
    module = data.module;
    return;
  }
  try {
    postMessage({ id: data.id, text: answer(data.question) });
  } catch (error) {
    let why = String(error);
    try { why = read(instance.why(), instance) || why; } catch { /* it says nothing more */ }
    instance = undefined;
    postMessage({ id: data.id, trap: why });
  }
};
