package ru.xrouter.auth.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "Ромашка", "😀", "two\r\nlines\tand a tab", "\u00e9"})
    void takesWhatPeopleWrite(String text) {
        assertThat(Text.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\u001b[31m", "\u007f", "\u0085", "half \ud83d", "\ude00 the other"})
    void refusesWhatNobodyWrites(String text) {
        assertThat(Text.is(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a?b=%D0%A0&c=%F0%9F%98%80+d", "/a?b=%0D%0A", "/a?b=é"})
    void takesAddressesInUtf8(String address) {
        assertThat(Text.isAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/a?b=%00",
                "/a?b=%",
                "/a?b=%4",
                "/a?b=%zz",
                "/a?b=%-1",
                "/a?b=%FF",
                "/a?b=%C0%80",
                "/a?b=%ED%A0%80"
            })
    void refusesOtherAddresses(String address) {
        assertThat(Text.isAddress(address)).isFalse();
    }
}
