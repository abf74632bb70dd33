// Buttons that copy the text beside them.
(() => {
  "use strict";
  const copy = async (text) => {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // Not there, or not allowed here: the older way needs no leave.
    }
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  globalThis.callboardCopy = copy;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = button.parentElement.querySelector("[data-copy-text]");
    if (!source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.querySelector("span");
      const before = label.textContent;
      await copy(source.textContent);
      label.textContent = "Copied";
      button.title = "Copied";
      setTimeout(() => {
        label.textContent = before;
        button.removeAttribute("title");
      }, 1500);
    });
  }
})();
