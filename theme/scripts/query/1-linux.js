// @ts-check
'use strict';

/** Versions of packages of Linux distributions, as `src/version/linux.rs` has it. */
const queryLinux = (() => {
  const [BEFORE, NOTHING, AFTER, NUMBER] = [0, 1, 2, 3];
  /** What stands for the end of a part, and is alike with nothing. @type {QueryPiece} */
  const END = { rank: NOTHING, number: '', text: '' };

  /** @param {string} digits @returns {QueryPiece} */
  const number = (digits) => ({ rank: NUMBER, number: digits.replace(/^0+/, ''), text: '' });
  /** A number of which zero is nothing. @param {string} digits */
  const digits = (digits) => (/^0*$/.test(digits) ? END : number(digits));

  /** The number in front of a colon, and the rest cut at the last hyphen. @param {string} text */
  function parts(text) {
    const colon = text.indexOf(':');
    const rest = text.slice(colon + 1);
    const hyphen = rest.lastIndexOf('-');
    return [text.slice(0, Math.max(colon, 0)), hyphen < 0 ? rest : rest.slice(0, hyphen), hyphen < 0 ? '' : rest.slice(hyphen + 1)];
  }

  /** A text in which a tilde comes before the end, and letters before all else. @param {string} run @returns {QueryPiece} */
  function lexical(run) {
    const rank = (/** @type {string} */ char) => (char === '~' ? '\u0001' : /[A-Za-z\u0080-\u{10ffff}]/u.test(char) ? char : String.fromCharCode(char.charCodeAt(0) + 0x100));
    return { rank: run[0] === '~' ? BEFORE : AFTER, number: '0', text: `${Array.from(run, rank).join('')}\u0002` };
  }

  /** What is no digit, then digits, and so on; one of both each time, however empty. @param {string} text */
  const alternating = (text) => [...text.matchAll(/([^0-9]*)([0-9]*)/g)].flatMap(([whole, words, run]) => (whole === '' ? [] : [words === '' ? END : lexical(words), digits(run)]));

  /** Debian. @param {string} text */
  function debian(text) {
    const [epoch, version, revision] = parts(text);
    return [digits(epoch), ...alternating(version), END, ...alternating(revision)];
  }

  /** Letters and digits by turns; a tilde comes before the end, a caret after it. @param {string} text */
  const segments = (text) => (text.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? []).map((run) => {
    if (run === '~') return { rank: BEFORE, number: '0', text: '' };
    if (run === '^') return { rank: AFTER, number: '0', text: '' };
    return /^[0-9]/.test(run) ? number(run) : { rank: AFTER, number: '1', text: run };
  });

  /** RPM. @param {string} text */
  function rpm(text) {
    const [epoch, version, release] = parts(text);
    return [digits(epoch), ...segments(version), END, ...segments(release)];
  }

  return { debian, rpm };
})();
