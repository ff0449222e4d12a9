{{/* Takes {root, service, asks}: whether this Ingress asks for its host's certificate. */}}
{{- define "xrouter.ingress.annotations" -}}
{{- $ingress := .root.Values.ingress -}}
{{- $name := include "xrouter.fullname" .root -}}
{{- if $ingress.nginx }}
# Tokens reach the client as they come, however long the answer takes.
nginx.ingress.kubernetes.io/proxy-buffering: "off"
nginx.ingress.kubernetes.io/proxy-request-buffering: "off"
nginx.ingress.kubernetes.io/proxy-http-version: "1.1"
nginx.ingress.kubernetes.io/proxy-connect-timeout: "5"
nginx.ingress.kubernetes.io/proxy-read-timeout: {{ $ingress.readTimeoutSeconds | quote }}
nginx.ingress.kubernetes.io/proxy-send-timeout: {{ $ingress.readTimeoutSeconds | quote }}
nginx.ingress.kubernetes.io/proxy-body-size: {{ $ingress.bodySize | quote }}
nginx.ingress.kubernetes.io/ssl-redirect: {{ $ingress.tls.enabled | quote }}
{{- if $.root.Values.tls.enabled }}
nginx.ingress.kubernetes.io/backend-protocol: HTTPS
nginx.ingress.kubernetes.io/proxy-ssl-verify: "on"
nginx.ingress.kubernetes.io/proxy-ssl-server-name: "on"
nginx.ingress.kubernetes.io/proxy-ssl-name: {{ $name }}-{{ $.service }}
nginx.ingress.kubernetes.io/proxy-ssl-secret: {{ $.root.Release.Namespace }}/{{ $name }}-{{ $.service }}-tls
{{- end }}
{{- end }}
{{- if and .asks $ingress.tls.clusterIssuer }}
cert-manager.io/cluster-issuer: {{ $ingress.tls.clusterIssuer }}
{{- end }}
{{- with $ingress.annotations }}
{{- toYaml . | nindent 0 }}
{{- end }}
{{- end -}}
