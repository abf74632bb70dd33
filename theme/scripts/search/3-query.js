// @ts-check
'use strict';

/**
 * Which terms of the index may be meant by what was asked.
 *
 * @typedef {{ term: string, quality: number, shard: SearchShard, index: number }} SearchMeaning
 */
const searchQuery = (() => {
  const MOST_PREFIXED = 24;
  const MOST_RESPELT = 4;
  /** Shards besides its own in which a word that begins like none is looked for, and those when none there is sure. */
  const STRAYED = 2;
  const FAR_STRAYED = 8;
  const ENOUGH = 40;
  const EXACT = 1;
  const STEMMED = 0.85;
  const SYNONYM = 0.8;
  const JOINED = 0.8;
  /** How much more a name in code tells than its rarity says, as one word and as it is written. */
  const WRITTEN = 2;
  const PREFIXED = 0.5;
  const NEARLY_WHOLE = 0.3;
  const RESPELT = [0, 0.6, 0.5];
  const LAST = '\u{10ffff}';

  /** Terms of several words and terms that filter are no words. @param {string} term */
  const isWord = (term) => !term.includes(' ') && !term.includes(':');

  /**
   * The shards that may hold terms from `low` to `high`, two at most.
   * @param {SearchManifest} manifest @param {string} low @param {string} high
   */
  function numbers(manifest, low, high) {
    const place = (/** @type {string} */ term) => {
      const at = searchStore.lowerBound(manifest.shards, term);
      return manifest.shards[at] === term ? at : at - 1;
    };
    const first = Math.max(place(low), 0);
    // Shards that begin alike, but for the last of them, have no terms.
    const more = manifest.shards.findIndex((start, number) => number > first && start !== manifest.shards[first]);
    const next = more < 0 ? Infinity : place(manifest.shards[more]);
    return place(high) >= next ? [first, next] : [first];
  }

  /** The terms of a shard that begin with `prefix`. @param {SearchShard} shard @param {string} prefix */
  function within(shard, prefix) {
    /** @type {SearchMeaning[]} */
    const found = [];
    for (let index = searchStore.lowerBound(shard.terms, prefix); index < shard.terms.length; index += 1) {
      const term = shard.terms[index];
      if (!term.startsWith(prefix)) break;
      found.push({ term, quality: EXACT, shard, index });
    }
    return found;
  }

  /**
   * The terms that begin with `prefix`, in the first two shards that may hold them; in the first alone when it has a
   * word that is in many documents.
   * @param {ReturnType<typeof searchStore.open>} store @param {string} prefix
   * @returns {Promise<SearchMeaning[]>}
   */
  async function beginning(store, prefix) {
    const manifest = await store.manifest();
    if (manifest.shards.length === 0) return [];
    const [first, second] = numbers(manifest, prefix, prefix + LAST);
    const found = within(await store.shard(first), prefix);
    const enough = found.some(({ term, shard, index }) => isWord(term) && shard.frequencies[index] >= ENOUGH);
    return second === undefined || enough ? found : [...found, ...within(await store.shard(second), prefix)];
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {string} term
   * @returns {Promise<SearchMeaning[]>} one or none
   */
  async function exactly(store, term) {
    const manifest = await store.manifest();
    if (manifest.shards.length === 0) return [];
    const shard = await store.shard(numbers(manifest, term, term)[0]);
    const index = searchStore.lowerBound(shard.terms, term);
    return shard.terms[index] === term ? [{ term, quality: EXACT, shard, index }] : [];
  }

  /** How prominent a term is: titles count most. @param {SearchMeaning} meaning */
  function prominence({ shard, index }) {
    let titles = 0;
    for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) titles += shard.weights[at] >> 6 ? 1 : 0;
    return titles * 10 + shard.frequencies[index];
  }

  /** The first of terms that begin alike. @param {SearchMeaning[]} found */
  function mostProminent(found) {
    const ranked = found.map((meaning) => ({ meaning, rank: prominence(meaning) }));
    ranked.sort((a, b) => b.rank - a.rank || searchStore.compare(a.meaning.term, b.meaning.term));
    return ranked.slice(0, MOST_PREFIXED).map(({ meaning }) => meaning);
  }

  /** How well a term answers what it begins with. @param {string} begun @param {number} length */
  const likeness = (begun, length) => PREFIXED + (NEARLY_WHOLE * begun.length) / length;

  /**
   * The terms that a word may mean, the word itself first.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord} word
   * @param {boolean} alone whether there is no other word, so that a further file may be read for it
   * @returns {Promise<SearchMeaning[]>}
   */
  async function meanings(store, word, alone) {
    if (word.quoted) return exactly(store, word.text);
    const manifest = await store.manifest();
    const { languages } = manifest;
    const stems = languages.map((language) => searchStems.stem(word.text, language));
    const shortest = rootOf(word.text, languages);
    const number = word.dense || !languages.includes('en') ? null : searchStems.otherNumber(word.text);
    const other = number !== null && (alone || isNear(manifest, number, word.text)) ? number : null;
    const [own, counted, compounds, synonyms, joints, family] = await Promise.all([
      exactly(store, word.text),
      // What begins alike may be in more shards than are looked at.
      other === null ? [] : exactly(store, other),
      Promise.all(word.compounds.map((compound) => exactly(store, compound))),
      Promise.all(word.synonyms.map((form) => together(store, form))),
      Promise.all(word.joints.map((joint) => joined(store, joint))),
      shortest.length > 2 && !word.dense ? beginning(store, shortest) : [],
      strayed(store, manifest, word),
    ]);
    const kin = family.filter(({ term }) => {
      if (!isWord(term) || term === word.text || term === other) return false;
      return languages.some((language, place) => searchStems.stem(term, language) === stems[place]);
    });
    const found = [...own, ...compounds.flat(), ...[...counted, ...kin].map((meaning) => ({ ...meaning, quality: STEMMED }))];
    found.push(...synonyms.flat(), ...joints.flat());
    const begins = word.open || (found.length === 0 && word.text.length > 2);
    if (begins) found.push(...(await prefixed(store, word.text, found)));
    return found.length > 0 ? found : respelt(store, word);
  }

  /** The shortest stem of a word. @param {string} word @param {string[]} languages */
  const rootOf = (word, languages) =>
    languages.map((language) => searchStems.stem(word, language)).reduce((best, stem) => (stem.length < best.length ? stem : best), word);

  /** Whether a term is in a shard that a word needs anyway. @param {SearchManifest} manifest @param {string} term @param {string} word */
  function isNear(manifest, term, word) {
    if (manifest.shards.length === 0) return false;
    const at = (/** @type {string} */ text) => numbers(manifest, text, text)[0];
    return [word, rootOf(word, manifest.languages)].map(at).includes(at(term));
  }

  /**
   * Neighbours as one word, where a shard has it that the first of them needs anyway.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchJoint} joint
   * @returns {Promise<SearchMeaning[]>}
   */
  async function joined(store, { text, first }) {
    const manifest = await store.manifest();
    const near = first.length > 2 && isNear(manifest, text, first);
    return near ? (await exactly(store, text)).map((meaning) => ({ ...meaning, quality: JOINED })) : [];
  }

  /**
   * Terms for what stands together in the query, each with how much it tells: words that were written as one, and
   * those that might have been.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchQuery} query
   * @returns {Promise<[SearchMeaning[], number][]>}
   */
  async function wholes(store, { words, written }) {
    const compounds = [...new Set(words.flatMap((word) => word.compounds))];
    const open = words.find((word) => word.open)?.compounds ?? [];
    const [chains, shapes, joints] = await Promise.all([
      Promise.all(compounds.map(async (text) => {
        const found = await exactly(store, text);
        return open.includes(text) ? [...found, ...(await prefixed(store, text, found))] : found;
      })),
      Promise.all([...new Set([...words.map((word) => word.shape), ...written])].map((shape) => (shape === null ? [] : exactly(store, shape)))),
      Promise.all(searchParse.runs(words).map((joint) => joined(store, joint))),
    ]);
    const told = (/** @type {number} */ worth) => (/** @type {SearchMeaning[]} */ found) => /** @type {[SearchMeaning[], number]} */ ([found, worth]);
    return [...[...chains, ...shapes].map(told(WRITTEN)), ...joints.map(told(0.5))].filter(([found]) => found.length > 0);
  }

  /**
   * The documents with all words of a form, as the postings of one term.
   * @param {ReturnType<typeof searchStore.open>} store @param {string[]} form
   * @returns {Promise<SearchMeaning[]>}
   */
  async function together(store, form) {
    const found = (await Promise.all(form.map((word) => exactly(store, word)))).flat();
    if (found.length < form.length) return [];
    if (found.length === 1) return found.map((meaning) => ({ ...meaning, quality: SYNONYM }));
    /** Weight, and the lengths of title and name. @type {Map<number, [number, number]>} */
    let all = new Map();
    found.forEach(({ shard, index }, place) => {
      const next = new Map();
      for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) {
        const before = place === 0 ? shard.weights[at] : all.get(shard.documents[at])?.[0];
        // The weight of the least important word, and the places where all of them are.
        const weight = Math.min((before ?? 0) & 0x1f, shard.weights[at] & 0x1f);
        if (before !== undefined) next.set(shard.documents[at], [(before & shard.weights[at] & 0xe0) | weight, shard.lengths[at]]);
      }
      all = next;
    });
    const values = [...all.values()];
    const shard = {
      terms: [form.join(' ')],
      frequencies: Uint32Array.of(all.size),
      starts: Uint32Array.of(0, all.size),
      documents: Uint32Array.from(all.keys()),
      weights: Uint8Array.from(values, ([weight]) => weight),
      lengths: Uint8Array.from(values, ([, lengths]) => lengths),
      fragments: new Uint8Array(0),
    };
    const [term] = shard.terms;
    return all.size === 0 ? [] : [{ term, quality: SYNONYM, shard, index: 0 }];
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {string} text @param {SearchMeaning[]} known
   */
  async function prefixed(store, text, known) {
    const terms = new Set(known.map(({ term }) => term));
    const found = (await beginning(store, text)).filter(({ term }) => isWord(term) && !terms.has(term));
    return mostProminent(found).map((meaning) => ({ ...meaning, quality: likeness(text, meaning.term.length) }));
  }

  /**
   * Shards in which the word may be that was meant: its own, and those with what begins alike.
   * @param {SearchManifest} manifest @param {string} text
   */
  function neighbours(manifest, text) {
    const start = searchSpelling.start(text);
    const at = (/** @type {string} */ other) => numbers(manifest, other, other)[0];
    const own = at(text);
    // What begins as the word does may be in more shards than one.
    const beside = [own - 1, own + 1].filter((number) => number >= at(start) && number <= at(start + LAST));
    return [...new Set([own, ...beside, ...searchSpelling.alike(manifest.beginnings, text).map(at)])];
  }

  /**
   * The words near to where one would be, with how many documents have each.
   * @param {ReturnType<typeof searchStore.open>} store @param {string} text
   */
  async function around(store, text) {
    const manifest = await store.manifest();
    const near = manifest.shards.length === 0 ? [] : neighbours(manifest, text).slice(0, 1 + FAR_STRAYED);
    const shards = await Promise.all(near.map(store.shard));
    return shards.flatMap((shard) => searchSpelling.established(shard).map(({ word, index }) => ({ word, frequency: shard.frequencies[index] })));
  }

  /**
   * The shards that a word which begins like none may have strayed from, so that they come with its own.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchManifest} manifest @param {SearchWord} word
   */
  async function strayed(store, manifest, { text }) {
    if (manifest.shards.length === 0 || searchSpelling.isKnown(manifest.beginnings, text)) return;
    await Promise.all(neighbours(manifest, text).slice(0, 1 + STRAYED).map(store.shard));
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord} word
   * @returns {Promise<SearchMeaning[]>}
   */
  async function respelt(store, word) {
    const manifest = await store.manifest();
    if (manifest.shards.length === 0) return [];
    const places = neighbours(manifest, word.text);
    const nearest = async (/** @type {number} */ more) =>
      searchSpelling.nearest(await Promise.all(places.slice(0, 1 + more).map(store.shard)), word.text, word.open);
    const first = await nearest(searchSpelling.isKnown(manifest.beginnings, word.text) ? 0 : STRAYED);
    const near = (first[0]?.sure ? first : await nearest(FAR_STRAYED)).slice(0, MOST_RESPELT);
    const found = await Promise.all(near.map((candidate) => exactly(store, candidate.word)));
    return found.flatMap((meanings, place) =>
      // The nearest is most likely what was meant; the others are there in case it was not.
      meanings.map((meaning) => ({ ...meaning, quality: RESPELT[near[place].distance] - (place === 0 ? 0 : 0.15) })),
    );
  }

  /**
   * The terms that a filter stands for: its value, or all that begin with what stands before a `*`.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchFilter} filter
   */
  const filtering = (store, { key, value }) =>
    value.endsWith('*') ? beginning(store, `${key}:${value.slice(0, -1)}`) : exactly(store, `${key}:${value}`);

  return { STEMMED, exactly, beginning, mostProminent, likeness, meanings, around, wholes, filtering };
})();
