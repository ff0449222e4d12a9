"""One whole answer and one streamed, with OpenAI's client for Python."""

from openai import OpenAI

client = OpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY

answer = client.chat.completions.create(
    model="gigachat/GigaChat-2",
    messages=[{"role": "user", "content": "Назови столицу России."}],
)
print(answer.choices[0].message.content)
print(f"{answer.usage.total_tokens} tokens, {answer.usage.cost} roubles")

stream = client.chat.completions.create(
    model="yandexgpt/yandexgpt-lite",
    messages=[{"role": "user", "content": "Расскажи о Твери."}],
    stream=True,
)
for chunk in stream:
    print(chunk.choices[0].delta.content or "", end="", flush=True)
print()
