// node run.mjs REPORTS-PROGRAM [SCREENSHOT-FOLDER]: opens the reports in Chromium and checks what a reader relies on.
// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const CHROMIUM = '/usr/bin/chromium';
const [program, shots] = process.argv.slice(2);
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

const folder = mkdtempSync(join(tmpdir(), 'hopscope-browser-'));
execFileSync(program, [folder]);
const browser = await chromium.launch({
  executablePath: CHROMIUM, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const url = name => pathToFileURL(join(folder, name)).href;
let failures = 0;

function check(what, ok, more = '') {
  if (!ok) failures++;
  console.log(`${ok ? 'ok' : 'not ok'} - ${what}${ok ? '' : ': ' + more}`);
}

// A page that notes every request and every complaint of the browser.
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.requests = [];
  page.complaints = [];
  page.on('request', request => page.requests.push(request.url()));
  page.on('console', message => { if (message.type() !== 'log') page.complaints.push(message.text()); });
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('dialog', dialog => { page.complaints.push('dialog'); dialog.dismiss(); });
  await page.goto(url(name));
  return page;
}

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, name + '.png'), fullPage: true });
}

async function checkAxe(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  check(`${what}: axe finds nothing`, violations.length === 0,
    violations.map(v => `${v.id} (${v.nodes.map(n => n.target + ' ' + n.failureSummary).slice(0, 3).join(' | ')})`).join('; '));
}

const names = ['story', 'hostile', 'long', 'several', 'nothing'];
for (const name of names)
  for (const colorScheme of ['light', 'dark']) {
    const page = await open(name + '.html', { colorScheme });
    check(`${name}, ${colorScheme}: nothing is fetched`, page.requests.length === 1 && page.requests[0] === url(name + '.html'), page.requests.join(' '));
    check(`${name}, ${colorScheme}: the browser has no complaint`, page.complaints.length === 0, page.complaints.join(' | '));
    for (const fold of await page.locator('details').all()) await fold.evaluate(node => { node.open = true; });
    await checkAxe(page, `${name}, ${colorScheme}`);
    await shoot(page, `${name}-${colorScheme}`);
    await page.context().close();
  }

{ // Narrow: nothing sticks out sideways.
  for (const name of names) {
    const page = await open(name + '.html', { viewport: { width: 360, height: 700 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(`${name}, narrow: no sideways scrolling`, wide <= 360, `${wide} px`);
    if (name !== 'nothing' && name !== 'hostile') await checkAxe(page, `${name}, narrow`);
    await shoot(page, `${name}-narrow`);
    await page.context().close();
  }
}

for (const width of [1000, 1200])
  for (const name of ['hostile', 'long', 'several']) {
    const page = await open(name + '.html', { viewport: { width, height: 700 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(`${name}, ${width} wide: no sideways scrolling`, wide <= width, `${wide} px`);
    await page.context().close();
  }

{ // Light and dark differ.
  const color = async colorScheme => {
    const page = await open('story.html', { colorScheme });
    const value = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.context().close();
    return value;
  };
  const [light, dark] = [await color('light'), await color('dark')];
  check('dark mode has another background', light !== dark, `${light} ${dark}`);
}

{ // The story, in order, with no script at all.
  const page = await open('story.html', { javaScriptEnabled: false });
  const text = await page.locator('main').innerText();
  const wanted = ['Through an inbound connector', 'connector-relay', '192.168.0.3', 'scanner01', 'EOP', 'Exchange Online', 'google.com',
    'On-premises relay received it from the origin', 'EOP received it', 'Exchange Online received it and routed it outbound',
    'Microsoft 365 handed it to google.com'];
  let at = 0;
  for (const words of wanted) {
    at = text.indexOf(words, at);
    check(`without script: ${words}`, at >= 0);
    at = Math.max(at, 0);
  }
  check('without script: no button that would do nothing', await page.locator('button:visible').count() === 0);
  await page.locator('summary', { hasText: 'Show as they were written' }).click();
  check('without script: the raw header opens', await page.getByText('Scan 2026-03-09').last().isVisible());
  await page.context().close();
}

{ // Evidence leads to the marked line, and back.
  const page = await open('story.html');
  await page.locator('#m1-e1 a', { hasText: 'line 20' }).click();
  const line = page.locator('#m1-f5');
  check('evidence opens and shows its line', await line.isVisible());
  check('the line is marked', (await line.getAttribute('class')) === 'cited');
  check('the line is the one', (await line.innerText()).includes('OriginalAttributedTenantConnectingIp'));
  await line.locator('a', { hasText: 'e1' }).click();
  check('the line leads back', page.url().endsWith('#m1-e1'));
  await page.context().close();
}

{ // Copy buttons.
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(url('story.html'));
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check('copies Markdown', copied.startsWith('It entered') && copied.includes('| Route | `scanner01`'), copied.slice(0, 80));
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('What happened\n   1'));
  check('copies text', true);
  await context.close();
}

{ // Mail that attacks the reader is text.
  const page = await open('hostile.html');
  check('hostile: title is ours', (await page.title()) !== 'pwned');
  check('hostile: no element of its own', await page.locator('img, iframe, a[href^="http"], main script').count() === 0);
  check('hostile: shown as text', (await page.locator('h2').first().innerText()).includes('<img src=x onerror='));
  check('hostile: direction override is named', (await page.locator('h2').first().innerText()).includes('[U+202E]'));
  const links = await page.locator('a').evaluateAll(nodes => nodes.map(node => node.getAttribute('href')));
  check('hostile: links stay inside', links.every(href => href.startsWith('#')), links.join(' '));
  await page.context().close();
}

{ // Every link inside has a target, every identifier is unique.
  for (const name of names) {
    const page = await open(name + '.html');
    const bad = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
      const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
      const dead = [...document.querySelectorAll('a[href^="#"]')].map(node => node.getAttribute('href').slice(1)).filter(id => !ids.includes(id));
      return [...twice, ...dead];
    });
    check(`${name}: links and identifiers fit`, bad.length === 0, bad.join(' '));
    await page.context().close();
  }
}

{ // The keyboard reaches the report and every fold.
  const page = await open('story.html');
  await page.keyboard.press('Tab');
  check('keyboard: the first stop skips to the report', await page.evaluate(() => document.activeElement.className) === 'skip');
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  check('keyboard: a fold opens', await page.locator('details').first().evaluate(node => node.open));
  await page.context().close();
}

{ // Several messages: an index first.
  const page = await open('several.html');
  const rows = page.locator('nav tbody tr');
  check('several: a row for each message', await rows.count() === 4);
  check('several: the verdict comes first', (await rows.first().locator('td').first().innerText()).includes('Through an inbound connector'));
  check('several: what could not be read is named', (await page.locator('main').innerText()).includes('photo.jpg'));
  await rows.nth(2).locator('a').click();
  check('several: the index leads to the message', page.url().endsWith('#m3'));
  await page.context().close();
}

{ // Print.
  const page = await open('story.html');
  await page.emulateMedia({ media: 'print' });
  check('print: no buttons', await page.locator('button:visible').count() === 0);
  const pdf = await page.pdf({ format: 'A4' });
  check('print: makes a PDF', pdf.subarray(0, 5).toString() === '%PDF-' && pdf.length > 10000, `${pdf.length} bytes`);
  await page.context().close();
}

await browser.close();
rmSync(folder, { recursive: true });
console.log(failures === 0 ? 'all well' : `${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
