// The real query engine of the browser without a browser: runs the theme's scripts over published data.
//
//   node query.mjs <theme/scripts> < requests
//
// A request is a line of JSON: {"site": "…", "query": "…", "today": "2026-11-02"}; an answer is {"answer": [references],
// "meant": [[written, near]], "milliseconds": …} or {"error": {"start": …, "end": …, "message": "…", "hint": "…"}}.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import vm from 'node:vm';

const [scripts] = process.argv.slice(2);
const context = vm.createContext({ atob, Blob, Response, DecompressionStream, TextDecoder });
const run = (path) => vm.runInContext(readFileSync(path, 'utf8'), context, { filename: path });
for (const name of ['0-shards.js', '1-tokens.js', '2-store.js']) run(join(scripts, 'search', name));
for (const name of readdirSync(join(scripts, 'query')).sort()) if (/^[0-5]-/.test(name)) run(join(scripts, 'query', name));

vm.runInContext(
  `const ask = async (ground, text, today) => {
    try {
      const { entities, names, query } = await queryAnswer.answer(ground, text, today);
      const meant = entities.length === 0 ? await queryMisspelt.find(ground, query.node) : [];
      return { answer: entities.map((entity) => names.refs[entity]), ...(meant.length > 0 && { meant: meant.map(({ written, near }) => [written, near]) }) };
    } catch (error) {
      if (error instanceof Error) throw error;
      return { error };
    }
  };`,
  context,
);

const grounds = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { site, query, today } = JSON.parse(line);
  if (!grounds.has(site)) {
    context.read = async (path) => run(join(site, path));
    grounds.set(site, vm.runInContext('queryGround.open(read)', context));
  }
  context.asked = [grounds.get(site), query, today];
  const start = performance.now();
  const answer = await vm.runInContext('ask(...asked)', context);
  console.log(JSON.stringify({ ...answer, milliseconds: performance.now() - start }));
}
