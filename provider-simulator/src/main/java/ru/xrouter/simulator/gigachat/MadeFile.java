package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** What one of GigaChat's own tools makes. Of a 3D model's form nothing is documented: it is taken to come as pictures do. */
enum MadeFile {
    PICTURE("image_generate", "image/jpeg", "image", "jpg"),
    MODEL("model_3d_generate", "model/gltf-binary", "3d", "glb");

    /** A black dot. */
    private static final String JPEG =
            "/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx"
                    + "NDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF"
                    + "BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW"
                    + "V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi"
                    + "4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z";

    private static final byte[] GLB = {'g', 'l', 'T', 'F', 2, 0, 0, 0, 12, 0, 0, 0};

    private final String tool;
    private final String mime;
    private final String target;
    private final String ending;

    MadeFile(String tool, String mime, String target, String ending) {
        this.tool = tool;
        this.mime = mime;
        this.target = target;
        this.ending = ending;
    }

    /** What the request makes the model make: the model draws when it must, and when it is told to in so many words. */
    static Optional<MadeFile> of(ChatRequest request, String lastUserText) {
        var words = lastUserText.toLowerCase(Locale.ROOT);
        var told = words.contains("нарисуй") || words.contains("draw");
        for (var made : values()) {
            if (request.builtIns().contains(made.tool)
                    && (told || made.tool.equals(request.choice().forced()))) {
                return Optional.of(made);
            }
        }
        return Optional.empty();
    }

    String tool() {
        return tool;
    }

    String mime() {
        return mime;
    }

    String target() {
        return target;
    }

    String filename() {
        return "made." + ending;
    }

    Buffer content() {
        return Buffer.buffer(this == PICTURE ? Base64.getDecoder().decode(JPEG) : GLB);
    }
}
