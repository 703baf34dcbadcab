package dev.orrery.runtime;

import dev.orrery.kernel.Sha256;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a jar that came, changed or went while the runtime runs. Strategies are told by
 * the names they run under.
 *
 * @param kind what happened
 * @param file the jar as the operator knows it
 * @param before digest of what was in use; null when nothing was
 * @param after digest of what is in use now; null when nothing is
 * @param begun strategies that run for the first time here
 * @param returned strategies that were away and go on where they were
 * @param replaced strategies that go on in another version
 * @param ended strategies that tick no more, because nothing offers them
 * @param message one line for people
 */
public record PluginChange(
    Kind kind,
    Path file,
    @Nullable Sha256 before,
    @Nullable Sha256 after,
    List<String> begun,
    List<String> returned,
    List<String> replaced,
    List<String> ended,
    String message) {
  /** Copies. */
  public PluginChange {
    begun = List.copyOf(begun);
    returned = List.copyOf(returned);
    replaced = List.copyOf(replaced);
    ended = List.copyOf(ended);
  }

  /** Its name, without folders. */
  public String fileName() {
    return String.valueOf(file.getFileName());
  }

  /** What can happen to a jar. */
  public enum Kind {
    /** Its strategies run from now on. */
    LOADED("plugin_loaded"),
    /** It took the place of another, or of an older version of itself. */
    REPLACED("plugin_replaced"),
    /** It is not used; what was there before runs on. */
    REFUSED("plugin_refused"),
    /** Its strategies tick no more. */
    REMOVED("plugin_removed"),
    /** It is what is in use already; nothing happened. */
    SAME("plugin_same");

    private final String event;

    Kind(String event) {
      this.event = event;
    }

    /** Its name in the log of a deployment. */
    public String event() {
      return event;
    }
  }
}
