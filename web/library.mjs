// The library as WebAssembly, for Node: a function from question to answer.

/** Asks one instance of the module, and throws what it says is wrong. */
export const instance = (bytes) => {
  const { take, call, give, memory } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
  return (question) => {
    const sent = new TextEncoder().encode(typeof question === "string" ? question : JSON.stringify(question));
    const at = take(sent.length);
    new Uint8Array(memory.buffer, at, sent.length).set(sent);
    const packed = call(at, sent.length);
    const [from, length] = [Number(packed >> 32n), Number(packed & 0xffffffffn)];
    const told = JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, from, length)));
    give(from, length);
    if (told.error) throw new Error(told.error);
    return told.answer;
  };
};
