import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what native executables of ours would miss: types that Jackson reads or writes, and resources, that are not
 * registered. A program in one file: {@code java images/Registered.java service/target/native-sources…}
 */
final class Registered {
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
    private static final Pattern PATTERN = Pattern.compile("\"pattern\":\"([^\"]+)\"");
    /** Configuration is read when the application is built, and Qute's messages become classes then. */
    private static final Pattern BUILT_IN = Pattern.compile("META-INF/.*|application\\.properties|messages/.*\\.properties|.*\\.class");
    private static final String JACKSON = "Lcom/fasterxml/jackson/";
    private static final Set<String> BINDING =
            Set.of("readerFor", "readValue", "treeToValue", "convertValue", "forType", "writerFor");
    /** How many instructions before such a call its class may be. */
    private static final int NEAR = 6;

    private final Set<String> types = new HashSet<>();
    private final List<Pattern> resources = new ArrayList<>();
    private final TreeMap<String, String> missing = new TreeMap<>();

    public static void main(String[] services) throws IOException {
        var failed = false;
        for (var service : services) {
            var registered = new Registered();
            registered.check(Path.of(service));
            for (var found : registered.missing.entrySet()) {
                System.err.printf("%s: %s is not registered, %s%n", service, found.getKey(), found.getValue());
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private void check(Path sources) throws IOException {
        List<Path> jars;
        try (var files = Files.walk(sources)) {
            jars = files.filter(Registered::isOurs).sorted().toList();
        }
        for (var jar : jars) {
            readConfiguration(jar);
        }
        if (types.isEmpty() || resources.isEmpty()) {
            throw new IllegalStateException("There is no configuration of a native image in " + sources);
        }
        for (var jar : jars) {
            checkEntries(jar);
        }
    }

    private static boolean isOurs(Path file) {
        return file.toString().endsWith("-runner.jar") || file.getFileName().toString().matches("ru\\.xrouter\\..*\\.jar");
    }

    private void readConfiguration(Path path) throws IOException {
        try (var jar = new JarFile(path.toFile())) {
            for (var entry : entries(jar)) {
                if (entry.getName().matches("META-INF/native-image/.*reflect-config\\.json")) {
                    NAME.matcher(text(jar, entry)).results().forEach(match -> types.add(match.group(1)));
                } else if (entry.getName().matches("META-INF/native-image/.*resource-config\\.json")) {
                    PATTERN.matcher(text(jar, entry))
                            .results()
                            .forEach(match -> resources.add(Pattern.compile(match.group(1).replace("\\\\", "\\"))));
                }
            }
        }
    }

    private void checkEntries(Path path) throws IOException {
        try (var jar = new JarFile(path.toFile())) {
            for (var entry : entries(jar)) {
                var name = entry.getName();
                if (name.startsWith("ru/xrouter/") && name.endsWith(".class")) {
                    checkClass(ClassFile.of().parse(jar.getInputStream(entry).readAllBytes()));
                } else if (!BUILT_IN.matcher(name).matches()
                        && resources.stream().noneMatch(pattern -> pattern.matcher(name).matches())) {
                    missing.put(name, "a resource in " + path.getFileName());
                }
            }
        }
    }

    private void checkClass(ClassModel model) {
        var name = model.thisClass().asInternalName();
        if (bears(JACKSON, model)) {
            require(name, "and has annotations of Jackson");
        }
        for (var method : model.methods()) {
            method.code().ifPresent(code -> checkCode(name, code));
        }
    }

    private void checkCode(String user, CodeModel code) {
        var recent = new ArrayDeque<Instruction>();
        for (var element : code) {
            if (!(element instanceof Instruction instruction)) {
                continue;
            }
            if (instruction instanceof InvokeInstruction call
                    && call.owner().asInternalName().startsWith("com/fasterxml/jackson/databind/")
                    && BINDING.contains(call.name().stringValue())) {
                recent.forEach(before -> {
                    if (before instanceof ConstantInstruction.LoadConstantInstruction load
                            && load.constantEntry() instanceof ClassEntry type) {
                        require(type.asInternalName(), "and " + user + " binds it");
                    }
                });
                recent.clear();
            }
            recent.addLast(instruction);
            if (recent.size() > NEAR) {
                recent.removeFirst();
            }
        }
    }

    private void require(String internalName, String why) {
        var name = internalName.replace('/', '.');
        if (name.startsWith("ru.xrouter.") && !types.contains(name)) {
            missing.putIfAbsent(name, why);
        }
    }

    /** Whether the class, or anything in it, has an annotation of this package. */
    private static boolean bears(String annotations, ClassModel model) {
        var components = model.findAttribute(Attributes.record()).stream()
                .flatMap(record -> record.components().stream());
        var elements = Stream.of(Stream.of(model), model.fields().stream(), model.methods().stream(), components)
                .flatMap(stream -> stream)
                .map(AttributedElement.class::cast);
        return elements.flatMap(Registered::annotations).anyMatch(annotation ->
                annotation.className().stringValue().startsWith(annotations));
    }

    private static Stream<Annotation> annotations(AttributedElement element) {
        var own = element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(visible -> visible.annotations().stream());
        var ofParameters = element.findAttribute(Attributes.runtimeVisibleParameterAnnotations()).stream()
                .flatMap(visible -> visible.parameterAnnotations().stream())
                .flatMap(List::stream);
        return Stream.concat(own, ofParameters);
    }

    private static List<JarEntry> entries(JarFile jar) {
        return jar.stream().filter(entry -> !entry.isDirectory()).toList();
    }

    private static String text(JarFile jar, JarEntry entry) throws IOException {
        return new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
    }
}
