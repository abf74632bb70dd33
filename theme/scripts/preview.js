// In a preview, marks every link that leads to a page which is new or other than before.
(() => {
  "use strict";
  const changes = globalThis.callboardChanges;
  const main = document.querySelector("#main");
  if (!changes || !main) return;
  const pages = new Map(Object.entries(changes));
  const root = new URL(document.documentElement.dataset.root || "./", location.href).pathname;
  /** @param {ParentNode} part */
  const mark = (part) => {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (part.querySelectorAll("a[href]:not([data-change])"))) {
      const { origin, pathname } = new URL(link.href, location.href);
      if (origin !== location.origin && location.protocol !== "file:" || !pathname.startsWith(root)) continue;
      let path = pathname.slice(root.length);
      try {
        path = decodeURIComponent(path);
      } catch {
        // A percent sign that escapes nothing is itself.
      }
      const change = pages.get(path);
      // The page of changes says it in words.
      if (change && link.textContent?.trim() && !link.closest(".changes")) link.dataset.change = change;
    }
  };
  mark(document);
  // Results of a search come later.
  new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations) {
      for (const node of addedNodes) if (node instanceof Element && node.parentElement) mark(node.parentElement);
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
