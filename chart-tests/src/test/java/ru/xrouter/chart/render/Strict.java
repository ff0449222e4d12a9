package ru.xrouter.chart.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells what Kubernetes would not understand of an object: unknown fields, missing fields, wrong types. Kinds of Kubernetes are read by the official
 * client's models, custom resources by their published schemas, closed against fields they do not name.
 */
public final class Strict {
    private static final ObjectMapper JSON_MAPPER = new ObjectMapper();
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry("v1/ConfigMap", V1ConfigMap.class),
            Map.entry("v1/Secret", V1Secret.class),
            Map.entry("v1/Service", V1Service.class),
            Map.entry("v1/ServiceAccount", V1ServiceAccount.class),
            Map.entry("v1/Pod", V1Pod.class),
            Map.entry("v1/Namespace", V1Namespace.class),
            Map.entry("v1/LimitRange", V1LimitRange.class),
            Map.entry("v1/ResourceQuota", V1ResourceQuota.class),
            Map.entry("apps/v1/Deployment", V1Deployment.class),
            Map.entry("apps/v1/StatefulSet", V1StatefulSet.class),
            Map.entry("batch/v1/Job", V1Job.class),
            Map.entry("batch/v1/CronJob", V1CronJob.class),
            Map.entry("policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class),
            Map.entry("networking.k8s.io/v1/Ingress", V1Ingress.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", V1Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", V1RoleBinding.class));

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private Strict() {}

    /** Nothing when the object is valid; else each complaint. */
    public static List<String> complaints(Manifest manifest) {
        var model = MODELS.get(manifest.apiVersion() + "/" + manifest.kind());
        return model == null ? bySchema(manifest) : byModel(manifest, model);
    }

    private static List<String> byModel(Manifest manifest, Class<?> model) {
        try {
            var read = JSON.getGson().fromJson(manifest.tree().toString(), model);
            var again = JSON_MAPPER.readTree(JSON.getGson().toJson(read));
            var complaints = new ArrayList<String>();
            // What the model coerced (a number in quotes) or dropped does not come back as it was.
            compare("", manifest.tree(), again, complaints);
            return complaints;
        } catch (RuntimeException | JsonProcessingException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static void compare(String path, JsonNode written, JsonNode read, List<String> complaints) {
        if (written.isObject() && read.isObject()) {
            written.properties()
                    .forEach(entry -> compare(
                            path + "/" + entry.getKey(), entry.getValue(), read.path(entry.getKey()), complaints));
        } else if (written.isArray() && read.isArray() && written.size() == read.size()) {
            for (var i = 0; i < written.size(); i++) {
                compare(path + "/" + i, written.get(i), read.get(i), complaints);
            }
        } else if (!written.equals(read) && !isQuantity(path)) {
            complaints.add("%s: %s is read as %s".formatted(path, written, read));
        }
    }

    /** Quantities are written in more than one way. */
    private static boolean isQuantity(String path) {
        return path.matches(".*/(cpu|memory|storage|ephemeral-storage|sizeLimit|averageValue)");
    }

    private static List<String> bySchema(Manifest manifest) {
        return schema(manifest).validate(manifest.tree()).stream()
                .map(Objects::toString)
                .toList();
    }

    private static JsonSchema schema(Manifest manifest) {
        var group = manifest.apiVersion().split("/", 2);
        var file = "/schemas/%s.%s.%s.json"
                .formatted(manifest.kind(), group[group.length - 1], group.length == 1 ? "" : group[0]);
        try (var resource = Strict.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalArgumentException("There is no model and no schema for " + manifest.apiVersion() + " "
                        + manifest.kind() + "; add " + file);
            }
            return SCHEMAS.getSchema(closed(JSON_MAPPER.readTree(resource)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects that name their fields take no others, as the API server warns about. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.path("properties").isObject()
                    && !object.has("additionalProperties")
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                    && object.path("type").asText().equals("object")) {
                object.put("additionalProperties", false);
            }
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove("pattern");
            }
        }
        schema.forEach(Strict::closed);
        return schema;
    }
}
