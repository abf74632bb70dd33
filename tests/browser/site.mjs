// What the built site holds, read from disk: which pages to open and what to look for.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

export class Site {
  constructor(folder) {
    this.folder = folder;
    this.url = pathToFileURL(folder).href;
    this.files = readdirSync(folder, { recursive: true })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => relative(folder, path).split(sep).join('/'))
      .sort();
    this.pages = this.files.filter((path) => path.endsWith('.html'));
  }

  bytes(path) {
    return readFileSync(join(this.folder, path));
  }

  read(path) {
    return this.bytes(path).toString('utf8');
  }

  json(path) {
    return JSON.parse(this.read(path));
  }

  /** The page of an entity by its reference. */
  page(reference) {
    const [kind, rest] = reference.split(':');
    return `catalog/${kind}/${rest}.html`;
  }

  /** One page of each type, the longest of its kind: what it shows is most of what such a page can show. */
  types() {
    const longest = new Map();
    for (const path of this.pages) {
      const parts = path.split('/');
      const entity = parts[0] === 'catalog' && parts.length === 4;
      const type = entity ? `catalog/${parts[1]}/entity` : parts[0] === 'docs' && parts.length > 2 ? 'docs/page' : parts.slice(0, -1).join('/');
      const single = ['diagnostics', 'explore', ''].includes(type) ? path : type;
      const { size } = statSync(join(this.folder, path));
      if (!longest.has(single) || longest.get(single).size < size) longest.set(single, { path, size });
    }
    // All lists of one kind are one type.
    const lists = [...longest.keys()].filter((type) => /^catalog\/[^/]+$/.test(type));
    for (const type of lists.slice(1)) longest.delete(type);
    const rules = [...longest.keys()].filter((type) => /^diagnostics\/(?!index)/.test(type));
    for (const type of rules.slice(1)) longest.delete(type);
    return [...longest.values()].map(({ path }) => path);
  }

  /** Headings of documents with several words, each found in one place only: `{text, page, id}`. */
  headings() {
    const found = new Map();
    for (const page of this.pages.filter((path) => path.startsWith('docs/') && path !== 'docs/index.html')) {
      for (const [, id, html] of this.read(page).matchAll(/<h[23] id="([^"]+)"[^>]*>(.*?)<\/h[23]>/gs)) {
        const text = html.replace(/<a [^>]*aria-hidden.*?<\/a>|<[^>]+>/gs, '').trim();
        if (!/^[A-Za-z]+( [A-Za-z]+){2,5}$/.test(text)) continue;
        found.set(text, found.has(text) ? null : { text, page, id });
      }
    }
    return [...found.values()].filter(Boolean);
  }
}
