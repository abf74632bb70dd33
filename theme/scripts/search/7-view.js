// @ts-check
'use strict';

/** Results as elements, and the index of the site this page belongs to. */
const searchView = (() => {
  const root = document.documentElement.dataset.root ?? '';

  /**
   * Runs a script of the index.
   * @param {string} path @param {boolean} again whether a copy that was kept may be out of date
   * @returns {Promise<void>}
   */
  function run(path, again) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fresh = again && location.protocol !== 'file:' ? `?${Date.now()}` : '';
      script.src = root + path + fresh;
      script.onload = () => {
        script.remove();
        resolve();
      };
      script.onerror = () => {
        script.remove();
        reject(new Error(`${path} cannot be loaded`));
      };
      document.head.append(script);
    });
  }

  const store = searchStore.open(run);

  /**
   * Asks a second time when a file is missing: the site may have been built again since this page was loaded.
   * @param {string} query
   */
  async function ask(query) {
    const answer = await searchRank.answer(store, query).catch(() => searchRank.answer(store, query));
    return searchTeam.lean(store, answer, searchShelf.read().team?.ref);
  }

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag @param {string} className @param {(Node | string)[]} children
   */
  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...children);
    return made;
  }

  /** @param {SearchPiece[]} pieces */
  const marked = (pieces) => pieces.map(({ text, marked }) => (marked ? element('mark', '', text) : text));

  /** The icon of a kind where the page has it, else nothing. @param {string} label */
  function icon(label) {
    const name = `i:${/** @type {Record<string, string>} */ ({ docs: 'book', reference: 'code', decision: 'check', problem: 'warning', rule: 'info' })[label] ?? label}`;
    if (document.getElementById(name) === null) return [];
    const namespace = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(namespace, 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('width', '16');
    svg.setAttribute('height', '16');
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS(namespace, 'use');
    use.setAttribute('href', `#${name}`);
    svg.append(use);
    return [svg];
  }

  /** The lines of a result. @param {SearchResult} result */
  function lines(result) {
    const title = element('span', 'search-title', ...marked(result.title));
    if (result.heading.length > 0) title.append(element('span', 'search-heading', ' › ', ...marked(result.heading)));
    const kind = element('span', 'search-kind', result.label);
    return [
      element('span', `search-line hue-${result.label}`, ...icon(result.label), title, kind),
      element('span', 'search-context', result.context),
      ...(result.snippet.length === 0 ? [] : [element('span', 'search-snippet', ...marked(result.snippet))]),
    ];
  }

  /** @param {SearchResult} result */
  const href = (result) => root + result.href;

  /** @param {string} query */
  const address = (query) => `${root}search/index.html?q=${encodeURIComponent(query)}`;

  /**
   * What a reader should know about how a query was understood.
   * @param {SearchAnswer} answer
   */
  function notes({ query, missing, respelt, total }) {
    const notes = respelt.map(([word, term]) => `Nothing has “${word}”; these are results for “${term}”.`);
    if (missing.length > 0 && total > 0) notes.push(`Nothing has ${missing.map((word) => `“${word}”`).join(' or ')}.`);
    if (query.cut) notes.push('The query is too long; only its beginning was searched for.');
    return notes;
  }

  /** @param {string} query */
  const shorten = (query) => (query.length > 60 ? `${query.slice(0, 60)}…` : query);

  /** @param {string} target @param {(Node | string)[]} children */
  function anchor(target, ...children) {
    const link = element('a', '', ...children);
    link.href = target;
    return link;
  }

  /** @param {string} query */
  function nothing(query) {
    return element('p', 'search-nothing', `Nothing found for “${shorten(query)}”.`);
  }

  /** Whether a text is one for the query language, rather than words: qualifiers that the index does not know, OR, NOT. @param {string} text @param {string[]} keys  Those that the index knows. */
  function isQuestion(text, keys) {
    const plain = text.replace(/"[^"]*"/g, '""');
    if (/\S\s+OR\s+\S|(^|[\s(])NOT\s+\S|count\([\w*-]+\):/.test(plain)) return true;
    if (/\(\s*-?[\w.-]{2,}\**:/.test(plain)) return true;
    const terms = [...plain.matchAll(/(?:^|[\s(])-?([a-z][\w.-]+(?:\*\d*)?):(?![/:\s]|$)(\S*)/gi)];
    return terms.some(([, key, value]) => !keys.includes(key.toLowerCase()) || /[,(]|\*./.test(value));
  }

  /** @param {unknown} error */
  function failure(error) {
    const reason = error instanceof Error ? error.message : String(error);
    return element('p', 'search-nothing', `Search does not work here: ${reason}. Reload the page to try again.`);
  }

  return { root, run, store, ask, element, anchor, icon, marked, lines, href, address, notes, nothing, shorten, failure, isQuestion };
})();
