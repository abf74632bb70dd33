// @ts-check
'use strict';

/** @typedef {{ pointer: string, title: string, value: string, problem?: string, control: string }} FormLine */

/** Answers as a reader reads them. */
const formShown = (() => {
  /** @param {FormField} field @returns {string} */
  function value(field) {
    const { value: own, control } = field;
    if (control === 'secret') return 'not asked for here';
    if (own === undefined || own === null || own === '' || (Array.isArray(own) && own.length === 0)) return '';
    /** @param {FormValue} one */
    const label = (one) => {
      const choice = field.choices?.find(({ value: other }) => formAnswers.same(other, one));
      return choice?.label ?? (typeof one === 'boolean' ? (one ? 'Yes' : 'No') : formPlain.text(one));
    };
    if (control === 'repository') return formRepository.web(String(own));
    if (control === 'entity') return formCatalog.get(own)?.title ?? label(own);
    if (Array.isArray(own)) return own.map((one) => (control === 'entities' ? formCatalog.get(one)?.title : undefined) ?? label(one)).join(', ');
    return label(own);
  }

  /** What `ui:backstage` asks for where answers are listed. @param {FormField} field @returns {{ show?: boolean, mask?: string, name?: string, explode?: boolean }} */
  const wishes = ({ options }) => (options?.review !== null && typeof options?.review === 'object' ? options.review : {});

  /**
   * Every question that has an answer of its own, those in groups by the way to them.
   * @param {FormField[]} fields @param {string} [above] @param {typeof wishes} [wished] @returns {FormLine[]}
   */
  function lines(fields, above = '', wished = () => ({})) {
    return fields.flatMap((field) => {
      const { show, mask, name, explode } = wished(field);
      if (field.control === 'hidden' || show === false) return [];
      const title = above + (name ? String(name) : formWords.title(field.title));
      const inner = field.fields ?? [];
      const together = explode === false || Boolean(mask);
      if (field.control === 'group' && !together) return lines(inner, `${title} › `, wished);
      if (field.control === 'list' && inner.length > 0 && !together) {
        const own = field.problem === undefined ? [] : [{ pointer: field.pointer, title, value: '', problem: field.problem, control: 'list' }];
        return [...own, ...lines(inner, `${title} › `, wished)];
      }
      const told = inner.length > 0 ? lines(inner, '', wished).filter(({ value: own }) => own !== '').map((line) => `${line.title}: ${line.value}`).join(', ') : value(field);
      return [{ pointer: field.pointer, title, value: mask && told !== '' ? String(mask) : told, problem: field.control === 'secret' ? undefined : field.problem, control: field.control }];
    });
  }

  /** The answers as they are listed before anything is made; what is wrong is told beside the list. @param {FormPage} page */
  const reviewed = (page) => lines(page.fields, '', wishes);

  /** What is wrong on a page. @param {FormPage} page */
  const wrong = (page) => lines(page.fields).filter(({ problem }) => problem !== undefined);

  /** The first answers of a page, in few words. @param {FormPage} page */
  function summary(page) {
    const values = reviewed(page).filter(({ control }) => control !== 'secret' && control !== 'checkbox').map(({ value: own }) => own).filter(Boolean);
    return values.slice(0, 4).map((text) => (text.length > 40 ? `${text.slice(0, 38).trimEnd()}…` : text)).join(' · ');
  }

  /** What stands in for a required answer until it is given. @param {FormField} field @param {string} project @returns {FormValue} */
  function stand(field, project) {
    const word = formWords.title(field.title).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'answer';
    switch (field.control) {
      case 'text': case 'long-text': return field.placeholder || word;
      case 'entity': return formCatalog.all(field.extension ?? '', field.options ?? {})[0]?.ref ?? formCatalog.whole(word, formPickers.kind(field) || 'group', 'default');
      case 'number': case 'integer': case 'range': return field.limits?.[0] ?? 1;
      case 'select': case 'radio': return field.choices?.[0]?.value;
      case 'repository': return formRepository.stand(field.options ?? {}, project);
      default: return undefined;
    }
  }

  /**
   * Answers of which those that are required and missing are stood in for, and the titles of those.
   * @param {FormAsked} asked @param {Record<string, FormValue>} given @param {string} name  What the template is called.
   */
  function rehearsed(asked, given, name) {
    let answers = given;
    /** @type {string[]} */
    const stoodIn = [];
    /** @param {FormField[]} fields */
    const fill = (fields) => fields.forEach((field) => {
      if (field.control === 'group') return fill(field.fields ?? []);
      const missing = field.required && (field.value === undefined || field.value === null);
      const value = missing ? stand(field, formAnswers.called(asked.answers, name)) : undefined;
      if (value === undefined) return;
      answers = formAnswers.put(answers, asked.answers, field.pointer, value);
      stoodIn.push(formWords.title(field.title));
    });
    asked.pages.forEach(({ fields }) => fill(fields));
    return { answers, stoodIn };
  }

  return { lines, reviewed, wrong, summary, rehearsed };
})();
