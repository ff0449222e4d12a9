package ru.xrouter.chart;

import java.util.stream.Stream;
import ru.xrouter.chart.render.Chart;

/** The values files, and every switch of the chart thrown both ways. */
final class Variants {
    private Variants() {}

    /** One set of values. */
    record Variant(String name, Chart chart) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Variant> all() {
        return Stream.concat(files(), switches());
    }

    static Stream<Variant> files() {
        return Stream.of(
                new Variant("values-dev.yaml", Chart.with("values-dev.yaml")),
                new Variant("values-production.yaml", Chart.production()));
    }

    private static Stream<Variant> switches() {
        return Stream.of(
                        "{}",
                        "networkPolicy: {enabled: false}",
                        "migration: {enabled: false}",
                        "auth: {database: {migration: {username: owner, password: {existingSecret: owner}}}}",
                        "ingress: {enabled: true, apiHost: api.example.ru}",
                        "ingress: {enabled: true, apiHost: a.ru, authHost: b.ru, nginx: false, className: traefik, tls: {enabled: false}}",
                        "ingress: {enabled: true, apiHost: a.ru, authHost: b.ru, annotations: {a: b}, tls: {clusterIssuer: letsencrypt, apiSecret: x}}",
                        "httpRoute: {enabled: true, apiHost: a.ru, authHost: b.ru, parentRefs: [{name: public, namespace: gateways}]}",
                        "{tls: {enabled: true, issuer: {name: internal}}, ingress: {enabled: true, apiHost: a.ru}}",
                        "tls: {enabled: true, issuer: {kind: ClusterIssuer, name: internal}}",
                        "redis: {mode: cluster, hosts: ['redis://a:6379', 'redis://b:6379'], password: {existingSecret: redis}}",
                        "{redis: {mode: sentinel, hosts: ['redis://a:26379'], masterName: main}, networkPolicy: {redis: {ports: [6379, 26379]}}}",
                        "redis: {password: {value: secret}}",
                        "redis: {hosts: ['rediss://redis:6379'], caCertificate: {existingConfigMap: roots}}",
                        "redis: {hosts: ['rediss://redis:6379'], caCertificate: {existingSecret: roots, key: root.pem}}",
                        "billing: {database: {caCertificate: {existingSecret: db-ca}}}",
                        "otherServiceTokens: {existingSecret: xrouter-service-token}",
                        "{auth: {pepperId: '2', oldPeppers: {existingSecret: old}, envelopeKeyId: '2', oldEnvelopeKeys: {existingSecret: old}, registration: {enabled: true}, people: {operators: [a@example.org, b@example.org]}}, workloadAnnotations: {a: b}}",
                        "gateway: {autoscaling: {enabled: true, streamsPerPod: 500}}",
                        "router: {autoscaling: {enabled: true, streamsPerPod: 500}, spool: {storageClass: fast}}",
                        "router: {spool: {persistent: false}, catalogue: 'models: []'}",
                        "{gigachat: {enabled: false}, router: {catalogue: 'models: []'}}",
                        "yandexgpt: {enabled: false}",
                        "gigachat: {caCertificate: {pem: '-----BEGIN CERTIFICATE-----'}}",
                        "gigachat: {clientCertificate: {existingSecret: mtls}, http2: false}",
                        "gigachat: {clientCertificate: {existingSecret: mtls, password: password}}",
                        "gigachat: {caCertificate: {existingConfigMap: russian-root, key: root.pem}}",
                        "yandexgpt: {apiKey: {existingSecret: ''}, serviceAccountKey: {existingSecret: yandex}}",
                        "monitoring: {podMonitor: {enabled: true}, rules: {enabled: true}, dashboards: {enabled: true}, labels: {release: prometheus}}",
                        "{traces: {enabled: true, endpoint: 'http://collector:4317', ratio: 0.05}, monitoring: {podMonitor: {enabled: true}}}",
                        "{image: {registry: registry.example.ru, tag: 1.2.3, pullPolicy: Always}, imagePullSecrets: [{name: pull}]}",
                        "{nodeSelector: {a: b}, tolerations: [{key: a, operator: Exists}], priorityClassName: high, commonLabels: {team: llm}}",
                        "gateway: {nodeSelector: {a: b}, podLabels: {a: b}, podAnnotations: {a: b}, extraEnv: [{name: QUARKUS_LOG_LEVEL, value: INFO}]}",
                        "{javaOptions: -Xmx256m, gateway: {javaOptions: -Xmx300m}}",
                        "auth: {outside: {cidrs: [0.0.0.0/0], ports: [443]}}",
                        "auth: {signIn: {providers: {staff: {name: Our staff, issuer: 'https://id.ru/realms/a', clientId: x, clientSecret: {existingSecret: staff}, tls: {existingSecret: authority, authorities: ca.crt}}}}}",
                        "auth: {signIn: {providers: {vk: {name: VK ID, issuer: 'https://id.vk.com', clientId: '1', clientSecret: {value: s}, clientAuthentication: client_secret_post, scopes: [email], authorizationUrl: 'https://id.vk.com/authorize', tokenUrl: 'https://id.vk.com/oauth2/auth', userinfoUrl: 'https://id.vk.com/oauth2/user_info', userinfoByForm: true, callbackParameters: [device_id], requestIdHeaders: [rquid], subjectClaim: user.user_id, emailClaim: user.email, emailVerifiedClaim: user.ok, trustEmail: false, tokenScheme: Bearer, timeout: 5s, algorithms: [RS256], jwksUrl: 'https://id.vk.com/keys'}}}}",
                        "auth: {signIn: {providers: {sber: {name: Sber ID, issuer: 'https://id.sber.ru', clientId: x, tls: {existingSecret: sber, certificate: tls.crt, privateKey: tls.key, authorities: ca.crt}}}}}",
                        "billing: {outside: {cidrs: [203.0.113.0/24], ports: [443]}}",
                        "auth: {issuer: 'https://auth.example.ru', envelopeKey: {existingSecret: key}, mail: {host: mail, username: u, password: {existingSecret: m}}}",
                        "{auth: {mail: {host: mail, port: 465, tls: true}}, trustedProxies: [10.0.0.0/8, 192.168.0.0/16]}",
                        "billing: {payments: {webhookSecret: {existingSecret: pay}, pageUrl: 'https://pay.ru/p/'}}",
                        "billing: {lowBalance: {webhook: 'https://a.ru/low', secret: {existingSecret: low}, below: '50.5'}}",
                        "ingress: {enabled: true, apiHost: a.ru, paymentsHost: a.ru, tls: {paymentsSecret: y}}",
                        "httpRoute: {enabled: true, apiHost: a.ru, paymentsHost: a.ru, parentRefs: [{name: public}]}",
                        "test: {apiKey: {existingSecret: key}}",
                        "test: {enabled: false}",
                        "fullnameOverride: llm")
                .map(values -> new Variant(values, Chart.complete().and(values)));
    }
}
