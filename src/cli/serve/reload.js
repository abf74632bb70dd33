// Loads the page again when the site has changed, and says when it could not be built. Only `callboard serve` has this.
{
  let known = null;
  let bar = null;

  const ask = () => {
    const script = document.createElement('script');
    script.src = `/.callboard/changes.js?since=${known ?? ''}`;
    script.onload = () => {
      script.remove();
      setTimeout(next, 100);
    };
    script.onerror = () => {
      script.remove();
      setTimeout(next, 2000);
    };
    document.head.append(script);
  };

  // A page that nobody sees asks nothing: browsers open only a few connections to one server.
  const next = () => {
    if (document.visibilityState === 'visible') ask();
    else document.addEventListener('visibilitychange', next, { once: true });
  };

  const show = (problem) => {
    bar?.remove();
    bar = document.createElement('pre');
    bar.setAttribute('role', 'alert');
    bar.textContent = `This is the last good build. The new one failed:\n${problem}`;
    Object.assign(bar.style, {
      position: 'fixed', insetInline: '0', bottom: '0', zIndex: '1000', margin: '0', padding: '1rem', maxHeight: '40vh',
      overflow: 'auto', whiteSpace: 'pre-wrap', color: '#fff', background: '#8f1d1d', font: '0.9rem/1.4 ui-monospace, monospace',
    });
    document.body.append(bar);
  };

  globalThis.callboardChanges = (number, problem) => {
    const first = known === null;
    if (!first && number !== known && !problem) location.reload();
    if (problem && (first || number !== known)) show(problem);
    known = number;
  };

  if (document.readyState === 'complete') next();
  else addEventListener('load', next);
}
