package dev.orrery.config;

import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one configuration: a file, then the environment over it, then flags over both; what nobody
 * wrote has the default its record declares.
 *
 * <pre>{@code
 * Loaded<RunConfig> loaded =
 *     ConfigLoader.of(RunConfig.class).file(path).environment(System.getenv()).read().require();
 * }</pre>
 *
 * <p>Confined to one thread.
 *
 * @param <T> the record
 */
public final class ConfigLoader<T extends Record> {
  /** Largest file. */
  public static final int MAX_BYTES = 1_000_000;

  private static final String PREFIX = "ORRERY_";

  private record Flag(String key, String name, String value) {}

  private final Class<T> type;
  private final Findings findings = new Findings();
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Flag> flags = new ArrayList<>();
  private Set<String> reserved = Set.of();
  private Scalars scalars = Scalars.standard();
  private Mapping tree = Mapping.empty(Origin.file("configuration", 0));

  private ConfigLoader(Class<T> type) {
    this.type = type;
  }

  /** A loader of {@code type} that has read nothing yet. */
  public static <T extends Record> ConfigLoader<T> of(Class<T> type) {
    return new ConfigLoader<>(type);
  }

  /** More types of single values. */
  public ConfigLoader<T> scalars(Scalars more) {
    scalars = more;
    return this;
  }

  /**
   * Reads a file of at most {@link #MAX_BYTES}; problems with its content come with {@link #read}.
   *
   * @throws ProblemException when there is no such file or it cannot be read
   */
  public ConfigLoader<T> file(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        findings.add(
            Origin.file(path.toString(), 0),
            "",
            "has " + Files.size(path) + " bytes, more than " + MAX_BYTES,
            "is it the right file?");
        return this;
      }
      return bytes(path.toString(), Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          Problem.configuration(path.toString(), "there is no such file", "correct the path"), e);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              path.toString(),
              "cannot be read: " + IoFailure.reason(e),
              "give a file of settings this user may read"),
          e);
    }
  }

  /** Takes values that a program has put together, instead of a file's. */
  public ConfigLoader<T> values(Map<String, ?> values) {
    tree = ConfigNode.of(values);
    return this;
  }

  /** Reads a text as the content of the file {@code name}. */
  public ConfigLoader<T> text(String name, String text) {
    tree = YamlReader.file(name, text, findings);
    return this;
  }

  private ConfigLoader<T> bytes(String name, byte[] bytes) {
    try {
      var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text(name, decoded.toString());
    } catch (CharacterCodingException e) {
      findings.add(Origin.file(name, 0), "", "is not UTF-8 text", "");
      return this;
    }
  }

  /** Variables: those that begin with {@code ORRERY_} set keys, all may be named as secrets. */
  public ConfigLoader<T> environment(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Variables that begin with {@code ORRERY_} but are no settings. */
  public ConfigLoader<T> reserved(Set<String> names) {
    reserved = Set.copyOf(names);
    return this;
  }

  /**
   * A flag.
   *
   * @param key the key it sets, joined by dots
   * @param name how the flag is spelled
   * @param value its value; null when it was not given, which sets nothing
   */
  public ConfigLoader<T> flag(String key, String name, @Nullable String value) {
    if (value != null) {
      flags.add(new Flag(key, name, value));
    }
    return this;
  }

  /** Binds what was read. Throws nothing: problems are in the draft. */
  public Draft<T> read() {
    ScalarReader reader = new ScalarReader(scalars, environment::get, findings);
    overlayEnvironment(reader);
    for (Flag flag : flags) {
      overlay(List.of(flag.key().split("\\.")), flag.value(), Origin.flag(flag.name()));
    }
    try (Constraints constraints = new Constraints()) {
      Binding binding = new Binding(reader, findings, constraints);
      Object value = binding.record(type, tree, null, new Site("", tree.origin()));
      return new Draft<>(
          Binding.FAILED.equals(value) ? null : type.cast(value),
          tree,
          binding.settings(),
          binding.parts(),
          findings.problems());
    }
  }

  private void overlayEnvironment(ScalarReader reader) {
    if (environment.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
      return;
    }
    Map<String, List<List<String>>> keys = EnvironmentKeys.of(PREFIX, type, tree, reader);
    environment.forEach((name, value) -> {
      if (!name.startsWith(PREFIX) || reserved.contains(name)) {
        return;
      }
      Origin origin = Origin.environment(name);
      List<List<String>> paths = keys.getOrDefault(name, List.of());
      if (paths.isEmpty()) {
        String wayOut =
            Names.nearest(name, keys.keySet())
                .map(near -> "did you mean " + near + "?")
                .orElse("unset it");
        findings.add(origin, "", "is no setting", wayOut);
      } else if (paths.size() > 1) {
        findings.add(origin, "", "could mean more than one key", "use the file or a flag");
      } else {
        overlay(paths.getFirst(), value, origin);
      }
    });
  }

  private void overlay(List<String> path, String text, Origin origin) {
    tree = tree.with(path, YamlReader.value(text, origin, findings));
  }
}
