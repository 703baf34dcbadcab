package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a firing or an event carries: strategies read it as JSON, so it has to be JSON. */
final class Payload {
  private Payload() {}

  /**
   * Holds a text to that; null is no payload.
   *
   * @param where it stands on the command line
   * @throws ParameterException with the place of the fault
   */
  static void require(@Nullable CommandSpec spec, String where, @Nullable String text) {
    if (text == null || spec == null) {
      return;
    }
    try {
      JsonText.read(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), where + " is no JSON: " + e.getMessage(), e);
    }
  }
}
