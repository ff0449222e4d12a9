// What NodeSuite tells of the running stack, and what both clients' tests need of it.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const env = process.env;

export const url = env.XROUTER_URL;
export const key = env.XROUTER_KEY;
export const poorKey = env.XROUTER_POOR_KEY;
export const limitedKey = env.XROUTER_LIMITED_KEY;
// One model of each provider.
export const MODELS = env.XROUTER_MODELS.split(' ');
export const EMBEDDINGS = env.XROUTER_EMBEDDINGS.split(' ');
export const VISION = env.XROUTER_VISION;
export const PIXEL = env.XROUTER_PIXEL;

export const BROKEN_OFF = 'Привет! [[sim tokens=60 chunks=20 gap=5ms reset-after=5]]';
export const LONG = 'Привет! [[sim tokens=600 chunks=200 gap=50ms]]';
export const WEATHER = 'call get_weather {"city":"Тверь"}';

/** A trace of our own, by which a call is found at the provider. */
export function newTrace() {
  const id = randomBytes(16).toString('hex');
  return { id, headers: { traceparent: `00-${id}-00f067aa0ba902b7-01` } };
}

/** Waits until the provider has seen that nobody waits for its answer. */
export async function cancelled(trace) {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const served = await (await fetch(`${env.XROUTER_SIMULATOR}/_sim/served`)).json();
    if (served.cancelled.some((call) => call.traceparent.includes(trace.id))) {
      return;
    }
    await pause(20);
  }
  throw new Error('the provider never saw the cancel');
}
