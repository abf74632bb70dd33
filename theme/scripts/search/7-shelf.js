// @ts-check
'use strict';

/**
 * What a reader keeps: recent searches, pinned results and the own team. It stays in this browser.
 *
 * @typedef {{ href: string, title: string, label: string }} SearchPin  `href` from the root of the site.
 * @typedef {{ ref: string, title: string }} SearchTeam
 * @typedef {{ recent: string[], pinned: SearchPin[], team: SearchTeam | null }} SearchShelf
 */
const searchShelf = (() => {
  const MOST_RECENT = 8;
  const MOST_PINNED = 24;
  const LONGEST = 200;
  const home = new URL(document.documentElement.dataset.root || '.', location.href);
  const KEPT = `callboard-search:${home.pathname}`;
  /** The reference of the team, which the front page asks for, too. */
  const TEAM = 'callboard-team';

  /** What was written last, for when the browser stores nothing. @type {Map<string, string>} */
  const memory = new Map();
  /** @type {(() => void)[]} */
  const watchers = [];

  /** @param {unknown} value @returns {value is string} */
  const isText = (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST * 10;

  /** Whether an address stays below the site: what is stored may have been written by another page. @param {unknown} href */
  function isOwn(href) {
    if (!isText(href)) return false;
    try {
      return new URL(href, home).href.startsWith(home.href);
    } catch {
      return false;
    }
  }

  /** @param {any} pin */
  const isPin = (pin) => isText(pin?.title) && isText(pin?.label) && isOwn(pin?.href);

  /** @param {string} key */
  function stored(key) {
    try {
      return localStorage.getItem(key) ?? memory.get(key) ?? null;
    } catch {
      return memory.get(key) ?? null;
    }
  }

  /** @param {string} key @param {string} text */
  function store(key, text) {
    memory.set(key, text);
    try {
      localStorage.setItem(key, text);
    } catch {
      // It holds for this page only.
    }
  }

  /** The team; its title is known where it was chosen by the palette. @param {any} kept @returns {SearchTeam | null} */
  function team(kept) {
    const ref = stored(TEAM);
    if (!isText(ref)) return null;
    return { ref, title: kept?.ref === ref && isText(kept.title) ? kept.title : ref.slice(ref.indexOf('/') + 1) };
  }

  /** @returns {SearchShelf} */
  function read() {
    let kept = null;
    try {
      kept = JSON.parse(stored(KEPT) ?? 'null');
    } catch {
      // What cannot be read is as good as nothing.
    }
    const list = (/** @type {unknown} */ value) => (Array.isArray(value) ? value : []);
    return {
      recent: list(kept?.recent).filter(isText).slice(0, MOST_RECENT),
      pinned: list(kept?.pinned).filter(isPin).slice(0, MOST_PINNED),
      team: team(kept?.team),
    };
  }

  /** @param {Partial<SearchShelf>} change */
  function write(change) {
    store(KEPT, JSON.stringify({ ...read(), ...change }));
    if (change.team !== undefined) store(TEAM, change.team?.ref ?? '');
    for (const watcher of watchers) watcher();
  }

  /** @param {string} query */
  function remember(query) {
    const short = query.trim().slice(0, LONGEST);
    if (short !== '') write({ recent: [short, ...read().recent.filter((one) => one !== short)] });
  }

  /** @param {string} query */
  const forget = (query) => write({ recent: read().recent.filter((one) => one !== query) });

  /** @param {string} href */
  const isPinned = (href) => read().pinned.some((pin) => pin.href === href);

  /** Pins a result, or takes it off. @param {SearchPin} pin */
  function pin({ href, title, label }) {
    const others = read().pinned.filter((one) => one.href !== href);
    write({ pinned: isPinned(href) ? others : [{ href, title: title.slice(0, LONGEST), label }, ...others] });
  }

  /** @param {SearchTeam | null} team */
  const choose = (team) => write({ team });

  /** Recent searches and pins; the team stays. */
  const clear = () => write({ recent: [], pinned: [] });

  /** @param {() => void} watcher  Called after each change. */
  const watch = (watcher) => watchers.push(watcher);

  return { read, remember, forget, isPinned, pin, choose, clear, watch };
})();
