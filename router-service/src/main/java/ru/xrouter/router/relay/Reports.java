package ru.xrouter.router.relay;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;

/** Reads adapters' reports. */
public final class Reports {
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(AdapterReport.class);

    private Reports() {}

    /** The report in a header; null when there is none that can be read. */
    public static @Nullable AdapterReport read(@Nullable String json) {
        return json == null ? null : read(json.getBytes(StandardCharsets.UTF_8), 0);
    }

    static @Nullable AdapterReport read(byte[] json, int offset) {
        try {
            AdapterReport report = JSON.readValue(json, offset, json.length - offset);
            // A report without counts says nothing.
            return report == null || report.usage() == null ? null : report;
        } catch (IOException _) {
            return null;
        }
    }
}
