// @ts-check
'use strict';

/**
 * Versions in the order of each ecosystem, as `src/version` has it.
 *
 * @typedef {{ rank: number, number: string, text: string }} QueryPiece
 */
const queryVersion = (() => {
  const [BEFORE, NOTHING, AFTER, NUMBER, WORD] = [0, 1, 2, 3, 4];
  const EARLY = ['a', 'alpha', 'b', 'beta', 'c', 'dev', 'pre', 'rc'];

  /** @param {string} digits @returns {QueryPiece} */
  const number = (digits) => ({ rank: NUMBER, number: digits.replace(/^0+/, ''), text: '' });
  /** @param {number} rank @param {number} among @param {string} text @returns {QueryPiece} */
  const word = (rank, among, text) => ({ rank, number: String(among), text });
  /** @param {string} text */
  const runs = (text) => text.match(/[0-9]+|[^0-9]+/g) ?? [];
  /** @param {string} run */
  const isNumber = (run) => /^[0-9]*$/.test(run);

  /** Takes away zeros at the end, so that `1.0` is `1`. @param {QueryPiece[]} pieces @param {number} from */
  function trim(pieces, from) {
    while (pieces.length > from && pieces[pieces.length - 1].rank === NUMBER && pieces[pieces.length - 1].number === '') pieces.pop();
  }

  /** The parts before and after a text; null for the second without one. @param {string} text @param {string} at @returns {[string, string | null]} */
  function cut(text, at) {
    const place = text.indexOf(at);
    return place < 0 ? [text, null] : [text.slice(0, place), text.slice(place + at.length)];
  }

  /** Semantic Versioning, lenient. @param {string} text */
  function semantic(text) {
    const [release, early] = cut(cut(text, '+')[0], '-');
    /** @type {QueryPiece[]} */
    const pieces = [];
    for (const run of release.split('.').flatMap(runs)) {
      if (isNumber(run)) pieces.push(number(run));
      else {
        trim(pieces, 0);
        pieces.push(word(EARLY.includes(run.toLowerCase()) ? BEFORE : AFTER, 0, run));
      }
    }
    trim(pieces, 0);
    if (early !== null) {
      pieces.push(word(BEFORE, 0, ''));
      for (const id of early.split('.')) pieces.push(isNumber(id) ? number(id) : word(WORD, 0, id));
    }
    return pieces;
  }

  const PYTHON = new Map([['dev', 0], ['a', 1], ['alpha', 1], ['b', 2], ['beta', 2], ['c', 3], ['rc', 3], ['pre', 3], ['preview', 3]]);

  /** PEP 440. @param {string} text */
  function python(text) {
    const [first, after] = cut(text, '!');
    const [epoch, rest] = after === null ? ['0', first] : [first, after];
    const [open, local] = cut(rest, '+');
    const pieces = [number(epoch)];
    let release = true;
    // `1.0-1` is `1.0.post1`.
    const all = open.replace(/([0-9])-([0-9]+)$/, '$1.post$2').split(/[.\-_]/).flatMap(runs);
    all.forEach((run, place) => {
      if (isNumber(run)) {
        pieces.push(number(run));
        return;
      }
      if (release) trim(pieces, 1);
      release = false;
      const early = PYTHON.get(run);
      pieces.push(early === undefined ? word(AFTER, 1, '') : word(BEFORE, early, ''));
      if (place + 1 === all.length || !isNumber(all[place + 1])) pieces.push(number('0'));
    });
    if (release) trim(pieces, 1);
    if (local !== null) {
      pieces.push(word(AFTER, 0, ''));
      for (const part of local.split(/[.\-_]/)) pieces.push(isNumber(part) ? number(part) : word(AFTER, 0, part));
    }
    return pieces;
  }

  const MAVEN = new Map([['alpha', 0], ['beta', 1], ['milestone', 2], ['rc', 3], ['cr', 3], ['snapshot', 4]]);
  const SHORT = new Map([['a', 0], ['b', 1], ['m', 2]]);

  /** @param {string} run @param {boolean} follows  Whether a number does. @returns {QueryPiece} */
  function qualifier(run, follows) {
    const early = MAVEN.get(run) ?? (follows ? SHORT.get(run) : undefined);
    if (early !== undefined) return word(BEFORE, early, '');
    return run === 'sp' ? word(AFTER, 0, '') : word(AFTER, 1, run);
  }

  /** Digits or letters between dots, hyphens and changes from one to the other. @typedef {{ hyphen: boolean, run: string, follows: boolean }} Token */

  /** Takes away what says nothing at the end. @param {Token[]} tokens */
  function forget(tokens) {
    while (tokens.length > 0 && /^(0*|ga|final|release)$/.test(tokens[tokens.length - 1].run)) tokens.pop();
  }

  /** Maven. @param {string} text */
  function maven(text) {
    /** @type {Token[]} */
    const tokens = [];
    const bodies = text.split(/[.\-_]/);
    let at = -1;
    bodies.forEach((body, part) => {
      const hyphen = part > 0 && text[at] !== '.';
      at += body.length + 1;
      // After the last separator there need not be anything.
      if (body === '' && part + 1 === bodies.length) return;
      const all = runs(body === '' ? '0' : body);
      all.forEach((run, place) => {
        const token = { hyphen: hyphen || place > 0, run, follows: place + 1 < all.length };
        if (token.hyphen || !isNumber(run)) forget(tokens);
        tokens.push(token);
      });
    });
    forget(tokens);
    return tokens.flatMap(({ hyphen, run, follows }, place) => {
      if (!isNumber(run)) return [qualifier(run, follows)];
      return hyphen && place > 0 ? [word(AFTER, 2, ''), number(run)] : [number(run)];
    });
  }

  /** RubyGems. @param {string} text */
  function ruby(text) {
    /** @type {QueryPiece[]} */
    const pieces = [];
    let early = 0;
    for (const run of text.replaceAll('-', '.pre.').split('.').flatMap(runs)) {
      if (isNumber(run)) {
        pieces.push(number(run));
        continue;
      }
      trim(pieces, early);
      pieces.push(word(BEFORE, 0, run));
      early = pieces.length;
    }
    trim(pieces, early);
    return pieces;
  }

  /** Tags of images: what follows a hyphen is a variant, unless it says that a release is still to come. @param {string} text */
  function image(text) {
    const [release, next] = text.split('-');
    const early = next !== undefined && EARLY.includes(next.toLowerCase().split(/[0-9.]+$/)[0]);
    return semantic(early ? `${release}-${runs(next).join('.')}` : release);
  }

  const COMPOSER = new Map([['dev', 0], ['a', 1], ['alpha', 1], ['b', 2], ['beta', 2], ['c', 3], ['rc', 3]]);

  /** Composer. @param {string} text */
  function composer(text) {
    /** @type {QueryPiece[]} */
    const pieces = [];
    let release = true;
    for (const run of text.split(/[+#@]/)[0].split(/[.\-_]/).flatMap(runs)) {
      if (run === 'stable') continue;
      if (isNumber(run) || run === 'x') {
        pieces.push(number(run === 'x' ? '9999999' : run));
        continue;
      }
      if (release) trim(pieces, 0);
      release = false;
      const early = COMPOSER.get(run);
      if (early !== undefined) pieces.push(word(BEFORE, early, ''));
      else pieces.push(['p', 'pl', 'patch'].includes(run) ? word(AFTER, 0, '') : word(AFTER, 1, run));
    }
    if (release) trim(pieces, 0);
    return pieces;
  }

  /** The part of a range that says where it begins; null when there is no number, or a hash. @param {string} written @returns {string | null} */
  function least(written) {
    const text = written.trim();
    if (/^[0-9a-f]{40,}$/i.test(text.slice(text.lastIndexOf(':') + 1))) return null;
    const start = text.search(/[0-9]/);
    if (start < 0 || /\p{Alphabetic}/u.test(text.slice(0, start).replace(/[vV]$/, ''))) return null;
    if (/^[<!(]/.test(text) && /^[<=!(, ]*$/.test(text.slice(0, start))) return '0';
    const rest = text.slice(start);
    const end = rest.search(/[\s,|\])"';<>]/);
    let length = end < 0 ? rest.length : end;
    // A pattern that is anchored at the end would be tried from each place.
    while (length > 1 && rest[length - 2] === '.' && 'xX*'.includes(rest[length - 1])) length -= 2;
    return rest.slice(0, length);
  }

  /** Whether a text is one version: no range, no pattern, and no word that stands for whatever is newest. @param {string} written */
  function isExact(written) {
    const text = written.replace(/^[vV]/, '');
    return /^[0-9]/.test(text) && !text.endsWith('+') && !/[\s,|*<>=()[\]]/.test(text) && !text.split(/[.-]/).some((part) => part.toLowerCase() === 'x');
  }

  /** @param {string} type @param {string} text @returns {QueryPiece[] | null} */
  function begins(type, text) {
    const own = least(text);
    if (own === null) return null;
    switch (type) {
      case 'pypi': return python(own.toLowerCase());
      case 'maven': return maven(own.toLowerCase());
      case 'gem': return ruby(own);
      case 'docker':
      case 'oci': return image(own);
      case 'nuget': return semantic(own.toLowerCase());
      case 'composer': return composer(own.toLowerCase());
      case 'deb': return queryLinux.debian(own);
      case 'rpm': return queryLinux.rpm(own);
      default: return semantic(own);
    }
  }

  /** Reads a version; of a range the least that it allows. @param {string} type  Of its package URL. @param {string} text @returns {QueryPiece[] | null} */
  function parse(type, text) {
    /** @type {QueryPiece[] | null} */
    let first = null;
    for (const one of text.split('|')) {
      if (one.trim() === '') continue;
      const own = begins(type, one);
      if (own === null) return null;
      if (first === null || compare(own, first) < 0) first = own;
    }
    return first;
  }

  const ABSENT = { rank: NOTHING, number: '', text: '' };

  /** @param {QueryPiece[]} one @param {QueryPiece[]} other */
  function compare(one, other) {
    for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
      const [a, b] = [one[at] ?? ABSENT, other[at] ?? ABSENT];
      const order = a.rank - b.rank || a.number.length - b.number.length || searchStore.compare(a.number, b.number) || searchStore.compare(a.text, b.text);
      if (order !== 0) return order;
    }
    return 0;
  }

  return { parse, compare, isExact };
})();
