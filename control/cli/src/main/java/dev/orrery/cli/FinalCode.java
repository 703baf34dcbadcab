package dev.orrery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an image's entry point makes of an exit code. Clouds start again whatever does not end with
 * 0; an invalid configuration (3) and a refusal (4) are no better the second time, so they end with
 * 0 and leave the true code as the container's last message.
 */
final class FinalCode {
  private FinalCode() {}

  /**
   * The code to end with.
   *
   * @param message where a container's last message is left; empty outside of one
   */
  static int shown(int code, String message) {
    if (message.isEmpty() || (code != 3 && code != 4)) {
      return code;
    }
    try {
      Path file = Path.of(message);
      // Kubernetes has it there; others have nothing of the kind.
      if (Files.exists(file)) {
        Files.writeString(file, "exit=" + code);
      }
    } catch (IOException e) {
      System.err.println("orrery: cannot leave the exit code " + code + " in " + message);
    }
    return 0;
  }
}
