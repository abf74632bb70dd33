// @ts-check
'use strict';

/**
 * The entities that a query finds, in order.
 *
 * @typedef {ReturnType<typeof queryGround.open>} QueryGround
 * @typedef {Uint8Array} QuerySet  A one for each node that is in it.
 */
const queryAnswer = (() => {
  /** Reads what a query needs, and finds what it asks for. */
  class Asker {
    /** @param {QueryGround} ground @param {number} entities @param {QueryNames} names @param {QueryVocabulary} vocabulary @param {string} today */
    constructor(ground, entities, names, vocabulary, today) {
      this.ground = ground;
      this.entities = entities;
      this.nodes = [...names.refs, ...names.missing];
      this.vocabulary = vocabulary;
      this.today = today;
    }

    /** @param {(node: number) => boolean} test @param {number} count @returns {QuerySet} */
    set(test, count = this.entities) {
      const set = new Uint8Array(count);
      for (let node = 0; node < count; node += 1) if (test(node)) set[node] = 1;
      return set;
    }

    /** @param {QueryNode} node @returns {Promise<QuerySet>} */
    async find(node) {
      switch (node.op) {
        case 'all':
        case 'any': {
          const found = await Promise.all(node.of.map((one) => this.find(one)));
          return this.set(node.op === 'all' ? (at) => found.every((one) => one[at] === 1) : (at) => found.some((one) => one[at] === 1));
        }
        case 'not': {
          const found = await this.find(node.of);
          return this.set((entity) => found[entity] === 0);
        }
        case 'word': {
          const rows = await this.ground.text();
          return this.set((entity) => rows[entity].includes(node.text));
        }
        case 'text': return this.values(node.field, (value) => {
          const folded = String(value).toLowerCase();
          return node.patterns.some((pattern) => queryValues.like(pattern, folded));
        });
        case 'ref': return this.values(node.field, (value) => node.references.some((matches) => matches(String(value))));
        case 'quantity': return this.quantities(node.field, node.quantities);
        case 'has': return this.has(node.counted);
        case 'count': return this.count(node.counted, (count) => node.quantities.some((quantity) => queryValues.isNumber(quantity, count)));
        case 'related': return this.reach(await this.targets(node.target), node.relations, node.most);
        case 'owned': {
          const to = await this.targets(node.target);
          (await this.reach(to, this.relations('child-of'), Infinity)).forEach((yes, group) => { if (yes === 1) to[group] = 1; });
          return this.reach(to, this.relations('owned-by'), 1);
        }
        case 'within': return this.reach(await this.targets(node.target), this.relations('part-of', 'member-of', 'child-of'), Infinity);
        case 'state': {
          const ways = await Promise.all(this.relations('related-to').map((relation) => this.ground.edges(relation)));
          const found = await Promise.all(node.states.map((state) => queryStates.find(this, state, ways.map(({ out }) => out))));
          return this.set((entity) => found.some((one) => one[entity] === 1));
        }
        default: return new Uint8Array(this.entities);
      }
    }

    /** @param {string[]} names */
    relations(...names) {
      return names.flatMap((name) => {
        const known = queryGround.find(this.vocabulary, name);
        return known?.type === 'relation' ? known.relations : [];
      });
    }

    /** All nodes that a target means; an inner query means entities only. @param {QueryTarget} target */
    async targets(target) {
      if ('references' in target) return this.set((node) => target.references.some((matches) => matches(this.nodes[node])), this.nodes.length);
      const set = new Uint8Array(this.nodes.length);
      set.set(await this.find(target.inner));
      return set;
    }

    /** The entities with a value for which `holds` says so; each distinct value is asked once. @param {QueryField} field @param {(value: string | number) => boolean} holds */
    async values(field, holds) {
      const { values, rows } = await this.ground.column(field);
      const wanted = values.map(holds);
      return this.set((entity) => placesOf(rows[entity]).some((place) => wanted[place]));
    }

    /** @param {QueryField} field @param {QueryQuantity[]} quantities */
    quantities(field, quantities) {
      return this.values(field, (value) => quantities.some((quantity) => (typeof value === 'number' ? queryValues.isNumber(quantity, value) : queryValues.isDay(quantity, value, this.today))));
    }

    /** Of a number it is asked whether there is any, not whether there is a number. @param {QueryName} counted */
    has(counted) {
      if (counted.type === 'field' && counted.field.type === 'number') return this.values(counted.field, (value) => Number(value) > 0);
      return this.count(counted, (count) => count > 0);
    }

    /** @param {QueryName} counted @param {(count: number) => boolean} holds */
    async count(counted, holds) {
      if (counted.type === 'nothing') return this.set(() => holds(0));
      if (counted.type === 'field') {
        const { rows } = await this.ground.column(counted.field);
        return this.set((entity) => holds(placesOf(rows[entity]).length));
      }
      const ways = await Promise.all(counted.relations.map((relation) => this.ground.edges(relation)));
      if (ways.length === 1) return this.set((entity) => holds(ways[0].out.starts[entity + 1] - ways[0].out.starts[entity]));
      return this.set((entity) => holds(new Set(ways.flatMap(({ out }) => [...out.targets.subarray(out.starts[entity], out.starts[entity + 1])])).size));
    }

    /**
     * Entities that get to one of `to` in so many steps. What does not exist can be got to, but not passed.
     * @param {QuerySet} to @param {QueryRelation[]} relations @param {number} most
     */
    async reach(to, relations, most) {
      const ways = await Promise.all(relations.map((relation) => this.ground.edges(relation)));
      const found = new Uint8Array(this.entities);
      /** @type {number[]} */
      let front = [];
      to.forEach((yes, node) => { if (yes === 1) front.push(node); });
      for (let step = 0; step < most && front.length > 0; step += 1) {
        /** @type {number[]} */
        const next = [];
        for (const { into } of ways) {
          for (const node of front) {
            for (let at = into.starts[node]; at < into.starts[node + 1]; at += 1) {
              const source = into.targets[at];
              if (source >= this.entities || found[source] === 1) continue;
              found[source] = 1;
              next.push(source);
            }
          }
        }
        front = next;
      }
      return found;
    }

    /** @param {number[]} found @param {QuerySort[]} sorts */
    async order(found, sorts) {
      const keys = await Promise.all(sorts.map(async ({ field, down }) => {
        if (field === null) return null;
        const { values, rows } = await this.ground.column(field);
        const ranks = ranksOf(values);
        const rank = (/** @type {number} */ place) => (down ? values.length - ranks[place] : ranks[place]);
        return new Map(found.map((entity) => [entity, placesOf(rows[entity]).reduce((least, place) => Math.min(least, rank(place)), Infinity)]));
      }));
      return found.sort((a, b) => {
        for (const key of keys) {
          const [left, right] = [key?.get(a) ?? Infinity, key?.get(b) ?? Infinity];
          if (left !== right) return left < right ? -1 : 1;
        }
        return a - b;
      });
    }
  }

  /** @param {number | number[]} row @returns {number[]} */
  const placesOf = (row) => (typeof row !== 'number' ? row : row < 0 ? [] : [row]);

  /** The place of each value in their order: texts by their lower case, then as written. @param {(string | number)[]} values */
  function ranksOf(values) {
    const keys = values.map((value) => (typeof value === 'number' ? value : value.toLowerCase()));
    /** @param {number} a @param {number} b */
    const order = (a, b) => compare(keys[a], keys[b]) || compare(values[a], values[b]);
    const ranks = new Array(values.length);
    values.map((_, place) => place).sort(order).forEach((place, rank) => { ranks[place] = rank; });
    return ranks;
  }

  /** @param {string | number} a @param {string | number} b */
  function compare(a, b) {
    return typeof a === 'string' && typeof b === 'string' ? searchStore.compare(a, b) : Number(a) - Number(b);
  }

  /**
   * The numbers of the entities that a query finds, in its order.
   * @param {QueryGround} ground @param {string} text @param {string} today  A date, as 2026-11-02.
   */
  async function answer(ground, text, today) {
    const [manifest, vocabulary, names] = await Promise.all([ground.manifest(), ground.vocabulary(), ground.names()]);
    const query = queryParse.parse(text, vocabulary);
    const asker = new Asker(ground, manifest.entities, names, vocabulary, today);
    /** @type {number[]} */
    const found = [];
    (await asker.find(query.node)).forEach((yes, entity) => { if (yes === 1) found.push(entity); });
    return { entities: await asker.order(found, query.sorts), names, query };
  }

  return { answer, placesOf };
})();
