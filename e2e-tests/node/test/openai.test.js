import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { APIError, APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import * as stack from './stack.js';

const openai = (apiKey = stack.key) => new OpenAI({ baseURL: stack.url, apiKey, maxRetries: 0, timeout: 30_000 });
const asking = (model, content) => ({ model, messages: [{ role: 'user', content }] });

async function chunksOf(request) {
  const chunks = [];
  for await (const chunk of await openai().chat.completions.create({ ...request, stream: true })) {
    chunks.push(chunk);
  }
  return chunks;
}

const weather = (seen) => ({
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
});

const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join('');

for (const model of stack.MODELS) {
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
      ...asking(model, stack.WEATHER),
      stream: true,
      tools: [weather(seen)],
    });
    assert.ok((await runner.finalContent()).length > 0);
    assert.deepEqual(seen, ['Тверь']);
  });

  test(`${model} runs a tool and answers with its result`, async () => {
    const seen = [];
    const runner = openai().chat.completions.runTools({
      ...asking(model, stack.WEATHER),
      tools: [weather(seen)],
    });
    assert.ok((await runner.finalContent()).length > 0);
    assert.deepEqual(seen, ['Тверь']);
  });

  test(`${model} calls a function in the older form and answers with its result`, async () => {
    const { name, description, parameters } = weather([]).function;
    const request = { ...asking(model, stack.WEATHER), functions: [{ name, description, parameters }], function_call: 'auto' };
    const { choices } = await openai().chat.completions.create(request);
    assert.equal(choices[0].finish_reason, 'function_call');
    assert.equal(choices[0].message.tool_calls, undefined);
    assert.deepEqual(JSON.parse(choices[0].message.function_call.arguments), { city: 'Тверь' });
    const result = { role: 'function', name, content: '{"degrees":-7}' };
    const second = await openai().chat.completions.create({
      ...request,
      messages: [...request.messages, choices[0].message, result],
    });
    assert.equal(second.choices[0].finish_reason, 'stop');
    assert.ok(second.choices[0].message.content.length > 0);
  });

  test(`${model} streams a call of a function in the older form`, async () => {
    const { name, description, parameters } = weather([]).function;
    const request = { ...asking(model, stack.WEATHER), functions: [{ name, description, parameters }], function_call: { name } };
    const chunks = await chunksOf(request);
    const calls = chunks.map((chunk) => chunk.choices[0].delta.function_call).filter(Boolean);
    assert.deepEqual(calls.map((call) => call.name).filter(Boolean), [name]);
    assert.deepEqual(JSON.parse(calls.map((call) => call.arguments ?? '').join('')), { city: 'Тверь' });
    assert.ok(chunks.every((chunk) => chunk.choices[0].delta.tool_calls === undefined));
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'function_call');
  });

  test(`${model} answers in the form of a schema`, async () => {
    const City = z.object({ name: z.string(), people: z.number().int(), rivers: z.array(z.string()) });
    const answer = await openai().chat.completions.parse({
      ...asking(model, 'Тверь, 416 тысяч жителей.'),
      response_format: zodResponseFormat(City, 'city'),
    });
    const city = answer.choices[0].message.parsed;
    assert.deepEqual(City.parse(city), city);
  });

  test(`${model} says that it sees no images`, async () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${stack.PIXEL}` } };
    const asked = asking(model, [{ type: 'text', text: 'Что это?' }, image]);
    await assert.rejects(openai().chat.completions.create(asked), (refusal) => {
      assert.ok(refusal instanceof BadRequestError);
      assert.match(refusal.param, /^messages\[0\]\.content/);
      return true;
    });
  });

  test(`${model} names the parameter that is wrong`, async () => {
    await assert.rejects(openai().chat.completions.create({ ...asking(model, 'Привет!'), temperature: 9 }), (refusal) => {
      assert.ok(refusal instanceof BadRequestError);
      assert.equal(refusal.param, 'temperature');
      return true;
    });
  });

  test(`${model} streams several choices`, async () => {
    const chunks = await chunksOf({ ...asking(model, 'Назови столицу России.'), n: 2 });
    for (const index of [0, 1]) {
      const own = chunks.flatMap((chunk) => chunk.choices).filter((choice) => choice.index === index);
      assert.match(own.map((choice) => choice.delta.content ?? '').join(''), /столицу/);
      assert.deepEqual(own.map((choice) => choice.finish_reason).filter(Boolean), ['stop']);
    }
  });

  test(`${model} ends a stream before a stop sequence`, async () => {
    const chunks = await chunksOf({ ...asking(model, 'Раз, два, три.'), stop: ['два'] });
    assert.doesNotMatch(textOf(chunks), /два/);
    assert.match(textOf(chunks), /Раз/);
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  });

  test(`${model} fails a stream that the provider breaks off`, async () => {
    const received = [];
    const reading = async () => {
      const request = { ...asking(model, stack.BROKEN_OFF), stream: true };
      for await (const chunk of await openai().chat.completions.create(request)) {
        received.push(chunk);
      }
    };
    await assert.rejects(reading(), (failure) => {
      assert.ok(failure instanceof APIError);
      assert.equal(failure.code, 'upstream_interrupted');
      return true;
    });
    assert.ok(received.length > 0);
    assert.ok(received.every((chunk) => chunk.choices[0].finish_reason === null));
  });

  test(`${model} stops when the client leaves`, async () => {
    const trace = stack.newTrace();
    const request = { ...asking(model, stack.LONG), stream: true };
    let received = 0;
    for await (const chunk of await openai().chat.completions.create(request, { headers: trace.headers })) {
      received += chunk.choices[0]?.delta?.content ? 1 : 0;
      if (received === 3) {
        break;
      }
    }
    await stack.cancelled(trace);
  });

  test(`${model} completes a text`, async () => {
    const whole = await openai().completions.create({ model, prompt: 'Однажды', max_tokens: 50 });
    let text = '';
    for await (const chunk of await openai().completions.create({ model, prompt: 'Однажды', max_tokens: 50, stream: true })) {
      text += chunk.choices[0]?.text ?? '';
    }
    assert.equal(whole.object, 'text_completion');
    assert.match(whole.choices[0].text, /Однажды/);
    assert.equal(text, whole.choices[0].text);
  });
}

for (const model of stack.EMBEDDINGS) {
  test(`${model} embeds texts in their order`, async () => {
    const both = await openai().embeddings.create({ model, input: ['Тверь', 'Волга'] });
    const last = await openai().embeddings.create({ model, input: 'Волга', encoding_format: 'float' });
    assert.deepEqual(both.data.map(({ index }) => index), [0, 1]);
    assert.notDeepEqual(both.data[0].embedding, both.data[1].embedding);
    // The SDK asks for base64 unless told otherwise: 32 bits a number.
    assert.deepEqual(both.data[1].embedding, last.data[0].embedding.map(Math.fround));
  });
}

test('an aborted request raises what the SDK documents', async () => {
  const controller = new AbortController();
  const answer = openai().chat.completions.create(asking(stack.MODELS[0], 'Привет! [[sim latency=20s]]'), {
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
  for (const model of stack.MODELS) {
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

test(`${stack.VISION} sees an image`, async () => {
  const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${stack.PIXEL}` } };
  const answer = await openai().chat.completions.create(asking(stack.VISION, [{ type: 'text', text: 'Что это?' }, image]));
  assert.match(answer.choices[0].message.content, /Вижу: image\.png/);
});

test('an unknown model and an empty account are refused as the SDK expects', async () => {
  await assert.rejects(openai().chat.completions.create(asking('gigachat/no-such-model', 'Привет!')), (refusal) => {
    assert.ok(refusal instanceof NotFoundError);
    assert.equal(refusal.code, 'model_not_found');
    return true;
  });
  await assert.rejects(openai(stack.poorKey).chat.completions.create(asking(stack.MODELS[1], 'Привет!')), (refusal) => {
    assert.ok(refusal instanceof APIError);
    assert.equal(refusal.status, 402);
    assert.equal(refusal.code, 'insufficient_credits');
    return true;
  });
});

test('a rate limit is refused as the SDK expects', async () => {
  const limited = openai(stack.limitedKey);
  await limited.chat.completions.create(asking(stack.MODELS[0], 'Раз'));
  await limited.chat.completions.create(asking(stack.MODELS[0], 'Два'));
  await assert.rejects(limited.chat.completions.create(asking(stack.MODELS[0], 'Три')), (refusal) => {
    assert.ok(refusal instanceof RateLimitError);
    assert.equal(refusal.code, 'rate_limit_exceeded');
    assert.match(refusal.headers.get('retry-after'), /^[1-9]\d*$/);
    return true;
  });
});

test('a web search names its sources where the text does', async () => {
  const search = { ...asking('gigachat/GigaChat-3-Ultra', 'Что нового в Твери?'), web_search_options: {} };
  const { content, annotations } = (await openai().chat.completions.create(search)).choices[0].message;
  const chunks = await chunksOf(search);
  const streamed = chunks.flatMap((chunk) => chunk.choices[0]?.delta?.annotations ?? []);
  assert.ok(annotations.length > 1);
  for (const { type, url_citation: cited } of annotations) {
    assert.equal(type, 'url_citation');
    assert.match(cited.url, /^https:/);
    assert.match(content.slice(cited.start_index, cited.end_index), /^\[\d\]$/);
  }
  assert.equal(textOf(chunks), content);
  assert.deepEqual(streamed, annotations);
});

for (const model of ['gigachat/GigaChat-2', 'gigachat/GigaChat-3-Ultra']) {
  test(`${model} draws, whole and streamed`, async () => {
    const drawing = { ...asking(model, 'Нарисуй Волгу'), modalities: ['image', 'text'] };
    const { content, images } = (await openai().chat.completions.create(drawing)).choices[0].message;
    const chunks = await chunksOf(drawing);
    const streamed = chunks.flatMap((chunk) => chunk.choices[0]?.delta?.images ?? []);
    assert.doesNotMatch(content, /<img/);
    assert.equal(images.length, 1);
    assert.match(images[0].image_url.url, /^data:image\/jpeg;base64,\/9j/);
    assert.equal(textOf(chunks), content);
    assert.deepEqual(streamed, images);
  });
}

test('a picture is refused by name where the model draws none', async () => {
  await assert.rejects(
    openai().chat.completions.create({ ...asking('yandexgpt/yandexgpt', 'Нарисуй Волгу'), modalities: ['image', 'text'] }),
    (error) => error instanceof BadRequestError && error.param === 'modalities',
  );
});

test('a web search is refused by name where the model has none', async () => {
  await assert.rejects(
    openai().chat.completions.create({ ...asking('yandexgpt/yandexgpt', 'Что нового?'), web_search_options: {} }),
    (error) => error instanceof BadRequestError && error.param === 'web_search_options',
  );
});
