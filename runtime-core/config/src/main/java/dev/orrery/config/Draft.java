package dev.orrery.config;

import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that has been read but may have problems. Whoever knows more, such as which
 * strategies exist, looks at it and adds problems of its own, so that all of them are told at once.
 * Immutable.
 *
 * @param <T> the record
 */
public final class Draft<T> {
  private final @Nullable T value;
  private final Mapping tree;
  private final List<Setting> settings;
  private final Map<String, Object> parts;
  private final List<Problem> problems;

  Draft(
      @Nullable T value,
      Mapping tree,
      List<Setting> settings,
      Map<String, Object> parts,
      List<Problem> problems) {
    this.value = value;
    this.tree = tree;
    this.settings = List.copyOf(settings);
    this.parts = Map.copyOf(parts);
    this.problems = problems;
  }

  /** What is wrong so far. */
  public List<Problem> problems() {
    return problems;
  }

  /** What was written, after environment and flags, valid or not. */
  public Mapping tree() {
    return tree;
  }

  /** The record at a key, if that part is free of problems; the whole at the empty key. */
  public <P extends Record> Optional<P> part(Class<P> type, String key) {
    return Optional.ofNullable(parts.get(key)).filter(type::isInstance).map(type::cast);
  }

  /**
   * The configuration, when nothing is wrong.
   *
   * @throws ProblemException with every problem
   */
  public Loaded<T> require() {
    return require(List.of());
  }

  /**
   * The configuration, when nothing is wrong here and nobody else found anything.
   *
   * @throws ProblemException with every problem, these after the draft's own
   */
  public Loaded<T> require(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    if (!all.isEmpty()) {
      throw new ProblemException(all, null);
    }
    if (value == null) {
      throw new IllegalStateException("a configuration without problems and without a value");
    }
    return new Loaded<>(value, settings);
  }
}
