package ru.xrouter.provider.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import ru.xrouter.api.adapter.AdapterReport;

/** Writes adapter reports: as a header value and as an event of a stream. */
final class Reports {
    private static final ObjectWriter JSON = new JsonMapper().writerFor(AdapterReport.class);
    private static final byte[] BEFORE =
            (AdapterReport.EVENT_LINE + "data: ").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] AFTER = {'\n', '\n'};

    private Reports() {}

    static String header(AdapterReport report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of plain fields can be written.", e);
        }
    }

    static void append(Buffer out, AdapterReport report) {
        try {
            out.appendBytes(BEFORE).appendBytes(JSON.writeValueAsBytes(report)).appendBytes(AFTER);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of plain fields can be written.", e);
        }
    }
}
