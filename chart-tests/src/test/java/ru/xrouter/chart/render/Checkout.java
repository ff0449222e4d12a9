package ru.xrouter.chart.render;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie in the checkout. */
public final class Checkout {
    public static final Path ROOT = root();
    public static final Path CHART = ROOT.resolve("helm/xrouter");
    public static final Path K8S = ROOT.resolve("k8s");

    private Checkout() {}

    public static Path module(String name) {
        return ROOT.resolve(name);
    }

    private static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("xrouter")) && Files.exists(folder.resolve("helm"))) {
                return folder;
            }
        }
        throw new IllegalStateException("These tests run inside a checkout.");
    }
}
