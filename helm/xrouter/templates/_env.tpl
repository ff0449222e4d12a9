{{/* Variables of the services. Every name here is one that a service reads; a test holds them to the services' own settings. */}}

{{/* What every service gets. Takes {root, service}. */}}
{{- define "xrouter.env.common" -}}
{{- $values := .root.Values -}}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_SERVICE_TOKEN" "secret" $values.serviceToken "inline" "service-token" "path" "serviceToken") }}
{{- if include "xrouter.given" $values.otherServiceTokens }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_SERVICE_OTHER_TOKENS" "secret" $values.otherServiceTokens "inline" "other-service-tokens" "path" "otherServiceTokens") }}
{{- end }}
- name: XROUTER_DRAIN_DELAY
  value: {{ $values.drain.delay | quote }}
- name: XROUTER_DRAIN_TIMEOUT
  value: {{ printf "%ds" (int $values.drain.timeoutSeconds) | quote }}
- name: XROUTER_EVENT_LOOPS
  value: {{ (get $values .service).eventLoops | quote }}
- name: QUARKUS_LOG_LEVEL
  value: {{ $values.logLevel | quote }}
{{- if $values.tls.enabled }}
- name: QUARKUS_PROFILE
  value: prod,tls
- name: XROUTER_TLS_DIRECTORY
  value: /etc/xrouter/tls
{{- end }}
{{- if $values.traces.enabled }}
- name: XROUTER_TRACES_ENABLED
  value: "true"
- name: XROUTER_TRACES_ENDPOINT
  value: {{ $values.traces.endpoint | quote }}
- name: XROUTER_TRACES_RATIO
  value: {{ $values.traces.ratio | quote }}
{{- end }}
{{- with (get $values .service).javaOptions | default $values.javaOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "xrouter.env.redis" -}}
{{- $redis := .root.Values.redis -}}
- name: XROUTER_REDIS_URL
  value: {{ join "," $redis.hosts | quote }}
- name: QUARKUS_REDIS_CLIENT_TYPE
  value: {{ $redis.mode | quote }}
{{- if eq $redis.mode "sentinel" }}
- name: QUARKUS_REDIS_MASTER_NAME
  value: {{ required "redis.masterName: Sentinel needs the name of the master it watches" $redis.masterName | quote }}
{{- end }}
{{- if include "xrouter.given" $redis.password }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "QUARKUS_REDIS_PASSWORD" "secret" $redis.password "inline" "redis-password" "path" "redis.password") }}
{{- end }}
{{- if hasPrefix "rediss:" (first $redis.hosts) }}
- name: QUARKUS_REDIS_TLS_ENABLED
  value: "true"
- name: QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM
  value: HTTPS
{{- if include "xrouter.givenAuthority" $redis.caCertificate }}
- name: QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM
  value: "true"
- name: QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM_CERTS
  value: /etc/xrouter/redis/{{ $redis.caCertificate.key }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The database as a role that owns nothing, or as the owner when the migration has no role of its own. Takes {root, service}. */}}
{{- define "xrouter.env.database" -}}
{{- $database := (get .root.Values .service).database -}}
- name: XROUTER_DB_URL
  value: {{ include "xrouter.databaseUrl" . | quote }}
- name: XROUTER_DB_USERNAME
  value: {{ $database.username | quote }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_DB_PASSWORD" "secret" $database.password "inline" (printf "%s-db-password" .service) "path" (printf "%s.database.password" .service)) }}
- name: XROUTER_MIGRATE
  value: {{ ternary "never" "at-start" .root.Values.migration.enabled }}
{{- end -}}

{{/* The database's address; with an authority its certificate is verified. Takes {root, service}. */}}
{{- define "xrouter.databaseUrl" -}}
{{- $database := (get .root.Values .service).database -}}
{{- $url := required (printf "%s.database.url: a JDBC address, for example jdbc:postgresql://postgres-rw:5432/xrouter_%s" .service .service) $database.url -}}
{{- $url -}}
{{- if include "xrouter.givenAuthority" $database.caCertificate -}}
{{- if contains "sslmode=" $url }}{{ fail (printf "%s.database.url: leave sslmode out, %s.database.caCertificate makes it verify-full." .service .service) }}{{ end -}}
{{- printf "%ssslmode=verify-full&sslrootcert=/etc/xrouter/database/%s" (ternary "&" "?" (contains "?" $url)) $database.caCertificate.key -}}
{{- end -}}
{{- end -}}

{{- define "xrouter.env.gateway" -}}
{{ include "xrouter.env.redis" . }}
- name: XROUTER_GATEWAY_ROUTER_URL
  value: {{ include "xrouter.url" (dict "root" .root "service" "router") }}
- name: XROUTER_GATEWAY_AUTH_URL
  value: {{ include "xrouter.url" (dict "root" .root "service" "auth") }}
- name: XROUTER_GATEWAY_BILLING_URL
  value: {{ include "xrouter.url" (dict "root" .root "service" "billing") }}
{{- include "xrouter.env.issuer" (dict "root" .root "name" "XROUTER_GATEWAY_ISSUER") }}
- name: XROUTER_GATEWAY_AUDIENCE
  value: {{ .root.Values.auth.tokens.audience | quote }}
{{- with .root.Values.trustedProxies }}
- name: XROUTER_GATEWAY_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
- name: XROUTER_GATEWAY_REPLICAS
  value: {{ ternary .values.autoscaling.maxReplicas .values.replicas .values.autoscaling.enabled | quote }}
- name: XROUTER_GATEWAY_MAX_BODY
  value: {{ .values.maxBody | quote }}
- name: XROUTER_GATEWAY_MAX_BODIES
  value: {{ .values.maxBodies | quote }}
{{- end -}}

{{- define "xrouter.env.auth" -}}
{{ include "xrouter.env.redis" . }}
- name: XROUTER_AUTH_ROUTER_URL
  value: {{ include "xrouter.url" (dict "root" .root "service" "router") }}
{{ include "xrouter.env.database" . }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_AUTH_PEPPER" "secret" .values.pepper "inline" "auth-pepper" "path" "auth.pepper") }}
- name: XROUTER_AUTH_PEPPER_ID
  value: {{ .values.pepperId | quote }}
{{- if include "xrouter.given" .values.oldPeppers }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_AUTH_OLD_PEPPERS" "secret" .values.oldPeppers "inline" "auth-old-peppers" "path" "auth.oldPeppers") }}
{{- end }}
{{- if include "xrouter.given" .values.envelopeKey }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_AUTH_ENVELOPE_KEY" "secret" .values.envelopeKey "inline" "auth-envelope-key" "path" "auth.envelopeKey") }}
{{- end }}
- name: XROUTER_AUTH_ENVELOPE_KEY_ID
  value: {{ .values.envelopeKeyId | quote }}
{{- if include "xrouter.given" .values.oldEnvelopeKeys }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_AUTH_ENVELOPE_OLD_KEYS" "secret" .values.oldEnvelopeKeys "inline" "auth-old-envelope-keys" "path" "auth.oldEnvelopeKeys") }}
{{- end }}
- name: XROUTER_AUTH_REGISTRATION_ENABLED
  value: {{ .values.registration.enabled | quote }}
- name: XROUTER_AUTH_REGISTRATION_PER_ADDRESS
  value: {{ .values.registration.perAddress | quote }}
- name: XROUTER_AUTH_REGISTRATION_MOST
  value: {{ .values.registration.most | quote }}
- name: XROUTER_AUTH_REGISTRATION_TOKEN_LIFETIME
  value: {{ .values.registration.tokenLifetime | quote }}
{{- with .values.people.operators }}
- name: XROUTER_AUTH_SITE_OPERATORS
  value: {{ join "," . | quote }}
{{- end }}
- name: XROUTER_AUTH_SITE_SESSION_LIFETIME
  value: {{ .values.people.sessionLifetime | quote }}
- name: XROUTER_AUTH_SITE_LINK_LIFETIME
  value: {{ .values.people.linkLifetime | quote }}
- name: XROUTER_AUTH_SITE_INVITATION_LIFETIME
  value: {{ .values.people.invitationLifetime | quote }}
- name: XROUTER_AUTH_SITE_ATTEMPTS_PER_PERSON
  value: {{ .values.people.attemptsPerPerson | quote }}
- name: XROUTER_AUTH_SITE_ATTEMPTS_PER_ACCOUNT
  value: {{ .values.people.attemptsPerAccount | quote }}
- name: XROUTER_AUTH_SITE_ATTEMPTS_PER_ADDRESS
  value: {{ .values.people.attemptsPerAddress | quote }}
- name: XROUTER_AUTH_DEFAULT_TIER
  value: {{ .values.keys.defaultTier | quote }}
- name: XROUTER_AUTH_KEYS_PER_ACCOUNT
  value: {{ .values.keys.perAccount | quote }}
- name: XROUTER_AUTH_SITE_AUDIENCE
  value: {{ .values.tokens.audience | quote }}
- name: XROUTER_AUTH_OAUTH_CODE_LIFETIME
  value: {{ .values.tokens.codeLifetime | quote }}
- name: XROUTER_AUTH_OAUTH_KEY_ROTATION
  value: {{ .values.tokens.keyRotation | quote }}
- name: XROUTER_AUTH_OAUTH_KEY_RETENTION
  value: {{ .values.tokens.keyRetention | quote }}
{{- include "xrouter.env.issuer" (dict "root" .root "name" "XROUTER_AUTH_SITE_ISSUER") }}
{{- with .root.Values.trustedProxies }}
- name: QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING
  value: "true"
- name: QUARKUS_HTTP_PROXY_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
{{- include "xrouter.env.mail" . }}
{{- include "xrouter.env.signIn" . }}
{{- end -}}

{{/* Outside providers: each value is the setting of that name. */}}
{{- define "xrouter.env.signIn" -}}
{{- range $id, $provider := .values.signIn.providers }}
{{- $prefix := printf "XROUTER_AUTH_OUTSIDE_PROVIDERS_%s" (upper $id) }}
{{- range $setting, $value := omit $provider "clientSecret" "tls" }}
- name: {{ $prefix }}_{{ snakecase $setting | upper }}
  value: {{ kindIs "slice" $value | ternary (join "," $value) (toString $value) | quote }}
{{- end }}
{{- with $provider.clientSecret }}
{{ include "xrouter.secretEnv" (dict "root" $.root "name" (printf "%s_CLIENT_SECRET" $prefix) "secret" (merge (dict) . (dict "key" "client-secret")) "inline" (printf "auth-provider-%s" $id) "path" (printf "auth.signIn.providers.%s.clientSecret" $id)) }}
{{- end }}
{{- with $provider.tls }}
{{- /* A name without dashes, which an environment variable cannot tell from dots, and no other configuration's. */}}
{{- $tls := printf "signin%s" $id }}
{{- $variable := printf "QUARKUS_TLS__%s_" (upper $tls) }}
{{- $folder := printf "/etc/xrouter/sign-in/%s" $id }}
- name: {{ $prefix }}_TLS
  value: {{ $tls }}
{{- with .certificate }}
- name: {{ $variable }}_KEY_STORE_PEM__0__CERT
  value: {{ $folder }}/{{ . }}
- name: {{ $variable }}_KEY_STORE_PEM__0__KEY
  value: {{ $folder }}/{{ $provider.tls.privateKey }}
{{- end }}
{{- with .authorities }}
- name: {{ $variable }}_TRUST_STORE_PEM_CERTS
  value: {{ $folder }}/{{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "xrouter.env.mail" -}}
{{- $mail := .values.mail }}
- name: XROUTER_AUTH_SITE_MAIL_FROM
  value: {{ $mail.from | quote }}
- name: XROUTER_AUTH_SECURITY_MAIL_EVERY
  value: {{ $mail.retryEvery | quote }}
- name: XROUTER_AUTH_SECURITY_MAIL_GIVE_UP_AFTER
  value: {{ $mail.giveUpAfter | quote }}
{{- if $mail.host }}
- name: QUARKUS_MAILER_HOST
  value: {{ $mail.host | quote }}
- name: QUARKUS_MAILER_PORT
  value: {{ $mail.port | quote }}
- name: QUARKUS_MAILER_TLS
  value: {{ $mail.tls | quote }}
- name: QUARKUS_MAILER_START_TLS
  value: {{ $mail.startTls | quote }}
{{- if $mail.username }}
- name: QUARKUS_MAILER_USERNAME
  value: {{ $mail.username | quote }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "QUARKUS_MAILER_PASSWORD" "secret" $mail.password "inline" "auth-mail-password" "path" "auth.mail.password") }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The issuer as auth-service and gateway must both know it; their own default without a host. Takes {root, name}. */}}
{{- define "xrouter.env.issuer" -}}
{{- with include "xrouter.issuer" . }}
- name: {{ $.name }}
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "xrouter.issuer" -}}
{{- $values := .root.Values -}}
{{- if $values.auth.issuer -}}
{{- $values.auth.issuer -}}
{{- else if and $values.ingress.enabled $values.ingress.authHost -}}
{{- printf "%s://%s" (ternary "https" "http" $values.ingress.tls.enabled) $values.ingress.authHost -}}
{{- else if and $values.httpRoute.enabled $values.httpRoute.authHost -}}
{{- printf "https://%s" $values.httpRoute.authHost -}}
{{- end -}}
{{- end -}}

{{- define "xrouter.env.router" -}}
{{ include "xrouter.env.redis" . }}
- name: XROUTER_ROUTER_BILLING_URL
  value: {{ include "xrouter.url" (dict "root" .root "service" "billing") }}
{{- range $adapter := list "gigachat" "yandexgpt" }}
{{- if (get $.root.Values $adapter).enabled }}
- name: XROUTER_ROUTER_ADAPTERS_{{ upper $adapter }}_URL
  value: {{ include "xrouter.url" (dict "root" $.root "service" $adapter) }}
{{- else }}
- name: XROUTER_ROUTER_ADAPTERS_{{ upper $adapter }}_ENABLED
  value: "false"
{{- end }}
{{- end }}
- name: XROUTER_ROUTER_SPOOL_DIR
  value: /var/lib/xrouter/spool
- name: XROUTER_ROUTER_SPOOL_MAX_BYTES
  value: {{ .values.spool.maxBytes | int64 | quote }}
- name: XROUTER_ROUTER_LOCAL_HOLDS_REPLICAS
  value: {{ ternary .values.autoscaling.maxReplicas .values.replicas .values.autoscaling.enabled | quote }}
{{- if .values.catalogue }}
- name: XROUTER_ROUTER_CATALOGUE
  value: /etc/xrouter/catalogue/catalogue.yaml
{{- end }}
{{- end -}}

{{- define "xrouter.env.billing" -}}
{{ include "xrouter.env.redis" . }}
{{ include "xrouter.env.database" . }}
{{- if include "xrouter.given" .values.payments.webhookSecret }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_BILLING_PAYMENTS_WEBHOOK_SECRET" "secret" .values.payments.webhookSecret "inline" "payments-webhook-secret" "path" "billing.payments.webhookSecret") }}
{{- end }}
{{- with .values.payments.pageUrl }}
- name: XROUTER_BILLING_PAYMENTS_PAGE_URL
  value: {{ . | quote }}
{{- end }}
- name: XROUTER_BILLING_AUTH_URL
  value: {{ include "xrouter.url" (dict "root" .root "service" "auth") }}
{{- with .values.lowBalance }}
- name: XROUTER_BILLING_LOW_BALANCE_MAIL
  value: {{ and .mail (not (empty $.root.Values.auth.mail.host)) | quote }}
- name: XROUTER_BILLING_LOW_BALANCE_BELOW
  value: {{ .below | quote }}
{{- if .webhook }}
- name: XROUTER_BILLING_LOW_BALANCE_WEBHOOK
  value: {{ .webhook | quote }}
{{ include "xrouter.secretEnv" (dict "root" $.root "name" "XROUTER_BILLING_LOW_BALANCE_SECRET" "secret" .secret "inline" "low-balance-secret" "path" "billing.lowBalance.secret") }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "xrouter.env.provider" -}}
{{- if not (kindIs "invalid" .values.concurrency) }}
- name: XROUTER_PROVIDER_CONCURRENCY
  value: {{ .values.concurrency | quote }}
{{- end }}
- name: XROUTER_PROVIDER_HTTP2
  value: {{ .values.http2 | quote }}
{{- end -}}

{{- define "xrouter.env.gigachat" -}}
{{ include "xrouter.env.redis" . }}
- name: XROUTER_GIGACHAT_API_URL
  value: {{ .values.apiUrl | quote }}
- name: XROUTER_GIGACHAT_API_V2_URL
  value: {{ .values.apiV2Url | quote }}
- name: XROUTER_GIGACHAT_AUTH_URL
  value: {{ .values.authUrl | quote }}
- name: XROUTER_GIGACHAT_SCOPE
  value: {{ .values.scope | quote }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_GIGACHAT_CREDENTIALS" "secret" .values.credentials "inline" "gigachat-credentials" "path" "gigachat.credentials") }}
{{- if or .values.caCertificate.pem .values.caCertificate.existingConfigMap }}
- name: XROUTER_GIGACHAT_CA_CERTIFICATE
  value: /etc/xrouter/ca/{{ .values.caCertificate.key }}
{{- end }}
{{- if .values.clientCertificate.existingSecret }}
- name: XROUTER_GIGACHAT_CLIENT_CERTIFICATE
  value: /etc/xrouter/client/{{ .values.clientCertificate.key }}
- name: XROUTER_GIGACHAT_CLIENT_KEY
  value: /etc/xrouter/client/{{ .values.clientCertificate.privateKey }}
{{- with .values.clientCertificate.password }}
- name: XROUTER_GIGACHAT_CLIENT_KEY_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $.values.clientCertificate.existingSecret }}
      key: {{ . }}
{{- end }}
{{- end }}
{{ include "xrouter.env.provider" . }}
{{- end -}}

{{- define "xrouter.env.yandexgpt" -}}
{{ include "xrouter.env.redis" . }}
- name: XROUTER_YANDEXGPT_API_URL
  value: {{ .values.apiUrl | quote }}
- name: XROUTER_YANDEXGPT_IAM_URL
  value: {{ .values.iamUrl | quote }}
- name: XROUTER_YANDEXGPT_FOLDER_ID
  value: {{ required "yandexgpt.folderId: the Yandex Cloud folder that is billed" .values.folderId | quote }}
{{- if .values.serviceAccountKey.existingSecret }}
- name: XROUTER_YANDEXGPT_SERVICE_ACCOUNT_KEY_FILE
  value: /etc/xrouter/yandex/{{ .values.serviceAccountKey.key }}
{{- else }}
{{ include "xrouter.secretEnv" (dict "root" .root "name" "XROUTER_YANDEXGPT_API_KEY" "secret" .values.apiKey "inline" "yandexgpt-api-key" "path" "yandexgpt.apiKey") }}
{{- end }}
{{ include "xrouter.env.provider" . }}
{{- end -}}
