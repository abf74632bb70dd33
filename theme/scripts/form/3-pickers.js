// @ts-check
'use strict';

/** Controls that offer entities of the catalog, and their tags. */
const formPickers = (() => {
  const { element, icon, iconButton, say } = formDom;

  /** @param {FormEntity} entity @returns {FormOption} */
  const option = (entity) => ({ value: entity.ref, label: entity.title, note: formCatalog.short(entity.ref), icon: 'generic', kind: entity.kind });

  /** The icon of a kind, where there is one. @param {string} kind */
  const kindIcon = (kind) => (document.getElementById(`i:${kind}`) === null ? 'generic' : kind);

  /** What a picker of entities offers for what is typed. @param {() => FormField} field */
  function offers(field) {
    /** @type {FormEntity[] | null} */
    let list = null;
    let asked = '';
    return (/** @type {string} */ typed) => {
      const { extension = '', options = {} } = field();
      const question = JSON.stringify(options);
      if (list === null || asked !== question) [list, asked] = [formCatalog.all(extension, options), question];
      const kinds = new Set(list.map(({ kind }) => kind));
      return formCatalog.search(list, typed, ({ text }) => text).map((entity) => {
        const made = option(entity);
        return { ...made, icon: kindIcon(entity.kind), note: kinds.size > 1 ? made.note : formCatalog.short(entity.ref).replace(/^[^:]+:/, '') };
      });
    };
  }

  /** The kind of a reference that names none. @param {FormField} field */
  function kind({ extension = '', options = {} }) {
    if (typeof options.defaultKind === 'string') return options.defaultKind;
    return extension === 'OwnerPicker' || extension === 'MyGroupsPicker' ? 'Group' : '';
  }

  /** What a typed text means: an entity's title or name, or a reference. @param {FormField} field @param {string} typed */
  function meant(field, typed) {
    const { extension = '', options = {} } = field;
    const text = typed.trim();
    if (text === '') return null;
    const list = formCatalog.all(extension, options);
    const low = text.toLowerCase();
    const known = list.find(({ ref }) => ref === low || formCatalog.short(ref) === low)
      ?? list.find(({ name }) => name.toLowerCase() === low) ?? list.find(({ title }) => title.toLowerCase() === low);
    if (known !== undefined) return known.ref;
    if (options.allowArbitraryValues === false) return undefined;
    const namespace = typeof options.defaultNamespace === 'string' ? options.defaultNamespace : 'default';
    return /\s/.test(text) ? text : formCatalog.whole(text, kind(field), namespace);
  }

  /** @type {FormMaker} */
  function entity(field, desk) {
    let now = field;
    const note = element('p', 'form-picked');
    const combobox = formCombobox.open({
      label: formWords.title(field.title),
      offer: offers(() => now),
      take: ({ value }) => desk.set(now.pointer, value),
      leave(typed) {
        const value = meant(now, typed);
        if (value !== undefined) desk.set(now.pointer, value);
        else say(`${typed} is not in the catalog; choose one that is`);
      },
      shown: () => {
        const value = desk.answer(now.pointer);
        return value === undefined || value === null ? '' : formCatalog.get(value)?.title ?? formPlain.text(value);
      },
    });
    const box = combobox.field;
    return { body: element('div', '', combobox.node, note), target: box, update(next) {
      now = next;
      const value = next.value === undefined ? undefined : formPlain.text(next.value);
      const known = value === undefined ? undefined : formCatalog.get(value);
      box.placeholder = next.placeholder || (next.options?.allowArbitraryValues === false ? 'Choose…' : 'Choose or type…');
      box.readOnly = next.readonly ?? false;
      if (document.activeElement !== box) box.value = known?.title ?? value ?? '';
      // Whose entities these are goes without saying only where it is asked for.
      const own = now.extension === 'OwnedEntityPicker' && value === undefined ? formCatalog.get(formCatalog.team()) : undefined;
      note.hidden = value === undefined && own === undefined;
      note.className = `form-picked hue-${known?.kind ?? 'generic'}`;
      note.replaceChildren(...(value === undefined ? [element('span', '', own === undefined ? '' : `What ${own.title} owns`)] : known === undefined
        ? [icon('info'), element('span', 'mono', value), element('span', '', ' is not in this catalog')]
        : [icon(kindIcon(known.kind)), element('span', 'mono', known.ref)]));
    } };
  }

  /**
   * Several of a list: chips before a field.
   * @param {(typed: string, field: FormField) => FormOption[]} offer
   * @param {(typed: string, field: FormField) => string | null | undefined} meant
   * @param {(value: string) => { label: string, kind: string }} face
   * @returns {FormMaker}
   */
  const several = (offer, meant, face) => (field, desk) => {
    let now = field;
    const values = () => {
      const own = desk.answer(now.pointer);
      return Array.isArray(own) ? own.map(String) : [];
    };
    /** @param {string} value */
    const add = (value) => {
      if (value !== '' && !values().includes(value)) desk.set(now.pointer, [...values(), value]);
    };
    /** @param {string} value */
    const remove = (value) => {
      desk.set(now.pointer, values().filter((other) => other !== value));
      say(`${face(value).label} removed`);
      combobox.field.focus();
    };
    const chips = element('ul', 'form-chips');
    const combobox = formCombobox.open({
      label: formWords.title(field.title),
      offer: (typed) => offer(typed, now).filter(({ value }) => !values().includes(value)),
      take: ({ value, label }) => {
        add(value);
        say(`${label} added`);
      },
      leave(typed) {
        for (const part of typed.split(',')) add(meant(part.trim(), now) ?? '');
      },
      shown: () => '',
      key(event) {
        const own = values();
        if (event.key === 'Backspace' && combobox.field.value === '' && own.length > 0) remove(own[own.length - 1]);
      },
    });
    return { body: element('div', 'form-several', chips, combobox.node), target: combobox.field, update(next) {
      now = next;
      const own = Array.isArray(next.value) ? next.value.map(String) : [];
      combobox.field.placeholder = next.placeholder || (own.length > 0 ? 'Add another…' : 'Choose or type…');
      combobox.node.hidden = next.readonly ?? false;
      chips.hidden = own.length === 0;
      chips.replaceChildren(...own.map((value) => {
        const { label, kind } = face(value);
        const chip = element('li', `form-chip hue-${kind}`, ...(kind === 'generic' ? [] : [icon(kindIcon(kind))]), element('span', '', label));
        if (!next.readonly) chip.append(iconButton('close', `Remove ${label}`, () => remove(value)));
        return chip;
      }));
    } };
  };

  /** @type {FormMaker} */
  function entities(field, desk, id) {
    let now = field;
    const offer = offers(() => now);
    const made = several(
      (typed, next) => {
        now = next;
        return offer(typed);
      },
      (typed, next) => meant(next, typed),
      (value) => {
        const known = formCatalog.get(value);
        return { label: known?.title ?? value, kind: known?.kind ?? 'generic' };
      },
    );
    return made(field, desk, id);
  }

  const tags = several(
    (typed, { extension = '', options = {} }) => formCatalog.search(formCatalog.tags(extension, options), typed, ([tag]) => tag)
      .map(([tag, count]) => ({ value: tag, label: tag, note: options.showCounts === false ? '' : String(count) })),
    (typed) => typed.toLowerCase().replace(/\s+/g, '-') || null,
    (value) => ({ label: value, kind: 'generic' }),
  );

  return { entity, entities, tags, kind };
})();
