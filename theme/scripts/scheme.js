// Runs before the first paint, so that a chosen colour scheme never flashes.
(() => {
  "use strict";
  let scheme = null;
  try {
    scheme = localStorage.getItem("callboard-scheme");
  } catch {
    // Storage may be forbidden; the system's scheme holds then.
  }
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
})();
