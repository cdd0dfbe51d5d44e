// Keys, and what every page shares. No page needs this script to be read.
'use strict';
(() => {
  const help = document.getElementById('help');
  document.addEventListener('click', (e) => {
    if (e.target.closest('[data-help]')) help.showModal();
  });

  // A list that can be walked with j and k.
  const rows = () => Array.from(document.querySelectorAll('[data-list] > li > a.row'));
  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  const pages = { n: '/', t: '/tolls', a: '/agenda', r: '/review', p: '/reports' };
  let waiting = false; // for the key after g
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, textarea, dialog[open]')) return;
    if (waiting) {
      waiting = false;
      if (pages[e.key]) location.href = pages[e.key];
      return;
    }
    switch (e.key) {
      case 'g': waiting = true; setTimeout(() => { waiting = false; }, 1500); break;
      case '?': help.showModal(); break;
      case 'j': walk(1); break;
      case 'k': walk(-1); break;
      case '/': {
        const q = document.getElementById('q');
        if (q) { e.preventDefault(); q.focus(); q.select(); }
        break;
      }
      default: {
        const b = document.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
        if (!b) return;
        e.preventDefault();
        if (b.matches('input, select, textarea')) b.focus(); else b.click();
      }
    }
  });

  // A link to a marked stretch brings it into view even where the fragment was
  // set before the text was laid out.
  const mark = location.hash === '#mark' && document.getElementById('mark');
  if (mark) mark.scrollIntoView({ block: 'center' });

  // The words that are selected in a report can be carried into a form.
  document.addEventListener('selectionchange', () => {
    const to = document.querySelector('[data-selection]');
    const words = String(document.getSelection()).trim();
    if (to && words && document.activeElement !== to) to.value = words.slice(0, 500);
  });
})();
