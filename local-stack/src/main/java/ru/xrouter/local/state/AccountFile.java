package ru.xrouter.local.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** The account that was made for the person at this machine. */
public record AccountFile(@JsonProperty("account_id") String accountId) {
    private static final String NAME = "state.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static Optional<AccountFile> read(StateDirectory state) throws IOException {
        var text = state.read(NAME);
        return text.isPresent() ? Optional.of(MAPPER.readValue(text.get(), AccountFile.class)) : Optional.empty();
    }

    public void write(StateDirectory state) throws IOException {
        state.write(NAME, MAPPER.writeValueAsString(this) + "\n");
    }
}
