import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import { chromium } from 'playwright-core';

/** The running stack, as {@code BrowserE2E} or a developer tells of it. */
export const {
  XROUTER_URL,
  XROUTER_AUTH,
  XROUTER_BILLING,
  XROUTER_MAIL,
  XROUTER_CLIENT,
  XROUTER_MODEL,
  XROUTER_SERVICE_TOKEN,
  XROUTER_CHROMIUM,
  XROUTER_OPERATOR,
  XROUTER_PROVIDER,
} = process.env;

export const PASSWORD = 'correct horse battery';

export const newEmail = () => `browser-${process.pid}-${randomBytes(4).toString('hex')}@example.org`;

/** Chromium may have no sandbox of its own where tests run as root. */
export const startChromium = () => chromium.launch({ executablePath: XROUTER_CHROMIUM, args: ['--no-sandbox'] });

/** Gives the page a device with passkeys that knows its person by the finger. */
export async function withDevice(page) {
  const inspector = await page.context().newCDPSession(page);
  const send = (method, parameters) => inspector.send(`WebAuthn.${method}`, parameters);
  await send('enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await send('addVirtualAuthenticator', { options });
  return {
    credentials: async () => (await send('getCredentials', { authenticatorId })).credentials,
    verifies: (isUserVerified) => send('setUserVerified', { authenticatorId, isUserVerified }),
    async copyOf(credential) {
      await send('clearCredentials', { authenticatorId });
      await send('addCredential', { authenticatorId, credential });
    },
  };
}

const followed = new Set();

/** The link in the newest e-mail to somebody that has not been asked for; waits for it, as e-mails are sent after the answer. */
export async function mailedLink(email) {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    for (const name of (await readdir(XROUTER_MAIL)).sort().reverse()) {
      const text = await readFile(join(XROUTER_MAIL, name), 'utf8');
      const link = text.includes(`To: ${email}\n`) && /http\S+token=[\w-]+/.exec(text);
      if (link && !followed.has(link[0])) {
        followed.add(link[0]);
        return link[0];
      }
    }
  }
  throw new Error(`no e-mail to ${email}`);
}

/** Signs the stack's operator in, with a second factor made anew, in place of whoever was; false when the stack has none that we know. */
export async function becomeOperator(page) {
  if (!XROUTER_OPERATOR) return false;
  const go = (path) => page.goto(new URL(path, XROUTER_AUTH).href);
  const signIn = async () => {
    await go('/sign-in');
    await page.fill('#email', XROUTER_OPERATOR);
    await page.fill('#password', PASSWORD);
    await page.click('main button');
  };
  await fetch(new URL('/internal/second-factor-resets', XROUTER_AUTH), {
    method: 'POST',
    headers: { authorization: `Bearer ${XROUTER_SERVICE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email: XROUTER_OPERATOR, reason: 'a new walk through the pages' }),
  });
  await page.context().clearCookies();
  await signIn();
  if (await page.$('#password')) {
    await go('/sign-up');
    await page.fill('#email', XROUTER_OPERATOR);
    await page.fill('#password', PASSWORD);
    await page.click('main button');
    await page.goto(await mailedLink(XROUTER_OPERATOR));
    await page.fill('#password', PASSWORD);
    await page.click('main button');
  }
  await go('/account/security/second-factor');
  await page.fill('#current', PASSWORD);
  await page.click('main button');
  const secret = (await page.textContent('main code')).replaceAll(' ', '');
  await page.fill('#code', new TOTP({ secret }).generate());
  await page.click('main button');
  await page.waitForSelector('ul.codes');
  return true;
}

/** An app on the person's own machine, which waits for its code. */
export async function startApp() {
  const verifier = randomBytes(32).toString('base64url');
  const codes = [];
  const server = createServer((request, answer) => {
    const code = new URL(request.url, 'http://x').searchParams.get('code');
    if (code) codes.push(code);
    answer.setHeader('content-type', 'text/html').end('<title>App</title>The app goes on.');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const redirect = `http://127.0.0.1:${server.address().port}/callback`;
  const ask = new URL('/authorize', XROUTER_AUTH);
  ask.search = new URLSearchParams({
    response_type: 'code',
    client_id: XROUTER_CLIENT,
    redirect_uri: redirect,
    scope: 'inference usage:read',
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return {
    ask: ask.href,
    stop: () => server.close(),
    async token() {
      const answer = await fetch(new URL('/token', XROUTER_AUTH), {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: XROUTER_CLIENT,
          redirect_uri: redirect,
          code: codes.at(-1),
          code_verifier: verifier,
        }),
      });
      return (await answer.json()).access_token;
    },
  };
}

/** An outside provider, which knows somebody new and asks nothing; undefined where the stack knows none that we can play. */
export async function startProvider() {
  if (!XROUTER_PROVIDER) return undefined;
  const email = newEmail();
  const answers = {
    '/.well-known/openid-configuration': {
      issuer: XROUTER_PROVIDER,
      authorization_endpoint: `${XROUTER_PROVIDER}/authorize`,
      token_endpoint: `${XROUTER_PROVIDER}/token`,
      userinfo_endpoint: `${XROUTER_PROVIDER}/userinfo`,
      jwks_uri: `${XROUTER_PROVIDER}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    },
    '/jwks': { keys: [] },
    '/token': { access_token: 'of-the-walk', token_type: 'Bearer' },
    '/userinfo': { sub: email, email, email_verified: true },
  };
  const server = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url, XROUTER_PROVIDER);
    if (pathname === '/authorize') {
      const back = new URL(searchParams.get('redirect_uri'));
      back.search = new URLSearchParams({ code: 'of-the-walk', state: searchParams.get('state') });
      answer.writeHead(303, { location: back.href }).end();
    } else {
      answer.setHeader('content-type', 'application/json').end(JSON.stringify(answers[pathname]));
    }
  });
  const { hostname, port } = new URL(XROUTER_PROVIDER);
  await new Promise((ready) => server.listen(port, hostname, ready));
  return { email, stop: () => server.close() };
}

/** An app that nobody has checked; undefined where none may register by itself. */
export async function registerApp() {
  const metadata = await (await fetch(new URL('/.well-known/oauth-authorization-server', XROUTER_AUTH))).json();
  if (!metadata.registration_endpoint) return undefined;
  const answer = await fetch(metadata.registration_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Некто / somebody',
      redirect_uris: ['https://somebody.example/back'],
      token_endpoint_auth_method: 'none',
      scope: 'inference',
    }),
  });
  if (!answer.ok) throw new Error(`no registration: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A command-line tool asks for access; the code that it shows. */
export async function askFromDevice() {
  const answer = await fetch(new URL('/device_authorization', XROUTER_AUTH), {
    method: 'POST',
    body: new URLSearchParams({ client_id: XROUTER_CLIENT, scope: 'inference usage:read' }),
  });
  if (!answer.ok) throw new Error(`no device code: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).user_code;
}

/** An operator gives the account behind a token some credit. */
export async function topUp(token) {
  const { jti } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  const call = (base, path, body) =>
    fetch(new URL(path, base), {
      method: 'POST',
      headers: { authorization: `Bearer ${XROUTER_SERVICE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const identity = await (await call(XROUTER_AUTH, '/internal/access-tokens/lookup', { jti })).json();
  const answer = await call(XROUTER_BILLING, `/internal/accounts/${identity.account_id}/top-ups`, {
    amount: '100.00',
    reference: `browser ${jti}`,
  });
  if (!answer.ok) throw new Error(`no credit: ${answer.status} ${await answer.text()}`);
}

export const chat = (token) =>
  fetch(`${XROUTER_URL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: XROUTER_MODEL, messages: [{ role: 'user', content: 'Привет!' }] }),
  });
