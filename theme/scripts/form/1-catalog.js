// @ts-check
'use strict';

/**
 * @typedef {{ ref: string, kind: string, namespace: string, name: string, title: string, text: string, values: string[][] }} FormEntity
 */

/** The entities that pickers offer. */
const formCatalog = (() => {
  /** @type {FormEntity[]} */
  let entities = [];
  /** @type {string[]} */
  let fields = [];
  /** @type {[string, string[]][]} */
  let hosts = [];
  /** @type {Map<string, FormEntity>} */
  let byRef = new Map();

  /** @param {FormValue} data */
  function take(data) {
    ({ fields, hosts } = data);
    entities = data.entities.map((/** @type {[number, string, string, string, string[][]]} */ [kind, namespace, name, title, values]) => ({
      ref: `${data.kinds[kind]}:${namespace}/${name}`.toLowerCase(),
      kind: data.kinds[kind].toLowerCase(), namespace, name, title: title || name, values,
      text: `${title}\n${name}`.toLowerCase(),
    }));
    byRef = new Map(entities.map((entity) => [entity.ref, entity]));
  }

  /** The values of a field. @param {FormEntity} entity @param {string} field @returns {string[]} */
  function values(entity, field) {
    switch (field) {
      case 'kind': return [entity.kind];
      case 'metadata.namespace': return [entity.namespace];
      case 'metadata.name': return [entity.name];
      case 'metadata.title': return [entity.title];
      default: return entity.values[fields.indexOf(field)] ?? [];
    }
  }

  /** Whether an entity passes a filter: any of a list, all members of each. @param {FormEntity} entity @param {FormValue} filter @returns {boolean} */
  function passes(entity, filter) {
    if (Array.isArray(filter)) return filter.some((one) => passes(entity, one));
    if (filter === null || typeof filter !== 'object') return true;
    return Object.entries(filter).every(([key, wanted]) => {
      const own = values(entity, key.toLowerCase()).map((value) => value.toLowerCase());
      if (wanted !== null && typeof wanted === 'object' && !Array.isArray(wanted)) return wanted.exists !== true || own.length > 0;
      return [wanted].flat().some((value) => own.includes(String(value).toLowerCase()));
    });
  }

  /** What a picker asks for. @param {string} extension @param {Record<string, FormValue>} options @returns {FormValue} */
  function filter(extension, options) {
    if (options.catalogFilter) return options.catalogFilter;
    const listed = options.allowedKinds ?? options.kinds;
    if (listed) return { kind: listed };
    if (extension === 'OwnerPicker') return { kind: ['group', 'user'] };
    return extension === 'MyGroupsPicker' ? { kind: 'group' } : {};
  }

  /** The reference of the team that the reader chose in this portal; empty without one. */
  function team() {
    try {
      return (localStorage.getItem('callboard-team') ?? '').toLowerCase();
    } catch {
      return '';
    }
  }

  /** @param {string} extension @param {Record<string, FormValue>} options */
  const all = (extension, options) => {
    const wanted = filter(extension, options);
    const found = entities.filter((entity) => passes(entity, wanted));
    const own = team();
    if (own === '') return found;
    if (extension === 'OwnedEntityPicker') return found.filter((entity) => values(entity, 'relations.ownedby').includes(own));
    // A portal knows the reader's team, and no other group of theirs.
    return extension === 'MyGroupsPicker' ? found.sort((a, b) => Number(b.ref === own) - Number(a.ref === own)) : found;
  };

  /** How well a text fits what is typed; nothing when it does not. @param {string} text @param {string} query */
  function rank(text, query) {
    if (text.split('\n').includes(query)) return 0;
    const at = text.indexOf(query);
    if (at < 0) return null;
    if (at === 0 || text[at - 1] === '\n') return 1;
    return /[\s\-_./]/.test(text[at - 1]) ? 2 : 3;
  }

  /**
   * Those that fit what is typed, the best first.
   * @template T
   * @param {T[]} list @param {string} typed @param {(one: T) => string} text
   */
  function search(list, typed, text) {
    const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return list;
    /** @type {[number, T][]} */
    const found = [];
    for (const one of list) {
      const own = text(one);
      let score = 0;
      for (const word of words) {
        const rankOf = rank(own, word);
        score = rankOf === null ? NaN : score + rankOf;
      }
      if (!Number.isNaN(score)) found.push([score, one]);
    }
    return found.sort(([a], [b]) => a - b).map(([, one]) => one);
  }

  /** The tags of entities with how many have each. @param {string} extension @param {Record<string, FormValue>} options */
  function tags(extension, options) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const entity of all(extension, options)) for (const tag of values(entity, 'metadata.tags')) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }

  /** A reference that lacks its kind or namespace, made whole. @param {string} text @param {string} kind @param {string} namespace */
  function whole(text, kind, namespace) {
    const parts = /^(?:([^:/\s]+):)?(?:([^/\s]+)\/)?([^\s]+)$/.exec(text.trim());
    if (parts === null) return text.trim();
    const [, ownKind, ownNamespace, name] = parts;
    return (ownKind ?? kind) ? `${(ownKind ?? kind).toLowerCase()}:${(ownNamespace ?? namespace).toLowerCase()}/${name.toLowerCase()}` : text.trim();
  }

  /** A reference as short as these defaults allow. @param {string} ref */
  const short = (ref) => ref.replace(/^([^:]+):default\//, '$1:');

  return {
    take, all, team, search, tags, whole, short, values,
    /** @param {string} ref */ get: (ref) => byRef.get(String(ref).toLowerCase()),
    /** @param {string} name */ named: (name) => entities.filter((entity) => entity.name.toLowerCase() === name.toLowerCase()),
    hosts: () => hosts,
  };
})();
