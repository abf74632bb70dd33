// The real search client without a browser: runs the theme's scripts over a built index.
//
//   node search.mjs <theme/scripts/search> <site> < requests
//
// A request is a line of JSON: {"tokens": "…"} or {"query": "…", "limit": 8, "cold": true}; so is each answer.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import vm from 'node:vm';

const [scripts, site] = process.argv.slice(2);
const context = vm.createContext({ atob, Blob, Response, DecompressionStream, TextDecoder });
const run = (path) => vm.runInContext(readFileSync(path, 'utf8'), context, { filename: path });
for (const name of readdirSync(scripts).sort()) if (/^[0-6]-/.test(name)) run(join(scripts, name));

const loaded = [];
context.read = async (path) => {
  loaded.push(path);
  run(join(site, path));
};
const forget = () => vm.runInContext('globalThis.store = searchStore.open(read)', context);
forget();
vm.runInContext(
  `const tokens = (text) => [...searchTokens.chains(text).flatMap(({ parts, compound, shape, inner, dense }) =>
    [...parts.map((part) => (dense ? '=' : '') + part), ...(compound === null ? [] : ['+' + compound]), ...(shape === null ? [] : ['~' + shape]),
      ...inner.map((term) => '+' + term)]), ...searchTokens.written(text)];
  const ask = async (text, limit) => {
    const answer = await searchRank.answer(store, text);
    const results = await searchResults.show(store, answer, 0, limit);
    const { total, byLabel, missing, query } = answer;
    return { total, byLabel, missing, cut: query.cut, scores: answer.hits.slice(0, limit).map((hit) => hit.score),
      documents: answer.hits.slice(0, limit).map((hit) => hit.document), results };
  };`,
  context,
);

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  context.request = request;
  if (request.tokens !== undefined) {
    console.log(JSON.stringify(vm.runInContext('tokens(request.tokens)', context)));
  } else if (request.stem !== undefined) {
    console.log(JSON.stringify(vm.runInContext('searchStems.stem(request.stem, request.language)', context)));
  } else {
    if (request.cold) forget();
    loaded.length = 0;
    const start = performance.now();
    const answer = await vm.runInContext('ask(request.query, request.limit ?? 8)', context);
    console.log(JSON.stringify({ ...answer, milliseconds: performance.now() - start, files: loaded }));
  }
}
