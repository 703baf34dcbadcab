package dev.orrery.cli.scaffold;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a Maven project with one strategy, its typed parameters, a test and a backtest. What it is
 * built against comes from a distribution's folder {@code repository}. Immutable.
 */
public final class Scaffold {
  private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  private static final int LONGEST_NAME = 40;
  private static final String API = "dev/orrery/orrery-plugin-api";

  private final String name;
  private final Path home;

  private Scaffold(String name, Path home) {
    this.name = name;
    this.home = home;
  }

  /**
   * Of this name, which is the strategy's too.
   *
   * @param home the distribution
   * @throws ProblemException when it is no name
   */
  public static Scaffold of(String name, Path home) {
    if (!name.matches(NAME) || name.length() > LONGEST_NAME) {
      throw problem(
          "name " + name,
          "a strategy's name has small letters, digits and single hyphens, at most "
              + LONGEST_NAME
              + ", and begins with a letter",
          "write it like day-break");
    }
    return new Scaffold(name, home.toAbsolutePath().normalize());
  }

  /**
   * Writes the project into a folder that does not exist yet, or is empty.
   *
   * @return the files written
   * @throws ProblemException when the folder has something in it, or the distribution no API
   */
  public List<Path> write(Path folder) throws IOException {
    requireEmpty(folder);
    Map<String, String> values = values(apiVersion());
    List<Path> written = new ArrayList<>();
    for (Template template : Template.values()) {
      Path file = folder.resolve(filled(template.target(), values));
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, filled(text(template.source()), values));
      if (template.executable() && !file.toFile().setExecutable(true, false)) {
        throw new IOException(file + " cannot be made executable");
      }
      written.add(file);
    }
    return written;
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
    }
    if (Files.exists(folder)) {
      throw problem(
          folder.toString(), "is there already and not empty", "choose another name or --dir");
    }
  }

  /** The newest that the distribution has; it has one. */
  private String apiVersion() throws IOException {
    Path versions = home.resolve("repository").resolve(API);
    if (Files.isDirectory(versions)) {
      try (Stream<Path> folders = Files.list(versions)) {
        List<String> found = folders.map(each -> each.getFileName().toString()).sorted().toList();
        if (!found.isEmpty()) {
          return found.getLast();
        }
      }
    }
    throw problem(
        versions.toString(),
        "there is no plugin API",
        "start orrery from a distribution or a clone, which builds one");
  }

  private Map<String, String> values(String apiVersion) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("package", "com.example." + name.replace("-", ""));
    values.put("folder", "com/example/" + name.replace("-", ""));
    values.put("Class", className());
    values.put("home", home.toString());
    values.put("version", apiVersion);
    return values;
  }

  private String className() {
    return Stream.of(name.split("-"))
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }

  private static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("@" + value.getKey() + "@", value.getValue());
    }
    return filled;
  }

  private static String text(String resource) {
    try (InputStream in = Scaffold.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the build did not pack " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static ProblemException problem(String subject, String cause, String wayOut) {
    return new ProblemException(Problem.configuration(subject, cause, wayOut));
  }
}
