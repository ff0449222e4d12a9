package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.billing.usage.UsageEventReader.Reading;

class UsageEventReaderTest {
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final UsageEventReader reader = new UsageEventReader(json);

    @Test
    void readsWhatTheRouterWrites() throws JsonProcessingException {
        // Given
        var event = Events.answered("acct-1", new Usage(100, 20, 30, 5, true));
        // When
        var reading = reader.read(json.writeValueAsString(event));
        // Then
        assertThat(reading).isEqualTo(new Reading.Understood(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generation_id",
                "account_id",
                "key_id",
                "model",
                "requested_model",
                "provider",
                "outcome",
                "usage",
                "price",
                "cost"
            })
    void refusesAnEventWithout(String member) {
        // Given
        var event = json.<ObjectNode>valueToTree(Events.costing("acct-1", 5));
        event.remove(member);
        // When
        var reading = reader.read(event.toString());
        // Then
        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"generation_id\":", "42"})
    void refusesWhatIsNoEvent(String text) {
        assertThat(reader.read(text)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void refusesAnEntryWithoutAnEvent() {
        assertThat(reader.read(null)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void readsAttemptsThatWereGivenUpAndEventsOfRoutersThatTellOfNone() throws JsonProcessingException {
        // Given
        var event = Events.after(
                Events.answered("acct-1", Usage.of(100, 20)), Events.givenUp("yandexgpt", Usage.estimate(90, 0)));
        var older = json.<ObjectNode>valueToTree(event);
        older.remove("given_up");
        // Then
        assertThat(reader.read(json.writeValueAsString(event))).isEqualTo(new Reading.Understood(event));
        assertThat(reader.read(older.toString())).isEqualTo(new Reading.Understood(Events.after(event)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[null]",
                "[{}]",
                "[{\"model\":\"m\",\"provider\":\"p\",\"reason\":\"r\",\"usage\":{}}]",
                "[{\"model\":\"m\",\"provider\":\"p\",\"reason\":\"r\",\"provider_cost\":1}]",
                "[{\"model\":\"m\",\"provider\":\"p\",\"reason\":\"r\",\"usage\":{},\"provider_cost\":-1}]"
            })
    void refusesAttemptsThatNobodyCouldBook(String givenUp) throws JsonProcessingException {
        // Given
        var event = json.<ObjectNode>valueToTree(Events.costing("acct-1", 5));
        event.set("given_up", json.readTree(givenUp));
        // Then
        assertThat(reader.read(event.toString())).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void refusesANegativeCostAndUnknownOutcomes() {
        // Given
        var paid = json.<ObjectNode>valueToTree(Events.costing("acct-1", 5));
        var unheardOf = paid.deepCopy().put("outcome", "vanished");
        // When
        var negative = reader.read(paid.put("cost", -1).toString());
        var unknown = reader.read(unheardOf.toString());
        // Then
        assertThat(negative).isEqualTo(new Reading.Unreadable("the cost is negative"));
        assertThat(reader.read(paid.put("cost", 5).put("vat", 6).toString()))
                .isEqualTo(new Reading.Unreadable("the tax is no part of the cost"));
        assertThat(unknown).isInstanceOf(Reading.Unreadable.class);
    }
}
