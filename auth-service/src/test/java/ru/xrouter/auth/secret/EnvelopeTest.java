package ru.xrouter.auth.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String FIRST = "ab".repeat(32);
    private static final String SECOND = "cd".repeat(32);
    private static final String PEPPER = "a pepper of more than thirty-two characters";

    private record Config(Optional<String> key, String keyId, Optional<List<String>> oldKeys) implements SecretConfig {}

    private static Envelope envelope(
            Optional<String> key, String pepper, List<String> oldKeys, List<String> oldPeppers) {
        return new Envelope(new EnvelopeKeys(
                new Config(key, "2", Optional.of(oldKeys)), Optional.of(pepper), "9", Optional.of(oldPeppers)));
    }

    private static Envelope of(String key, String... oldKeys) {
        return envelope(Optional.of(key), PEPPER, List.of(oldKeys), List.of());
    }

    @Test
    void opensWhatItSealedUnderTheSameNameAlone() {
        var envelope = of(FIRST);
        var sealed = envelope.seal("credential a", "s3cret");

        assertThat(envelope.open("credential a", sealed)).contains("s3cret");
        assertThat(envelope.open("credential b", sealed)).isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(envelope.open("credential a", sealed)).isEmpty();
        assertThat(envelope.open("credential a", new byte[3])).isEmpty();
    }

    @Test
    void opensWhatAnOlderKeySealedAsLongAsItKnowsIt() {
        var sealed = of(FIRST).seal("n", "s3cret");

        assertThat(of(SECOND, "1:" + FIRST).open("n", sealed)).contains("s3cret");
        assertThat(of(SECOND).open("n", sealed)).isEmpty();
        assertThat(of(SECOND, "1:" + FIRST).keyId()).isEqualTo("2");
    }

    @Test
    void opensWhatWasSealedUnderAPepperBeforeThereWasAKey() {
        var sealed = envelope(Optional.empty(), PEPPER, List.of(), List.of()).seal("n", "s3cret");

        assertThat(of(FIRST).open("n", sealed)).contains("s3cret");
        var newPepper = envelope(Optional.empty(), "another pepper", List.of(), List.of("1:" + PEPPER));
        assertThat(newPepper.open("n", sealed)).contains("s3cret");
        assertThat(newPepper.keyId()).isEqualTo("pepper-9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcd", "zz", "s3cret"})
    void refusesWhatIsNoKeyWithoutQuotingIt(String key) {
        assertThatThrownBy(() -> of(key)).hasMessageContaining("64 hex digits").hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> of(FIRST, "1:" + key)).hasMessageContaining("OLD_KEYS");
    }
}
