{{/* The Deployment of a service, or its StatefulSet when it keeps files that must outlive a pod. Takes {root, service}. */}}
{{- define "xrouter.workload" -}}
{{- $root := .root -}}
{{- $values := get $root.Values .service -}}
{{- $facts := include "xrouter.facts" . | fromYaml -}}
{{- $context := dict "root" $root "service" .service "values" $values "facts" $facts -}}
{{- $name := printf "%s-%s" (include "xrouter.fullname" $root) .service -}}
{{- $keepsFiles := dig "spool" "persistent" false $values -}}
apiVersion: apps/v1
kind: {{ ternary "StatefulSet" "Deployment" $keepsFiles }}
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" $context | nindent 4 }}
  {{- with $root.Values.workloadAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if not $values.autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  {{- if $keepsFiles }}
  serviceName: {{ $name }}-pods
  podManagementPolicy: Parallel
  minReadySeconds: 5
  updateStrategy:
    type: RollingUpdate
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Retain
    whenScaled: Retain
  {{- else }}
  progressDeadlineSeconds: {{ add 300 $root.Values.drain.timeoutSeconds }}
  minReadySeconds: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  {{- end }}
  selector:
    matchLabels:
      {{- include "xrouter.selector" $context | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "xrouter.labels" $context | nindent 8 }}
        {{- with $values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        kubectl.kubernetes.io/default-container: {{ .service }}
        checksum/secrets: {{ include "xrouter.secrets" $root | sha256sum }}
        {{- if eq .service "gigachat" }}
        checksum/ca: {{ $values.caCertificate | toJson | sha256sum }}
        {{- end }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- include "xrouter.pod" $context | nindent 6 }}
  {{- if $keepsFiles }}
  volumeClaimTemplates:
    - metadata:
        name: spool
        labels:
          {{- include "xrouter.selector" $context | nindent 10 }}
      spec:
        accessModes: [ReadWriteOnce]
        {{- with $values.spool.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ $values.spool.size }}
  {{- end }}
{{- end -}}

{{- define "xrouter.pod" -}}
serviceAccountName: {{ include "xrouter.fullname" .root }}-{{ .service }}
automountServiceAccountToken: false
enableServiceLinks: false
# What ends within the drain time, the times before it, and a little to close the books.
terminationGracePeriodSeconds: {{ add .root.Values.drain.preStopSeconds (trimSuffix "s" .root.Values.drain.delay) .root.Values.drain.timeoutSeconds 20 }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName | default .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  {{- include "xrouter.podSecurity" . | nindent 2 }}
{{- with .values.nodeSelector | default .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations | default .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "xrouter.selector" . | nindent 14 }}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $.root.Values.topologySpread.whenUnsatisfiable }}
    # A cordoned, dead or reserved node takes no pod, so it must not count as one that has too few.
    nodeTaintsPolicy: Honor
    labelSelector:
      matchLabels:
        {{- include "xrouter.selector" $ | nindent 8 }}
    {{- if not (dig "spool" "persistent" false $.values) }}
    matchLabelKeys: [pod-template-hash]
    {{- end }}
  {{- end }}
containers:
  - name: {{ .service }}
    image: {{ include "xrouter.image" (dict "root" .root "of" .service) }}
    imagePullPolicy: {{ .root.Values.image.pullPolicy }}
    securityContext:
      {{- include "xrouter.containerSecurity" . | nindent 6 }}
    ports:
      - name: http
        containerPort: {{ .facts.port }}
      - name: management
        containerPort: {{ .facts.management }}
    env:
      {{- include "xrouter.env.common" . | nindent 6 }}
      {{- include (printf "xrouter.env.%s" .service) . | nindent 6 }}
      {{- with .values.extraEnv }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    startupProbe:
      httpGet: {path: /q/health/started, port: management}
      periodSeconds: 1
      failureThreshold: 120
    readinessProbe:
      httpGet: {path: /q/health/ready, port: management}
      periodSeconds: 2
      timeoutSeconds: 3
      failureThreshold: 2
    livenessProbe:
      httpGet: {path: /q/health/live, port: management}
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    lifecycle:
      preStop:
        # Until every node and Ingress has heard that the pod leaves; the process itself drains after this.
        sleep: {seconds: {{ .root.Values.drain.preStopSeconds }}}
    resources:
      {{- toYaml .values.resources | nindent 6 }}
    volumeMounts:
      {{- include "xrouter.mounts" . | nindent 6 }}
volumes:
  {{- include "xrouter.volumes" . | nindent 2 }}
{{- end -}}

{{- define "xrouter.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .root.Values.tls.enabled }}
- name: tls
  mountPath: /etc/xrouter/tls
  readOnly: true
{{- end }}
{{- range $store, $_ := include "xrouter.authorities" . | fromJson }}
{{ include "xrouter.authorityMount" (dict "store" $store) }}
{{- end }}
{{- if eq .service "router" }}
- name: spool
  mountPath: /var/lib/xrouter
{{- if .values.catalogue }}
# Not by subPath: that would never see a change.
- name: catalogue
  mountPath: /etc/xrouter/catalogue
  readOnly: true
{{- end }}
{{- end }}
{{- if and (eq .service "gigachat") (or .values.caCertificate.pem .values.caCertificate.existingConfigMap) }}
- name: ca
  mountPath: /etc/xrouter/ca
  readOnly: true
{{- end }}
{{- if and (eq .service "gigachat") .values.clientCertificate.existingSecret }}
- name: client
  mountPath: /etc/xrouter/client
  readOnly: true
{{- end }}
{{- if and (eq .service "yandexgpt") .values.serviceAccountKey.existingSecret }}
- name: yandex
  mountPath: /etc/xrouter/yandex
  readOnly: true
{{- end }}
{{- range $id, $provider := dig "signIn" "providers" dict .values }}
{{- if $provider.tls }}
- name: sign-in-{{ $id }}
  mountPath: /etc/xrouter/sign-in/{{ $id }}
  readOnly: true
{{- end }}
{{- end }}
{{- end -}}

{{- define "xrouter.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: {{ .root.Values.tmpSize }}}
{{- if .root.Values.tls.enabled }}
- name: tls
  secret:
    secretName: {{ include "xrouter.fullname" .root }}-{{ .service }}-tls
{{- end }}
{{- range $store, $authority := include "xrouter.authorities" . | fromJson }}
{{ include "xrouter.authorityVolume" (dict "store" $store "authority" $authority) }}
{{- end }}
{{- if eq .service "router" }}
{{- if not .values.spool.persistent }}
- name: spool
  emptyDir: {sizeLimit: {{ .values.spool.size }}}
{{- end }}
{{- if .values.catalogue }}
- name: catalogue
  configMap:
    name: {{ include "xrouter.fullname" .root }}-catalogue
{{- end }}
{{- end }}
{{- if eq .service "gigachat" }}
{{- if .values.caCertificate.existingConfigMap }}
- name: ca
  configMap:
    name: {{ .values.caCertificate.existingConfigMap }}
{{- else if .values.caCertificate.pem }}
- name: ca
  configMap:
    name: {{ include "xrouter.fullname" .root }}-gigachat-ca
{{- end }}
{{- end }}
{{- if and (eq .service "gigachat") .values.clientCertificate.existingSecret }}
- name: client
  secret:
    secretName: {{ .values.clientCertificate.existingSecret }}
{{- end }}
{{- if and (eq .service "yandexgpt") .values.serviceAccountKey.existingSecret }}
- name: yandex
  secret:
    secretName: {{ .values.serviceAccountKey.existingSecret }}
{{- end }}
{{- range $id, $provider := dig "signIn" "providers" dict .values }}
{{- with $provider.tls }}
- name: sign-in-{{ $id }}
  secret:
    secretName: {{ .existingSecret }}
{{- end }}
{{- end }}
{{- end -}}
