package ru.xrouter.simulator.yandex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.yandex.YandexModels.Generator;
import ru.xrouter.simulator.yandex.YandexModels.Reached;

/** A checked model address, {@code gpt://<folder>/<model>/<branch>}; the branch is {@code latest} when left out. */
record ModelUri(String folder, String model, String branch) {
    /** The folder of a credential that names none. */
    static final String OWN_FOLDER = "b1gsimulator00000000";

    private static final Pattern GENERATION = Pattern.compile("gpt://([^/]*)/([^/@]+)(?:/([^/@]+))?");
    private static final Pattern EMBEDDING = Pattern.compile("emb://([^/]*)/([^/@]+)(?:/([^/@]+))?");

    static ModelUri generation(@Nullable String uri, @Nullable String folder) {
        return generation(uri, folder, Reached.AS_OPENAI);
    }

    /** The address of a model that the OpenAI-compatible surface serves. */
    static ModelUri compatible(@Nullable String uri, @Nullable String folder) {
        return generation(uri, folder, Reached.NATIVELY);
    }

    static ModelUri embedding(@Nullable String uri, @Nullable String folder) {
        var address = read(uri, folder, EMBEDDING);
        if (!YandexModels.embeds(address.model(), address.branch())) {
            throw invalid(uri);
        }
        return address;
    }

    Generator generator() {
        var generator = YandexModels.generator(model, branch);
        if (generator == null) {
            throw invalid(model);
        }
        return generator;
    }

    /** The name under which requests to the model are counted. */
    String served() {
        return model + '/' + branch;
    }

    private static ModelUri generation(@Nullable String uri, @Nullable String folder, Reached elsewhere) {
        var address = read(uri, folder, GENERATION);
        var generator = YandexModels.generator(address.model(), address.branch());
        if (generator == null || generator.reached() == elsewhere) {
            throw invalid(uri);
        }
        return address;
    }

    private static ModelUri read(@Nullable String uri, @Nullable String other, Pattern form) {
        var matcher = form.matcher(uri == null ? "" : uri);
        if (!matcher.matches()) {
            throw invalid(uri);
        }
        var folder = matcher.group(1);
        if (!folder.startsWith("b1g")) {
            throw mismatch(folder, OWN_FOLDER);
        }
        if (other != null && !other.equals(folder)) {
            throw mismatch(folder, other);
        }
        return new ModelUri(folder, matcher.group(2), branch(matcher));
    }

    private static String branch(Matcher matcher) {
        return matcher.group(3) == null ? "latest" : matcher.group(3);
    }

    private static YandexRefusal invalid(@Nullable String uri) {
        return YandexRefusal.invalid("invalid model_uri: '" + (uri == null ? "" : uri) + "'");
    }

    private static YandexRefusal mismatch(String folder, String other) {
        return YandexRefusal.invalid(
                "Specified folder ID '" + folder + "' does not match with service account folder ID '" + other + "'");
    }
}
