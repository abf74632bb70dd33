// @ts-check
'use strict';

/** Loads the client of the search when a reader turns to it: most who read a page do not. */
(() => {
  const form = document.querySelector('form.search');
  const field = form?.querySelector('input');
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
  const root = document.documentElement.dataset.root ?? '';
  /** @type {Promise<unknown> | null} */
  let loading = null;
  /** What was typed for the palette before it was there. */
  let typed = '';

  const isLoaded = () => typeof searchPalette !== 'undefined';

  function load() {
    if (isLoaded()) return Promise.resolve();
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = form?.dataset.client ?? '';
      script.onload = () => resolve(void searchView.store.manifest().catch(() => {}));
      script.onerror = () => {
        loading = null;
        reject(new Error('the search cannot be loaded'));
      };
      document.head.append(script);
      if (location.protocol === 'file:') return;
      // The client asks for this file first; so it comes at the same time.
      const manifest = document.createElement('link');
      manifest.rel = 'preload';
      manifest.as = 'script';
      manifest.href = `${root}search/manifest.js`;
      document.head.append(manifest);
    });
    return loading;
  }

  const prepare = () => void load().catch(() => {});

  /** @param {KeyboardEvent} event */
  function hold(event) {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    typed += event.key;
    event.preventDefault();
  }

  function palette() {
    if (isLoaded()) return;
    typed = '';
    document.addEventListener('keydown', hold);
    const open = () => searchPalette.open('all', typed);
    load().then(open, () => {}).finally(() => document.removeEventListener('keydown', hold));
  }

  form.addEventListener('pointerenter', prepare);
  field.addEventListener('focus', prepare);
  if (document.activeElement === field) prepare();
  form.addEventListener('submit', (event) => {
    if (isLoaded()) return;
    event.preventDefault();
    const query = field.value.trim();
    if (query !== '') location.assign(`${root}search/index.html?q=${encodeURIComponent(query)}`);
  });
  for (const button of document.querySelectorAll('button[data-palette]')) {
    button.removeAttribute('hidden');
    button.addEventListener('click', palette);
  }
  document.addEventListener('keydown', (event) => {
    if (isLoaded() || event.altKey) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const typing = target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    const control = event.ctrlKey || event.metaKey;
    if (event.key === '/' && !typing && !control) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key.toLowerCase() === 'k' && control && !event.shiftKey) {
      event.preventDefault();
      palette();
    }
  });
})();
