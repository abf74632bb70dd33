// @ts-check
'use strict';

/** Where a repository is to be: host, owner and name, as one text `host?owner=…&repo=…`. */
const formRepository = (() => {
  const { element, id } = formDom;
  const KNOWN = ['github.com', 'gitlab.com'];

  /** @param {string} text */
  function parse(text) {
    const [host, query = ''] = text.replace(/^https?:\/\//, '').split('?');
    return { host, parts: new Map(new URLSearchParams(query)) };
  }

  /** The address of a repository on the web. @param {string} text */
  function web(text) {
    const { host, parts } = parse(text);
    const path = ['organization', 'workspace', 'owner', 'project', 'repo'].map((part) => parts.get(part)).filter(Boolean);
    return [host, ...path].join('/');
  }

  /** What a host calls the parts of an address. @param {string} host @returns {[string, string, string][]} */
  function partsOf(host) {
    if (host.includes('bitbucket')) return [['workspace', 'Workspace', 'allowedOwners'], ['project', 'Project', 'allowedProjects'], ['repo', 'Repository', 'allowedRepos']];
    if (host.includes('azure') || host.endsWith('visualstudio.com')) return [['organization', 'Organisation', 'allowedOrganizations'], ['project', 'Project', 'allowedProjects'], ['repo', 'Repository', 'allowedRepos']];
    if (host.includes('gitlab')) return [['owner', 'Group', 'allowedOwners'], ['repo', 'Project', 'allowedRepos']];
    return [['owner', 'Owner', 'allowedOwners'], ['repo', 'Repository', 'allowedRepos']];
  }

  /** @param {FormValue} value @returns {string[]} */
  const list = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

  /** What stands in for an answer. @param {Record<string, FormValue>} options @param {string} name */
  function stand(options, name) {
    const host = list(options.allowedHosts)[0] ?? KNOWN[0];
    const parts = partsOf(host).map(([part, label, key]) => [part, list(options[key])[0] ?? (part === 'repo' ? name : label.toLowerCase())]);
    return `${host}?${new URLSearchParams(parts)}`;
  }

  /** @type {FormMaker} */
  function maker(field, desk) {
    const body = element('div', 'form-repository');
    const told = element('p', 'form-picked');
    told.setAttribute('aria-live', 'polite');
    let now = field;
    let host = '';
    /** @type {Map<string, string>} */
    let parts = new Map();
    let drawn = '';
    /** @type {(() => void)[]} */
    let fills = [];

    const hosts = () => {
      const allowed = list(now.options?.allowedHosts);
      return allowed.length > 0 ? allowed : [...new Set([...formCatalog.hosts().map(([name]) => name), ...KNOWN])];
    };
    const text = () => {
      const parameters = new URLSearchParams();
      for (const name of ['owner', 'repo', 'organization', 'workspace', 'project']) if (parts.get(name)) parameters.set(name, parts.get(name) ?? '');
      return `${host}?${parameters}`;
    };
    const missing = () => partsOf(host).filter(([name]) => !parts.get(name)).map(([, label]) => label.toLowerCase());

    function tell() {
      const lacks = missing();
      const begun = lacks.length < partsOf(host).length;
      told.hidden = !begun;
      told.textContent = lacks.length === 0 ? `https://${web(text())}` : `Not complete yet: ${lacks.join(' and ')} missing.`;
      told.classList.toggle('mono', lacks.length === 0);
    }

    function changed() {
      tell();
      desk.set(now.pointer, missing().length === 0 ? text() : null);
    }

    /** @param {string} name @param {string} label @param {string[]} allowed */
    function part(name, label, allowed) {
      const owners = () => formCatalog.hosts().find(([other]) => other === host)?.[1] ?? [];
      const suggested = () => (name === 'repo' ? [desk.suggestion()].filter(Boolean) : name === 'project' ? [] : owners());
      const combobox = formCombobox.open({
        label,
        offer: (typed) => formCatalog.search(allowed.length > 0 ? allowed : suggested(), typed, (one) => one.toLowerCase()).map((one) => ({ value: one, label: one })),
        take({ value }) {
          parts.set(name, value);
          changed();
        },
        leave(typed) {
          const value = typed.trim();
          if (allowed.length > 0 && value !== '' && !allowed.includes(value)) return;
          parts.set(name, value);
          changed();
        },
        shown: () => parts.get(name) ?? '',
      });
      if (allowed.length === 0) {
        // What is typed freely counts at once, so that the preview follows.
        combobox.field.addEventListener('input', () => {
          parts.set(name, combobox.field.value.trim());
          changed();
        });
      }
      const input = combobox.field;
      input.id = id('part');
      input.setAttribute('aria-required', String(now.required ?? false));
      fills.push(() => { if (document.activeElement !== input) input.value = parts.get(name) ?? ''; });
      const caption = element('label', '', label);
      caption.htmlFor = input.id;
      if (allowed.length === 1 && !parts.get(name)) parts.set(name, allowed[0]);
      return element('div', 'form-repository-part', caption, combobox.node);
    }

    function draw() {
      fills = [];
      const choices = hosts();
      const select = element('select', 'form-input', ...choices.map((name) => new Option(name, name)));
      select.id = id('host');
      select.value = host;
      select.addEventListener('change', () => {
        host = select.value;
        drawn = '';
        update(now);
        changed();
        body.querySelector('select')?.focus();
      });
      const caption = element('label', '', 'Host');
      caption.htmlFor = select.id;
      const first = element('div', 'form-repository-part', caption, select);
      body.replaceChildren(first, ...partsOf(host).map(([name, label, key]) => part(name, label, list(now.options?.[key] ?? (key === 'allowedOwners' ? now.options?.allowedOrganizations : undefined)))));
      for (const input of body.querySelectorAll('input, select')) if (now.readonly) input.setAttribute('disabled', '');
    }

    /** @param {FormField} next */
    function update(next) {
      now = next;
      if (typeof next.value === 'string' && next.value !== text()) ({ host, parts } = parse(next.value));
      const choices = hosts();
      if (!choices.includes(host)) host = choices[0] ?? 'github.com';
      const state = JSON.stringify([host, next.options, next.readonly]);
      if (state !== drawn) {
        drawn = state;
        draw();
      }
      fills.forEach((fill) => fill());
      tell();
    }

    return { body: element('div', '', body, told), target: body, group: true, update };
  }

  return { maker, parse, web, stand };
})();
