package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import jakarta.validation.Constraint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A real plugin jar, compiled and packed for a test. By default it names no API version; entries
 * are packed in the order of their names. Confined to one thread.
 */
public final class TestJar {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

  /** What a plugin is compiled against. */
  private static final List<Path> API =
      List.of(
          home(StrategyPlugin.class),
          home(Logger.class),
          home(Nullable.class),
          home(Constraint.class));

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> compiledOnly = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>();

  /** An empty one. */
  public static TestJar jar() {
    return new TestJar();
  }

  /**
   * One with a strategy that answers a noop: class {@code p.<className>}, 60 s, vault {@code v}.
   */
  public static TestJar withStrategy(String className, String strategyName) {
    return jar().strategy(className, strategyName, "");
  }

  /** A strategy that answers a noop. */
  public TestJar strategy(String className, String strategyName, String members) {
    return source("p." + className, strategySource(className, strategyName, members))
        .service(StrategyPlugin.class, "p." + className);
  }

  /** The source of a strategy in package {@code p} that answers a noop. */
  public static String strategySource(String className, String strategyName, String members) {
    return """
    package p;
    import dev.orrery.api.*;
    import dev.orrery.api.action.*;
    import dev.orrery.api.market.*;
    import dev.orrery.api.value.*;
    import java.util.*;
    public class %s implements StrategyPlugin {
      @Override public String name() { return "%s"; }
      @Override public String vaultId() { return "v"; }
      @Override public List<Trigger> triggers() { return List.of(Trigger.everySeconds(60)); }
      @Override public List<Action> decide(DecisionContext context) {
        return List.of(new Noop("nothing to do"));
      }
      %s
    }
    """
        .formatted(className, strategyName, members);
  }

  /** A class. */
  public TestJar source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** A class that is there when the others are compiled, and is not packed. */
  public TestJar compiledOnly(String className, String source) {
    compiledOnly.put(className, source);
    return this;
  }

  /** A jar that the sources need. */
  public TestJar against(Path jar) {
    classPath.add(jar);
    return this;
  }

  /** A service file, or more lines of it. */
  public TestJar service(Class<?> service, String... classNames) {
    String name = "META-INF/services/" + service.getName();
    byte[] before = files.getOrDefault(name, new byte[0]);
    String lines = new String(before, StandardCharsets.UTF_8);
    return file(name, lines + String.join("\n", classNames) + "\n");
  }

  /** A service file of factories. */
  public TestJar factories(String... classNames) {
    return service(StrategyFactory.class, classNames);
  }

  /** Any file. */
  public TestJar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Any file. */
  public TestJar file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** A main attribute of the manifest. */
  public TestJar manifest(String attribute, String value) {
    manifest.put(attribute, value);
    return this;
  }

  /** Compiles, packs, and gives the file. */
  public Path build(Path file) {
    try {
      Map<String, byte[]> entries = new TreeMap<>(files);
      entries.putAll(compile());
      if (!manifest.isEmpty()) {
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((key, value) -> written.getMainAttributes().putValue(key, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.write(bytes);
        entries.put("META-INF/MANIFEST.MF", bytes.toByteArray());
      }
      return pack(file, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A zip or jar with these entries. */
  public static Path pack(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private Map<String, byte[]> compile() throws IOException {
    if (sources.isEmpty()) {
      return Map.of();
    }
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, source) -> units.add(new Source(name, source)));
    compiledOnly.forEach((name, source) -> units.add(new Source(name, source)));
    Map<String, byte[]> classes = compile(units);
    compiledOnly.keySet().forEach(name -> classes.remove(name.replace('.', '/') + ".class"));
    return classes;
  }

  private Map<String, byte[]> compile(List<JavaFileObject> units) throws IOException {
    // One file manager for all: it remembers what is in the JDK and the class path.
    synchronized (FILES) {
      List<Path> visible = new ArrayList<>(classPath);
      visible.addAll(API);
      FILES.setLocationFromPaths(StandardLocation.CLASS_PATH, visible);
      Output output = new Output();
      StringWriter complaints = new StringWriter();
      List<String> options = List.of("-proc:none", "-implicit:none", "-g");
      if (!COMPILER.getTask(complaints, output, null, options, null, units).call()) {
        throw new IllegalArgumentException("test sources do not compile:\n" + complaints);
      }
      Map<String, byte[]> classes = new TreeMap<>();
      output.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps the classes in memory. */
  private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

    Output() {
      super(FILES);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      String name = className.replace('.', '/') + ".class";
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(name, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
