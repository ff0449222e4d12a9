package ru.xrouter.local.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a running stack tells other programs; the file exists while the stack is ready to serve. */
public record RunFile(
        @JsonProperty("supervisor_pid") long supervisorPid,
        @JsonProperty("url") String url,
        @JsonProperty("port_offset") int portOffset,
        @JsonProperty("components") List<String> components,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("api_key") String apiKey) {
    private static final String NAME = "run.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static Optional<RunFile> read(StateDirectory state) throws IOException {
        var text = state.read(NAME);
        return text.isPresent() ? Optional.of(MAPPER.readValue(text.get(), RunFile.class)) : Optional.empty();
    }

    public void write(StateDirectory state) throws IOException {
        state.write(NAME, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    public static void remove(StateDirectory state) throws IOException {
        state.remove(NAME);
    }

    @Override
    public String toString() {
        return "RunFile[url=%s, accountId=%s, apiKey=redacted]".formatted(url, accountId);
    }
}
