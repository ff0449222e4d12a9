package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseFormatTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'object'}                 | {'type':'object','title':'city'}",
                "{'title':'city'}                  | {'title':'city'}",
                "{'title':'Город'}                 | {'title':'city: Город'}",
                "{'title':7}                       | {'title':7}"
            })
    void namesItselfInTheTitleOfItsSchema(String schema, String titled) throws JsonProcessingException {
        var format = new ResponseFormat.JsonSchema("city", JSON.readTree(schema.replace('\'', '"')), false);

        assertThat(format.titled()).isEqualTo(JSON.readTree(titled.replace('\'', '"')));
    }
}
