import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import * as oauth from 'openid-client';

const { XROUTER_URL, XROUTER_AUTH, XROUTER_MAIL, XROUTER_CLIENT, XROUTER_MODEL } = process.env;
const REDIRECT = 'http://127.0.0.1:53682/callback';

/** A person's browser, as far as cookies and forms go. */
class Browser {
  cookies = new Map();

  async go(path, form) {
    const answer = await fetch(new URL(path, XROUTER_AUTH), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        origin: XROUTER_AUTH,
        'accept-language': 'ru',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: form && new URLSearchParams(form),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.cookies.set(name, value);
    }
    return answer;
  }
}

/** Waits for it: e-mails are sent after the answer. */
async function mailed(email) {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    for (const name of (await readdir(XROUTER_MAIL)).sort().reverse()) {
      const text = await readFile(join(XROUTER_MAIL, name), 'utf8');
      const link = text.includes(`To: ${email}\n`) && /token=([\w-]+)/.exec(text);
      if (link) return link[1];
    }
  }
  throw new Error(`no e-mail to ${email}`);
}

/** Waits until a person could be signed in who signed up a moment ago. */
async function person() {
  const browser = new Browser();
  const email = `oauth-${process.pid}-${Date.now()}@example.org`;
  assert.equal((await browser.go('/sign-up', { email, password: 'correct horse battery' })).status, 200);
  const confirmed = await browser.go('/confirm', { token: await mailed(email), password: 'correct horse battery' });
  assert.equal(confirmed.status, 303);
  return browser;
}

/** The page's hidden fields. */
const hidden = (html) =>
  Object.fromEntries(
    [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'"),
    ]),
  );

const gateway = (path, token) => fetch(XROUTER_URL + path, { headers: { authorization: `Bearer ${token}` } });

test('a stock OAuth client discovers, gets a token, uses it and gives it back', async () => {
  const config = await oauth.discovery(new URL(XROUTER_AUTH), XROUTER_CLIENT, undefined, oauth.None(), {
    algorithm: 'oauth2',
    execute: [oauth.allowInsecureRequests],
  });
  const verifier = oauth.randomPKCECodeVerifier();
  const state = oauth.randomState();
  const ask = oauth.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'inference usage:read',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });

  const browser = await person();
  const page = await (await browser.go(ask.pathname + ask.search)).text();
  assert.match(page, /E2E app.* просит доступ/s);
  const consent = { ...hidden(page), decision: 'allow', cap: '100', period: 'month' };
  const sent = await browser.go('/authorize', consent);
  assert.equal(sent.status, 303);

  const callback = new URL(sent.headers.get('location'));
  assert.equal(callback.origin + callback.pathname, REDIRECT);
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  const tokens = await oauth.authorizationCodeGrant(config, callback, checks);
  assert.equal(tokens.scope.split(' ').sort().join(' '), 'inference usage:read');

  const key = await gateway('/key', tokens.access_token);
  assert.equal(key.status, 200);
  const { data } = await key.json();
  assert.equal(data.limit, 100);
  assert.equal(data.limit_reset, 'monthly');
  assert.equal((await gateway('/keys', tokens.access_token)).status, 403);
  const chat = await fetch(`${XROUTER_URL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: XROUTER_MODEL, messages: [{ role: 'user', content: 'Привет!' }] }),
  });
  // The new account has no credit yet; that it is told so shows that the token was taken.
  assert.equal(chat.status, 402);

  await oauth.tokenRevocation(config, tokens.access_token);
  for (let i = 0; i < 100 && (await gateway('/key', tokens.access_token)).status !== 401; i++) await pause(50);
  assert.equal((await gateway('/key', tokens.access_token)).status, 401);
});

test('a code that comes twice ends the token it gave', async () => {
  const config = await oauth.discovery(new URL(XROUTER_AUTH), XROUTER_CLIENT, undefined, oauth.None(), {
    execute: [oauth.allowInsecureRequests],
  });
  const verifier = oauth.randomPKCECodeVerifier();
  const ask = oauth.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'inference',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const browser = await person();
  const page = await (await browser.go(ask.pathname + ask.search)).text();
  const sent = await browser.go('/authorize', { ...hidden(page), decision: 'allow' });
  const callback = new URL(sent.headers.get('location'));
  const tokens = await oauth.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier });
  assert.equal((await gateway('/key', tokens.access_token)).status, 200);

  await assert.rejects(oauth.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier }), {
    error: 'invalid_grant',
  });
  for (let i = 0; i < 100 && (await gateway('/key', tokens.access_token)).status !== 401; i++) await pause(50);
  assert.equal((await gateway('/key', tokens.access_token)).status, 401);
});
