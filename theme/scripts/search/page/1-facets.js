// @ts-check
'use strict';

/**
 * Values that narrow an answer, and how many of it have each.
 *
 * @typedef {{ value: string, members: ArrayLike<number>, partial: boolean }} FacetValue
 *   `members` ascend and are numbers of items; `partial` when there are more of them.
 * @typedef {{ value: string, count: number, partial: boolean, chosen: boolean }} FacetCount
 */
const searchFacets = (() => {
  const KEYS = ['kind', 'type', 'owner', 'system', 'lifecycle', 'tag', 'source'];
  const REFERENCES = ['owner', 'system'];
  const REFERENCE = /^[^:/]+:[^/]+\/./;
  const MOST_SHARDS = 4;
  const LAST = '\u{10ffff}';

  /** What documents are, which the index knows without a look into its terms. @param {SearchManifest} manifest @returns {FacetValue[]} */
  function kinds({ labels, documents }) {
    /** @type {Map<string, number[]>} */
    const found = new Map();
    labels.forEach(([label, first], place) => {
      const end = labels[place + 1]?.[1] ?? documents;
      const members = found.get(label) ?? [];
      for (let document = first; document < end; document += 1) members.push(document);
      found.set(label, members);
    });
    return [...found].map(([value, members]) => ({ value, members, partial: false }));
  }

  /** The values of a key in the index. @param {ReturnType<typeof searchStore.open>} store @param {string} key @returns {Promise<FacetValue[]>} */
  async function values(store, key) {
    const manifest = await store.manifest();
    if (key === 'kind') return kinds(manifest);
    if (!manifest.keys.includes(key)) return [];
    const prefix = `${key}:`;
    const before = (/** @type {string} */ term) => Math.max(searchStore.lowerBound(manifest.shards, term) - 1, 0);
    const first = before(prefix);
    const last = Math.min(before(prefix + LAST), first + MOST_SHARDS - 1);
    const shards = await Promise.all(Array.from({ length: last - first + 1 }, (_, place) => store.shard(first + place)));
    /** @type {FacetValue[]} */
    const found = [];
    for (const { terms, starts, documents, frequencies } of shards) {
      for (let at = searchStore.lowerBound(terms, prefix); at < terms.length && terms[at].startsWith(prefix); at += 1) {
        const value = terms[at].slice(prefix.length);
        if (REFERENCES.includes(key) && !REFERENCE.test(value)) continue;
        const members = documents.subarray(starts[at], starts[at + 1]);
        found.push({ value, members, partial: frequencies[at] > members.length });
      }
    }
    return found;
  }

  /**
   * For each item, how many keys keep it out; and which, if it is one.
   * @param {Map<string, FacetValue[]>} facets @param {Map<string, string[]>} chosen @param {number} count
   */
  function sift(facets, chosen, count) {
    const kept = [...chosen].map(([key, wanted]) => {
      const pass = new Uint8Array(count);
      for (const { value, members } of facets.get(key) ?? []) {
        if (wanted.includes(value)) for (let at = 0; at < members.length; at += 1) pass[members[at]] = 1;
      }
      return { key, pass };
    });
    /** Whether an item passes all keys but `except`. @param {number} item @param {string} [except] */
    return (item, except) => kept.every(({ key, pass }) => key === except || pass[item] === 1);
  }

  /**
   * The values of a key that items of the answer have, the most frequent first.
   * @param {FacetValue[]} values @param {(item: number) => boolean} isIn @param {string[]} chosen
   * @returns {FacetCount[]}
   */
  function counts(values, isIn, chosen) {
    const counted = values.map(({ value, members, partial }) => {
      let count = 0;
      for (let at = 0; at < members.length; at += 1) if (isIn(members[at])) count += 1;
      return { value, count, partial, chosen: chosen.includes(value) };
    });
    const gone = chosen.filter((value) => !values.some((one) => one.value === value));
    const all = [...counted, ...gone.map((value) => ({ value, count: 0, partial: false, chosen: true }))];
    const shown = all.filter((one) => one.count > 0 || one.chosen);
    return shown.sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.count - a.count || searchStore.compare(a.value, b.value));
  }

  return { KEYS, values, sift, counts };
})();
