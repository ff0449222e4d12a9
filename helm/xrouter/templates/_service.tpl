{{/* Everything a service consists of; each service's folder includes this and adds what is its own. Takes {root, service}. */}}
{{- define "xrouter.service" -}}
{{- $root := .root -}}
{{- $values := get $root.Values .service -}}
{{- if dig "enabled" true $values -}}
{{- $facts := include "xrouter.facts" . | fromYaml -}}
{{- $context := dict "root" $root "service" .service "values" $values "facts" $facts -}}
{{- $name := printf "%s-%s" (include "xrouter.fullname" $root) .service -}}
{{- include "xrouter.workload" . }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" $context | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "xrouter.selector" $context | nindent 4 }}
  ports:
    - name: http
      port: {{ $facts.port }}
      targetPort: http
      appProtocol: {{ ternary "https" "http" $root.Values.tls.enabled }}
{{- if dig "spool" "persistent" false $values }}
---
# Names for the pods of the StatefulSet; calls go to the Service above.
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}-pods
  labels:
    {{- include "xrouter.labels" $context | nindent 4 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    {{- include "xrouter.selector" $context | nindent 4 }}
  ports:
    - name: http
      port: {{ $facts.port }}
      targetPort: http
{{- end }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" $context | nindent 4 }}
  {{- with $values.serviceAccountAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" $context | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "xrouter.selector" $context | nindent 6 }}
{{- if $values.autoscaling.enabled }}
---
{{ include "xrouter.autoscaler" $context }}
{{- end }}
{{- if $root.Values.networkPolicy.enabled }}
---
{{ include "xrouter.networkPolicy" $context }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "xrouter.autoscaler" -}}
{{- $name := printf "%s-%s" (include "xrouter.fullname" .root) .service -}}
{{- $scaling := .values.autoscaling -}}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{- fail (printf "%s.autoscaling: minReplicas (%v) is greater than maxReplicas (%v)." .service $scaling.minReplicas $scaling.maxReplicas) }}
{{- end -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  labels:
    {{- include "xrouter.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ ternary "StatefulSet" "Deployment" (dig "spool" "persistent" false .values) }}
    name: {{ $name }}
  minReplicas: {{ $scaling.minReplicas }}
  maxReplicas: {{ $scaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $scaling.cpuPercent }}
    {{- if dig "streamsPerPod" 0 $scaling }}
    - type: Pods
      pods:
        metric:
          name: {{ $scaling.streamsMetric }}
        target:
          type: AverageValue
          averageValue: {{ $scaling.streamsPerPod | quote }}
    {{- end }}
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 0
    # A pod that leaves drains for as long as its streams run, so leave slowly.
    scaleDown:
      stabilizationWindowSeconds: 300
      policies:
        - type: Pods
          value: 1
          periodSeconds: 60
{{- end -}}
