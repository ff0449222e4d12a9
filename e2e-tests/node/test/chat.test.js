import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import OpenAI, { APIUserAbortError, AuthenticationError, RateLimitError } from 'openai';

const { XROUTER_URL, XROUTER_KEY, XROUTER_LIMITED_KEY, XROUTER_SIMULATOR } = process.env;
const MODELS = [process.env.XROUTER_GIGACHAT, process.env.XROUTER_YANDEXGPT];

const openai = (apiKey = XROUTER_KEY) => new OpenAI({ baseURL: XROUTER_URL, apiKey, maxRetries: 0, timeout: 30_000 });
const asking = (model, content) => ({ model, messages: [{ role: 'user', content }] });

async function chunksOf(request) {
  const chunks = [];
  for await (const chunk of await openai().chat.completions.create({ ...request, stream: true })) {
    chunks.push(chunk);
  }
  return chunks;
}

const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join('');

for (const model of MODELS) {
  test(`${model} answers a message`, async () => {
    const { data, request_id: requestId } = await openai()
      .chat.completions.create(asking(model, 'Назови столицу России.'))
      .withResponse();
    assert.equal(data.model, model);
    assert.equal(data.id, requestId);
    assert.equal(data.choices[0].finish_reason, 'stop');
    assert.match(data.choices[0].message.content, /столицу/);
    assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  });

  test(`${model} streams the answer that it gives whole`, async () => {
    const whole = await openai().chat.completions.create(asking(model, 'Расскажи о Твери.'));
    const chunks = await chunksOf(asking(model, 'Расскажи о Твери.'));
    assert.equal(textOf(chunks), whole.choices[0].message.content);
    assert.ok(chunks.length > 3);
    for (const chunk of chunks) {
      assert.equal(chunk.choices.length, 1);
      assert.equal('usage' in chunk, false);
    }
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  });

  test(`${model} ends a stream with its usage when asked`, async () => {
    const whole = await openai().chat.completions.create(asking(model, 'Сколько будет 2+2?'));
    const chunks = await chunksOf({ ...asking(model, 'Сколько будет 2+2?'), stream_options: { include_usage: true } });
    assert.deepEqual(chunks.at(-1).choices, []);
    assert.equal(chunks.at(-1).usage.prompt_tokens, whole.usage.prompt_tokens);
    assert.equal(chunks.at(-1).usage.completion_tokens, whole.usage.completion_tokens);
    assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
  });

  test(`${model} streams a tool call that the SDK can run`, async () => {
    const seen = [];
    const runner = openai().chat.completions.runTools({
      ...asking(model, 'call get_weather {"city":"Тверь"}'),
      stream: true,
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'Погода в городе',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            parse: JSON.parse,
            function: ({ city }) => {
              seen.push(city);
              return '{"degrees":-7}';
            },
          },
        },
      ],
    });
    assert.ok((await runner.finalContent()).length > 0);
    assert.deepEqual(seen, ['Тверь']);
  });

  test(`${model} stops when the client leaves`, async () => {
    const trace = randomBytes(16).toString('hex');
    const stream = await openai().chat.completions.create(
      { ...asking(model, 'Привет! [[sim tokens=600 chunks=200 gap=50ms]]'), stream: true },
      { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } },
    );
    let received = 0;
    for await (const chunk of stream) {
      received += chunk.choices[0]?.delta?.content ? 1 : 0;
      if (received === 3) {
        break;
      }
    }
    const left = Date.now();
    while (!(await cancelled(trace))) {
      assert.ok(Date.now() - left < 2_000, 'the provider never saw the cancel');
      await pause(20);
    }
  });
}

async function cancelled(trace) {
  const served = await (await fetch(`${XROUTER_SIMULATOR}/_sim/served`)).json();
  return served.cancelled.some((call) => call.traceparent.includes(trace));
}

test('an aborted request raises what the SDK documents', async () => {
  const controller = new AbortController();
  const answer = openai().chat.completions.create(asking(MODELS[0], 'Привет! [[sim latency=20s]]'), {
    signal: controller.signal,
  });
  setImmediate(() => controller.abort());
  await assert.rejects(answer, APIUserAbortError);
});

test('the models of both providers are listed', async () => {
  const ids = [];
  for await (const model of openai().models.list()) {
    ids.push(model.id);
  }
  for (const model of MODELS) {
    assert.ok(ids.includes(model), `${model} is not in ${ids}`);
    assert.equal((await openai().models.retrieve(model)).id, model);
  }
});

test('a wrong key is refused as the SDK expects', async () => {
  await assert.rejects(openai('xr-wrong').models.list(), (refusal) => {
    assert.ok(refusal instanceof AuthenticationError);
    assert.equal(refusal.status, 401);
    assert.equal(refusal.code, 'invalid_api_key');
    assert.match(refusal.requestID, /^gen-/);
    return true;
  });
});

test('a rate limit is refused as the SDK expects', async () => {
  const limited = openai(XROUTER_LIMITED_KEY);
  await limited.chat.completions.create(asking(MODELS[0], 'Раз'));
  await limited.chat.completions.create(asking(MODELS[0], 'Два'));
  await assert.rejects(limited.chat.completions.create(asking(MODELS[0], 'Три')), (refusal) => {
    assert.ok(refusal instanceof RateLimitError);
    assert.equal(refusal.code, 'rate_limit_exceeded');
    assert.match(refusal.headers.get('retry-after'), /^[1-9]\d*$/);
    return true;
  });
});
