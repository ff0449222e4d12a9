import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateObject, generateText, stepCountIs, streamObject, streamText, tool } from 'ai';
import { z } from 'zod';
import * as stack from './stack.js';

const xrouter = (apiKey = stack.key) =>
  createOpenAICompatible({
    name: 'xrouter',
    baseURL: stack.url,
    apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });

const asking = (model, prompt) => ({ model: xrouter()(model), prompt, maxRetries: 0 });
const City = z.object({ name: z.string(), people: z.number().int(), rivers: z.array(z.string()) });

/** A tool that remembers what it was asked. */
function weather() {
  const asked = [];
  const get_weather = tool({
    description: 'Погода в городе',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      asked.push(city);
      return { degrees: -7 };
    },
  });
  return { asked, tools: { get_weather } };
}

async function textOf(stream) {
  let text = '';
  for await (const part of stream) {
    text += part;
  }
  return text;
}

for (const model of stack.MODELS) {
  test(`${model} answers a message`, async () => {
    const answer = await generateText({
      ...asking(model, 'Назови столицу России.'),
      system: 'Отвечай кратко.',
      temperature: 0.3,
      maxOutputTokens: 500,
    });
    assert.match(answer.text, /столицу/);
    assert.equal(answer.finishReason, 'stop');
    assert.equal(answer.response.modelId, model);
    assert.match(answer.response.id, /^gen-/);
    assert.equal(answer.usage.totalTokens, answer.usage.inputTokens + answer.usage.outputTokens);
    assert.deepEqual(answer.warnings ?? [], []);
  });

  test(`${model} streams the answer that it gives whole, and its usage`, async () => {
    const whole = await generateText(asking(model, 'Расскажи о Твери.'));
    const streamed = streamText(asking(model, 'Расскажи о Твери.'));
    assert.equal(await textOf(streamed.textStream), whole.text);
    assert.equal(await streamed.finishReason, 'stop');
    assert.equal((await streamed.usage).outputTokens, whole.usage.outputTokens);
  });

  test(`${model} runs a tool and answers with its result`, async () => {
    const { asked, tools } = weather();
    const answer = await generateText({ ...asking(model, stack.WEATHER), tools, stopWhen: stepCountIs(3) });
    assert.deepEqual(asked, ['Тверь']);
    assert.deepEqual(answer.steps.map((step) => step.finishReason), ['tool-calls', 'stop']);
    assert.ok(answer.text.length > 0);
  });

  test(`${model} runs a tool of a stream and answers with its result`, async () => {
    const { asked, tools } = weather();
    const streamed = streamText({ ...asking(model, stack.WEATHER), tools, stopWhen: stepCountIs(3) });
    assert.ok((await textOf(streamed.textStream)).length > 0);
    assert.deepEqual(asked, ['Тверь']);
    assert.equal((await streamed.steps).length, 2);
  });

  test(`${model} answers in the form of a schema`, async () => {
    const { object } = await generateObject({ ...asking(model, 'Тверь, 416 тысяч жителей.'), schema: City });
    assert.deepEqual(City.parse(object), object);
  });

  test(`${model} streams an answer in the form of a schema`, async () => {
    const streamed = streamObject({ ...asking(model, 'Тверь, 416 тысяч жителей.'), schema: City });
    await textOf(streamed.textStream);
    const object = await streamed.object;
    assert.deepEqual(City.parse(object), object);
  });

  test(`${model} says that it sees no images`, async () => {
    const image = { type: 'image', image: stack.PIXEL, mediaType: 'image/png' };
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'Что это?' }, image] }];
    await assert.rejects(generateText({ model: xrouter()(model), messages, maxRetries: 0 }), (refusal) => {
      assert.equal(refusal.statusCode, 400);
      assert.match(errorOf(refusal).param, /^messages\[0\]\.content/);
      return true;
    });
  });

  test(`${model} names the parameter that is wrong`, async () => {
    await assert.rejects(generateText({ ...asking(model, 'Привет!'), temperature: 9 }), (refusal) => {
      assert.ok(APICallError.isInstance(refusal));
      assert.equal(refusal.statusCode, 400);
      assert.equal(refusal.isRetryable, false);
      assert.equal(errorOf(refusal).param, 'temperature');
      return true;
    });
  });

  test(`${model} fails a stream that the provider breaks off`, async () => {
    const failures = [];
    const streamed = streamText({ ...asking(model, stack.BROKEN_OFF), onError: ({ error }) => failures.push(error) });
    assert.ok((await textOf(streamed.textStream)).length > 0);
    assert.equal(failures.length, 1);
    assert.match(JSON.stringify(failures[0]) + failures[0]?.message, /upstream_interrupted|interrupted/);
  });

  test(`${model} stops when the client leaves`, async () => {
    const trace = stack.newTrace();
    const leaving = new AbortController();
    const streamed = streamText({ ...asking(model, stack.LONG), headers: trace.headers, abortSignal: leaving.signal });
    let received = 0;
    try {
      for await (const _ of streamed.textStream) {
        received += 1;
        if (received === 3) {
          leaving.abort();
          break;
        }
      }
    } catch (abort) {
      assert.equal(abort.name, 'AbortError');
    }
    await stack.cancelled(trace);
  });
}

test(`${stack.VISION} sees an image`, async () => {
  const image = { type: 'image', image: stack.PIXEL, mediaType: 'image/png' };
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'Что это?' }, image] }];
  const answer = await generateText({ model: xrouter()(stack.VISION), messages, maxRetries: 0 });
  assert.match(answer.text, /Вижу: image\.png/);
});

for (const model of stack.EMBEDDINGS) {
  test(`${model} embeds texts in their order`, async () => {
    const embeddings = xrouter().embeddingModel(model);
    const both = await embedMany({ model: embeddings, values: ['Тверь', 'Волга'], maxRetries: 0 });
    const last = await embedMany({ model: embeddings, values: ['Волга'], maxRetries: 0 });
    assert.equal(both.embeddings.length, 2);
    assert.notDeepEqual(both.embeddings[0], both.embeddings[1]);
    assert.deepEqual(both.embeddings[1], last.embeddings[0]);
    assert.ok(both.usage.tokens > 0);
  });
}

const refusals = [
  ['a wrong key', { apiKey: 'xr-wrong', model: stack.MODELS[0] }, 401, 'invalid_api_key'],
  ['an unknown model', { model: 'gigachat/no-such-model' }, 404, 'model_not_found'],
  ['an account without credit', { apiKey: stack.poorKey, model: stack.MODELS[1] }, 402, 'insufficient_credits'],
];
for (const [what, { apiKey, model }, status, code] of refusals) {
  test(`${what} is refused as the SDK expects`, async () => {
    const request = { model: xrouter(apiKey)(model), prompt: 'Привет!', maxRetries: 0 };
    await assert.rejects(generateText(request), (refusal) => {
      assert.ok(APICallError.isInstance(refusal));
      assert.equal(refusal.statusCode, status);
      assert.equal(refusal.isRetryable, false);
      assert.equal(errorOf(refusal).code, code);
      return true;
    });
  });
}

test('a rate limit is refused as the SDK expects', async () => {
  const request = { model: xrouter(stack.limitedKey)(stack.MODELS[0]), prompt: 'Раз', maxRetries: 0 };
  await generateText(request);
  await generateText(request);
  await assert.rejects(generateText(request), (refusal) => {
    assert.equal(refusal.statusCode, 429);
    assert.equal(refusal.isRetryable, true);
    assert.match(refusal.responseHeaders['retry-after'], /^[1-9]\d*$/);
    return true;
  });
});

const errorOf = (refusal) => JSON.parse(refusal.responseBody).error;
