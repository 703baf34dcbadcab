package dev.orrery.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtual machine beside the test's own. Tests start dozens, so it is made to start with little
 * work: the plainest collector, no compiler but the quick one, and memory taken in large pages,
 * because touching a small one for the first time costs microseconds, ten thousands of times.
 */
public final class ChildJvm {
  private static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1",
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=5000",
          "-XX:+UseSerialGC",
          "-XX:+IgnoreUnrecognizedVMOptions", // the next one is Linux's
          "-XX:+UseTransparentHugePages");

  private ChildJvm() {}

  /** A command line with flags, or a class and its arguments, of one's own. */
  public static List<String> command(String... more) {
    List<String> all = new ArrayList<>();
    all.add(java());
    all.addAll(FLAGS);
    all.addAll(List.of(more));
    return all;
  }

  /** A command line to which nothing is added: what runs this test, without its flags. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
