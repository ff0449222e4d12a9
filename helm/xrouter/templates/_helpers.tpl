{{/* Names and labels. */}}

{{- define "xrouter.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Prefix of every object's name: the release, once. Room is left for a service's name. */}}
{{- define "xrouter.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "xrouter.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "xrouter.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change, for selectors. Takes {root, service}. */}}
{{- define "xrouter.selector" -}}
app.kubernetes.io/name: {{ include "xrouter.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{/* All labels of an object. Takes {root, service}; service may be missing. */}}
{{- define "xrouter.labels" -}}
app.kubernetes.io/name: {{ include "xrouter.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .service }}
app.kubernetes.io/component: {{ . }}
{{- end }}
app.kubernetes.io/part-of: xrouter
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* An image by digest, which image.requireDigest wants; else by tag, else by the chart's version. Takes {root, of}, a service or `test`. */}}
{{- define "xrouter.image" -}}
{{- $image := (get .root.Values .of).image -}}
{{- $repository := $image.repository -}}
{{- $tag := $image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- with .root.Values.image.registry -}}{{- $repository = printf "%s/%s" . $repository -}}{{- end -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else if .root.Values.image.requireDigest -}}
{{- fail (printf "%s.image.digest: image.requireDigest wants the digest of the image; `xrouter images --push` writes those of all images into .xrouter/images.yaml, to be given with -f." .of) -}}
{{- else if eq $tag "latest" -}}
{{- fail (printf "%s.image.tag: latest is whatever was pushed last; name a version, or a digest." .of) -}}
{{- else -}}
{{- printf "%s:%s" $repository $tag -}}
{{- end -}}
{{- end -}}

{{/* Fit for Pod Security "restricted". */}}
{{- define "xrouter.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "xrouter.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Address of a service for the others. Takes {root, service}. */}}
{{- define "xrouter.url" -}}
{{- $facts := include "xrouter.facts" . | fromYaml -}}
{{- printf "%s://%s-%s:%v" (ternary "https" "http" .root.Values.tls.enabled) (include "xrouter.fullname" .root) .service $facts.port -}}
{{- end -}}

{{/*
One variable from a Secret: the operator's own (existingSecret) or the one this chart makes from an inline value.
Takes {root, name, secret, inline}; inline is the key in the chart's Secret.
*/}}
{{- define "xrouter.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      {{- if .secret.existingSecret }}
      name: {{ .secret.existingSecret }}
      key: {{ .secret.key }}
      {{- else if .secret.value }}
      name: {{ include "xrouter.fullname" .root }}-secrets
      key: {{ .inline }}
      {{- else }}
      {{- fail (printf "%s: set %s.existingSecret to the name of a Secret (or, on a developer's cluster, %s.value)." .name .path .path) }}
      {{- end }}
{{- end -}}

{{/* Whether a secret was given in one way or the other. */}}
{{- define "xrouter.given" -}}
{{- if or .existingSecret .value }}true{{ end -}}
{{- end -}}

{{- define "xrouter.givenAuthority" -}}
{{- if or .existingSecret .existingConfigMap }}true{{ end -}}
{{- end -}}

{{/* Authorities of the stores' certificates, mounted; of a Secret only that key, since a private one may lie beside it. Takes {root, service}. */}}
{{- define "xrouter.authorities" -}}
{{- $facts := include "xrouter.facts" . | fromYaml -}}
{{- $authorities := dict -}}
{{- if $facts.redis }}{{ $_ := set $authorities "redis" .root.Values.redis.caCertificate }}{{ end -}}
{{- if $facts.database }}{{ $_ := set $authorities "database" (get .root.Values .service).database.caCertificate }}{{ end -}}
{{- range $store, $authority := $authorities }}
{{- if not (include "xrouter.givenAuthority" $authority) }}{{ $_ := unset $authorities $store }}{{ end -}}
{{- end -}}
{{- $authorities | toJson -}}
{{- end -}}

{{- define "xrouter.authorityMount" -}}
- name: {{ .store }}-ca
  mountPath: /etc/xrouter/{{ .store }}
  readOnly: true
{{- end -}}

{{- define "xrouter.authorityVolume" -}}
- name: {{ .store }}-ca
  {{- if .authority.existingSecret }}
  secret:
    secretName: {{ .authority.existingSecret }}
    items:
      - {key: {{ .authority.key }}, path: {{ .authority.key }}}
  {{- else }}
  configMap:
    name: {{ .authority.existingConfigMap }}
  {{- end }}
{{- end -}}
