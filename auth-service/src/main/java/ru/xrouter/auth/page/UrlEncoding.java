package ru.xrouter.auth.page;

import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code {text.urlEncoded}} in templates. */
@TemplateExtension
public final class UrlEncoding {
    private UrlEncoding() {}

    public static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
