// @ts-check
'use strict';

/** The explorer: a query in the address, its answer in a table. */
(() => {
  const page = document.querySelector('[data-explore]');
  if (!(page instanceof HTMLElement)) return;
  const { run, element } = searchView;
  const ground = queryGround.open(run);
  const root = document.documentElement.dataset.root ?? '';
  const STRETCH = 200;
  const DEFAULT = ['kind', 'type', 'owner', 'system', 'lifecycle'];
  /** @template {Element} [T=HTMLElement] @param {string} name @returns {T} */
  const part = (name) => /** @type {T} */ (/** @type {unknown} */ (page.querySelector(`[data-${name}]`)));
  const field = /** @type {HTMLInputElement} */ (part('query'));
  const list = part('choices');
  const trouble = part('trouble');
  const group = /** @type {HTMLSelectElement} */ (part('group'));
  const today = new Date().toISOString().slice(0, 10);
  let turn = 0;
  /** @type {{ entities: number[], names: QueryNames } | null} */
  let answer = null;

  const state = () => {
    const parameters = new URLSearchParams(location.hash.slice(1));
    const columns = (parameters.get('columns') ?? '').split(',').filter(Boolean);
    return { query: parameters.get('q') ?? '', columns: columns.length > 0 ? columns : DEFAULT, group: parameters.get('group') ?? '' };
  };

  /** @param {Partial<ReturnType<typeof state>>} change */
  function commit(change) {
    const now = { ...state(), ...change };
    const parameters = new URLSearchParams();
    if (now.query) parameters.set('q', now.query);
    if (now.columns.join() !== DEFAULT.join()) parameters.set('columns', now.columns.join());
    if (now.group) parameters.set('group', now.group);
    const hash = parameters.toString();
    history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search);
    return show();
  }

  /** @param {string} text @param {any} error */
  function explain(text, error) {
    if (error instanceof Error) return [element('span', '', `The explorer does not work here: ${error.message}. Reload the page to try again.`)];
    const chars = Array.from(text);
    const mark = element('mark', '', chars.slice(error.start, error.end).join('') || ' ');
    const line = element('code', 'explore-wrong', chars.slice(Math.max(0, error.start - 60), error.start).join(''), mark, chars.slice(error.end, error.end + 60).join(''));
    const message = `${error.message}${error.hint ? `; ${error.hint}` : ''}`;
    return [line, element('span', '', ...message.split('`').map((part, place) => (place % 2 ? element('code', '', part) : part)))];
  }

  async function show() {
    turn += 1;
    const own = turn;
    const now = state();
    if (document.activeElement !== field) field.value = now.query;
    part('graph-link').setAttribute('href', `graph.html#${new URLSearchParams({ q: now.query })}`);
    part('help').hidden = now.query !== '' || now.group !== '';
    try {
      const found = await queryAnswer.answer(ground, now.query, today);
      if (own !== turn) return;
      answer = found;
      trouble.hidden = true;
      field.removeAttribute('aria-invalid');
      part('count').textContent = `${found.entities.length.toLocaleString('en')} ${found.entities.length === 1 ? 'entity' : 'entities'}`;
      await (now.group === '' ? rows(found, now.columns, own) : groups(found, now.group, own));
    } catch (error) {
      if (own !== turn) return;
      trouble.replaceChildren(...explain(now.query, error));
      trouble.hidden = false;
      field.setAttribute('aria-invalid', 'true');
    }
  }

  /** @param {QueryNames} names */
  function linker(names) {
    const places = new Map(names.refs.map((reference, place) => [reference, place]));
    /** @param {string} reference @param {boolean} long */
    return (reference, long) => {
      const place = places.get(reference);
      const kind = reference.slice(0, reference.indexOf(':'));
      const name = reference.slice(reference.indexOf('/') + 1);
      if (place === undefined) return element('span', 'reference reference-dangling', name);
      const link = element('a', `reference hue-${kind}`, ...searchView.icon(kind), element('span', '', names.titles[place] ?? name));
      link.href = root + names.pages[place];
      link.title = reference;
      return long && names.titles[place] !== null ? [link, element('span', 'cell-note mono', name)] : link;
    };
  }

  /** @param {{ entities: number[], names: QueryNames }} found @param {string[]} columns @param {number} own */
  async function rows(found, columns, own) {
    const vocabulary = await ground.vocabulary();
    const link = linker(found.names);
    const table = await queryTable.make(ground, found, columns);
    if (own !== turn) return;
    const types = table.columns.map((name) => queryGround.fieldOf(vocabulary, name)?.type);
    const head = element('tr', '', ...['name', ...table.columns].map((name) => {
      const cell = element('th', '', name);
      cell.scope = 'col';
      return cell;
    }));
    const body = element('tbody', '');
    const line = (/** @type {QueryRow} */ { ref, cells }) => element('tr', '',
      element('td', 'cell-name', ...[link(ref, true)].flat()),
      ...cells.map((values, place) => {
        const number = types[place] === 'number';
        const shown = types[place] === 'ref' ? values.flatMap((value) => link(String(value), false)) : [values.join(', ')];
        return element('td', number ? 'number' : '', ...shown);
      }));
    const more = element('button', 'explore-more', 'Show more');
    more.type = 'button';
    const add = () => {
      const from = body.childElementCount;
      body.append(...table.rows.slice(from, from + STRETCH).map(line));
      more.hidden = body.childElementCount >= table.rows.length;
    };
    more.addEventListener('click', add);
    new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) add(); }, { rootMargin: '600px' }).observe(more);
    add();
    present(table.rows.length === 0, element('table', 'table', element('thead', '', head), body), more);
  }

  /** @param {{ entities: number[] }} found @param {string} name @param {number} own */
  async function groups(found, name, own) {
    const counts = await queryTable.group(ground, found.entities, name);
    if (own !== turn) return;
    const most = Math.max(1, ...counts.map(([, count]) => count));
    const lines = counts.map(([value, count]) => {
      const term = value === null ? `-has:${name}` : `${name}:${queryComplete.written(String(value))}`;
      const choose = element('a', '', value === null ? element('em', '', 'none') : String(value));
      const { query } = state();
      choose.href = `#${new URLSearchParams({ q: query === '' ? term : `${/ OR /.test(query) ? `(${query})` : query} ${term}` })}`;
      const bar = element('meter', 'explore-share');
      bar.max = most;
      bar.value = count;
      bar.setAttribute('aria-hidden', 'true');
      return element('tr', '', element('td', 'cell-name', choose), element('td', 'number', count.toLocaleString('en')), element('td', 'explore-bar-cell', bar));
    });
    const heads = [name, 'entities', ''].map((text, place) => {
      const cell = element(text ? 'th' : 'td', place === 1 ? 'number' : '', text);
      if (cell instanceof HTMLTableCellElement && text) cell.scope = 'col';
      return cell;
    });
    present(counts.length === 0, element('table', 'table explore-groups', element('thead', '', element('tr', '', ...heads)), element('tbody', '', ...lines)));
  }

  /** @param {boolean} nothing @param {HTMLElement[]} shown */
  function present(nothing, ...shown) {
    part('nothing').hidden = !nothing;
    const scroll = part('table');
    scroll.hidden = nothing;
    scroll.replaceChildren(...shown);
  }

  async function save(/** @type {'csv' | 'json' | 'markdown'} */ format) {
    if (answer === null) return;
    const table = await queryTable.make(ground, answer, state().columns);
    const types = { csv: 'text/csv', json: 'application/json', markdown: 'text/markdown' };
    const link = element('a', '');
    link.href = URL.createObjectURL(new Blob([queryTable[format](table)], { type: `${types[format]};charset=utf-8` }));
    link.download = `entities.${format === 'markdown' ? 'md' : format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** The same question on the command line. */
  function command() {
    const { query, columns, group: by } = state();
    const quoted = `'${query.replaceAll("'", "'\\''")}'`;
    return `callboard query ${quoted}${by ? ` --group-by ${by}` : ` --columns ${columns.join()}`}`;
  }

  async function controls() {
    const vocabulary = await ground.vocabulary();
    const plain = vocabulary.fields.map(({ name }) => name).filter((name) => !queryGround.isOpen(name) && name !== 'ref');
    group.append(...plain.map((name) => new Option(name, name)));
    const boxes = plain.filter((name) => name !== 'name').map((name) => {
      const box = element('input', '');
      box.type = 'checkbox';
      box.value = name;
      const label = element('label', '', box, name);
      return label;
    });
    part('columns').replaceChildren(...boxes);
    settle();
  }

  /** Shows in the controls what the address says. */
  function settle() {
    const now = state();
    group.value = now.group;
    for (const box of page?.querySelectorAll('[data-columns] input') ?? []) {
      if (box instanceof HTMLInputElement) box.checked = now.columns.includes(box.value);
    }
  }

  queryField.open(field, list, () => commit({ query: field.value.trim() }), (text, caret) => queryComplete.at(ground, text, caret));
  group.addEventListener('change', () => commit({ group: group.value }));
  part('columns').addEventListener('change', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const { columns } = state();
    commit({ columns: box.checked ? [...columns, box.value] : columns.filter((name) => name !== box.value) });
  });
  for (const button of page.querySelectorAll('[data-save]')) {
    button.addEventListener('click', () => save(/** @type {'csv'} */ (button.getAttribute('data-save'))));
  }
  part('command').addEventListener('click', async () => {
    await navigator.clipboard?.writeText(command());
    part('copied').textContent = `Copied: ${command()}`;
  });
  addEventListener('hashchange', () => {
    field.value = state().query;
    settle();
    show();
  });
  for (const tool of page.querySelectorAll('[data-tools]')) tool.removeAttribute('hidden');
  field.value = state().query;
  show();
  controls();
})();
