package dev.orrery.runtime.plugin;

import java.nio.file.Path;

/**
 * One jar of a plugin's class path.
 *
 * @param label how to call it in a message: empty for a plain jar, {@code lib/math.jar} in a zip
 * @param kept the copy that is used
 */
record ArchivePart(String label, Path kept) {
  /** Names something in it. */
  String within(String thing) {
    return label.isEmpty() ? thing : thing + " in " + label;
  }
}
