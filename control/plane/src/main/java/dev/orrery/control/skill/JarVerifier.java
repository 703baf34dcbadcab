package dev.orrery.control.skill;

import java.util.List;

/**
 * Finds out what is in a jar without loading it into this process. Thread-safe.
 *
 * <p>Whoever implements it runs what others have written: in a process of its own, without secrets,
 * with an end.
 */
public interface JarVerifier {
  /**
   * Looks into a jar.
   *
   * @param name its file's name, for messages
   * @param jar its bytes
   * @throws dev.orrery.kernel.ProblemException when nothing could be found out: says nothing of the
   *     jar
   */
  Verdict verify(String name, byte[] jar);

  /** What was found out. */
  sealed interface Verdict {
    /**
     * A runner would load it.
     *
     * @param strategies their names, at least one
     */
    record Loads(List<String> strategies) implements Verdict {
      /** Copies. */
      public Loads {
        strategies = List.copyOf(strategies);
      }
    }

    /**
     * A runner would not load it.
     *
     * @param reason one line
     */
    record Refused(String reason) implements Verdict {}
  }
}
