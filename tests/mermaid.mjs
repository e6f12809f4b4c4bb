// Asks the official Mermaid parser what flowcharts hold, for src/import/mermaid/official.json:
//
//   npm install --prefix /tmp/mermaid mermaid@11 jsdom
//   node tests/mermaid.mjs /tmp/mermaid < texts.json > answers.json
//
// texts.json is a list of texts, or an earlier answer; without it the kept one is asked again.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.resolve(process.argv[2], 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { JSDOM } = await load('jsdom');
const dom = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const root = path.dirname(require.resolve('mermaid/package.json'));
const { default: mermaid } = await import(pathToFileURL(path.join(root, 'dist/mermaid.core.mjs')).href);
mermaid.initialize({ startOnLoad: false, securityLevel: 'loose', maxEdges: 100000, maxTextSize: 1e7 });

// Entities are hidden from the official parser and come back in the picture.
const shown = (text) =>
  (text ?? '').replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';');

async function answer(text) {
  let db;
  try {
    db = (await mermaid.mermaidAPI.getDiagramFromText(text)).db;
  } catch {
    return { text, refused: true };
  }
  const nodes = [...db.getVertices().values()].map((node) => [
    node.id, shown(node.text ?? node.id), node.type ?? '',
  ]);
  const edges = db.getEdges().map((edge) => [
    edge.start, edge.end, shown(edge.text), edge.stroke, edge.type ?? '',
  ]);
  const subgraphs = db.getSubGraphs().map((one) => [one.id, shown(one.title), [...one.nodes].sort()]);
  return { text, nodes, edges, subgraphs };
}

const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const answers = [];
for (const one of given) answers.push(await answer(one.text ?? one));
console.log('[\n' + answers.map((one) => JSON.stringify(one)).join(',\n') + '\n]');
