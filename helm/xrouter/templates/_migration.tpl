{{/*
Brings a service's schema up before its new pods start, with the service's own image and, if given, a role that may change
tables, so that the service itself needs no such right. Takes {root, service}.
*/}}
{{- define "xrouter.migration" -}}
{{- $root := .root -}}
{{- if $root.Values.migration.enabled -}}
{{- $values := get $root.Values .service -}}
{{- $facts := include "xrouter.facts" . | fromYaml -}}
{{- $component := printf "%s-migration" .service -}}
{{- $name := printf "%s-%s" (include "xrouter.fullname" $root) $component -}}
{{- $labels := dict "root" $root "service" $component -}}
{{- $owner := $values.database.migration -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" $labels | nindent 4 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "0"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 3
  activeDeadlineSeconds: {{ $root.Values.migration.deadlineSeconds }}
  template:
    metadata:
      labels:
        {{- include "xrouter.labels" $labels | nindent 8 }}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      {{- with $root.Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "xrouter.podSecurity" $labels | nindent 8 }}
      containers:
        - name: migration
          image: {{ include "xrouter.image" (dict "root" $root "of" .service) }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          securityContext:
            {{- include "xrouter.containerSecurity" $labels | nindent 12 }}
          env:
            - name: XROUTER_MIGRATE
              value: only
            - name: XROUTER_DB_URL
              value: {{ include "xrouter.databaseUrl" . | quote }}
            - name: XROUTER_DB_USERNAME
              value: {{ $owner.username | default $values.database.username | quote }}
            - name: XROUTER_DB_RUNTIME_USERNAME
              value: {{ $values.database.username | quote }}
            {{- if include "xrouter.given" $owner.password }}
            {{- include "xrouter.secretEnv" (dict "root" $root "name" "XROUTER_DB_PASSWORD" "secret" $owner.password "inline" (printf "%s-migration-password" .service) "path" (printf "%s.database.migration.password" .service)) | nindent 12 }}
            {{- else }}
            {{- include "xrouter.secretEnv" (dict "root" $root "name" "XROUTER_DB_PASSWORD" "secret" $values.database.password "inline" (printf "%s-db-password" .service) "path" (printf "%s.database.password" .service)) | nindent 12 }}
            {{- end }}
            {{- include "xrouter.secretEnv" (dict "root" $root "name" "XROUTER_SERVICE_TOKEN" "secret" $root.Values.serviceToken "inline" "service-token" "path" "serviceToken") | nindent 12 }}
          resources:
            {{- toYaml $root.Values.migration.resources | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            {{- if include "xrouter.givenAuthority" $values.database.caCertificate }}
            {{- include "xrouter.authorityMount" (dict "store" "database") | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {sizeLimit: {{ $root.Values.tmpSize }}}
        {{- if include "xrouter.givenAuthority" $values.database.caCertificate }}
        {{- include "xrouter.authorityVolume" (dict "store" "database" "authority" $values.database.caCertificate) | nindent 8 }}
        {{- end }}
{{- if $root.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" $labels | nindent 4 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-5"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  podSelector:
    matchLabels:
      {{- include "xrouter.selector" $labels | nindent 6 }}
  policyTypes: [Ingress, Egress]
  egress:
    - to:
        {{- toYaml $root.Values.networkPolicy.dns | nindent 8 }}
      ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}
    {{- include "xrouter.egress" (dict "to" $root.Values.networkPolicy.postgresql.to "ports" $root.Values.networkPolicy.postgresql.ports) | nindent 4 }}
{{- end }}
{{- end }}
{{- end -}}
