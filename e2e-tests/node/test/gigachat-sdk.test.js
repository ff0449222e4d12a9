// GigaChat's own client for Node takes the simulator for GigaChat: so that what the adapter is tested against is like the real one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GigaChat } from 'gigachat';

const base = `${process.env.XROUTER_SIMULATOR}/gigachat`;
const client = new GigaChat({
  baseUrl: `${base}/api/v1`,
  authUrl: `${base}/api/v2/oauth`,
  credentials: Buffer.from('node-sdk:secret').toString('base64'),
  scope: 'GIGACHAT_API_PERS',
  model: 'GigaChat-2-Max',
});
const user = (content) => ({ role: 'user', content });

test('chats', async () => {
  const answer = await client.chat({ messages: [user('Привет')] });
  assert.match(answer.choices[0].message.content, /^Эхо: Привет\./);
  assert.ok(answer.usage.total_tokens > 0);
});

test('streams', async () => {
  let text = '';
  for await (const chunk of client.stream({ messages: [user('Привет')] })) {
    text += chunk.choices[0]?.delta.content ?? '';
  }
  assert.match(text, /^Эхо: Привет\./);
});

test('calls a function and hands in its result', async () => {
  const functions = [
    {
      name: 'weather',
      description: 'Погода',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ];
  const question = user('call weather {"city":"Тверь"}');
  const first = await client.chat({ messages: [question], functions, function_call: 'auto' });
  const { message, finish_reason: reason } = first.choices[0];
  assert.equal(reason, 'function_call');
  assert.deepEqual(message.function_call, { name: 'weather', arguments: { city: 'Тверь' } });
  const second = await client.chat({
    messages: [question, message, { role: 'function', name: 'weather', content: '{"degrees":7}' }],
    functions,
  });
  assert.match(second.choices[0].message.content, /degrees/);
});

test('embeds, counts, lists and shows the balance', async () => {
  const vectors = await client.embeddings(['раз', 'два'], 'Embeddings');
  assert.deepEqual(vectors.data.map((each) => each.embedding.length), [1024, 1024]);
  const counts = await client.tokensCount(['раз, два, три'], 'GigaChat-2');
  assert.equal(counts.tokens[0].tokens, 4);
  const models = await client.getModels();
  assert.ok(models.data.some((model) => model.id_ === 'GigaChat-2-Max' || model.id === 'GigaChat-2-Max'));
  const balance = await client.balance();
  assert.ok(balance.balance[0].value > 0);
});

test('keeps files', async () => {
  const stored = await client.uploadFile(new File(['текст документа'], 'a.txt', { type: 'text/plain' }));
  assert.equal(stored.filename, 'a.txt');
  const read = await client.chat({ messages: [{ ...user('О чём это?'), attachments: [stored.id] }] });
  assert.match(read.choices[0].message.content, /Вижу: a\.txt/);
  assert.ok((await client.getFiles()).data.some((file) => file.id === stored.id));
  assert.ok((await client.deleteFile(stored.id)).deleted);
});

test('is told what is wrong', async () => {
  await assert.rejects(
    client.chat({ messages: [user('Привет')], temperature: 0 }),
    (failure) => failure.response.status === 422 && /temperature/.test(failure.response.data.message),
  );
});
