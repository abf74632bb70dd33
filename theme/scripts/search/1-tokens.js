// @ts-check
'use strict';

/**
 * Text to search terms, as `src/index/tokens.rs` has it, case by case.
 *
 * @typedef {{ parts: string[], compound: string | null, shape: string | null, inner: string[], dense: boolean }} Chain
 *   Words held together by joiners or camelCase, all of them as one word, that word and what holds its parts together,
 *   and the ends of that word from each inner part on; `dense` parts are pairs of characters of a script without spaces.
 */
const searchTokens = (() => {
  const LONGEST_TERM = 40;
  const MOST_PARTS = 6;
  const LONGEST_WRITTEN = 200;
  const WORD = /[\p{Alphabetic}\p{N}\p{M}]/u;
  const UPPER = /\p{Uppercase}/u;
  const LOWER = /\p{Lowercase}/u;
  const DIGIT = /\p{N}/u;
  const DENSE =
    /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  /** What French and Italian shorten before a vowel: `l'équipe` is `équipe`. */
  const ELIDED = new Set(['l', 'd', 'j', 'm', 't', 's', 'n', 'c', 'qu', 'dell', 'un', 'all']);
  const JOINER = /[_.\-'’]/;

  /** @param {string | undefined} c */
  const isWord = (c) => c !== undefined && WORD.test(c);
  /** @param {string | undefined} c */
  const isSpaced = (c) => c !== undefined && WORD.test(c) && !DENSE.test(c);

  /** @param {string} text */
  const fold = (text) => [...text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFC')];

  /** @param {string} c */
  const lower = (c) => c.toLowerCase().replace('ς', 'σ');

  /** @param {string} term */
  const shorten = (term) => (term.length <= LONGEST_TERM ? term : [...term].slice(0, LONGEST_TERM).join(''));

  /**
   * Whether a part begins at `at` by camelCase.
   * @param {string[]} chars
   * @param {number} at
   */
  function splits(chars, at) {
    const before = chars[at - 1];
    if (at === 0 || !UPPER.test(chars[at])) return false;
    if (LOWER.test(before) || DIGIT.test(before)) return true;
    const next = chars[at + 1];
    if (next === undefined) return false;
    const plural = next === 's' && !isWord(chars[at + 2]);
    return UPPER.test(before) && LOWER.test(next) && !plural;
  }

  /**
   * All parts together; a dot stays between digits.
   * @param {string[]} parts
   */
  function compound(parts) {
    let all = '';
    for (const part of parts) {
      const last = [...all].pop();
      const digits = last !== undefined && DIGIT.test(last) && DIGIT.test([...part][0]);
      all += (digits ? '.' : '') + part;
    }
    return all;
  }

  /**
   * @param {string[]} run
   * @returns {Chain}
   */
  function grams(run) {
    const pairs = run.slice(1).map((c, index) => run[index] + c);
    return { parts: run.length === 1 ? run : pairs, compound: null, shape: null, inner: [], dense: true };
  }

  /**
   * The chains of a text, in order.
   * @param {string} text
   * @returns {Chain[]}
   */
  function chains(text) {
    const chars = fold(text);
    /** @type {Chain[]} */
    const found = [];
    /** @type {string[]} */
    let parts = [];
    let open = '';
    let joints = '';
    const cut = (/** @type {string} */ joint) => {
      if (open !== '') {
        parts.push(open);
        joints += joint;
      }
      open = '';
    };
    const finish = () => {
      cut('');
      const several = parts.length >= 2 && parts.length <= MOST_PARTS;
      const starts = several ? parts.slice(1, -1).map((part, place) => ({ part, rest: parts.slice(place + 1) })) : [];
      const inner = starts.filter(({ part }) => !DIGIT.test([...part][0])).map(({ rest }) => shorten(compound(rest)));
      const whole = several ? shorten(compound(parts)) : null;
      const shaped = whole !== null && !DIGIT.test([...whole][0]) && /[_.+]/.test(joints);
      const shape = shaped ? `${whole} ${joints}` : null;
      if (parts.length > 0) found.push({ parts: parts.map(shorten), compound: whole, shape, inner, dense: false });
      parts = [];
      joints = '';
    };
    for (let at = 0; at < chars.length; at += 1) {
      const c = chars[at];
      if (DENSE.test(c)) {
        finish();
        let end = at + 1;
        while (end < chars.length && DENSE.test(chars[end])) end += 1;
        found.push(grams(chars.slice(at, end)));
        at = end - 1;
      } else if (WORD.test(c)) {
        if (splits(chars, at)) cut('+');
        open += lower(c);
      } else if (!(JOINER.test(c) && isSpaced(chars[at - 1]) && isSpaced(chars[at + 1]))) {
        finish();
      } else if (c !== "'" && c !== '’') {
        cut(c);
      } else if (parts.length === 0 && ELIDED.has(open)) {
        open = '';
      }
    }
    finish();
    return found;
  }

  /**
   * The paths, addresses and flags of a text, each as one term: its longest word, so that it lies where that is looked
   * for, and a hash of all of it.
   * @param {string} text
   */
  function written(text) {
    return (text.match(/[\w./:@~+-]+/g) ?? []).flatMap((run) => {
      const [, before, body] = /^([^A-Za-z0-9]*)(.*?)[^A-Za-z0-9]*$/.exec(run) ?? [run, '', ''];
      const flag = before.endsWith('--');
      const slashes = run.split('/').length - 1;
      const isPath = slashes > 1 || (slashes === 1 && !body.includes('/'));
      if (body === '' || body.length > LONGEST_WRITTEN || !(flag || isPath)) return [];
      const path = body.replace(/^[A-Za-z]+:\/\//, '').toLowerCase();
      const words = chains(body).flatMap(({ parts }) => parts);
      const longest = words.reduce((best, word) => (word.length > best.length ? word : best));
      return [`${longest} /${hash((flag ? '--' : path.includes('/') ? '' : '/') + path)}`];
    });
  }

  /** The lower 16 bits of FNV-1a. @param {string} text in ASCII */
  function hash(text) {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    return (value & 0xffff).toString(16).padStart(4, '0');
  }

  return { chains, written };
})();
