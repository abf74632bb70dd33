// @ts-check
'use strict';

/**
 * Files of data, read as they are needed. Each is a script that calls `callboardShard` with its name and deflated
 * bytes, so that a page opened from a folder can load it too.
 *
 * @typedef {(path: string, again: boolean) => Promise<void>} ShardRunner  Runs the script at a path from the root.
 */
const callboardShards = (() => {
  /** @type {Map<string, { resolve: (bytes: Uint8Array) => void, reject: (reason: unknown) => void }>} */
  const waiting = new Map();

  /** @param {string} name @param {string} text */
  async function arrive(name, text) {
    const waiter = waiting.get(name);
    waiting.delete(name);
    try {
      const characters = atob(text);
      const packed = new Uint8Array(characters.length);
      for (let at = 0; at < packed.length; at += 1) packed[at] = characters.charCodeAt(at);
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
      waiter?.resolve(new Uint8Array(await new Response(stream).arrayBuffer()));
    } catch (error) {
      waiter?.reject(error);
    }
  }
  Object.defineProperty(globalThis, 'callboardShard', { value: arrive });

  /**
   * The files of one folder: `manifest.js`, which names the version, and those in the version's folder.
   * @template {{ version: string }} M
   * @param {string} folder @param {string} prefix  What stands before the names that the scripts hand over.
   * @param {(bytes: Uint8Array) => M} decode  Reads the manifest.
   * @param {ShardRunner} run
   */
  function open(folder, prefix, decode, run) {
    /** @type {Map<string, Promise<any>>} */
    const files = new Map();

    /** Whether a file was missing: then the manifest that named it is one of an older build. */
    let stale = false;

    /**
     * @template T
     * @param {string} name @param {string} path @param {(bytes: Uint8Array) => T} read
     * @returns {Promise<T>}
     */
    function file(name, path, read) {
      const known = files.get(name);
      if (known !== undefined) return known;
      const bytes = new Promise((resolve, reject) => {
        waiting.set(prefix + name, { resolve, reject });
        run(path, stale && name === 'manifest').catch(reject);
      });
      const decoded = bytes.then(read);
      files.set(name, decoded);
      decoded.catch(() => {
        files.clear();
        stale = true;
      });
      return decoded;
    }

    const manifest = () => file('manifest', `${folder}/manifest.js`, decode);

    /** @template T @param {string} name @param {(bytes: Uint8Array) => T} read @returns {Promise<T>} */
    const part = async (name, read) => file(name, `${folder}/${(await manifest()).version}/${name}.js`, read);

    return { manifest, part };
  }

  return { open };
})();
