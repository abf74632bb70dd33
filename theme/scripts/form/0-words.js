// @ts-check
'use strict';

/** Descriptions in Markdown as elements: paragraphs, lists, code, emphasis and links; all else stays as it is written. */
const formWords = (() => {
  const { element } = formDom;
  const PIECE = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|(?<![\w*])[*_]([^*_\s][^*_]*)[*_](?!\w)|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"])/g;
  const LONGEST = 20_000;

  /** @param {string} text @returns {(Node | string)[]} */
  function inline(text) {
    const made = [];
    let from = 0;
    for (const found of text.matchAll(PIECE)) {
      const [whole, code, strong, alsoStrong, soft, label, href, plain] = found;
      made.push(text.slice(from, found.index));
      from = found.index + whole.length;
      if (code !== undefined) made.push(element('code', '', code));
      else if (strong ?? alsoStrong) made.push(element('strong', '', strong ?? alsoStrong));
      else if (soft !== undefined) made.push(element('em', '', soft));
      else {
        const link = element('a', '', label ?? plain);
        link.href = href ?? plain;
        link.rel = 'noreferrer';
        made.push(link);
      }
    }
    return [...made, text.slice(from)].filter((piece) => piece !== '');
  }

  /** @param {string} text @returns {HTMLElement[]} */
  function blocks(text) {
    /** @type {HTMLElement[]} */
    const made = [];
    for (const part of text.slice(0, LONGEST).split(/\n\s*\n/)) {
      const lines = part.split('\n').map((line) => line.trim()).filter(Boolean);
      /** @type {string[]} */
      let words = [];
      const flush = () => {
        if (words.length > 0) made.push(element('p', '', ...inline(words.join(' '))));
        words = [];
      };
      /** @type {HTMLElement | null} */
      let list = null;
      for (const line of lines) {
        const item = /^(?:[-*+]|\d+[.)])\s+(.*)$/.exec(line);
        const heading = /^#{1,6}\s+(.*)$/.exec(line);
        if (item !== null) {
          flush();
          if (list === null) made.push(list = element('ul', ''));
          list.append(element('li', '', ...inline(item[1])));
        } else if (heading !== null) {
          flush();
          list = null;
          made.push(element('p', '', element('strong', '', ...inline(heading[1]))));
        } else {
          list = null;
          words.push(line);
        }
      }
      flush();
    }
    return made;
  }

  /** What is wrong with an answer, after a name for it. @param {string} problem @param {string} name @returns {(Node | string)[]} */
  function problem(problem, name) {
    const pattern = /^(must match )(.+)$/s.exec(problem);
    if (pattern !== null) return [`${name} ${pattern[1]}`, element('code', '', pattern[2])];
    const told = /^[a-z]/.test(problem) ? `${name} ${problem}` : problem;
    return [/[.!?…]$/.test(told) ? told : `${told}.`];
  }

  /** Words of a field's name as it stands in code: `service_name` is "Service name". @param {string} title */
  function title(title) {
    if (!/^[a-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*$/.test(title)) return title;
    const words = title.replace(/([a-z0-9])([A-Z])(?=[a-z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`).replace(/([a-z])([A-Z]+)/g, '$1 $2').replace(/[_-]+/g, ' ');
    return words[0].toUpperCase() + words.slice(1);
  }

  return { inline, blocks, problem, title };
})();
