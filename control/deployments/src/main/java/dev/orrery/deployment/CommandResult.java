package dev.orrery.deployment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command.
 *
 * @param result facts for the row; may be empty
 * @param error why it was refused; null when it was carried out
 */
public record CommandResult(Map<String, @Nullable Object> result, @Nullable String error) {
  /** Copies. */
  public CommandResult {
    result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
  }

  /** Carried out. */
  public static CommandResult done() {
    return new CommandResult(Map.of(), null);
  }

  /** Carried out, with something to say. */
  public static CommandResult done(Map<String, ? extends @Nullable Object> result) {
    return new CommandResult(Collections.unmodifiableMap(result), null);
  }

  /** Not carried out, and not to be tried again. */
  public static CommandResult refused(String error) {
    return new CommandResult(Map.of(), error);
  }
}
