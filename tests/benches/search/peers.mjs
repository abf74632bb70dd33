// One search engine over the documents of the bench.
//
//   node peers.mjs <engine> <folder>
//
// Reads documents.jsonl and questions.jsonl in the folder; prints one line of JSON: how long the index took, how
// large it is, and for each question the numbers of the first ten documents.

import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';

const [engine, folder] = process.argv.slice(2);
const lines = (name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const documents = lines('documents.jsonl').map(({ title, sections }, id) => ({
  id,
  title,
  headings: sections.map(([heading]) => heading ?? '').join('\n'),
  text: sections.map(([, text]) => text).join('\n'),
  sections,
}));

const engines = {
  // The weights and the search options that VitePress has for its local search.
  async minisearch() {
    const { default: MiniSearch } = await import('minisearch');
    const index = new MiniSearch({ fields: ['title', 'headings', 'text'], storeFields: [] });
    index.addAll(documents);
    const options = { fuzzy: 0.2, prefix: true, boost: { title: 4, headings: 2, text: 1 } };
    return [(query) => index.search(query, options).map(({ id }) => id), () => gzipSync(JSON.stringify(index)).length];
  },
  // As Material for MkDocs asks it: all words, the last one as a prefix.
  async lunr() {
    const { default: lunr } = await import('lunr');
    const index = lunr((builder) => {
      builder.field('title', { boost: 1000 });
      builder.field('headings', { boost: 10 });
      builder.field('text');
      documents.forEach((document) => builder.add(document));
    });
    const ask = (query) =>
      index
        .query((asked) => {
          for (const token of lunr.tokenizer(query)) {
            asked.term(token.toString(), { boost: 10 });
            asked.term(token.toString(), { wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
            asked.term(token.toString(), { editDistance: token.toString().length > 7 ? 2 : 1, boost: 0.1 });
          }
        })
        .map(({ ref }) => Number(ref));
    // It throws at some misspelt words, which then find nothing.
    const careful = (query) => {
      try {
        return ask(query);
      } catch {
        return [];
      }
    };
    return [careful, () => gzipSync(JSON.stringify(index)).length];
  },
  async flexsearch() {
    const { default: FlexSearch } = await import('flexsearch');
    const fields = ['title', 'headings', 'text'];
    const index = new FlexSearch.Document({
      document: { id: 'id', index: fields.map((field) => ({ field, tokenize: 'forward', encoder: FlexSearch.Charset.LatinBalance })) },
    });
    documents.forEach((document) => index.add(document));
    const ask = (query) => {
      const found = index.search(query, { limit: 20, suggest: true });
      return [...new Set(fields.flatMap((field) => found.find((part) => part.field === field)?.result ?? []))];
    };
    const size = () => {
      let bytes = 0;
      index.export((_, data) => (bytes += data ? gzipSync(data).length : 0));
      return bytes;
    };
    return [ask, size];
  },
  async pagefind() {
    const pagefind = await import('pagefind');
    const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const { index } = await pagefind.createIndex({});
    for (const { id, title, sections } of documents) {
      const part = ([heading, text], place) =>
        `${heading === null ? '' : `<h2 id="h${place}">${escape(heading)}</h2>`}<p>${escape(text)}</p>`;
      const content = `<html lang="en"><body><h1>${escape(title)}</h1>${sections.map(part).join('')}</body></html>`;
      await index.addHTMLFile({ url: `/${id}.html`, content });
    }
    const outputPath = join(folder, 'pagefind');
    mkdirSync(outputPath, { recursive: true });
    await index.writeFiles({ outputPath });
    await pagefind.close();
    const bytes = (path) =>
      readdirSync(path, { withFileTypes: true }).reduce(
        (sum, file) => sum + (file.isDirectory() ? bytes(join(path, file.name)) : statSync(join(path, file.name)).size),
        0,
      );
    return [await client(outputPath), () => bytes(join(outputPath, 'index')) + bytes(join(outputPath, 'fragment'))];
  },
};

// Pagefind's own client, with files where it expects a server.
async function client(outputPath) {
  globalThis.location = { href: 'http://localhost/', origin: 'http://localhost' };
  globalThis.window = globalThis;
  globalThis.document = { currentScript: null, querySelector: () => null, documentElement: { lang: 'en' } };
  globalThis.fetch = async (url) => new Response(readFileSync(join(outputPath, String(url).replace(/^.*\/index-of\//, '').split('?')[0])));
  const pagefind = await import(join(outputPath, 'pagefind.js'));
  await pagefind.options({ basePath: 'http://localhost/index-of/', noWorker: true });
  await pagefind.init();
  return async (query) => {
    const { results } = await pagefind.search(query);
    const data = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return data.map(({ url }) => Number(/(\d+)\.html$/.exec(url)?.[1]));
  };
}

const start = performance.now();
const processor = process.cpuUsage();
const [ask, size] = await engines[engine]();
const { user, system } = process.cpuUsage(processor);
const built = { seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 };
const memory = process.memoryUsage().rss;
const found = [];
const times = [];
for (const { query } of lines('questions.jsonl')) {
  const from = performance.now();
  const ids = await ask(query);
  times.push(performance.now() - from);
  found.push(ids.slice(0, 10));
}
console.log(JSON.stringify({ ...built, memory, bytes: size(), times, found }));
