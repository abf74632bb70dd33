// @ts-check
'use strict';

/**
 * @typedef {{ name: string, path: string, folders: FormFolder[], files: ScaffoldFile[] }} FormFolder
 */

/** The files of the project as a tree. */
const formTree = (() => {
  const { element, icon } = formDom;

  /** @param {ScaffoldFile[]} files @returns {FormFolder} */
  function grown(files) {
    /** @type {FormFolder} */
    const root = { name: '', path: '', folders: [], files: [] };
    /** @type {Map<string, FormFolder>} */
    const known = new Map([['', root]]);
    /** @param {string} path @returns {FormFolder} */
    const folder = (path) => {
      const found = known.get(path);
      if (found !== undefined) return found;
      const cut = path.lastIndexOf('/');
      const made = { name: path.slice(cut + 1), path, folders: [], files: [] };
      known.set(path, made);
      folder(cut < 0 ? '' : path.slice(0, cut)).folders.push(made);
      return made;
    };
    for (const file of files) folder(file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '').files.push(file);
    return root;
  }

  /** Folders that hold nothing but one folder are one line. @param {FormFolder} folder @returns {FormFolder} */
  function flat(folder) {
    const [only] = folder.folders;
    if (folder.path === '' || folder.files.length > 0 || folder.folders.length !== 1) return folder;
    return flat({ ...only, name: `${folder.name}/${only.name}` });
  }

  /**
   * @param {HTMLElement} place @param {(path: string) => void} choose
   */
  function open(place, choose) {
    /** Folders that were closed by hand. @type {Set<string>} */
    const closed = new Set();
    let drawn = '';

    /** @param {ScaffoldFile} file */
    function leaf(file) {
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      const made = element('button', 'form-leaf', icon('file'), element('span', 'form-leaf-name', name));
      made.type = 'button';
      made.dataset.path = file.path;
      if (file.executable) made.append(element('span', 'form-leaf-mark', '*', element('span', 'visually-hidden', ' executable')));
      made.append(element('span', 'form-leaf-changed visually-hidden'));
      made.addEventListener('click', () => choose(file.path));
      return element('li', '', made);
    }

    /** @param {FormFolder} folder @param {boolean} all @returns {HTMLElement[]} */
    function branch(folder, all) {
      const folders = folder.folders.map(flat).map((one) => {
        const fold = element('details', '', element('summary', '', icon('chevron'), element('span', '', one.name)), element('ul', '', ...branch(one, all)));
        fold.open = all || !closed.has(one.path);
        fold.addEventListener('toggle', () => {
          if (all) return;
          if (fold.open) closed.delete(one.path);
          else closed.add(one.path);
        });
        return element('li', '', fold);
      });
      return [...folders, ...folder.files.map(leaf)];
    }

    place.addEventListener('keydown', (event) => {
      const { key, target } = event;
      if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(key) || !(target instanceof HTMLElement)) return;
      const stops = /** @type {HTMLElement[]} */ ([...place.querySelectorAll('summary, button')].filter((one) => one instanceof HTMLElement && one.checkVisibility()));
      const at = stops.indexOf(target);
      const next = key === 'Home' ? 0 : key === 'End' ? stops.length - 1 : at + (key === 'ArrowDown' ? 1 : -1);
      if (at < 0 || stops[next] === undefined) return;
      event.preventDefault();
      stops[next].focus();
    });

    /**
     * @param {ScaffoldFile[]} files @param {string} filter @param {string} chosen @param {Set<string>} changed
     */
    function update(files, filter, chosen, changed) {
      const wanted = filter.trim().toLowerCase();
      const shown = wanted === '' ? files : files.filter(({ path }) => path.toLowerCase().includes(wanted));
      const state = JSON.stringify([wanted, shown.map(({ path, executable }) => [path, executable])]);
      if (state !== drawn) {
        drawn = state;
        const focused = document.activeElement instanceof HTMLElement && place.contains(document.activeElement) ? document.activeElement.dataset.path : undefined;
        place.replaceChildren(shown.length > 0
          ? element('ul', '', ...branch(grown(shown), wanted !== ''))
          : element('p', 'quiet', wanted === '' ? 'No files yet.' : 'No file is called so.'));
        if (focused !== undefined) focus(focused);
      }
      for (const made of place.querySelectorAll('button')) {
        const path = made.dataset.path ?? '';
        if (path === chosen) made.setAttribute('aria-current', 'true');
        else made.removeAttribute('aria-current');
        const isChanged = changed.has(path);
        made.classList.toggle('is-changed', isChanged);
        const mark = made.querySelector('.form-leaf-changed');
        if (mark !== null) mark.textContent = isChanged ? ' changed by the last answer' : '';
      }
      return shown.length;
    }

    /** @param {string} path */
    function focus(path) {
      for (const made of place.querySelectorAll('button')) if (made.dataset.path === path) made.focus();
    }

    return { update };
  }

  return { open };
})();
