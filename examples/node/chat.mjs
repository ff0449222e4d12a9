// One whole answer and one streamed, with OpenAI's client for Node.
import OpenAI from 'openai';

const openai = new OpenAI(); // reads OPENAI_BASE_URL and OPENAI_API_KEY

const answer = await openai.chat.completions.create({
  model: 'gigachat/GigaChat-2',
  messages: [{ role: 'user', content: 'Назови столицу России.' }],
});
console.log(answer.choices[0].message.content);
console.log(`${answer.usage.total_tokens} tokens, ${answer.usage.cost} roubles`);

const stream = await openai.chat.completions.create({
  model: 'yandexgpt/yandexgpt-lite',
  messages: [{ role: 'user', content: 'Расскажи о Твери.' }],
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? '');
}
console.log();
