// Marks the section that is being read in the page's own navigation; folds a book's navigation on small screens.
(() => {
  "use strict";
  // An id may hold a percent sign that escapes nothing.
  const named = (hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  };
  const links = new Map();
  for (const link of document.querySelectorAll(".page-nav a[href^='#'], .contents a[href^='#'], .definition-nav li a[href^='#']")) {
    const target = document.getElementById(named(link.hash));
    if (target) links.set(target, link);
  }
  if (links.size) {
    let marked = null;
    const mark = () => {
      let current = null;
      // At the end of the page the last sections are too short to come to its top.
      const end = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      for (const target of links.keys()) {
        const { top } = target.getBoundingClientRect();
        if (current === null || top < (end ? innerHeight : 160)) current = target;
      }
      if (current === marked) return;
      if (marked) links.get(marked).classList.remove("here");
      links.get(current).classList.add("here");
      marked = current;
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
  const fold = document.querySelector("[data-fold]");
  if (fold && matchMedia("(width < 800px)").matches) fold.open = false;
  const menu = document.querySelector(".menu");
  if (menu) {
    addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }
})();
