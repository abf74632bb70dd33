// The rows of the catalog, and which of them a query asks for. Names from repositories are only ever
// values of arrays and keys of maps.
const callboardRows = (() => {
  "use strict";
  const FACETS = ["type", "owner", "lifecycle", "system", "namespace", "tag"];

  /** A row as an object with fixed keys, and the text that a filter looks through. */
  function row(data, values) {
    const [path, title, name, namespace, kind, icon, type, lifecycle, owner, system, tags, errors, warnings] = values;
    const other = (place) => {
      if (place === null) return null;
      const [reference, otherTitle, otherPath, otherIcon, hue] = data.others[place];
      return { reference, title: otherTitle, path: otherPath, icon: otherIcon, hue };
    };
    const made = {
      path, title, name, namespace, icon, type, lifecycle, tags, errors, warnings,
      kind: data.kinds[kind][0],
      hue: data.kinds[kind][2],
      owner: other(owner),
      system: other(system),
    };
    const words = [title, name, namespace, type, lifecycle, made.owner?.title, made.owner?.reference, made.system?.title, ...tags];
    made.text = words.filter(Boolean).join("\n").toLowerCase();
    return made;
  }

  /** What a row has of a facet: a list of values. */
  function values(one, facet) {
    switch (facet) {
      case "owner": return [one.owner ? one.owner.reference : "none"];
      case "system": return one.system ? [one.system.reference] : [];
      case "tag": return one.tags;
      default: return one[facet] ? [one[facet]] : [];
    }
  }

  /** The query in the part of the address after `#`, which survives a reload, also from disk. */
  function read(hash) {
    const params = new URLSearchParams(hash.replace(/^#/, ""));
    const query = { text: params.get("q") ?? "", sort: params.get("sort") ?? "", problems: params.get("problems") === "yes", facets: new Map() };
    for (const facet of FACETS) {
      const wanted = params.getAll(facet).filter(Boolean);
      if (wanted.length) query.facets.set(facet, new Set(wanted));
    }
    return query;
  }

  function write(query) {
    const params = new URLSearchParams();
    if (query.text) params.set("q", query.text);
    for (const facet of FACETS) {
      for (const value of query.facets.get(facet) ?? []) params.append(facet, value);
    }
    if (query.problems) params.set("problems", "yes");
    if (query.sort) params.set("sort", query.sort);
    return params.toString();
  }

  /** Whether a row is asked for; `except` names a facet that is left out, for that facet's own counts. */
  function matches(one, query, words, except) {
    if (query.problems && one.errors + one.warnings === 0) return false;
    for (const [facet, wanted] of query.facets) {
      if (facet !== except && !values(one, facet).some((value) => wanted.has(value))) return false;
    }
    return words.every((word) => one.text.includes(word));
  }

  function words(query) {
    return query.text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  function select(rows, query) {
    const wanted = words(query);
    return sort(rows.filter((one) => matches(one, query, wanted, null)), query.sort);
  }

  /** How many rows each value of a facet would leave. */
  function count(rows, query, facet) {
    const counts = new Map();
    const wanted = words(query);
    for (const one of rows) {
      if (!matches(one, query, wanted, facet)) continue;
      for (const value of values(one, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }

  const KEYS = new Map([
    ["name", (one) => one.title.toLowerCase()],
    ["type", (one) => one.type],
    ["owner", (one) => one.owner?.title.toLowerCase() ?? ""],
    ["system", (one) => one.system?.title.toLowerCase() ?? ""],
    ["lifecycle", (one) => one.lifecycle],
    ["health", (one) => -(one.errors * 1e6 + one.warnings)],
  ]);

  /** By `name` or `-name`; what has no value comes last both ways. */
  function sort(rows, order) {
    const key = KEYS.get(order.replace(/^-/, ""));
    if (!key) return rows;
    const down = order.startsWith("-") ? -1 : 1;
    const keyed = rows.map((one) => [key(one), one]);
    keyed.sort(([a], [b]) => (a === b ? 0 : a === "" ? 1 : b === "" ? -1 : (a < b ? -1 : 1) * down));
    return keyed.map(([, one]) => one);
  }

  return { FACETS, row, read, write, select, count };
})();
