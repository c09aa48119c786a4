// node serve.test.mjs HOPSCOPE SAMPLES [SCREENSHOT-FOLDER]: the page of `hopscope serve` in Chromium, as its users and its enemies meet it.
// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const CHROMIUM = '/usr/bin/chromium';
const [program, samples, shots] = process.argv.slice(2);
let chromium, AxeBuilder;
try {
  ({ chromium } = await import('playwright-core'));
  ({ default: AxeBuilder } = await import('@axe-core/playwright'));
} catch {
  console.log('skipped: run `npm ci` in tests/browser first');
  process.exit(77);
}
if (!existsSync(CHROMIUM)) {
  console.log('skipped: no ' + CHROMIUM);
  process.exit(77);
}

// The server, and its address once it has one.
function serve() {
  const server = spawn(program, ['serve'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    server.stdout.once('data', line => resolve({ server, address: String(line).trim() }));
    server.once('exit', () => reject(new Error('hopscope serve ended')));
  });
}

const { server, address } = await serve();
process.on('exit', () => server.kill());
const browser = await chromium.launch({
  executablePath: CHROMIUM, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--host-resolver-rules=MAP rebound.example 127.0.0.1'],
});
const relay = readFileSync(join(samples, 'smtp-relay.eml'), 'utf8');
let failures = 0;

function check(what, ok, more = '') {
  if (!ok) failures++;
  console.log(`${ok ? 'ok' : 'not ok'} - ${what}${ok ? '' : ': ' + more}`);
}

// A page that notes whom it asks and what the browser complains of.
async function open(options = {}, where = address) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.strangers = [];
  page.complaints = [];
  page.on('request', request => { if (!request.url().startsWith(address) && !/^(blob|data):/.test(request.url())) page.strangers.push(request.url()); });
  page.on('console', message => { if (message.type() !== 'log') page.complaints.push(message.text()); });
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('dialog', dialog => { page.complaints.push('dialog'); dialog.dismiss(); });
  page.answer = await page.goto(where).catch(error => error);
  return page;
}

async function close(page, what) {
  check(`${what}: nobody else is asked`, page.strangers.length === 0, page.strangers.join(' '));
  check(`${what}: the browser has no complaint`, page.complaints.length === 0, page.complaints.join(' | '));
  await page.context().close();
}

async function analyze(page, fill) {
  await fill(page);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /^(Analyze|분석)$/ }).click()]);
}

const paste = text => page => page.locator('#serve-mail').fill(text);

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, name + '.png'), fullPage: true });
}

async function checkAxe(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  check(`${what}: axe finds nothing`, violations.length === 0,
    violations.map(v => `${v.id} (${v.nodes.map(n => n.target + ' ' + n.failureSummary).slice(0, 3).join(' | ')})`).join('; '));
}

async function read(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function save(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), text: await read(download) };
}

for (const javaScriptEnabled of [true, false]) { // Paste, look, save; the same without script.
  const what = javaScriptEnabled ? 'paste' : 'paste without script';
  const page = await open({ javaScriptEnabled });
  check(`${what}: an empty form`, await page.locator('article').count() === 0);
  await analyze(page, paste(relay));
  check(`${what}: the verdict`, (await page.locator('main').innerText()).includes('Through an inbound connector'));
  check(`${what}: the title says it first`, (await page.title()).startsWith('traversed'));
  check(`${what}: the whole chain`, await page.locator('article table tbody tr').count() >= 6);
  const json = await save(page, 'JSON'), html = await save(page, 'HTML'), csv = await save(page, 'CSV'), markdown = await save(page, 'Markdown');
  check(`${what}: saves JSON`, json.name === 'hopscope.json' && json.text.includes('"schema": "hopscope/1"') && JSON.parse(json.text) !== null, json.text.slice(0, 80));
  check(`${what}: saves HTML`, html.name === 'hopscope.html' && html.text.startsWith('<!DOCTYPE html>') && !html.text.includes('serve-form'));
  check(`${what}: saves CSV`, csv.name === 'hopscope.csv' && csv.text.split('\n').length > 5);
  check(`${what}: saves Markdown`, markdown.name === 'hopscope.md' && markdown.text.includes('| Route |'), markdown.text.slice(0, 80));
  await page.locator('#serve-fold > summary').click();
  await analyze(page, paste(readFileSync(join(samples, 'mailbox.eml'), 'utf8')));
  check(`${what}: another one from the same page`, (await page.title()).startsWith('not-traversed'), await page.title());
  await close(page, what);
}

for (const javaScriptEnabled of [true, false]) { // Files; what the reader knows stays in the page and nowhere else.
  const what = javaScriptEnabled ? 'upload' : 'upload without script';
  const page = await open({ javaScriptEnabled });
  await analyze(page, async () => {
    await page.locator('#serve-file').setInputFiles([join(samples, 'smtp-relay.eml'), join(samples, 'direct-send.eml')]);
    await page.locator('summary', { hasText: 'What you know' }).click();
    await page.locator('#serve-connectors').setInputFiles(join(samples, 'connectors.json'));
    await page.locator('#serve-domains').fill('example.com');
  });
  check(`${what}: both files, an index first`, await page.locator('nav tbody tr').count() === 2);
  check(`${what}: their names`, (await page.locator('nav').innerText()).includes('direct-send.eml'));
  check(`${what}: domains are used`, (await page.locator('nav').innerText()).includes('direct-send'));
  await page.locator('#serve-fold > summary').click();
  check(`${what}: domains stay in the page`, await page.locator('#serve-domains').inputValue() === 'example.com');
  check(`${what}: connectors stay in the page`, await page.getByLabel('connectors.json').isChecked());
  const before = await page.locator('main').innerText();
  await analyze(page, async () => {});
  check(`${what}: once more, and it is the same`, await page.locator('main').innerText() === before);
  const { cookies, origins } = await page.context().storageState();
  check(`${what}: nothing is stored`, cookies.length === 0 && origins.length === 0);
  const fresh = await page.context().newPage();
  await fresh.goto(address);
  check(`${what}: another page knows nothing`, await fresh.locator('#serve-domains').inputValue() === '' && await fresh.locator('input[name=connectors-kept], input[name=again], input:checked').count() === 0);
  await close(page, what);
}

{ // Files dropped on the page.
  const page = await open();
  const transfer = await page.evaluateHandle(text => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.eml', { type: 'message/rfc822' }));
    return data;
  }, relay);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  check('drop: the page shows that it takes files', await page.locator('.serve-dropping').count() === 1);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  check('drop: the file is chosen', await page.locator('#serve-file').evaluate(node => node.files.length === 1 && node.files[0].name === 'dropped.eml'));
  check('drop: the button waits', await page.evaluate(() => document.activeElement.type) === 'submit');
  await analyze(page, async () => {});
  check('drop: analyzed', (await page.title()).startsWith('traversed'));
  await close(page, 'drop');
}

{ // Keyboard alone.
  const page = await open();
  check('keyboard: starts in the text area', await page.evaluate(() => document.activeElement.id) === 'serve-mail');
  await page.keyboard.insertText(relay);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Control+Enter')]);
  check('keyboard: Ctrl+Enter analyzes', (await page.title()).startsWith('traversed'));
  await page.keyboard.press('Tab');
  check('keyboard: the first stop skips to the report', await page.evaluate(() => document.activeElement.className) === 'skip');
  await page.keyboard.press('Enter');
  check('keyboard: and leads there', page.url().endsWith('#main'));
  const stops = [];
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.closest('main') !== null));
  }
  check('keyboard: the next stop is in the report', stops[0], stops.join());
  await close(page, 'keyboard');
}

{ // What is wrong is said, and heard.
  const page = await open();
  await page.getByRole('button', { name: 'Analyze' }).click();
  check('nothing: said', (await page.getByRole('alert').innerText()).includes('nothing to analyze'));
  check('nothing: the text area waits', await page.evaluate(() => document.activeElement.id) === 'serve-mail');
  await page.locator('#serve-mail').fill('Subject: large\n\n' + 'x'.repeat(4 << 20));
  await page.getByRole('button', { name: 'Analyze' }).click();
  check('too large: said before it is sent', (await page.getByRole('alert').innerText()).includes('4 MiB'));
  check('too large: nothing is lost', (await page.locator('#serve-mail').inputValue()).length > 4 << 20);
  await page.locator('#serve-mail').fill(relay);
  await page.locator('summary', { hasText: 'What you know' }).click();
  await page.locator('#serve-domains').fill('not..a domain');
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Analyze' }).click()]);
  check('bad domain: said', (await page.getByRole('alert').innerText()).startsWith('Your domains: '));
  check('bad domain: there to be mended', await page.locator('#serve-domains').inputValue() === 'not..a domain');
  page.complaints = page.complaints.filter(text => !text.includes('400'));
  await checkAxe(page, 'bad domain');
  await shoot(page, 'serve-complaint');
  await page.locator('#serve-domains').fill('example.com');
  await analyze(page, async () => {});
  check('bad domain: mended, without pasting again', (await page.title()).startsWith('traversed'));
  await close(page, 'what is wrong');
}

{ // The same without script: the server says it.
  const page = await open({ javaScriptEnabled: false });
  await page.locator('#serve-file').setInputFiles({ name: 'large.mbox', mimeType: 'application/mbox', buffer: Buffer.alloc(6 << 20, 'x') });
  const [answer] = await Promise.all([page.waitForResponse(address), page.waitForEvent('load'), page.getByRole('button', { name: 'Analyze' }).click()]);
  check('too large without script: refused', answer.status() === 413);
  check('too large without script: said', (await page.getByRole('alert').innerText()).includes('4 MiB'));
  await page.context().close();
}

{ // Mail that attacks the reader is text, and so is the name of a file.
  const evil = '</textarea></script><img src=x onerror="document.title=\'pwned\'"><a href="https://evil.example/">click</a>';
  const page = await open();
  await analyze(page, () => page.locator('#serve-file').setInputFiles(
    { name: evil.replaceAll('/', ''), mimeType: 'message/rfc822', buffer: Buffer.from(`Received: from ${evil} by mx.example.net; Mon, 9 Mar 2026 10:04:29 +0000\nSubject: ${evil}\n\n`) }));
  check('hostile: title is ours', (await page.title()) !== 'pwned' && (await page.title()).includes('<img'));
  check('hostile: no element of its own', await page.locator('img, iframe, a[href^="http"], main script').count() === 0);
  check('hostile: shown as text', (await page.locator('h2').last().innerText()).includes('<img src=x onerror='));
  await close(page, 'hostile');
}

{ // Two tabs at once.
  const pages = await Promise.all([open(), open()]);
  const names = ['smtp-relay.eml', 'mailbox.eml'];
  await Promise.all(pages.map((page, i) => analyze(page, paste(readFileSync(join(samples, names[i]), 'utf8')))));
  const titles = await Promise.all(pages.map(page => page.title()));
  check('two tabs: each has its own', titles[0].startsWith('traversed') && titles[1].startsWith('not-traversed'), titles.join(' | '));
  for (const page of pages) await close(page, 'two tabs');
}

{ // Whoever is not the page of this server.
  const statuses = [];
  const foreign = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!DOCTYPE html><form method="post" enctype="multipart/form-data" action="${address}"><input name="mail" value="Subject: x"></form>
      <iframe src="${address}"></iframe><script>document.forms[0].submit()</script>`);
  });
  await new Promise(resolve => foreign.listen(0, '127.0.0.1', resolve));
  const page = await (await browser.newContext()).newPage();
  page.on('response', response => { if (response.url() === address && response.request().method() === 'POST') statuses.push(response.status()); });
  await page.goto(`http://127.0.0.1:${foreign.address().port}/`).catch(() => {});
  await page.waitForTimeout(1000);
  check('wrong Origin: a form of another page is refused', statuses.length === 1 && statuses[0] === 403, statuses.join());
  await page.goto(`http://127.0.0.1:${foreign.address().port}/favicon`).catch(() => {});
  const { port, pathname } = new URL(address);
  await page.setContent(`<iframe src="${address}"></iframe>`);
  await page.waitForTimeout(500);
  check('frames: the page cannot be framed', !(await Promise.all(page.frames().map(frame => frame.content().catch(() => '')))).some(text => text.includes('serve-form')));
  // Chromium shows a page of its own in place of an answer without a body, so ask what came.
  const ask = async url => {
    const [response] = await Promise.all([page.waitForResponse(url), page.goto(url).catch(() => {})]);
    return `${response.status()} ${response.headers()['content-length']}`;
  };
  const rebound = await ask(`http://rebound.example:${port}${pathname}`), nowhere = await ask(`http://127.0.0.1:${port}/`);
  check('wrong Host: a name that leads here gets nothing', rebound === '421 0', rebound);
  check('missing token: gets nothing', nowhere === '404 0', nowhere);
  foreign.close();
  await page.context().close();
}

for (const [name, options] of Object.entries({ // How it looks.
  'light': {}, 'dark': { colorScheme: 'dark' }, 'narrow': { viewport: { width: 360, height: 700 } }, 'korean': { locale: 'ko-KR' },
  'korean-narrow': { locale: 'ko-KR', viewport: { width: 360, height: 700 } }, 'dark-narrow': { colorScheme: 'dark', viewport: { width: 360, height: 700 } } })) {
  const page = await open(options);
  const width = options.viewport?.width ?? 1200;
  const fits = async what => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(`${what}: no sideways scrolling`, wide <= width, `${wide} px`);
  };
  await shoot(page, `serve-empty-${name}`);
  for (const fold of await page.locator('details').all()) await fold.evaluate(node => { node.open = true; });
  await checkAxe(page, `empty, ${name}`);
  await fits(`empty, ${name}`);
  await shoot(page, `serve-known-${name}`);
  check(`${name}: every field has a label and a hint`, await page.locator('form').evaluate(form => [...form.elements].every(field =>
    field.type === 'submit' || field.type === 'hidden' || (field.labels.length > 0 && document.getElementById(field.getAttribute('aria-describedby')) !== null))));
  if (options.locale) check(`${name}: in Korean`, (await page.locator('.serve').innerText()).includes('메시지 분석') && await page.locator('.serve').getAttribute('lang') === 'ko');
  await analyze(page, async () => {
    await page.locator('#serve-connectors').setInputFiles(join(samples, 'connectors.json'));
    await page.locator('#serve-mail').fill(relay);
  });
  await shoot(page, `serve-result-${name}`);
  await page.locator('#serve-fold').evaluate(node => { node.open = true; });
  await checkAxe(page, `result, ${name}`);
  await fits(`result, ${name}`);
  await shoot(page, `serve-again-${name}`);
  await close(page, `look, ${name}`);
}

{ // Light and dark differ.
  const color = async colorScheme => {
    const page = await open({ colorScheme });
    const value = await page.evaluate(() => getComputedStyle(document.querySelector('textarea')).backgroundColor);
    await page.context().close();
    return value;
  };
  check('dark mode has another background', await color('light') !== await color('dark'));
}

{ // The server has ended: what was entered and what was found stay.
  const page = await open(), done = await open();
  await analyze(done, paste(relay));
  await page.locator('#serve-mail').fill(relay);
  const gone = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGINT');
  await gone;
  await page.getByRole('button', { name: 'Analyze' }).click();
  await page.getByRole('alert').waitFor();
  check('server gone: said', (await page.getByRole('alert').innerText()).includes('hopscope serve'));
  check('server gone: what was pasted is still there', await page.locator('#serve-mail').inputValue() === relay.replaceAll('\r\n', '\n'));
  check('server gone: what was found can still be saved', (await save(done, 'JSON')).text.includes('hopscope/1'));
  await shoot(page, 'serve-gone');
  await page.context().close();
  await done.context().close();
}

await browser.close();
console.log(failures === 0 ? 'all well' : `${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
