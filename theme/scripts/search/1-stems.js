// @ts-check
'use strict';

/** What remains of words without their endings, as `src/index/ask/stems.rs` has it, case by case. */
const searchStems = (() => {
  /** Endings by language, the longer before the shorter. @type {Record<string, string[]>} */
  const ENDINGS = {
    en: 'izations ization izing isation ations ation ators ator ating ative ated ments ment ions ion ings ing edly ed ates ate ably able ly'.split(' '),
    de: 'ungen ieren ierung ierte iert heiten keiten heit keit ung isch lich ern em en er es st e n s t'.split(' '),
    fr: 'issements issement ations ation ateurs ateur ements ement ment euses euse eurs eur ives ive ifs if ees ee es er ez e s x'.split(' '),
    es: 'amientos amiento imientos imiento aciones acion adores ador mente idades idad iendo ando ados ado adas ada idos ido ar er ir as os es a o e s'.split(' '),
  };
  const LEAST = 3;
  const VOWEL = /[aeiouy]/;

  /** Shortens English words by what makes them plural. @param {string} word */
  function singular(word) {
    if (/ies$/.test(word) && word.length > 4) return word.slice(0, -3) + 'y';
    if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
    return /([^siu]|api)s$/.test(word) ? word.slice(0, -1) : word;
  }

  /** Many for what is one and one for what is many, where English only adds a letter. @param {string} word */
  function otherNumber(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return null;
    const other = word.endsWith('s') ? word.slice(0, -1) : word + 's';
    return english(other) === english(word) ? other : null;
  }

  /**
   * `deployments` and `deploy`, `policies` and `policy`, `running` and `run` are one.
   * @param {string} word
   */
  function english(word) {
    const one = singular(word);
    const ending = ENDINGS.en.find((ending) => {
      const rest = one.slice(0, -ending.length);
      return one.endsWith(ending) && rest.length >= LEAST && VOWEL.test(rest) && !(ending === 'ed' && rest.endsWith('e'));
    });
    const stem = ending === undefined ? one : one.slice(0, -ending.length);
    const doubled = ending !== undefined && /([bdfgmnprt])\1$/.test(stem);
    const plain = doubled ? stem.slice(0, -1) : stem;
    return plain.length > LEAST ? plain.replace(/[ey]$/, '') : plain;
  }

  /**
   * @param {string} word @param {string} language
   * @returns {string}
   */
  function stem(word, language) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    if (language === 'en') return english(word);
    const ending = (ENDINGS[language] ?? []).find((ending) => word.endsWith(ending) && word.length - ending.length > LEAST);
    return ending === undefined ? word : word.slice(0, -ending.length);
  }

  return { stem, otherNumber };
})();
