{{/* Inline secrets by key, for developers' clusters; nothing when every secret is an existing one. */}}
{{- define "xrouter.secrets" -}}
{{- $values := .Values -}}
{{- $secrets := dict
  "service-token" $values.serviceToken
  "other-service-tokens" $values.otherServiceTokens
  "redis-password" $values.redis.password
  "auth-pepper" $values.auth.pepper
  "auth-old-peppers" $values.auth.oldPeppers
  "auth-old-envelope-keys" $values.auth.oldEnvelopeKeys
  "auth-envelope-key" $values.auth.envelopeKey
  "auth-mail-password" $values.auth.mail.password
  "payments-webhook-secret" $values.billing.payments.webhookSecret
  "low-balance-secret" $values.billing.lowBalance.secret
  "auth-db-password" $values.auth.database.password
  "auth-migration-password" $values.auth.database.migration.password
  "billing-db-password" $values.billing.database.password
  "billing-migration-password" $values.billing.database.migration.password
  "gigachat-credentials" $values.gigachat.credentials
  "yandexgpt-api-key" $values.yandexgpt.apiKey
  "test-api-key" $values.test.apiKey
-}}
{{- range $id, $provider := $values.auth.signIn.providers }}
{{- with $provider.clientSecret }}{{ $_ := set $secrets (printf "auth-provider-%s" $id) . }}{{ end }}
{{- end }}
{{- range $key, $secret := $secrets }}
{{- if and $secret.value (not $secret.existingSecret) }}
{{ $key }}: {{ $secret.value | b64enc | quote }}
{{- end }}
{{- end }}
{{- end -}}
