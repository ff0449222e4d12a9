import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chat, mailedLink, newEmail, PASSWORD, startApp, startChromium, topUp, XROUTER_AUTH } from '../stack.js';

let chromium;
before(async () => {
  chromium = await startChromium();
});
after(() => chromium.close());

/** From the app's button to the first answer of a model, as somebody does who has never been here. */
async function firstCompletion(page, press) {
  const email = newEmail();
  const app = await startApp();
  try {
    await page.goto(app.ask);
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    await page.click('a[href^="/sign-up"]');
    await page.fill('#email', email);
    await page.fill('#password', PASSWORD);
    await press(page, 'main button');
    await page.goto(await mailedLink(email));
    await page.fill('#password', PASSWORD);
    await press(page, 'main button');
    assert.match(await page.textContent('h1'), /E2E app/);
    assert.match(await page.textContent('main'), new RegExp(email));
    await page.fill('#cap', '50');
    await press(page, 'button[value=allow]');
    await page.waitForURL('http://127.0.0.1:*/callback?**');
    const token = await app.token();
    assert.equal((await chat(token)).status, 402);
    await topUp(token);
    const answer = await chat(token);
    assert.equal(answer.status, 200, await answer.clone().text());
    assert.ok((await answer.json()).choices[0].message.content);

    await page.goto(new URL('/account', XROUTER_AUTH).href);
    assert.match(await page.textContent('main'), /E2E app/);
    await press(page, 'form[action="/account/revoke-app"] button');
    await page.waitForURL('**/account');
    for (let i = 0; i < 100 && (await chat(token)).status !== 401; i++) await page.waitForTimeout(50);
    assert.equal((await chat(token)).status, 401);
  } finally {
    app.stop();
  }
}

const click = (page, selector) => page.click(selector);

/** Goes there with the tabulator alone, sees that the place is marked, and presses Enter. */
async function withKeys(page, selector) {
  await page.evaluate(() => document.activeElement?.blur());
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.equal(outline, 'solid');
      await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
      return;
    }
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

for (const [how, options, press] of [
  ['with a mouse', { locale: 'ru-RU' }, click],
  ['with the keyboard alone', { locale: 'en-GB' }, withKeys],
  ['without JavaScript', { locale: 'ru-RU', javaScriptEnabled: false }, click],
]) {
  test(`a person goes from the app's button to the first answer ${how}`, async () => {
    const context = await chromium.newContext(options);
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await firstCompletion(page, press);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
