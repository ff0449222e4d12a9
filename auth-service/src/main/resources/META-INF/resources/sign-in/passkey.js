'use strict';
// Lets the device answer the challenge of the form on this page, and sends the answer with the form.
const form = document.querySelector('form[data-challenge]');
const fromText = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const say = (id) => {
  for (const each of document.querySelectorAll('[data-says]')) each.hidden = each.dataset.says !== id;
};

async function made({ challenge, rp, user, email, others }) {
  const { id, response } = await navigator.credentials.create({
    publicKey: {
      challenge: fromText(challenge),
      rp: { id: rp, name: 'XRouter' },
      user: { id: new TextEncoder().encode(user), name: email, displayName: email },
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      excludeCredentials: others.split(' ').filter(Boolean).map((each) => ({ type: 'public-key', id: fromText(each) })),
      attestation: 'none',
    },
  });
  return {
    id,
    response: { clientDataJSON: toText(response.clientDataJSON), attestationObject: toText(response.attestationObject) },
  };
}

async function shown({ challenge, rp }) {
  const { id, response } = await navigator.credentials.get({
    publicKey: { challenge: fromText(challenge), rpId: rp, userVerification: 'required' },
  });
  return {
    id,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle && toText(response.userHandle),
    },
  };
}

if (window.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const { id, response } = await (form.dataset.user ? made : shown)(form.dataset);
      form.elements.answer.value = JSON.stringify({
        id,
        rawId: id,
        type: 'public-key',
        response,
        clientExtensionResults: {},
      });
    } catch {
      say('no-answer');
      return;
    }
    form.submit();
  });
} else {
  say('unable');
}
