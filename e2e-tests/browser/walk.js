import { TOTP } from 'otpauth';
import {
  askFromDevice,
  becomeOperator,
  mailedLink,
  newEmail,
  PASSWORD,
  registerApp,
  startApp,
  startProvider,
  withDevice,
  XROUTER_AUTH,
} from './stack.js';

const SUBMIT = 'main button';

/**
 * Goes through every page as a person does, and shows each to {@code see(name)}. Buttons are found by where their forms lead, so that the walk
 * knows no language.
 */
export async function walk(context, see) {
  const page = await context.newPage();
  const look = (name) => see(name, page);
  const go = (path) => page.goto(new URL(path, XROUTER_AUTH).href);
  const send = (action) => page.click(`form[action="${action}"] ${action === '/authorize' ? 'button[value=allow]' : 'button'}`);
  let email = newEmail();
  const app = await startApp();
  const provider = await startProvider();
  try {
    await go('/sign-in');
    await look('sign-in');
    await page.fill('#email', email);
    await page.fill('#password', 'not the password');
    await page.click(SUBMIT);
    await look('sign-in-fault');
    await go('/forgot');
    await look('forgot');
    await go('/confirm?token=used');
    await page.fill('#password', PASSWORD);
    await page.click(SUBMIT);
    await look('bad-link');
    await go('/reset?token=x');
    await look('reset');
    await go('/sign-in/confirm?token=used');
    await look('outside-confirm');
    await page.click(SUBMIT);
    await look('outside-trouble');
    await page.goto(app.ask);
    await page.click('a[href^="/sign-up"]');
    await look('sign-up');
    await page.fill('#email', email);
    await page.fill('#password', PASSWORD);
    await page.click(SUBMIT);
    await look('check-mail');
    await page.goto(await mailedLink(email));
    await look('confirm');
    await page.fill('#password', 'the password of a stranger');
    await page.click(SUBMIT);
    await look('confirm-fault');
    await page.fill('#password', PASSWORD);
    await page.click(SUBMIT);
    await look('consent');
    await page.fill('#cap', '12,5');
    await send('/authorize');
    await go('/account');
    await look('account');
    const manages = new URL(app.ask);
    manages.searchParams.set('scope', 'inference usage:read keys:manage');
    await page.goto(manages.href);
    await look('consent-to-manage-keys');
    const challenge = manages.searchParams.get('code_challenge');
    await go(`/auth?callback_url=https%3A%2F%2Fchat.example%2Fback&code_challenge=${challenge}&code_challenge_method=S256`);
    await look('consent-to-a-key');
    await page.fill('#cap', 'two');
    await page.click('form[action="/auth"] button[value=allow]');
    await look('consent-fault');
    // Where apps may register by themselves, as in the stack of ./xrouter test.
    const registered = await registerApp();
    if (registered) {
      manages.searchParams.set('client_id', registered.client_id);
      manages.searchParams.set('redirect_uri', registered.redirect_uris[0]);
      manages.searchParams.set('scope', 'inference');
      await page.goto(manages.href);
      await look('consent-to-the-unknown');
      manages.searchParams.set('scope', 'everything');
      await page.goto(manages.href);
      await look('faulty-request');
    }

    await go('/account/keys');
    await look('keys-none');
    await go('/account/keys/new');
    await look('key-new');
    await page.fill('#name', 'Прод / production');
    await page.fill('#requests_per_minute', '15');
    await page.fill('#addresses', '10.0.0.0/99');
    await page.click('form[action="/account/keys"] > button');
    await look('key-new-fault');
    await page.fill('#addresses', '10.0.0.0/8');
    await page.fill('#limit', '500,50');
    await page.click('form[action="/account/keys"] > button');
    await look('key-secret');
    await go('/account/keys');
    await look('keys');
    await page.click('main ul a');
    await page.click('summary');
    await look('key');

    await go('/account/provider-credentials');
    await look('provider-credentials-none');
    await page.selectOption('#provider', 'gigachat');
    await page.fill('#secret', 'no authorization key');
    await page.fill('#settings', 'scope=GIGACHAT_API_PERS');
    await send('/account/provider-credentials');
    await look('provider-credentials-fault');
    await page.selectOption('#provider', 'gigachat');
    await page.fill('#secret', Buffer.from(`${email}:its-own-secret`).toString('base64'));
    await send('/account/provider-credentials');
    await page.click('summary');
    await look('provider-credentials');
    await send('/account/provider-credentials/gigachat/fallback');
    await page.click('summary');
    await send('/account/provider-credentials/gigachat/remove');

    for (const decision of ['allow', 'deny']) {
      await go('/device');
      await page.fill('#user_code', 'BCDF-GHJK');
      await page.click(SUBMIT);
      await look('device-code-fault');
      await page.fill('#user_code', await askFromDevice());
      await page.click(SUBMIT);
      await look('device-consent');
      await page.click(`form[action="/device/decision"] button[value=${decision}]`);
      await look(`device-${decision}`);
    }

    await go('/account/security/second-factor');
    await look('second-factor-off');
    await page.fill('#current', PASSWORD);
    await page.click(SUBMIT);
    await look('second-factor-setup');
    const secret = (await page.textContent('main code')).replaceAll(' ', '');
    await page.fill('#code', new TOTP({ secret }).generate());
    await page.click(SUBMIT);
    await look('recovery-codes');
    const recovery = await page.textContent('ul.codes code');
    await go('/account/security');
    await look('security');
    await go('/account/security/second-factor');
    await look('second-factor-on');

    await go('/account/security/email');
    await page.fill('#email', email);
    await page.fill('#current', PASSWORD);
    await send('/account/security/email');
    await look('email-fault');
    email = newEmail();
    await page.fill('#email', email);
    await page.fill('#current', PASSWORD);
    await look('email');
    await send('/account/security/email');
    await page.goto(await mailedLink(email));
    await look('email-confirm');
    await send('/account/security/email/confirm');
    await page.waitForURL('**/account/security');

    await go('/account/security/providers');
    await look('providers');
    // Where the stack knows an outside provider, as the one of ./xrouter test does.
    if (await page.$('form[action="/account/security/providers/link"]')) {
      await page.selectOption('#provider', 'self');
      await page.fill('#current', 'not the password');
      await send('/account/security/providers/link');
      await look('providers-fault');
      await page.selectOption('#provider', 'self');
      await page.fill('#current', PASSWORD);
      await send('/account/security/providers/link');
      await look('provider-one-more');
    }

    await withDevice(page);
    await go('/account/security/passkeys');
    await look('passkeys-none');
    await page.fill('#current', PASSWORD);
    await send('/account/security/passkeys');
    await look('passkey-new');
    await page.fill('#name', 'Телефон / phone');
    await send('/account/security/passkeys/add');
    await page.waitForSelector('main summary');
    for (const summary of await page.$$('main summary')) await summary.click();
    await look('passkeys');

    const guest = newEmail();
    await go('/account/members');
    await page.fill('#email', guest);
    await send('/account/members/invite');
    await page.click('summary');
    await look('members');
    const invitation = await mailedLink(guest);
    await page.goto(invitation);
    await look('invitation-for-somebody-else');
    await go('/account/audit');
    await look('audit');

    await page.click('form[action="/account/security/end-session"] button');
    await page.goto(invitation);
    await look('invitation');
    await go('/invitation?token=used');
    await look('invitation-gone');
    await go('/sign-in/passkey');
    await look('passkey-sign-in');
    await go('/sign-in');
    await page.fill('#email', email);
    await page.fill('#password', PASSWORD);
    await page.click(SUBMIT);
    await look('second-factor-asked');
    await page.fill('#code', '000000');
    await page.click(SUBMIT);
    await look('second-factor-wrong');
    await page.fill('#code', recovery);
    await page.click(SUBMIT);
    await page.waitForURL('**/account');
    await go('/account/audit?account=acct-of-others');
    await look('not-allowed');
    await go('/authorize?client_id=nobody');
    await look('bad-request');
    if (provider) {
      // Somebody who comes from there has no password until they set one.
      await go('/sign-in');
      await page.click('a[href^="/sign-in/with/walk"]');
      await page.waitForURL('**/account');
      for (const name of ['second-factor', 'passkeys', 'email', 'providers']) {
        await go(`/account/security/${name}`);
        await look(`${name}-without-password`);
      }
      await go('/account/security');
      await look('security-without-password');
      await send('/forgot');
      await page.goto(await mailedLink(provider.email));
      await page.fill('#password', PASSWORD);
      await page.click(SUBMIT);
      await page.fill('#email', provider.email);
      await page.fill('#password', PASSWORD);
      await page.click(SUBMIT);
      await page.waitForURL('**/account');
    }
    if (await becomeOperator(page)) {
      await go('/account/operator/second-factor');
      await look('lost-factor');
      await page.fill('#email', email);
      await page.fill('#reason', 'Паспорт / passport');
      await page.fill('#code', '000000');
      await page.click(SUBMIT);
      await look('lost-factor-fault');
    }
  } finally {
    app.stop();
    provider?.stop();
    await page.close();
  }
}
