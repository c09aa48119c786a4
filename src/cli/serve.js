
(function () {
  'use strict';
  /* The page of hopscope serve works without this: here are dropped files, links of any size, and words where the server has ended. */
  var form = document.getElementById('serve-form');
  if (!form) { return; }
  var complaint = document.getElementById('serve-complaint');
  var status = document.getElementById('serve-status');
  var fold = document.getElementById('serve-fold');
  var mail = form.elements.mail, files = form.elements.file;

  function complain(text) {
    status.textContent = '';
    complaint.textContent = text;
    complaint.hidden = text === '';
    if (text !== '' && fold) { fold.open = true; }
  }

  /* About as many bytes as the request will have; @found: whether there is anything to analyze. */
  function measure() {
    var bytes = 0, found = /\S/.test(mail.value);
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.type === 'file') {
        Array.prototype.forEach.call(field.files, function (file) { bytes += file.size + 200; });
        found = found || (field === files && field.files.length > 0);
      } else if (field.name && (field.type !== 'checkbox' || field.checked)) {
        bytes += new Blob([field.value.replace(/\r?\n/g, '\r\n')]).size + 200;
        found = found || field.name === 'again';
      }
    });
    return { bytes: bytes, found: found };
  }

  form.addEventListener('submit', function (event) {
    var size = measure();
    event.preventDefault();
    complain('');
    if (!size.found) { complain(form.dataset.nothing); mail.focus(); return; }
    if (size.bytes > Number(form.dataset.most)) { complain(form.dataset.large); return; }
    status.textContent = form.dataset.working;
    /* Asked first, because a browser that finds nobody throws the page away with all that was entered. */
    fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) { throw new Error(); }
      form.submit();
    }).catch(function () { complain(form.dataset.gone); });
  });
  window.addEventListener('pageshow', function () { status.textContent = ''; });
  mail.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });

  /* Files dropped anywhere. */
  function has_files(event) { return event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, 'Files') >= 0; }
  document.getElementById('serve-drop').hidden = false;
  document.addEventListener('dragover', function (event) {
    if (!has_files(event)) { return; }
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    form.parentNode.classList.add('serve-dropping');
  });
  document.addEventListener('dragleave', function (event) {
    if (!event.relatedTarget) { form.parentNode.classList.remove('serve-dropping'); }
  });
  document.addEventListener('drop', function (event) {
    form.parentNode.classList.remove('serve-dropping');
    if (!has_files(event) || event.target === form.elements.connectors) { return; }
    event.preventDefault();
    files.files = event.dataTransfer.files;
    if (fold) { fold.open = true; }
    form.querySelector('button').focus();
  });

  /* Browsers limit the length of a link, but not what it leads to in memory. */
  document.querySelectorAll('.serve-downloads a').forEach(function (link) {
    link.addEventListener('click', function () {
      var parts = link.href.split(';base64,'), text, bytes, i;
      if (parts.length !== 2) { return; }
      text = atob(parts[1]);
      bytes = new Uint8Array(text.length);
      for (i = 0; i < text.length; i++) { bytes[i] = text.charCodeAt(i); }
      link.href = URL.createObjectURL(new Blob([bytes], { type: parts[0].slice(5) }));
    });
  });
})();
