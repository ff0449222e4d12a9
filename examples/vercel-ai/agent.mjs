// An agent that runs a tool, and an answer in the form of a schema, with Vercel's AI SDK.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { Output, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const xrouter = createOpenAICompatible({
  name: 'xrouter',
  baseURL: process.env.OPENAI_BASE_URL,
  apiKey: process.env.OPENAI_API_KEY,
  includeUsage: true,
  supportsStructuredOutputs: true,
});

const get_weather = tool({
  description: 'Weather in a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => {
    console.log(`The model asks for the weather in ${city}.`);
    return { degrees: -7 };
  },
});

const agent = streamText({
  model: xrouter('gigachat/GigaChat-2'),
  // The simulator makes the call that this spells out; a real model needs only the question.
  prompt: 'Какая погода в Твери? call get_weather {"city":"Тверь"}',
  tools: { get_weather },
  stopWhen: stepCountIs(5),
});
for await (const text of agent.textStream) process.stdout.write(text);
console.log(`\n${(await agent.totalUsage).totalTokens} tokens`);

const { output } = await generateText({
  model: xrouter('yandexgpt/yandexgpt-lite'),
  prompt: 'Расскажи о Твери.',
  output: Output.object({ schema: z.object({ name: z.string(), people: z.number(), rivers: z.array(z.string()) }) }),
});
console.log(output);
