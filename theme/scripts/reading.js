// Reading a document: where one stopped, what one reads in the navigation, the text as Markdown.
(() => {
  "use strict";
  const fold = document.querySelector("[data-contents-fold]");
  if (fold) {
    const narrow = matchMedia("(width < 1180px)");
    const set = () => { fold.open = !narrow.matches; };
    narrow.addEventListener("change", set);
    set();
    fold.addEventListener("click", (event) => {
      if (narrow.matches && event.target.closest("a")) fold.open = false;
    });
  }
  const nav = document.querySelector(".book-nav");
  const current = nav?.querySelector("[aria-current]");
  if (current && nav.scrollHeight > nav.clientHeight) {
    const beyond = current.getBoundingClientRect().top - nav.getBoundingClientRect().top;
    if (beyond > nav.clientHeight * 0.8) nav.scrollTop = beyond - nav.clientHeight / 3;
  }
  const contents = document.querySelector("[data-contents]");
  if (contents) {
    addEventListener("scroll", () => {
      const here = contents.querySelector(".here");
      if (!here || contents.scrollHeight <= contents.clientHeight) return;
      const place = here.getBoundingClientRect().top - contents.getBoundingClientRect().top;
      if (place < 40 || place > contents.clientHeight - 60) contents.scrollTop += place - contents.clientHeight / 2;
    }, { passive: true });
  }

  const copy = document.querySelector("[data-copy-markdown]");
  if (copy && location.protocol.startsWith("http") && navigator.clipboard && isSecureContext) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const label = copy.querySelector("span");
      const before = label.textContent;
      try {
        const answer = await fetch(copy.dataset.copyMarkdown);
        if (!answer.ok) throw new Error(String(answer.status));
        await navigator.clipboard.writeText(await answer.text());
        label.textContent = "Copied";
      } catch {
        label.textContent = "Could not copy";
      }
      setTimeout(() => { label.textContent = before; }, 1500);
    });
  }

  const article = document.querySelector(".article");
  const resume = document.querySelector("[data-resume]");
  if (!article || !resume) return;
  const KEY = "callboard-reading";
  const MOST = 60;
  const page = location.pathname;
  const headings = [...article.querySelectorAll("h2[id], h3[id]")];
  const stored = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  };
  const before = stored().find((entry) => entry[0] === page);
  const target = before && document.getElementById(before[1]);
  if (target && !location.hash && scrollY < 40 && headings.indexOf(target) > 0) {
    const link = resume.querySelector("a");
    link.href = `#${encodeURIComponent(target.id)}`;
    const words = target.cloneNode(true);
    for (const anchor of words.querySelectorAll(".anchor")) anchor.remove();
    link.querySelector("span").textContent = words.textContent.trim();
    resume.hidden = false;
  }
  const keep = () => {
    let read = null;
    for (const heading of headings) if (heading.getBoundingClientRect().top < innerHeight / 2) read = heading.id;
    const done = article.getBoundingClientRect().bottom < innerHeight;
    const others = stored().filter((entry) => entry[0] !== page);
    if (read && !done && scrollY > innerHeight) others.unshift([page, read]);
    else if (scrollY < 40 && before && !done) others.unshift(before);
    try {
      localStorage.setItem(KEY, JSON.stringify(others.slice(0, MOST)));
    } catch {
      // Without storage nothing is kept.
    }
  };
  addEventListener("pagehide", keep);
})();
