// @ts-check
'use strict';

/**
 * What is asked of packages: `log4j-core<2.17.1`, `npm/@babel/core`, `pkg:maven/org.slf4j/slf4j-api@2.0.9`.
 *
 * @typedef {{ operator: string, written: string, pattern: string[] }} QueryVersionTest
 * @typedef {{ name: string[], versions: QueryVersionTest[] }} QueryPackage
 */
const queryPackage = (() => {
  const { fail } = queryTokens;
  const HINT = 'write `log4j-core<2.17.1`, `npm/lodash@4.17.20` or `log4j-core>=2.0<2.17.1`';

  /** Whether a letter begins a comparison. `@` in front of a name is its scope's. @param {QueryLetter[]} letters @param {number} at */
  function isOperator(letters, at) {
    const { char, plain } = letters[at];
    return plain && ('<>='.includes(char) || (char === '@' && at > 0 && !'/:'.includes(letters[at - 1].char)));
  }

  /** A name without `pkg:`, with `/` after the type and `@` for `%40`. @param {QueryLetter[]} letters */
  function name(letters) {
    const text = letters.map(({ char }) => char).join('').toLowerCase();
    const own = letters.slice(text.startsWith('pkg:') ? 4 : 0).map((letter) => ({ ...letter }));
    // A registry's port comes after the type.
    const colon = own.find(({ char }) => char === ':' || char === '/');
    if (colon !== undefined) colon.char = '/';
    for (let at = 0; at + 2 < own.length; at += 1) {
      if (own[at].char !== '%' || own[at + 1].char !== '4' || own[at + 2].char !== '0') continue;
      own[at].char = '@';
      own.splice(at + 1, 2);
    }
    return own;
  }

  /** Reads a name and any number of comparisons, all of which must hold of one version. @param {QueryAlternative} alternative @returns {QueryPackage} */
  function parse({ letters, span }) {
    const cuts = letters.flatMap((_, at) => (isOperator(letters, at) ? [at] : []));
    const end = cuts[0] ?? letters.length;
    if (end === 0) fail(span, 'no package stands before the comparison', HINT);
    /** @type {QueryVersionTest[]} */
    const versions = [];
    for (let at = end; at < letters.length;) {
      const first = letters[at].char;
      const double = (first === '<' || first === '>') && letters[at + 1]?.plain && letters[at + 1].char === '=';
      const start = at + (double ? 2 : 1);
      at = cuts.find((cut) => cut >= start) ?? letters.length;
      const written = letters.slice(start, at).map(({ char }) => char).join('');
      const operator = double ? `${first}=` : first === '@' ? '=' : first;
      if (written === '' || (operator !== '=' && queryVersion.parse('', written) === null)) {
        fail(span, `\`${Array.from(written).slice(0, 40).join('')}\` is no version`, HINT);
      }
      versions.push({ operator, written, pattern: queryValues.pattern(letters.slice(start, at)) });
    }
    return { name: queryValues.pattern(name(letters.slice(0, end))), versions };
  }

  /** A label as package and version; a scope's `@` begins no version. @param {string} label @returns {[string, string]} */
  function split(label) {
    const at = label.lastIndexOf('@');
    return at > 0 && label[at - 1] !== '/' ? [label.slice(0, at), label.slice(at + 1)] : [label, ''];
  }

  /** Whether a package, in lower case, is meant: by its whole name or by what comes after a slash, though never by a part of a scope. @param {QueryPackage} wanted @param {string} folded */
  function isNamed({ name: own }, folded) {
    if (queryValues.like(own, folded)) return true;
    for (let at = folded.indexOf('/'); at >= 0; at = folded.indexOf('/', at + 1)) {
      const scoped = folded[folded.lastIndexOf('/', at - 1) + 1] === '@';
      if (!scoped && queryValues.like(own, folded.slice(at + 1))) return true;
    }
    return false;
  }

  /** @param {QueryPackage} wanted @param {string} type  Of the package URL, in lower case. @param {string} version @param {boolean} possible  Whether one version that a range allows is enough; else it stands for the least. */
  function isVersion({ versions }, type, version, possible) {
    if (versions.length === 0) return true;
    const own = queryVersion.parse(type, version);
    const open = possible && (own === null || !queryVersion.isExact(version));
    return versions.every(({ operator, written, pattern }) => {
      const other = queryVersion.parse(type, written);
      const order = own === null || other === null ? NaN : queryVersion.compare(own, other);
      if (open && (Number.isNaN(order) || operator[0] === '>' || (operator === '=' && order < 0))) return true;
      switch (operator) {
        case '<': return order < 0;
        case '<=': return order <= 0;
        case '>': return order > 0;
        case '>=': return order >= 0;
        default: return order === 0 || queryValues.like(pattern, version.toLowerCase());
      }
    });
  }

  /** The entities that use what is wanted. @param {QueryGround} ground @param {QueryField} field @param {QueryPackage[]} wanted @param {number} entities @param {boolean} possible @returns {Promise<Uint8Array>} */
  async function find(ground, field, wanted, entities, possible) {
    const found = new Uint8Array(entities);
    const { names, users } = await ground.packages(field);
    const places = names.flatMap((name, place) => {
      const folded = name.toLowerCase();
      const fits = wanted.filter((one) => isNamed(one, folded));
      return fits.length === 0 ? [] : [{ place, type: folded.slice(0, folded.indexOf('/')), fits }];
    });
    await Promise.all(places.map(async ({ place, type, fits }) => {
      for (const [version, steps] of await users(place)) {
        if (!fits.some((one) => isVersion(one, type, version, possible))) continue;
        let entity = 0;
        for (const step of steps) {
          entity += step;
          found[entity] = 1;
        }
      }
    }));
    return found;
  }

  /** What an exact name may have been meant to be. @param {string[]} names @param {QueryPackage} wanted @returns {QueryMisspelt[]} */
  function misspelt(names, wanted) {
    const folded = names.map((name) => name.toLowerCase());
    if (wanted.name.length !== 1 || folded.some((name) => isNamed(wanted, name))) return [];
    const [written] = wanted.name;
    const parts = written.split('/').length;
    const near = queryNear.nearest(written, folded.map((name) => name.split('/').slice(-parts).join('/')));
    return near === null ? [] : [{ written, near }];
  }

  return { parse, split, find, misspelt };
})();
