(function () {
  'use strict';
  /* Nothing here is needed to read the report: buttons that copy, folded parts opened when a link or a printer wants them. */
  function copy(button) {
    var area = document.getElementById(button.dataset.copy);
    var status = button.parentNode.querySelector('[role=status]');
    function done() { status.textContent = status.dataset.done; }
    function select() {
      area.hidden = false;
      area.select();
      try { if (document.execCommand('copy')) { area.hidden = true; done(); } } catch (e) { /* the text stays selected, to be copied by hand */ }
    }
    if (navigator.clipboard && window.isSecureContext !== false) {
      navigator.clipboard.writeText(area.value).then(done, select);
    } else {
      select();
    }
  }
  document.querySelectorAll('button[data-copy]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { copy(button); });
  });
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var fold = target && target.closest('details');
    if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
  }
  window.addEventListener('hashchange', reveal);
  reveal();
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (fold) { fold.open = true; });
  });
})();
