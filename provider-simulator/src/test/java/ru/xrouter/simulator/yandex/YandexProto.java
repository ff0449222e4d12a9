package ru.xrouter.simulator.yandex;

import com.google.api.AnnotationsProto;
import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.WrappersProto;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.StatusProto;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.PruningRules;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.SchemaLoader;
import com.squareup.wire.schema.internal.SchemaEncoder;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The provider's published protobuf definitions, and its JSON read and written by protobuf's own rules. An unknown member, a
 * wrong type or an unknown enum value is refused.
 */
public final class YandexProto {
    private static final String MODELS = "yandex.cloud.ai.foundation_models.v1.";
    private static final List<FileDescriptor> KNOWN = List.of(
            AnyProto.getDescriptor(),
            DurationProto.getDescriptor(),
            StructProto.getDescriptor(),
            TimestampProto.getDescriptor(),
            WrappersProto.getDescriptor(),
            StatusProto.getDescriptor());

    private static final Set<String> OPTIONS = Set.of(
            "google/api/annotations.proto",
            "google/protobuf/descriptor.proto",
            "yandex/cloud/validation.proto",
            "yandex/cloud/api/operation.proto");

    private static final YandexProto PUBLISHED = new YandexProto();

    private final Schema schema;
    private final Map<String, FileDescriptor> files = new HashMap<>();

    private YandexProto() {
        var loader = new SchemaLoader(FileSystems.getDefault());
        loader.initRoots(
                List.of(Location.get(placeOf(YandexProto.class))),
                List.of(Location.get(placeOf(AnnotationsProto.class))));
        // Options and services are gRPC's: nothing of them is in the JSON.
        schema = loader.loadSchema()
                .prune(new PruningRules.Builder()
                        .addRoot(MODELS + "*")
                        .addRoot("yandex.cloud.iam.v1.*")
                        .addRoot("yandex.cloud.operation.*")
                        .prune("google.protobuf.FieldOptions")
                        .prune("google.protobuf.MethodOptions")
                        .prune("google.protobuf.ServiceOptions")
                        .build());
        KNOWN.forEach(file -> files.put(file.getName(), file));
    }

    /** Reads the JSON of a message of the foundation models' package, such as {@code CompletionRequest}. */
    public static Message parse(String message, String json) {
        return parseAny(MODELS + message, json);
    }

    /** Reads the JSON of a message by its full name. */
    public static Message parseAny(String fullName, String json) {
        var builder = PUBLISHED.builder(fullName);
        try {
            JsonFormat.parser().usingTypeRegistry(PUBLISHED.types()).merge(json, builder);
            return builder.build();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("%s is not a %s: %s".formatted(json, fullName, e.getMessage()), e);
        }
    }

    /** Reads the JSON of a message, which has to be the one member {@code result} of an object. */
    public static Message parseResult(String message, String json) {
        var open = "{\"result\":";
        if (!json.startsWith(open) || !json.endsWith("}")) {
            throw new AssertionError("There is no envelope around " + json);
        }
        return parse(message, json.substring(open.length(), json.length() - 1));
    }

    /** Writes a message as protobuf's own JSON printer does. */
    public static String print(Message message) {
        try {
            return JsonFormat.printer().usingTypeRegistry(PUBLISHED.types()).print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private DynamicMessage.Builder builder(String fullName) {
        var type = schema.getType(fullName);
        if (type == null) {
            throw new AssertionError("There is no message " + fullName);
        }
        var file = file(type.getLocation().getPath());
        var message =
                file.findMessageTypeByName(fullName.substring(file.getPackage().length() + 1));
        return DynamicMessage.newBuilder(message);
    }

    private TypeRegistry types() {
        return TypeRegistry.newBuilder()
                .add(builder(MODELS + "CompletionResponse").getDescriptorForType())
                .build();
    }

    private FileDescriptor file(String path) {
        var known = files.get(path);
        if (known != null) {
            return known;
        }
        try {
            var encoded = new SchemaEncoder(schema).encode(schema.protoFile(path));
            var proto = withoutServices(FileDescriptorProto.parseFrom(encoded.toByteArray()));
            var dependencies =
                    proto.getDependencyList().stream().map(this::file).toArray(FileDescriptor[]::new);
            var file = FileDescriptor.buildFrom(proto, dependencies);
            files.put(path, file);
            return file;
        } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static FileDescriptorProto withoutServices(FileDescriptorProto proto) {
        var used = proto.getDependencyList().stream()
                .filter(path -> !OPTIONS.contains(path))
                .toList();
        return proto.toBuilder()
                .clearService()
                .clearExtension()
                .clearDependency()
                .addAllDependency(used)
                .build();
    }

    private static String placeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
