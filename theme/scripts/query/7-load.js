// @ts-check
'use strict';

/** How far the data has come, for who waits for it. */
const queryLoad = (() => {
  const PATIENCE = 250;

  /**
   * Runs the scripts of data, and says how many have come once that takes a while; nothing more when all have.
   * @param {(text: string) => void} tell @returns {ShardRunner}
   */
  function told(tell) {
    let [asked, come, since] = [0, 0, 0];
    const say = () => {
      if (performance.now() - since >= PATIENCE) tell(come < asked ? `Loading: ${come} of ${asked} files…` : '');
    };
    return async (path, again) => {
      if (come === asked) {
        [asked, come, since] = [0, 0, performance.now()];
        setTimeout(say, PATIENCE);
      }
      asked += 1;
      try {
        await searchView.run(path, again);
      } finally {
        come += 1;
        say();
      }
    };
  }

  return { told };
})();
