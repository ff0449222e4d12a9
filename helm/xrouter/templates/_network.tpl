{{/*
Who may reach a service and whom it may reach, from the table of facts: nobody else, nothing else.
Takes {root, service, values, facts}.
*/}}
{{- define "xrouter.networkPolicy" -}}
{{- $root := .root -}}
{{- $policy := $root.Values.networkPolicy -}}
{{- $installed := include "xrouter.installed" . | fromJsonArray -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "xrouter.fullname" $root }}-{{ .service }}
  labels:
    {{- include "xrouter.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "xrouter.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- range $caller := include "xrouter.callers" . | fromJsonArray }}
    - from:
        - podSelector:
            matchLabels:
              {{- include "xrouter.selector" (dict "root" $root "service" $caller) | nindent 14 }}
      ports:
        - {protocol: TCP, port: http}
    {{- end }}
    {{- if include "xrouter.public" . }}
    # The Ingress controller or the Gateway{{ if eq .service "gateway" }}, and `helm test`{{ end }}.
    - from:
        {{- toYaml $policy.ingressFrom | nindent 8 }}
        {{- if eq .service "gateway" }}
        - podSelector:
            matchLabels:
              {{- include "xrouter.selector" (dict "root" $root "service" "test") | nindent 14 }}
        {{- end }}
      ports:
        - {protocol: TCP, port: http}
    {{- end }}
    # Prometheus.
    - from:
        {{- toYaml $policy.metricsFrom | nindent 8 }}
      ports:
        - {protocol: TCP, port: management}
  egress:
    - to:
        {{- toYaml $policy.dns | nindent 8 }}
      ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}
    {{- range $callee := .facts.calls }}
    {{- if has $callee $installed }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "xrouter.selector" (dict "root" $root "service" $callee) | nindent 14 }}
      ports:
        - {protocol: TCP, port: http}
    {{- end }}
    {{- end }}
    {{- if .facts.redis }}
    {{- include "xrouter.egress" (dict "to" $policy.redis.to "ports" $policy.redis.ports) | nindent 4 }}
    {{- end }}
    {{- if .facts.database }}
    {{- include "xrouter.egress" (dict "to" $policy.postgresql.to "ports" $policy.postgresql.ports) | nindent 4 }}
    {{- end }}
    {{- if $root.Values.traces.enabled }}
    {{- include "xrouter.egress" (dict "to" $policy.traces.to "ports" $policy.traces.ports) | nindent 4 }}
    {{- end }}
    {{- range $outside := list .facts.outside .facts.providers }}
    {{- with $outside }}
    # The outside world, but no address of the cluster's own networks.
    - to:
        {{- range .cidrs }}
        - ipBlock:
            cidr: {{ . }}
            {{- if eq . "0.0.0.0/0" }}
            except:
              {{- toYaml $policy.clusterCidrs | nindent 14 }}
            {{- end }}
        {{- end }}
      ports:
        {{- range .ports }}
        - {protocol: TCP, port: {{ . }}}
        {{- end }}
    {{- end }}
    {{- end }}
{{- end -}}

{{- define "xrouter.egress" -}}
- to:
    {{- toYaml .to | nindent 4 }}
  ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end -}}
