// Walks the desk as people do: walk.mjs BASE FIRST-LINK CHROMIUM [FOLDER FOR SCREENSHOTS]
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { accessible, base, end, first, fits, mapDrawn, person, shot, step } from './person.mjs';

const ann = await person();
await step('first start: the link makes the administrator', async () => {
  await ann.goto(base + '/');
  assert.match(ann.url(), /\/login/);
  await accessible(ann, 'login');
  await ann.goto(base + first);
  await accessible(ann, 'welcome');
  await ann.fill('[name=name]', 'Ann');
  await ann.fill('[name=password]', 'correct horse battery');
  await ann.click('main button');
  await ann.waitForURL(base + '/');
});
await step('a source is added, and one of this machine is not', async () => {
  await ann.goto(base + '/sources');
  await accessible(ann, 'sources');
  const form = ann.locator('form[action="/sources"]');
  await form.locator('[name=url]').fill('http://127.0.0.1/feed.xml');
  await form.locator('[name=kind]').selectOption('feed');
  await form.locator('button').click();
  await ann.waitForSelector('[role=alert]');
  await form.locator('[name=url]').fill('https://wire.example/feed.xml');
  await form.locator('[name=kind]').selectOption('feed');
  await form.locator('[name=name]').fill('The Wire');
  await form.locator('[name=reliability]').selectOption('B');
  await form.locator('button').click();
  await ann.waitForSelector('th:has-text("The Wire")');
  await ann.goto(base + '/');
});
await step('now: map, timeline and list', async () => {
  await mapDrawn(ann);
  assert.equal(await ann.locator('[data-list] a.row').count(), 4);
  assert.equal(await ann.locator('.timeline .bar').count(), 3);
  const dots = await ann.locator('#map path.leaflet-interactive').count();
  assert.equal(dots, 2, 'one dot for the town, one circle for the province, none for the country');
  await ann.waitForTimeout(500);
  await accessible(ann, 'now');
  await shot(ann, 'desk-now');
});
await step('the strike is found by its words, and the address holds the view', async () => {
  await ann.keyboard.press('/');
  await ann.keyboard.type('shughour', { delay: 20 });
  await ann.waitForFunction(() => document.querySelectorAll('[data-list] a.row').length === 2);
  assert.match(ann.url(), /q=shughour/);
  await ann.reload();
  assert.equal(await ann.locator('[data-list] a.row').count(), 2);
  await mapDrawn(ann);
});
await step('the strike is found on the map', async () => {
  await ann.goto(base + '/?country=SYR');
  await mapDrawn(ann);
  await ann.waitForSelector('#map[data-divisions=drawn]'); // it is close enough for provinces
  await ann.locator('#map path.leaflet-interactive').first().click({ force: true });
  await ann.locator('.leaflet-popup button').click();
  await ann.waitForFunction(() => /box=/.test(location.search));
  assert.equal(await ann.locator('[data-list] a.row').count(), 2);
});
await step('a figure leads to its sentence', async () => {
  await ann.goto(base + '/incidents/i-jisr-1');
  await accessible(ann, 'incident');
  await shot(ann, 'desk-incident');
  await ann.click('.rivals a:has-text("at least 8 people")');
  const mark = ann.locator('#mark');
  assert.equal(await mark.innerText(), 'at least 8 people');
  assert.ok(await mark.evaluate((e) => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }), 'the sentence is in view');
  await accessible(ann, 'report');
  await shot(ann, 'desk-report');
  await ann.goBack();
});
await step('it is corrected, with a reason', async () => {
  const form = ann.locator('form[action$="/correct"]');
  await form.locator('[name=field]').selectOption('killed');
  await form.locator('[name=value]').fill('9 to 12');
  await form.locator('[name=reason]').fill('the hospital list');
  await form.locator('button').click();
  await ann.waitForSelector('td:has-text("9 to 12")');
  assert.equal(await ann.locator('.rivals a:has-text("at least 8 people")').count(), 1, 'the rival figure stays');
});
await step('two are merged, and the merge is undone', async () => {
  const near = ann.locator('form[action$="/merge"]').first();
  await near.locator('[name=reason]').fill('one strike, two reports');
  await near.locator('button').click();
  await ann.waitForSelector('.rivals a:has-text("At least 11 people"), .rivals a:has-text("at least 11 people")');
  await ann.goto(base + '/');
  assert.equal(await ann.locator('[data-list] a.row').count(), 3);
  await ann.goto(base + '/incidents/i-jisr-1');
  await ann.locator('li:has-text("together") button').last().click();
  await ann.waitForURL(base + '/review');
  await ann.goto(base + '/');
  assert.equal(await ann.locator('[data-list] a.row').count(), 4);
});
await step('tolls are series, rival sources apart', async () => {
  await ann.goto(base + '/tolls');
  await ann.waitForSelector('.u-legend');
  const legend = await ann.locator('.u-legend').innerText();
  assert.ok(legend.includes('Observatory') && legend.includes('Ministry'));
  await accessible(ann, 'tolls');
  await shot(ann, 'desk-tolls');
  await ann.goto(base + '/agenda');
  assert.match(await ann.locator('.agenda').innerText(), /2018-09-07/);
  await accessible(ann, 'agenda');
});
await step('who stands with whom is drawn, and leads to its sentence', async () => {
  await ann.goto(base + '/sides');
  assert.equal(await ann.locator('.graph circle').count(), 3);
  assert.equal(await ann.locator('.graph line').count(), 2);
  await accessible(ann, 'sides');
  await shot(ann, 'desk-sides');
  await ann.click('td a:has-text("backs the Brigade")');
  assert.match(await ann.locator('#mark').innerText(), /backs the Brigade/);
  await ann.goto(base + '/?side=Air+force');
  assert.equal(await ann.locator('[data-list] a.row').count(), 2);
});
await step('what is protected leaves no more, and readers do not see it', async () => {
  await ann.goto(base + '/protection');
  await accessible(ann, 'protection');
  const form = ann.locator('form[action="/protection"]');
  await form.locator('[name=names]').fill('rescue workers; Rescue workers');
  await form.locator('[name=reason]').fill('they were threatened');
  await form.locator('button').click();
  await ann.waitForSelector('th:has-text("rescue workers")');
  const file = await (await ann.context().request.get(base + '/api/v1/export/csv')).text();
  assert.ok(file.includes('protected source') && !/rescue workers/i.test(file), file.slice(0, 600));
  await ann.click('form[action$="/lift"] button');
  await ann.waitForSelector('.empty');
});
await step("the record is taken away in ACLED's columns", async () => {
  await ann.goto(base + '/export');
  await accessible(ann, 'export');
  const [file] = await Promise.all([ann.waitForEvent('download'), ann.click('a[download="vigil.acled"]')]);
  const csv = readFileSync(await file.path(), 'utf8');
  assert.ok(csv.startsWith('event_id_cnty,event_date,year,') && csv.includes('Air/drone strike'), csv.slice(0, 200));
  await ann.click('a[href*="losses?form=acled"]');
  assert.match(await ann.locator('main').innerText(), /no place closer than a country/);
});
let invitation = '';
await step('the trail tells who did what', async () => {
  await ann.goto(base + '/people');
  await accessible(ann, 'people');
  await ann.locator('form[action="/people/invite"] select').selectOption('analyst');
  await ann.click('form[action="/people/invite"] button');
  invitation = await ann.locator('#link').innerText();
  await ann.goto(base + '/trail');
  await accessible(ann, 'trail');
  const trail = await ann.locator('main').innerText();
  for (const want of ['The chain holds', 'source added', 'protected', 'protection lifted', 'export', 'correct killed', 'merge with', 'undo', 'invited']) assert.ok(trail.includes(want), want);
});
const bob = await person({ colorScheme: 'dark' });
await step('a second person reviews by keyboard alone, in the dark', async () => {
  await bob.goto(invitation);
  await bob.keyboard.type('Bob');
  await bob.keyboard.press('Tab');
  await bob.keyboard.type('another long password');
  await bob.keyboard.press('Enter');
  await bob.waitForURL(base + '/');
  await mapDrawn(bob);
  await bob.waitForTimeout(300);
  await accessible(bob, 'now, dark');
  await shot(bob, 'desk-dark');
  await bob.keyboard.press('g');
  await bob.keyboard.press('r');
  await bob.waitForURL(base + '/review');
  await accessible(bob, 'review, dark');
  await shot(bob, 'desk-review');
  await bob.keyboard.press('j');
  await bob.keyboard.press('Enter');
  await bob.waitForURL(/incidents/);
  await accessible(bob, 'incident, dark');
  const judged = bob.url().split('?')[0];
  await bob.keyboard.press('a');
  await bob.waitForURL((u) => u.href.split('?')[0] !== judged);
  await bob.goto(judged);
  assert.match(await bob.locator('.thing header').innerText(), /accepted/);
  assert.equal(await bob.locator('nav a[href="/trail"]').count(), 0, 'an analyst sees no trail');
  assert.equal((await bob.goto(base + '/trail')).status(), 403);
});
await step('keys are told, and help closes', async () => {
  await bob.goto(base + '/');
  await bob.keyboard.press('?');
  assert.ok(await bob.locator('#help').isVisible());
  await accessible(bob, 'help');
  await bob.keyboard.press('Escape');
  assert.ok(!(await bob.locator('#help').isVisible()));
});
await step('on a phone', async () => {
  const phone = await person({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, storageState: await ann.context().storageState() });
  for (const [name, path] of [['now', '/'], ['incident', '/incidents/i-jisr-1'], ['report', '/reports/jisr-1?claim=jisr-1%231'], ['tolls', '/tolls'], ['sides', '/sides'], ['sources', '/sources'], ['protection', '/protection'], ['review', '/review'], ['people', '/people'], ['export', '/export'], ['api', '/api'], ['trail', '/trail'], ['me', '/me']]) {
    await phone.goto(base + path);
    if (name === 'now') { await mapDrawn(phone); await phone.waitForTimeout(300); }
    assert.ok(await fits(phone), path + ' is wider than the phone');
    await accessible(phone, name + ' on a phone');
    if (name === 'now' || name === 'incident') await shot(phone, 'desk-phone-' + name);
  }
});
await step('the first page on a slow phone', async () => {
  const slow = await person({ viewport: { width: 390, height: 844 }, isMobile: true, storageState: await ann.context().storageState() });
  const line = await slow.context().newCDPSession(slow);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }); // Lighthouse's slow 4G
  let bytes = 0;
  line.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
  await slow.goto(base + '/');
  const paint = await slow.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  await mapDrawn(slow);
  assert.ok(paint > 0 && bytes < 250e3, `${bytes} bytes`); // with the shapes of countries; how long it took is told, not judged
  console.log(`   first paint after ${Math.round(paint)} ms, ${Math.round(bytes / 1000)} kB until the map is drawn`);
});
await step('without scripts', async () => {
  const plain = await person({ javaScriptEnabled: false, storageState: await ann.context().storageState() });
  await plain.goto(base + '/');
  await plain.fill('#q', 'shughour');
  await plain.click('#filters button');
  assert.equal(await plain.locator('[data-list] a.row').count(), 2);
});
await end();
