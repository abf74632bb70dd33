// The switch between the light and the dark scheme.
(() => {
  "use strict";
  const root = document.documentElement;
  const button = document.querySelector("[data-scheme-switch]");
  if (!button) return;
  const dark = () => root.dataset.scheme
    ? root.dataset.scheme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const say = () => {
    button.title = dark() ? "Light colours" : "Dark colours";
    button.querySelector("span").textContent = button.title;
  };
  button.hidden = false;
  say();
  button.addEventListener("click", () => {
    root.dataset.scheme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("callboard-scheme", root.dataset.scheme);
    } catch {
      // The choice holds for this page only.
    }
    say();
  });
})();
