import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailedLink, newEmail, PASSWORD, startApp, startChromium, withDevice, XROUTER_AUTH } from '../stack.js';

let chromium;
before(async () => {
  chromium = await startChromium();
});
after(() => chromium.close());

const at = (path) => new URL(path, XROUTER_AUTH).href;

async function signUp(page) {
  const email = newEmail();
  await page.goto(at('/sign-up'));
  await page.fill('#email', email);
  await page.fill('#password', PASSWORD);
  await page.click('main button');
  await page.goto(await mailedLink(email));
  await page.fill('#password', PASSWORD);
  await page.click('main button');
  await page.waitForURL('**/account');
  return email;
}

async function addPasskey(page, name) {
  await page.goto(at('/account/security/passkeys'));
  await page.fill('#current', PASSWORD);
  await page.click('form[action="/account/security/passkeys"] button');
  await page.fill('#name', name);
  // Of the same address as the page before, so that only the navigation itself tells that it is there.
  await Promise.all([page.waitForNavigation(), page.click('form[action="/account/security/passkeys/add"] button')]);
}

const signOut = (page) => page.click('form[action="/account/security/end-session"] button');

test('a person adds a passkey and comes to the consent of an app by it', async () => {
  const context = await chromium.newContext({ locale: 'ru-RU' });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  const device = await withDevice(page);
  const email = await signUp(page);
  await addPasskey(page, 'Телефон');
  assert.match(await page.textContent('main'), /Телефон/);
  const [credential] = await device.credentials();
  assert.equal(credential.isResidentCredential, true);
  assert.equal(credential.rpId, new URL(XROUTER_AUTH).hostname);
  await signOut(page);

  const app = await startApp();
  try {
    await page.goto(app.ask);
    await page.click('a[href^="/sign-in/passkey"]');
    await page.click('form[action="/sign-in/passkey"] button');
    await page.waitForURL('**/authorize?**');
    assert.match(await page.textContent('main'), new RegExp(email));
  } finally {
    app.stop();
  }

  // A copy of the device would have signed less often than the passkey has.
  await page.goto(at('/account'));
  await signOut(page);
  await device.copyOf(credential);
  await page.goto(at('/sign-in/passkey'));
  await Promise.all([page.waitForNavigation(), page.click('form[action="/sign-in/passkey"] button')]);
  assert.match(await page.textContent('[role=alert]'), /не принят/);
  assert.equal((await context.request.get(at('/account'), { maxRedirects: 0 })).status(), 303);
  // The browser tells of every answer that is an error, here the 401 above.
  assert.deepEqual(complaints.filter((text) => !text.includes('401')), []);
  await context.close();
});

test('a device that does not make sure of the person signs nobody in', async () => {
  const context = await chromium.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const device = await withDevice(page);
  await signUp(page);
  await addPasskey(page, 'laptop');
  await signOut(page);
  await device.verifies(false);
  await page.goto(at('/sign-in/passkey'));
  await page.click('form[action="/sign-in/passkey"] button');
  await page.waitForSelector('[data-says=no-answer]:not([hidden])');
  assert.match(await page.textContent('[data-says=no-answer]'), /gave no passkey/);
  await device.verifies(true);
  await page.click('form[action="/sign-in/passkey"] button');
  await page.waitForURL('**/account');
  await context.close();
});

test('without JavaScript nothing offers what would not work', async () => {
  const context = await chromium.newContext({ locale: 'en-GB', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at('/sign-in'));
  assert.equal(await page.isVisible('#password'), true);
  assert.equal(await page.isVisible('a[href^="/sign-in/passkey"]'), false);
  await page.goto(at('/sign-in/passkey'));
  assert.equal(await page.isVisible('form[action="/sign-in/passkey"]'), false);
  assert.match(await page.textContent('main'), /need JavaScript/);
  await context.close();
});
