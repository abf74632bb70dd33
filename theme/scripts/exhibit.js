// A frame with pages that another tool built: `#/file.html` behind the address opens one of them.
(() => {
  "use strict";
  const frame = document.querySelector("[data-exhibit]");
  if (!frame) return;
  const show = () => {
    let file;
    try {
      file = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const plain = /^\/[\w\-.+~@(),/]+\.html?$/.test(file) && !file.split("/").includes("..");
    if (plain && !file.startsWith("//")) frame.src = frame.dataset.exhibit + file.slice(1);
  };
  addEventListener("hashchange", show);
  show();
})();
