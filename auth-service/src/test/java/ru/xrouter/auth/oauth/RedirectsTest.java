package ru.xrouter.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb, https://app.example/cb, true",
        "https://app.example/cb, https://app.example/cb/, false",
        "https://app.example/cb, https://app.example/cb/../evil, false",
        "https://app.example/cb, https://app.example/cb?x=1, false",
        "https://app.example/cb, https://app.example/cb#x, false",
        "https://app.example/cb, https://app.example:444/cb, false",
        "https://app.example/cb, https://app.example.evil.org/cb, false",
        "https://app.example/cb, https://app.example@evil.org/cb, false",
        "https://app.example/cb, https://evil.org/https://app.example/cb, false",
        "https://app.example/cb, https://app.example/%63b, false",
        "https://app.example/cb, HTTPS://APP.EXAMPLE/cb, false",
        "https://app.example/cb, http://app.example/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:51234/cb, true",
        "http://127.0.0.1:1/cb, http://127.0.0.1:2/cb, true",
        "http://[::1]/cb, http://[::1]:51234/cb, true",
        "http://127.0.0.1/cb, http://127.0.0.1:51234/other, false",
        "http://127.0.0.1/cb, http://127.0.0.1:80@evil.org/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1.evil.org/cb, false",
        "http://127.0.0.1/cb, https://127.0.0.1:1/cb, false",
        "http://127.0.0.1/cb, http://[::1]:1/cb, false",
        "http://localhost:3000/cb, http://localhost:3001/cb, false",
        "https://loopback/cb, http://127.0.0.1/cb, false",
    })
    void matchesToTheLetter(String registered, String requested, boolean matches) {
        assertThat(Redirects.matches(registered, requested)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb, true",
        "http://127.0.0.1/cb, true",
        "http://localhost:3000/cb, true",
        "org.example.app:/cb, true",
        "http://app.example/cb, false",
        "https://app.example/cb#x, false",
        "https://user@app.example/cb, false",
        "javascript:alert(1), false",
        "data:text/html, false",
        "app:/cb, false",
        "/cb, false",
        "https:///cb, false",
    })
    void registersWhatNobodyElseCanAnswerAt(String uri, boolean registrable) {
        assertThat(Redirects.registrable(uri)).isEqualTo(registrable);
    }
}
