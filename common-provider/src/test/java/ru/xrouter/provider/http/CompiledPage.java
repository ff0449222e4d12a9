package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The Java of a page of the documentation, compiled as it is printed. */
final class CompiledPage {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("^package ([a-z.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public |final |sealed )*(?:class|interface|record|enum) (\\w+)", Pattern.MULTILINE);

    private CompiledPage() {}

    /** Compiles every code block of the page, each to its own file; a warning is a failure. */
    static ClassLoader load(Path page, Path directory) {
        try {
            compile(sources(Files.readString(page), directory), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new URLClassLoader(new URL[] {url(directory)}, CompiledPage.class.getClassLoader());
    }

    private static List<Path> sources(String page, Path directory) throws IOException {
        var files = new ArrayList<Path>();
        var blocks = CODE.matcher(page);
        while (blocks.find()) {
            var code = blocks.group(1);
            var file = directory.resolve(packageOf(code)).resolve(typeOf(code) + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, code));
        }
        return files;
    }

    private static String packageOf(String code) {
        var name = PACKAGE.matcher(code);
        assertThat(name.find()).as("package of %s", code).isTrue();
        return name.group(1).replace('.', '/');
    }

    private static String typeOf(String code) {
        var name = TYPE.matcher(code);
        return name.find() ? name.group(1) : "package-info";
    }

    private static void compile(List<Path> sources, Path directory) {
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, Locale.ENGLISH, null);
        var options = List.of(
                "-proc:none",
                "-Xlint:all,-path,-classfile,-processing",
                "-Werror",
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        var compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
    }

    private static URL url(Path directory) {
        try {
            return directory.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
