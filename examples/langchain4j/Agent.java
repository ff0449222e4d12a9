import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;

/** An agent that runs a tool, with LangChain4j's OpenAI module. */
void main() {
    var model = OpenAiChatModel.builder()
            .baseUrl(System.getenv("OPENAI_BASE_URL"))
            .apiKey(System.getenv("OPENAI_API_KEY"))
            .modelName("gigachat/GigaChat-2")
            .build();
    var agent = AiServices.builder(Agent.class).chatModel(model).tools(new Weather()).build();
    // The simulator makes the call that this spells out; a real model needs only the question.
    IO.println(agent.ask("Какая погода в Твери? call get_weather {\"city\":\"Тверь\"}"));
}

interface Agent {
    String ask(String question);
}

public static class Weather {
    @Tool(name = "get_weather", value = "Weather in a city")
    public String weather(@P(name = "city", value = "The city") String city) {
        IO.println("The model asks for the weather in " + city + ".");
        return "{\"degrees\": -7}";
    }
}
