package ru.xrouter.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Seconds each service took to start the last time, as its log says. */
public final class StartTimes {
    private static final Pattern STARTED = Pattern.compile("started in (\\d+\\.\\d+)s");

    private StartTimes() {}

    /** By service; those that say nothing are not there. */
    public static Map<String, Double> in(Path logs) throws IOException {
        var times = new TreeMap<String, Double>();
        try (var files = Files.newDirectoryStream(logs, "*.log")) {
            for (var file : files) {
                var matcher = STARTED.matcher(Files.readString(file));
                while (matcher.find()) {
                    var service = String.valueOf(file.getFileName()).replace(".log", "");
                    times.put(service, Double.valueOf(matcher.group(1)));
                }
            }
        }
        return times;
    }
}
