// @ts-check
'use strict';

/** Answers as data: places in them, and how an address and a command hold them. */
const formAnswers = (() => {
  /** @param {string} pointer */
  const names = (pointer) => pointer.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

  /** The value at a place. @param {FormValue} value @param {string} pointer @returns {FormValue} */
  function get(value, pointer) {
    for (const name of names(pointer)) {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    return value;
  }

  /** A copy with one member put in or, for `undefined`, taken out. @param {FormValue} object @param {string} name @param {FormValue} value */
  function member(object, name, value) {
    if (Array.isArray(object)) {
      const list = [...object];
      if (value === undefined) list.splice(Number(name), 1);
      else list[Number(name)] = value;
      return list;
    }
    const kept = Object.entries(object ?? {}).filter(([key]) => key !== name || value !== undefined);
    if (value === undefined) return Object.fromEntries(kept);
    const known = kept.some(([key]) => key === name);
    return Object.fromEntries(known ? kept.map(([key, old]) => [key, key === name ? value : old]) : [...kept, [name, value]]);
  }

  /**
   * Answers with one more. What is emptied keeps a `null`, so that it gets no default, but not below a list.
   * @param {FormValue} given @param {FormValue} complete @param {string} pointer @param {FormValue} value
   */
  function put(given, complete, pointer, value) {
    /** @param {FormValue} here @param {FormValue} whole @param {string[]} rest @param {boolean} listed @returns {FormValue} */
    const into = (here, whole, rest, listed) => {
      const [name, ...more] = rest;
      const inList = listed || Array.isArray(here);
      if (more.length === 0) {
        const last = value === null && inList ? (Array.isArray(here) ? '' : undefined) : value;
        return member(here, name, last);
      }
      const below = whole !== null && typeof whole === 'object' && Object.hasOwn(whole, name) ? whole[name] : undefined;
      const own = here !== null && typeof here === 'object' && Object.hasOwn(here, name) ? here[name] : undefined;
      const start = own !== null && typeof own === 'object' ? own : Array.isArray(below) || inList ? below ?? {} : {};
      return member(here, name, into(start, below, more, inList));
    };
    const path = names(pointer);
    return path.length === 0 ? given : into(given, complete, path, false);
  }

  /** @param {FormValue} a @param {FormValue} b @returns {boolean} */
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /** A text stands for itself unless it could be read as something else. @param {FormValue} value */
  function written(value) {
    if (typeof value !== 'string') return JSON.stringify(value);
    try {
      JSON.parse(value);
      return JSON.stringify(value);
    } catch {
      return value;
    }
  }

  /** @param {string} text @returns {FormValue} */
  function understood(text) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  /**
   * Reads the part of an address after `#`. A name that begins with `~` is no answer's.
   * @param {string} hash
   */
  function read(hash) {
    const parameters = [...new URLSearchParams(hash.replace(/^#/, ''))];
    const choice = /** @param {string} key */ (key) => key.startsWith('~pick');
    return {
      answers: /** @type {Record<string, FormValue>} */ (Object.fromEntries(parameters.filter(([key]) => !key.startsWith('~')).map(([key, text]) => [key, understood(text)]))),
      choices: /** @type {Record<string, number>} */ (Object.fromEntries(parameters.filter(([key]) => choice(key)).map(([key, text]) => [key.slice(5), Number(text) || 0]))),
      step: Math.max(0, (Number(parameters.find(([key]) => key === '~step')?.[1]) || 1) - 1),
    };
  }

  /** @param {Record<string, FormValue>} answers @param {Record<string, number>} choices @param {number} step */
  function write(answers, choices, step) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(answers)) if (!name.startsWith('~')) parameters.append(name, written(value));
    for (const [key, number] of Object.entries(choices)) parameters.append(`~pick${key}`, String(number));
    if (step > 0) parameters.append('~step', String(step + 1));
    const text = parameters.toString();
    return text ? `#${text}` : '';
  }

  /** A word as a POSIX shell reads it back. @param {string} word */
  const quoted = (word) => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

  /** A value as YAML reads it back. @param {FormValue} value */
  function yaml(value) {
    const plain = typeof value === 'string' && /^[A-Za-z][^\p{C}]*$/u.test(value) && !/: | #|[:\s]$/.test(value);
    const other = /^(true|false|yes|no|on|off|null|nan|inf)$/i;
    return plain && !other.test(value) ? value : JSON.stringify(value);
  }

  const MOST_SET = 12;

  /**
   * The command that makes the same project, and whether the answers come in a file.
   * @param {string} template @param {string} from @param {string} folder @param {Record<string, FormValue>} answers
   */
  function command(template, from, folder, answers) {
    const set = Object.entries(answers);
    const odd = set.length > MOST_SET || set.some(([name, value]) => !/^[\w-]+$/.test(name) || (typeof value === 'object' && value !== null && JSON.stringify(value).length > 200));
    const first = ['callboard', 'new', quoted(template), quoted(folder), ...(from ? ['--from', quoted(from)] : [])].join(' ');
    const values = odd ? [`--values ${quoted(`${folder}.json`)}`] : set.map(([name, value]) => `--set ${quoted(`${name}=${yaml(value)}`)}`);
    return { text: [first, ...values].join(' \\\n  '), file: odd };
  }

  /** What the project is called, as the command line calls its folder. @param {Record<string, FormValue>} answers @param {string} template */
  function called(answers, template) {
    const keys = ['name', 'component_id', 'componentName', 'serviceName', 'repoName'];
    const found = keys.map((key) => (Object.hasOwn(answers, key) ? answers[key] : undefined)).find((value) => typeof value === 'string');
    return found !== undefined && /^[\p{L}\p{N}_-][\p{L}\p{N}_.-]*$/u.test(found) ? found : template;
  }

  return { get, put, same, read, write, command, called };
})();
