{{/*
What the chart knows about each service, once: its ports, whom it calls, what it stands on. Everything about the network
(Services, NetworkPolicies, addresses) follows from this table. Takes {root, service}.
*/}}
{{- define "xrouter.facts" -}}
{{- $table := include "xrouter.table" . | fromYaml -}}
{{- get $table .service | toYaml -}}
{{- end -}}

{{- define "xrouter.table" -}}
gateway:
  image: gateway-service
  port: 8080
  management: 9080
  calls: [auth, router, billing]
  redis: true
  host: apiHost
auth:
  image: auth-service
  port: 8081
  management: 9081
  calls: [router]
  redis: true
  database: true
  host: authHost
  outside: {{ .root.Values.auth.outside | toJson }}
  providers: {{ ternary .root.Values.auth.signIn.outside (dict) (gt (len .root.Values.auth.signIn.providers) 0) | toJson }}
router:
  image: router-service
  port: 8082
  management: 9082
  calls: [billing, gigachat, yandexgpt]
  redis: true
billing:
  image: billing-service
  port: 8083
  management: 9083
  calls: [auth]
  redis: true
  database: true
  host: paymentsHost
  outside: {{ .root.Values.billing.outside | toJson }}
gigachat:
  image: provider-gigachat
  port: 8084
  management: 9084
  calls: []
  redis: true
  outside: {{ .root.Values.gigachat.outside | toJson }}
yandexgpt:
  image: provider-yandexgpt
  port: 8085
  management: 9085
  calls: []
  redis: true
  outside: {{ .root.Values.yandexgpt.outside | toJson }}
{{- end -}}

{{/* The services that are installed, as a JSON list. Takes {root}. */}}
{{- define "xrouter.installed" -}}
{{- $installed := list -}}
{{- range $name, $_ := include "xrouter.table" . | fromYaml -}}
{{- $values := get $.root.Values $name -}}
{{- if dig "enabled" true $values -}}{{- $installed = append $installed $name -}}{{- end -}}
{{- end -}}
{{- $installed | toJson -}}
{{- end -}}

{{/* Whether the Ingress controller or the Gateway may reach a service: the gateway always, another when it has a host. Takes {root, facts}. */}}
{{- define "xrouter.public" -}}
{{- with .facts.host -}}
{{- if or (eq . "apiHost") (get $.root.Values.ingress .) (get $.root.Values.httpRoute .) -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* The installed services that call one, as a JSON list. Takes {root, service}. */}}
{{- define "xrouter.callers" -}}
{{- $callers := list -}}
{{- $table := include "xrouter.table" . | fromYaml -}}
{{- range $name := include "xrouter.installed" . | fromJsonArray -}}
{{- if has $.service (get $table $name).calls -}}{{- $callers = append $callers $name -}}{{- end -}}
{{- end -}}
{{- $callers | toJson -}}
{{- end -}}
