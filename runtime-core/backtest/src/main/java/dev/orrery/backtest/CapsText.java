package dev.orrery.backtest;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of caps as it stands, on one line: to tell whether it is still the same. */
final class CapsText {
  private CapsText() {}

  static String of(Path file) {
    try {
      return Files.readString(file).lines().map(String::strip).toList().toString();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(), "cannot be read: " + IoFailure.reason(e), "name a file of caps"),
          e);
    }
  }
}
