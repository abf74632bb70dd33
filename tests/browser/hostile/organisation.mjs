// Writes an organisation of repositories with every payload in every place that reaches a page.
//
//   node organisation.mjs <folder>
//
// `<folder>/marks.json` says which marks must be readable on the page of which document: `{"repo/path": ["mark0…", …]}`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contexts, diagrams, isGreedy } from './contexts.mjs';
import { core, live, odd } from './payloads.mjs';
import { descriptions } from './definitions.mjs';
import { drawings } from './drawings.mjs';

const [folder] = process.argv.slice(2);
const marks = {};

function put(path, text) {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

/** A double-quoted scalar of YAML: all but printable ASCII is escaped. */
export function yaml(text) {
  const escaped = [...text].map((c) => {
    const code = c.codePointAt(0);
    if (c === '"' || c === '\\') return `\\${c}`;
    if (code >= 0x20 && code < 0x7f) return c;
    if (code >= 0xd800 && code < 0xe000) return '\\uFFFD';
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

const pieces = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** A repository with documents that have many payloads in one kind of place, each followed by a mark. */
function documents(name, place, payloads, size) {
  const repo = `in-${name}`;
  put(`${repo}/mkdocs.yml`, `site_name: ${name}\nmarkdown_extensions:\n  - pymdownx.snippets:\n      base_path: [snippets]\n`);
  put(`${repo}/docs/a.png`, '');
  pieces(payloads, size).forEach((some, at) => {
    const path = `${repo}/docs/${at === 0 ? 'index' : at}.md`;
    const expected = some.map((_, n) => `mark${n}x`);
    const body = some.map((payload, n) => `${place(payload, n)}\n\n${expected[n]}\n\n`).join('');
    put(path, `# ${name} ${at}\n\n[TOC]\n\n${body}`);
    marks[path] = expected;
  });
}

const entity = (kind, name, metadata, spec) => `---\napiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${metadata}spec:\n${spec}`;

function markdown() {
  for (const [name, place] of Object.entries(contexts)) documents(name, place, live, 800);
  for (const [name, place] of Object.entries(diagrams)) documents(name, place, live, 400);
  documents('odd', contexts.paragraph, odd, 300);
  documents('odd-heading', contexts.heading, odd, 300);
  live.forEach((payload, n) => put(`in-snippet/snippets/${n}.txt`, payload));
  pieces(live.filter(isGreedy).filter((_, n) => n % 3 === 0), 20).forEach((some, at) => some.forEach((payload, n) => {
    put(`greedy-${at}/docs/${n === 0 ? 'index' : n}.md`, `# Greedy ${n}\n\n${payload}\n\nrest\n`);
  }));
  // Names of files, as far as a file can have them.
  const names = core.filter((payload) => !/[/\n]/.test(payload) && Buffer.byteLength(payload) < 200);
  names.filter((_, n) => n % 6 === 0).forEach((payload, n) => put(`names/docs/${payload}.md`, `# Name ${n}\n`));
}

/** AsciiDoc, and kinds of diagrams that are drawn by their own rules; a payload there may hide the one behind it. */
function others() {
  const flat = (text) => text.replace(/\s+/g, ' ');
  const places = (text, n) => `== ${n} ${text}\n\nText ${text} *${text}* \`${text}\` link:${text}[${text}] xref:${text}[${text}] image:${text}[${text}] <<${text},${text}>>\n\n.${text}\n[source,${text}]\n----\n${text}\n----\n\nNOTE: ${text}\n\nTerm ${text}:: ${text}\n\n|===\n|${text} |b\n|===\n\nimage::${text}[${text}]\n\n++++\n${text}\n++++\n\n+++${text}+++ pass:[${text}] {${text}} footnote:[${text}]\n\n`;
  pieces(live, 300).forEach((some, at) => put(`asciidoc/docs/${at === 0 ? 'index' : at}.adoc`, `= ${flat(core[at])}\n:a: ${flat(core[at])}\n\n${some.map((text, n) => places(flat(text), n)).join('')}`));
  put('asciidoc/mkdocs.yml', 'site_name: AsciiDoc\n');
  const label = (text) => flat(text).replaceAll('"', "'");
  const kinds = [
    (p) => `pie title ${p}\n  "${p}" : 1`, (p) => `stateDiagram-v2\n  state "${p}" as a\n  [*] --> a : ${p}`, (p) => `erDiagram\n  A ||--o{ B : "${p}"`,
    (p) => `gantt\n  title ${p}\n  section ${p}\n  ${p} : 2020-01-01, 1d`, (p) => `mindmap\n  root((${p}))\n    ${p}`, (p) => `journey\n  title ${p}\n  section ${p}\n    ${p}: 5: ${p}`,
    (p) => `gitGraph\n  commit id: "${p}" tag: "${p}"`, (p) => `timeline\n  title ${p}\n  2020 : ${p}`, (p) => `%%{init: {"themeCSS": "${p}", "fontFamily": "${p}"}}%%\ngraph TD\n  A[a]:::x\n  classDef x fill:${p}\n  style A stroke:${p}\n  linkStyle 0 color:${p}`,
  ];
  pieces(core, 40).forEach((some, at) => put(`kinds/docs/${at === 0 ? 'index' : at}.md`, `# Kinds ${at}\n\n${some.flatMap((text) => kinds.map((kind) => `~~~~~~mermaid\n${kind(label(text))}\n~~~~~~\n\n`)).join('')}`));
  put('kinds/mkdocs.yml', 'site_name: Kinds\n');
}

/** Places of which a page or a book has one. */
function books() {
  const titles = core.map((payload, n) => `  - ${yaml(payload)}: page-${n % 4}.md\n`).join('');
  const sections = core.map((payload, n) => `  - ${yaml(payload)}:\n      - ${yaml(payload)}\n      - ${yaml(payload)}: ${yaml(n % 2 ? payload : 'index.md')}\n`).join('');
  const settings = (payload) =>
    ['site_name', 'site_description', 'site_author', 'site_url', 'repo_url', 'repo_name', 'edit_uri', 'copyright', 'docs_dirx', 'theme']
      .map((key) => `${key}: ${yaml(payload)}\n`).join('');
  const redirects = core.map((payload, n) => `        ${yaml(`old-${n}.md`)}: ${yaml(payload)}\n${n % 8 === 0 ? `        ${yaml(payload)}: page-0.md\n` : ''}`).join('');
  put('navigation/mkdocs.yml', `site_name: Navigation\nplugins:\n  - redirects:\n      redirect_maps:\n${redirects}nav:\n  - index.md\n${titles}${sections}`);
  put('navigation/docs/index.md', '# Start\n');
  for (const n of [0, 1, 2, 3]) put(`navigation/docs/page-${n}.md`, `---\ntitle: ${yaml(core[n])}\n---\n\nText\n`);
  core.forEach((payload, n) => {
    if (n % 12 === 0) {
      put(`book-${n}/mkdocs.yml`, settings(payload));
      put(`book-${n}/docs/index.md`, '# Start\n');
    }
    if (n % 5 > 0) return;
    const keys = ['title', 'description', 'summary', 'icon', 'status', 'template', 'hide', 'tags', 'author', 'date', 'slug', 'sidebar_label'];
    const matter = keys.map((key) => `${key}: ${yaml(payload)}\n`).join('');
    put(`front/docs/${n}.md`, `---\n${matter}---\n\n# ${payload.replace(/\s+/g, ' ')}\n\nText\n`);
    put(`front/docs/adr/${String(n).padStart(4, '0')}-x.md`, `---\nstatus: ${yaml(payload)}\ndate: ${yaml(payload)}\n---\n# ${n}. ${payload.replace(/\s+/g, ' ')}\n\n## Status\n\n${payload}\n`);
  });
  put('front/mkdocs.yml', 'site_name: Front matter\n');
  put('front/docs/index.md', '# Start\n');
  put('front/CHANGELOG.md', `# Changelog\n\n${core.map((payload) => `## ${payload.replace(/\s+/g, ' ')}\n\n- x\n`).join('\n')}`);
}

/** What an entity of each kind needs, with payloads where anything goes. */
const SPECS = {
  Component: (at) => `  type: ${at(0)}\n  lifecycle: ${at(1)}\n  owner: team\n`,
  Resource: (at) => `  type: ${at(0)}\n  owner: team\n`,
  System: (at) => `  type: ${at(0)}\n  owner: team\n`,
  Domain: (at) => `  type: ${at(0)}\n  owner: team\n`,
  Group: (at) => `  type: ${at(0)}\n  children: []\n  profile:\n    displayName: ${at(1)}\n    email: ${at(2)}\n    picture: ${at(3)}\n`,
  User: (at) => `  memberOf: [team]\n  profile:\n    displayName: ${at(1)}\n    email: ${at(2)}\n    picture: ${at(3)}\n`,
  API: (at) => `  type: ${at(0)}\n  lifecycle: ${at(1)}\n  owner: team\n  definition: ${at(2)}\n`,
  Template: (at) =>
    `  type: ${at(0)}\n  owner: team\n  presentation:\n    buttonLabels:\n      createButtonText: ${at(1)}\n` +
    `  parameters:\n    - title: ${at(0)}\n      description: ${at(1)}\n      required: [a]\n      properties:\n        a:\n          title: ${at(2)}\n          description: ${at(3)}\n          type: string\n          default: ${at(4)}\n          enum: [${at(5)}]\n          ui:help: ${at(6)}\n` +
    `  steps:\n    - id: ${at(6)}\n      name: ${at(7)}\n      action: ${at(0)}\n      if: ${at(1)}\n      input:\n        url: ${at(1)}\n  output:\n    links:\n      - title: ${at(2)}\n        url: ${at(3)}\n        icon: ${at(4)}\n    text:\n      - title: ${at(5)}\n        content: ${at(6)}\n`,
  Strange: (at) => `  what: ${at(0)}\n  nested:\n    - ${at(1)}: ${at(2)}\n`,
};

/** What a URL parser accepts, whatever its scheme; another address costs its entity. */
const urls = [...live.filter((text) => URL.canParse(text)), ...['javascript', 'JavaScript', 'data', 'vbscript', 'blob'].map((scheme) => `${scheme}://x%0acanary=1`)];

const lines = (count, at, text) => Array.from({ length: count }, (_, place) => text(at(place), place)).join('');

/** Fields that all entities have. */
function metadata(at, n) {
  const url = (place) => yaml(urls[(n * 8 + place) % urls.length]);
  const known = ['backstage.io/source-location', 'backstage.io/view-url', 'backstage.io/edit-url', 'backstage.io/techdocs-ref', 'backstage.io/techdocs-entity', 'github.com/project-slug', 'jenkins.io/job-full-name', 'pagerduty.com/service-id', 'sonarqube.org/project-key', 'grafana/dashboard-selector', 'backstage.io/kubernetes-id'];
  return (
    `  title: ${at(0)}\n  description: ${at(1)}\n  annotations:\n${known.map((key, place) => `    ${key}: ${at(place)}\n`).join('')}` +
    lines(8, at, (text, place) => `    x.example/a${place}: ${text}\n`) +
    `  links:\n${lines(8, at, (text, place) => `    - url: ${url(place)}\n      title: ${text}\n      icon: ${text}\n      type: ${text}\n    - url: https://sound.example/\n      title: ${text}\n`)}`
  );
}

/** Entities, each with other payloads in its fields; and others that are refused, with payloads in all the rest. */
function catalog() {
  const kinds = Object.keys(SPECS);
  const all = pieces(live, 8).map((some, n) => {
    const at = (place) => yaml(some[place % some.length]);
    const kind = kinds[n % kinds.length];
    const text = entity(kind, `hostile-${n}`, metadata(at, n), SPECS[kind](at));
    return kind === 'Template' ? text.replace('backstage.io/v1alpha1', 'scaffolder.backstage.io/v1beta3') : text;
  });
  const refused = pieces(live, 8).map((some, n) => {
    const at = (place) => yaml(some[place % some.length]);
    const more = `  namespace: ${at(0)}\n  tags:\n${lines(8, at, (text) => `    - ${text}\n`)}  labels:\n${lines(8, at, (text) => `    ${text}: ${text}\n`)}`;
    const spec = `  type: x\n  lifecycle: x\n  owner: ${at(0)}\n  system: ${at(1)}\n  dependsOn: [${at(2)}]\n  providesApis: [${at(3)}]\n  targets: [${at(4)}]\n`;
    return n % 2 ? entity('Component', `refused-${n}`, more, spec) : entity('Component', `refused-${n}`, '', spec);
  });
  const team = entity('Group', 'team', '', '  type: team\n  children: []\n');
  put('catalog/catalog-info.yaml', team + all.join(''));
  put('refused/catalog-info.yaml', refused.join(''));
}

/** Pages that another tool is said to have built: whole documents, a few payloads in each. */
function prebuilt() {
  put('prebuilt/catalog-info.yaml', entity('Component', 'prebuilt', '  annotations:\n    callboard.dev/html: dir:./html\n', '  type: library\n  lifecycle: production\n  owner: team\n'));
  pieces(core, 16).forEach((some, at) => {
    const [head, body] = [some.slice(0, 8).join('\n'), some.slice(8).join('\n')];
    put(`prebuilt/html/${at === 0 ? 'index' : at}.html`, `<html><head><title>x</title>${head}</head><body>${body}</body></html>`);
  });
  const refresh = '<meta http-equiv="refresh" content="0;url=https://evil.example/">';
  const first = ['<script>canary=1</script>', '\ufeff<script>canary=1</script>', '<!-- x --><script>canary=1</script>', refresh, '<body onload=canary=1>', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>canary=1</script></html>'];
  first.forEach((text, at) => put(`prebuilt/html/first/${at}.html`, text));
  put('prebuilt/html/utf16.html', Buffer.from('\ufeff<script>canary=1</script>', 'utf16le'));
}

markdown();
others();
books();
catalog();
prebuilt();
for (const [path, text] of descriptions(live, yaml)) put(path, text);
for (const [path, text] of drawings(core)) put(path, text);
put('marks.json', JSON.stringify(marks));
