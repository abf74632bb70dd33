// @ts-check
'use strict';

/**
 * @typedef {{ folder: string, count: number }} ScaffoldCatalog  Scripts with all entities.
 * @typedef {{
 *   form: (answers: Record<string, any>, choices: Record<string, number>) => any,
 *   run: (answers: Record<string, any>, choices?: Record<string, number>) => Promise<ScaffoldOutcome | null>,
 *   file: (path: string) => ScaffoldBytes,
 *   zip: (folder: string) => Promise<ScaffoldBytes>,
 *   stop: () => void,
 * }} ScaffoldEngine  A run that a later one makes needless gives nothing. Files are those of the last run.
 */

/** The engine with one template. All comes as scripts, so that a page opened from a folder can load it too. */
const scaffold = (() => {
  /** What the script that runs has handed over. @type {string | null} */
  let arrived = null;
  Object.defineProperty(globalThis, 'callboardScaffold', { value: (/** @type {string} */ text) => (arrived = text) });

  /** How often a template may ask for more entities. */
  const MOST_ROUNDS = 100;

  /** The bytes that a script brings. @param {string} url @returns {Promise<ScaffoldBytes>} */
  async function bytes(url) {
    const text = await new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const end = (/** @type {() => void} */ settle) => () => {
        script.remove();
        settle();
      };
      script.src = url;
      // What a script hands over is taken before another one runs.
      script.onload = end(() => {
        if (arrived === null) reject(new Error(`${url} holds no data`));
        else resolve(arrived);
        arrived = null;
      });
      script.onerror = end(() => reject(new Error(`${url} cannot be loaded`)));
      document.head.append(script);
    });
    const characters = atob(text);
    const packed = new Uint8Array(characters.length);
    for (let at = 0; at < packed.length; at += 1) packed[at] = characters.charCodeAt(at);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** The script that an entity is in: FNV-1a of its reference. @param {string} reference @param {number} count */
  function place(reference, count) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(reference)) hash = Math.imul(hash ^ byte, 0x01000193);
    return hash & (count - 1);
  }

  /** Gives entities by their references, and none that is not there. @param {ScaffoldCatalog} catalog */
  function library({ folder, count }) {
    /** @type {Map<number, Promise<Map<string, any>>>} */
    const parts = new Map();
    /** @param {number} number */
    const load = async (number) => new Map(Object.entries(JSON.parse(new TextDecoder().decode(await bytes(`${folder}${number}.js`)))));
    return async (/** @type {string} */ reference) => {
      const number = place(reference, count);
      const part = parts.get(number) ?? load(number);
      parts.set(number, part);
      return (await part).get(reference);
    };
  }

  /**
   * Loads the engine and a template.
   * @param {string} engineUrl @param {string} templateUrl @param {ScaffoldCatalog | null} [catalog] @returns {Promise<ScaffoldEngine>}
   */
  async function scaffold(engineUrl, templateUrl, catalog = null) {
    if (typeof WebAssembly === 'undefined') throw new Error('this browser runs no WebAssembly');
    const code = await bytes(engineUrl);
    const data = await bytes(templateUrl);
    const module = await WebAssembly.compile(code);
    const own = scaffoldInstance(module, data);
    const workshop = scaffoldWorkshop.open(module, data, () => own);
    const find = catalog === null ? null : library(catalog);
    /** Entities that were asked for. @type {Map<string, any>} */
    const known = new Map();
    /** @type {Map<string, ScaffoldBytes>} */
    let contents = new Map();
    let newest = 0;
    /** @type {Promise<any>} */
    let last = Promise.resolve();

    /** @param {Record<string, any>} answers @param {Record<string, number>} choices @returns {Promise<ScaffoldMade>} */
    async function make(answers, choices) {
      for (let round = 1; ; round += 1) {
        const entities = Object.fromEntries([...known].filter(([, entity]) => entity !== undefined));
        const made = await workshop.run({ answers, choices, entities });
        const missing = find === null ? [] : made.outcome.wanted.filter((reference) => !known.has(reference));
        if (find === null || missing.length === 0 || round === MOST_ROUNDS) return made;
        for (const reference of missing) known.set(reference, await find(reference));
      }
    }

    /** @param {Record<string, any>} answers @param {Record<string, number>} choices @returns {Promise<ScaffoldOutcome>} */
    async function attempt(answers, choices) {
      try {
        const { outcome, contents: bytes } = await make(answers, choices);
        contents = new Map(outcome.files.map(({ path }, number) => [path, bytes[number]]));
        for (const fault of outcome.faults) fault.place ??= null;
        return outcome;
      } catch (error) {
        contents = new Map();
        const message = error instanceof Error ? error.message : String(error);
        return { files: [], todo: [], notes: [], log: [], wanted: [], faults: [{ pointer: '', place: null, message }] };
      }
    }

    return {
      form: (answers, choices) => own.form({ answers, choices }),
      run(answers, choices = {}) {
        newest += 1;
        const mine = newest;
        const made = last.then(() => (mine === newest ? attempt(answers, choices) : null));
        last = made;
        return made;
      },
      file: (path) => contents.get(path) ?? new Uint8Array(),
      zip: workshop.zip,
      stop: workshop.stop,
    };
  }

  return scaffold;
})();
