package dev.orrery.control.machine.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Seconds since the boot: a clock that nobody sets, and that outlives the control plane. */
final class Uptime {
  private Uptime() {}

  static double seconds() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
  }
}
