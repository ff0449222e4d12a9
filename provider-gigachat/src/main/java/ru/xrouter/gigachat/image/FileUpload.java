package ru.xrouter.gigachat.image;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderRequest;

/** Translates an image into GigaChat's upload, and the answer into the file's id. */
final class FileUpload {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/files";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private FileUpload() {}

    static ProviderRequest request(byte[] content, ImageFormat format, Map<String, String> headers) {
        var boundary = "xrouter-" + UUID.randomUUID();
        var all = new HashMap<>(headers);
        all.put("content-type", "multipart/form-data; boundary=" + boundary);
        return new ProviderRequest(PATH, all, body(content, format, boundary), false);
    }

    private static byte[] body(byte[] content, ImageFormat format, String boundary) {
        var head = """
                --%1$s\r
                Content-Disposition: form-data; name="purpose"\r
                \r
                general\r
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="image.%2$s"\r
                Content-Type: %3$s\r
                \r
                """.formatted(boundary, format.ending(), format.mediaType());
        var out = new ByteArrayOutputStream(content.length + 512);
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        out.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** The id of the file. */
    static String id(byte[] answer) {
        try {
            var id = JSON.readTree(answer).path("id").asText("");
            if (ID.matcher(id).matches()) {
                return id;
            }
        } catch (IOException _) {
            // Not told apart from an answer without an id.
        }
        throw new MalformedAnswerException("The answer to an upload holds no id.");
    }
}
