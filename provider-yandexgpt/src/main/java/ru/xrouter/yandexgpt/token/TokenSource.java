package ru.xrouter.yandexgpt.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import ru.xrouter.provider.token.AccessToken;

/** Who gives out IAM tokens, and what they have to be asked. */
sealed interface TokenSource {
    /** One request for a token. */
    record Question(HttpMethod method, URI url, Map<String, String> headers, Buffer body) {
        public Question {
            headers = Map.copyOf(headers);
        }
    }

    Future<Question> question();

    AccessToken token(byte[] answer);

    /** IAM itself, for a service account that proves itself by an authorized key. */
    record ServiceAccount(Vertx vertx, AuthorizedKey key, URI url, Clock clock) implements TokenSource {
        @Override
        public Future<Question> question() {
            // Signing takes a millisecond or more: not on an event loop.
            return vertx.executeBlocking(() -> JwtAssertion.signed(key, clock.instant()), false)
                    .map(jwt -> new Question(
                            HttpMethod.POST,
                            url,
                            Map.of("content-type", "application/json"),
                            Buffer.buffer(IamTranslation.request(jwt))));
        }

        @Override
        public AccessToken token(byte[] answer) {
            return IamTranslation.token(answer);
        }
    }

    /** The metadata service of the virtual machine we run on, for the service account tied to it. */
    record VirtualMachine(URI url, Clock clock) implements TokenSource {
        @Override
        public Future<Question> question() {
            return Future.succeededFuture(
                    new Question(HttpMethod.GET, url, Map.of("metadata-flavor", "Google"), Buffer.buffer()));
        }

        @Override
        public AccessToken token(byte[] answer) {
            return IamTranslation.metadataToken(answer, clock.instant());
        }
    }
}
