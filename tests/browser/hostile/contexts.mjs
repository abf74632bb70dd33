// Places of a Markdown document into which a payload is put. Each gives a stretch of Markdown that ends by itself,
// so that no payload can hide the one behind it.

/** On one line, for places that end with the line. */
const line = (text) => text.replace(/\s*[\r\n\u2028\u2029\x0b\x0c]+\s*/g, ' ').trim();
const within = (text, prefix) => text.split(/\r?\n/).join(`\n${prefix}`);
const quoted = (text) => line(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
const entities = (text) => line(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const address = (text) => line(text).replace(/[ <>()]/g, (c) => encodeURIComponent(c).replace('(', '%28').replace(')', '%29'));
const unticked = (text) => line(text).replaceAll('`', "'");

/** Name of the place, and how the payload `p` with the number `n` is put there. */
export const contexts = {
  'item': (p) => `- ${within(p, '  ')}`,
  'paragraph': (p) => `Text ${line(p)} and **more**`,
  'emphasis': (p) => `*__~~${line(p)}~~__* and ==${line(p)}== and ^^${line(p)}^^`,
  'heading': (p, n) => `## ${n} ${line(p)}`,
  'closed-heading': (p, n) => `### ${n} [${line(p)}](index.md) ###`,
  'quote': (p) => `> > Text ${within(p, '> > ')}`,
  'nested-list': (p) => `1. - * Text ${line(p)}`,
  'task': (p) => `- [x] ${line(p)}`,
  'link-target': (p) => `[text](${line(p)}) and [text](<${line(p)}>) and [text](${address(p)})`,
  'link-title': (p) => `[text](index.md "${quoted(p)}") [text](index.md '${line(p)}') [text](index.md "${line(p)}")`,
  'link-text': (p) => `[${line(p)}](index.md)`,
  'autolink': (p) => `<${line(p)}> and ${line(p)} and <https://evil.example/${address(p)}>`,
  'reference': (p, n) => `[text][r${n}] and [r${n}]\n\n[r${n}]: <${line(p)}> "${quoted(p)}"`,
  'reference-label': (p) => `[text][${line(p)}]\n\n[${line(p)}]: index.md`,
  'image-alt': (p) => `![${line(p)}](a.png) ![${line(p)}](nothing.png)`,
  'image-source': (p) => `![x](${line(p)}) ![x](<${line(p)}>) ![x](${address(p)})`,
  'image-title': (p) => `![x](a.png "${quoted(p)}")`,
  'code-language': (p) => `\`\`\`\`\`\`${unticked(p)}\ncode\n\`\`\`\`\`\``,
  'code-title': (p) => `\`\`\`\`\`\`py title="${unticked(p)}" linenums="${unticked(p)}" hl_lines="${unticked(p)}"\ncode\n\`\`\`\`\`\``,
  'code-attributes': (p) => `\`\`\`\`\`\`{ .${unticked(p)} #${unticked(p)} title='${unticked(p)}' onclick="${unticked(p)}" }\ncode\n\`\`\`\`\`\``,
  'code-lines': (p) => `~~~~~~js\n${p}\n~~~~~~`,
  'code-span': (p) => `Text \`\`\`\`\` ${line(p)} \`\`\`\`\` and \`#!html ${unticked(p)}\``,
  'indented-code': (p) => `    ${within(p, '    ')}`,
  'footnote': (p, n) => `Text[^n${n}]\n\n[^n${n}]: ${line(p)}`,
  'footnote-label': (p) => `Text[^${line(p)}]\n\n[^${line(p)}]: Note`,
  'table-cell': (p) => `| a | b |\n|---|:-:|\n| ${line(p).replaceAll('|', '\\|')} | ${line(p)} |`,
  'table-head': (p) => `| ${line(p).replaceAll('|', '\\|')} | b |\n|---|---|\n| a | b |`,
  'definition': (p) => `Term ${line(p)}\n:   ${line(p)}`,
  'abbreviation': (p, n) => `The ABBR${n} stands here\n\n*[ABBR${n}]: ${line(p)}`,
  'admonition-title': (p) => `!!! note "${line(p)}"\n    Text ${line(p)}`,
  'admonition-kind': (p) => `!!! ${line(p)}\n    Text\n\n??? ${line(p)} "Title"\n    Text`,
  'details-title': (p) => `???+ tip "${line(p)}"\n    Text`,
  'colon-title': (p) => `:::note ${line(p)}\nText\n:::\n\n:::tip[${line(p)}]{onclick=${line(p)}}\nText\n:::`,
  'alert': (p) => `> [!NOTE] ${line(p)}\n> Text ${line(p)}`,
  'tab-title': (p) => `=== "${line(p)}"\n\n    Text\n\n=== "Other"\n\n    Text`,
  'attributes': (p, n) => `## List ${n} {: #${line(p)} .${line(p)} title="${line(p)}" onclick="${line(p)}" style="${line(p)}" }`,
  'link-attributes': (p) =>
    `[x](index.md){: href="${line(p)}" onclick='${line(p)}' target="${line(p)}" .button } ![x](a.png){ src="${line(p)}" width="${line(p)}" onerror="${line(p)}" }`,
  'button-icon': (p) => `[:material-${line(p)}: x](index.md){ .md-button .${line(p)} } :${line(p)}: ++${line(p)}++`,
  'critic': (p) => `{++${line(p)}++} {--${line(p)}--} {>>${line(p)}<<} {~~a~>${line(p)}~~} {==${line(p)}==}`,
  'markdown-in-html': (p) => `<div markdown class="grid cards" onclick="${entities(p)}">\n\n- Text ${line(p)}\n\n</div>`,
  'html-link': (p) => `Text <a href="${entities(p)}" title='${entities(p)}'>x</a> <a href='${line(p)}'>x</a> <a href=${address(p)}>x</a>`,
  'html-image': (p) => `Text <img src="${entities(p)}" alt="${entities(p)}" width="${entities(p)}"> <video src="${entities(p)}" controls></video>`,
  'html-attributes': (p) => `Text <span id="${entities(p)}" class="${entities(p)}" lang="${entities(p)}" data-x="${entities(p)}">x</span>`,
  'html-nested': (p) => `- <details><summary>${line(p)}</summary><table><tr><td>${line(p)}</td></tr></table></details>`,
  'html-text': (p) => `Text ${entities(p).replaceAll('<', '&lt;')} and <b>&#60;${entities(p)}</b>`,
  'comment': (p) => `- <!-- ${within(p, '  ')} -->`,
  'math': (p) => `Text $${line(p)}$ and \\(${line(p)}\\)`,
  'math-block': (p) => `$$\n\\text{${line(p)}} ${line(p)}\n$$`,
  'snippet': (p, n) => `- Text\n\n    --8<-- "snippets/${n}.txt"\n\n    --8<-- "${line(p)}"\n\n    ;--8<-- "${line(p)}"`,
  'entity-reference': (p) => `[[${line(p)}]] and [[component:default/sound|${line(p)}]]`,
  'frontier': (p) => `{{ ${line(p)} }} {% ${line(p)} %} <${line(p)}/> <Tabs x={${line(p)}}>`,
};

/** Diagrams, of which a document has few; their labels are all alike to a renderer. */
export const diagrams = {
  'mermaid-flow': (p) => fence('mermaid', `graph TD\n  A["${unquoted(p)}"] -->|"${unquoted(p)}"| B[${unquoted(p)}]\n  click A href "${unquoted(p)}" "${unquoted(p)}"`),
  'mermaid-sequence': (p) => fence('mermaid', `sequenceDiagram\n  participant A as ${line(p)}\n  A->>B: ${line(p)}\n  Note over A: ${line(p)}`),
  'mermaid-other': (p) => fence('mermaid', `${line(p)}\n  classDiagram\n  class A["${unquoted(p)}"]`),
  'plantuml': (p) => fence('plantuml', `@startuml\nAlice -> Bob : ${line(p)}\nnote left: ${line(p)}\n@enduml`),
  'graphviz': (p) => fence('dot', `digraph { node [shape=box]; a [label="${unquoted(p)}", URL="${unquoted(p)}", tooltip="${unquoted(p)}"]; a -> b [label=<${line(p)}>] }`),
};

const unquoted = (text) => line(text).replaceAll('"', "'");
const fence = (language, text) => `~~~~~~${language}\n${text}\n~~~~~~`;

/** What may swallow the rest of a document, as CommonMark has it; such a payload also gets a page of its own. */
export const isGreedy = (text) => /^\s{0,3}<(script|pre|style|textarea|!|\?)/i.test(text) || /<(svg|math|template|noscript|title|xmp|plaintext|select|table|form)/i.test(text);
