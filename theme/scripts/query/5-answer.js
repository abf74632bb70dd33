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
      this.nodes = names.nodes;
      this.places = names.places;
      this.vocabulary = vocabulary;
      this.today = today;
    }

    /** @param {(node: number) => boolean} test @param {number} count @returns {QuerySet} */
    set(test, count = this.entities) {
      const set = new Uint8Array(count);
      for (let node = 0; node < count; node += 1) if (test(node)) set[node] = 1;
      return set;
    }

    /** @param {QuerySet[]} sets @param {number} start @param {(a: number, b: number) => number} operation @returns {QuerySet} */
    join(sets, start, operation) {
      const joined = new Uint8Array(this.entities).fill(start);
      for (const set of sets) for (let at = 0; at < joined.length; at += 1) joined[at] = operation(joined[at], set[at]);
      return joined;
    }

    /** @param {QueryNode} node @param {boolean} possible  Whether it is enough that it may hold, as below `NOT`. @returns {Promise<QuerySet>} */
    async find(node, possible = false) {
      return queryKnown.weighed(this, node, await this.term(node, possible), possible);
    }

    /** @param {QueryNode} node @param {boolean} possible @returns {Promise<QuerySet>} */
    async term(node, possible) {
      switch (node.op) {
        case 'all':
        case 'any': {
          const found = await Promise.all(node.of.map((one) => this.find(one, possible)));
          return node.op === 'all' ? this.join(found, 1, (a, b) => a & b) : this.join(found, 0, (a, b) => a | b);
        }
        case 'not': {
          const found = await this.find(node.of, !possible);
          return this.set((entity) => found[entity] === 0);
        }
        case 'word': {
          const rows = await this.ground.text();
          return this.set((entity) => rows[entity].includes(node.text));
        }
        case 'text': {
          const folded = foldedOf(await this.ground.column(node.field));
          return this.values(node.field, (_, place) => node.patterns.some((pattern) => queryValues.like(pattern, folded[place])));
        }
        case 'ref': return this.values(node.field, (value) => node.references.some(({ matches }) => matches(String(value))));
        case 'package': return queryPackage.find(this.ground, node.field, node.wanted, this.entities, possible);
        case 'quantity': return this.quantities(node.field, node.quantities);
        case 'has': return this.has(node.counted);
        case 'count': return this.count(node.counted, (count) => node.quantities.some((quantity) => queryValues.isNumber(quantity, count)));
        case 'related': return this.reach(await this.targets(node.target, possible), node.relations, node.most);
        case 'owned': {
          const to = await this.targets(node.target, possible);
          (await this.reach(to, this.relations('child-of'), Infinity)).forEach((yes, group) => { if (yes === 1) to[group] = 1; });
          return this.reach(to, this.relations('owned-by'), 1);
        }
        case 'within': return this.reach(await this.targets(node.target, possible), this.relations('part-of', 'member-of', 'child-of'), Infinity);
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

    /** All nodes that a target means; an inner query means entities only. @param {QueryTarget} target @param {boolean} possible */
    async targets(target, possible) {
      const set = new Uint8Array(this.nodes.length);
      if ('references' in target) {
        for (const { whole, matches } of target.references) {
          const place = whole === null ? undefined : this.places.get(whole);
          if (place !== undefined) set[place] = 1;
          if (whole === null) this.nodes.forEach((node, at) => { if (matches(node)) set[at] = 1; });
        }
        return set;
      }
      set.set(await this.find(target.inner, possible));
      return set;
    }

    /** The entities with a value for which `holds` says so; each distinct value is asked once. @param {QueryField} field @param {(value: string | number, place: number) => boolean} holds */
    async values(field, holds) {
      const { values, rows } = await this.ground.column(field);
      const wanted = values.map(holds);
      return this.set((entity) => {
        const row = rows[entity];
        return typeof row === 'number' ? row >= 0 && wanted[row] : row.some((place) => wanted[place]);
      });
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
      const seen = new Uint32Array(this.nodes.length);
      return this.set((entity) => holds(distinct(ways, entity, seen)));
    }

    /**
     * Entities that get to one of `to` in so many steps. What does not exist can be got to, but not passed.
     * @param {QuerySet} to @param {QueryRelation[]} relations @param {number} most
     */
    async reach(to, relations, most) {
      const ways = await Promise.all(relations.map((relation) => this.ground.edges(relation)));
      const found = new Uint8Array(this.entities);
      // Where a walk starts and what it finds, one step after the other.
      const queue = new Uint32Array(this.nodes.length + this.entities);
      let end = 0;
      for (let node = 0; node < to.length; node += 1) {
        if (to[node] === 1) {
          queue[end] = node;
          end += 1;
        }
      }
      const first = end;
      for (let step = 0, start = 0; step < most && start < end && end - first < this.entities; step += 1) {
        const last = end;
        // When little is left, it is asked what leads on, which is mostly told by its first few edges.
        if ((last - start) * FEW >= this.entities - (last - first)) {
          for (let node = 0; node < this.entities; node += 1) {
            if (found[node] === 1 || !leads(ways, node, to, found)) continue;
            queue[end] = node;
            end += 1;
          }
          for (let place = last; place < end; place += 1) found[queue[place]] = 1;
          start = last;
          continue;
        }
        for (const { into: { starts, targets } } of ways) {
          for (let place = start; place < last; place += 1) {
            const stop = starts[queue[place] + 1];
            for (let at = starts[queue[place]]; at < stop; at += 1) {
              const source = targets[at];
              if (source >= this.entities || found[source] === 1) continue;
              found[source] = 1;
              queue[end] = source;
              end += 1;
            }
          }
        }
        start = last;
      }
      return found;
    }

    /** @param {number[]} found @param {QuerySort[]} sorts */
    async order(found, sorts) {
      const keys = await Promise.all(sorts.flatMap(({ field, down }) => (field === null ? [] : [this.key(found, field, down)])));
      // They ascend already.
      if (keys.length === 0) return found;
      const sizes = [...keys.map(({ size }) => size), this.entities];
      if (sizes.reduce((product, size) => product * size, 1) < Number.MAX_SAFE_INTEGER) {
        const whole = new Float64Array(found.length);
        for (const { key, size } of keys) for (let at = 0; at < whole.length; at += 1) whole[at] = whole[at] * size + key[found[at]];
        for (let at = 0; at < whole.length; at += 1) whole[at] = whole[at] * this.entities + found[at];
        return Array.from(whole.sort(), (number) => number % this.entities);
      }
      return found.sort((a, b) => {
        for (const { key } of keys) if (key[a] !== key[b]) return key[a] - key[b];
        return a - b;
      });
    }

    /** What each of some entities is sorted by, below `size`: the least of its values. @param {number[]} found @param {QueryField} field @param {boolean} down */
    async key(found, field, down) {
      const column = await this.ground.column(field);
      const ranks = ranksOf(column);
      /** @param {number} place */
      const rank = (place) => (down ? ranks.length - 1 - ranks[place] : ranks[place]);
      const key = new Uint32Array(this.entities);
      for (const entity of found) {
        const row = column.rows[entity];
        key[entity] = typeof row !== 'number' ? Math.min(...row.map(rank)) : row < 0 ? ranks.length : rank(row);
      }
      return { key, size: ranks.length + 1 };
    }
  }

  /** When what is left is at most so many times as much as what was found last, edges are followed forward. */
  const FEW = 8;

  /** Whether a step leads from a node to what is known. @param {{ out: QueryEdges }[]} ways @param {number} node @param {QuerySet} to @param {QuerySet} found */
  function leads(ways, node, to, found) {
    for (const { out: { starts, targets } } of ways) {
      const stop = starts[node + 1];
      for (let at = starts[node]; at < stop; at += 1) if (found[targets[at]] === 1 || to[targets[at]] === 1) return true;
    }
    return false;
  }

  /** @param {number | number[]} row @returns {number[]} */
  const placesOf = (row) => (typeof row !== 'number' ? row : row < 0 ? [] : [row]);

  /** @type {WeakMap<QueryColumn, string[]>} */
  const folded = new WeakMap();

  /** The values of a column in lower case. @param {QueryColumn} column */
  function foldedOf(column) {
    const values = folded.get(column) ?? column.values.map((value) => String(value).toLowerCase());
    folded.set(column, values);
    return values;
  }

  /** How many nodes stand at the other ends. @param {{ out: QueryEdges }[]} ways @param {number} entity @param {Uint32Array} seen  By which entity each node was seen last. */
  function distinct(ways, entity, seen) {
    let count = 0;
    for (const { out: { starts, targets } } of ways) {
      for (let at = starts[entity]; at < starts[entity + 1]; at += 1) {
        if (seen[targets[at]] === entity + 1) continue;
        seen[targets[at]] = entity + 1;
        count += 1;
      }
    }
    return count;
  }

  /** @type {WeakMap<QueryColumn, Uint32Array>} */
  const ranked = new WeakMap();

  /** The place of each value of a column in their order: texts by their lower case, then as written. @param {QueryColumn} column */
  function ranksOf(column) {
    const known = ranked.get(column);
    if (known !== undefined) return known;
    const { values } = column;
    const keys = values.map((value) => (typeof value === 'number' ? value : value.toLowerCase()));
    /** @param {number} a @param {number} b */
    const order = (a, b) => compare(keys[a], keys[b]) || compare(values[a], values[b]);
    const ranks = new Uint32Array(values.length);
    values.map((_, place) => place).sort(order).forEach((place, rank) => { ranks[place] = rank; });
    ranked.set(column, ranks);
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
