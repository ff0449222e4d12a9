package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;

/** values.yaml explains itself, and wrong values are refused by their name before anything is installed. */
class ValuesTest {
    @Test
    void everyValueHasItsLine() throws IOException {
        var lines = Files.readAllLines(Checkout.CHART.resolve("values.yaml"));
        var unexplained = new ArrayList<String>();
        for (var i = 1; i < lines.size(); i++) {
            var line = lines.get(i);
            var isValue = line.matches("\\s*[A-Za-z]+: ?.*") && !line.strip().startsWith("#");
            var isSection =
                    line.strip().endsWith(":") && !lines.get(i - 1).strip().startsWith("# --");
            var isInside = insideExplained(lines, i);
            if (isValue && !isSection && !isInside && !lines.get(i - 1).strip().startsWith("# --")) {
                unexplained.add(line);
            }
        }
        assertThat(unexplained).isEmpty();
    }

    /** Whether a line belongs to a value that is an object or a list and was explained as a whole. */
    private static boolean insideExplained(List<String> lines, int at) {
        var depth = indent(lines.get(at));
        for (var i = at - 1; i > 0; i--) {
            var line = lines.get(i);
            if (line.isBlank()) {
                return false;
            }
            if (!line.strip().startsWith("#") && indent(line) < depth) {
                if (lines.get(i - 1).strip().startsWith("# --")) {
                    return true;
                }
                depth = indent(line);
            }
        }
        return false;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gatewey: {replicas: 1} | gatewey",
                "gateway: {replica: 1} | replica",
                "gateway: {replicas: 0} | /gateway/replicas",
                "gateway: {replicas: two} | /gateway/replicas",
                "gateway: {image: {digest: abc}} | /gateway/image/digest",
                "gateway: {resources: {limits: {cpu: 1 core}}} | /gateway/resources/limits/cpu",
                "gateway: {resources: {requests: {cpu: 1, memory: lots}, limits: {cpu: 1, memory: 1Gi}}} | memory",
                "gateway: {maxBody: 20 megabytes} | /gateway/maxBody",
                "gateway: {extraEnv: [{name: lower_case, value: a}]} | /gateway/extraEnv",
                "redis: {mode: replicated} | /redis/mode",
                "redis: {hosts: []} | /redis/hosts",
                "redis: {hosts: ['redis:6379']} | /redis/hosts/0",
                "logLevel: LOUD | /logLevel",
                "drain: {delay: 5} | /drain/delay",
                "drain: {preStopSeconds: 0} | /drain/preStopSeconds",
                "serviceToken: {existingSecret: '', value: short} | /serviceToken/value",
                "auth: {pepper: {existingSecret: '', value: short}} | /auth/pepper/value",
                "auth: {database: {url: 'postgres://db/auth'}} | /auth/database/url",
                "gigachat: {scope: GIGACHAT_API_ALL} | /gigachat/scope",
                "auth: {signIn: {providers: {Yandex: {name: a, issuer: 'https://a.ru', clientId: a}}}} | Yandex",
                "auth: {signIn: {providers: {a: {name: a, issuer: 'http://a.ru', clientId: a}}}} | /auth/signIn/providers/a/issuer",
                "auth: {signIn: {providers: {a: {name: a, issuer: 'https://a.ru', clientId: a, algorithms: [HS256]}}}} | algorithms",
                "auth: {signIn: {providers: {a: {name: a, issuer: 'https://a.ru'}}}} | clientId",
                "auth: {signIn: {providers: {a: {name: a, issuer: 'https://a.ru', clientId: a, tls: {existingSecret: a}}}}} | tls",
                "auth: {signIn: {providers: {a: {name: a, issuer: 'https://a.ru', clientId: a, tls: {existingSecret: a, certificate: tls.crt}}}}} | privateKey",
                "yandexgpt: {apiUrl: llm.api.cloud.yandex.net} | /yandexgpt/apiUrl",
                "publicPaths: {auth: [/]} | /publicPaths/auth/0",
                "auth: {issuer: 'https://auth.example.ru/'} | /auth/issuer",
                "auth: {envelopeKey: {value: short}} | /auth/envelopeKey/value",
                "auth: {oldPeppers: {value: without-an-id}} | /auth/oldPeppers/value",
                "otherServiceTokens: {value: 'of-sixteen-or-more,short'} | /otherServiceTokens/value",
                "auth: {pepperId: 'a:b'} | /auth/pepperId",
                "auth: {oldEnvelopeKeys: {value: '1:short'}} | /auth/oldEnvelopeKeys/value",
                "redis: {caCertificate: {pem: text}} | /redis/caCertificate",
                "auth: {mail: {startTls: SOMETIMES}} | /auth/mail/startTls",
                "billing: {lowBalance: {below: 100 roubles}} | /billing/lowBalance/below",
                "trustedProxies: [ingress] | /trustedProxies/0",
                "networkPolicy: {ingressFrom: []} | /networkPolicy/ingressFrom",
                "networkPolicy: {ingressFrom: [{}]} | /networkPolicy/ingressFrom/0",
                "networkPolicy: {redis: {ports: [70000]}} | /networkPolicy/redis/ports",
                "ingress: {apiHost: 'https://api.example.ru'} | /ingress/apiHost",
                "tls: {issuer: {kind: Vault}} | /tls/issuer/kind",
                "auth: {people: {operators: [somebody]}} | /auth/people/operators/0",
                "auth: {people: {sessionLifetime: two weeks}} | /auth/people/sessionLifetime",
                "auth: {tokens: {audience: ''}} | /auth/tokens/audience",
                "auth: {keys: {perAccount: 0}} | /auth/keys/perAccount",
                "auth: {registration: {tokenLifetime: 30}} | /auth/registration/tokenLifetime",
            })
    void refusesAWrongValueByItsName(String values, String named) {
        assertThatThrownBy(() -> Chart.complete().and(values).render()).hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serviceToken: {existingSecret: ''} | set serviceToken.existingSecret",
                "auth: {pepper: {existingSecret: ''}} | set auth.pepper.existingSecret",
                "auth: {database: {url: ''}} | auth.database.url",
                "billing: {database: {password: {existingSecret: ''}}} | set billing.database.password.existingSecret",
                "gigachat: {credentials: {existingSecret: ''}} | set gigachat.credentials.existingSecret",
                "yandexgpt: {apiKey: {existingSecret: ''}} | set yandexgpt.apiKey.existingSecret",
                "yandexgpt: {folderId: ''} | yandexgpt.folderId",
                "redis: {mode: sentinel} | redis.masterName",
                "gateway: {image: {tag: latest}} | gateway.image.tag: latest is",
                "image: {tag: latest} | image.tag: latest is",
                "publicPaths: {auth: [/internal]} | publicPaths.auth: /internal is",
                "publicPaths: {billing: [/internal/accounts]} | publicPaths.billing: /internal/accounts is",
                "ingress: {enabled: true} | set ingress.apiHost",
                "httpRoute: {enabled: true, parentRefs: [{name: public}]} | set httpRoute.apiHost",
                "redis: {mode: cluster, hosts: ['redis://a:6379', 'rediss://b:6379']} | redis.hosts: write rediss://",
                "redis: {caCertificate: {existingSecret: authority}} | redis.caCertificate: is used with rediss://",
                "image: {requireDigest: true} | image.digest: image.requireDigest",
                "auth: {database: {url: 'jdbc:postgresql://a/b?sslmode=require', caCertificate: {existingSecret: a}}} | leave sslmode out",
                "tls: {enabled: true} | tls.issuer.name",
                "httpRoute: {enabled: true, apiHost: a.ru} | httpRoute.parentRefs",
                "auth: {mail: {host: mail, username: xrouter}} | set auth.mail.password.existingSecret",
                "billing: {lowBalance: {webhook: 'https://a.ru/low'}} | set billing.lowBalance.secret.existingSecret",
                "gateway: {autoscaling: {enabled: true, minReplicas: 5, maxReplicas: 2}} | gateway.autoscaling",
            })
    void saysWhatIsMissingOrContradicts(String values, String said) {
        assertThatThrownBy(() -> Chart.complete().and(values).render()).hasMessageContaining(said);
    }
}
