package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Problem;
import org.junit.jupiter.api.Test;

class FlagsTest {
  @Test
  void tellTheWayOutInWordsOfTheCommand() {
    assertThat(
            Flags.line(
                Problem.unreachable(
                    "embedded PostgreSQL", "does not run as root", "use a server of your own")))
        .isEqualTo(
            "embedded PostgreSQL: does not run as root (use a server of your own: --store"
                + " JDBC-URL)");
    assertThat(
            Flags.line(
                Problem.configuration(
                    "plugins folder p", "does not exist", "make it, or name another")))
        .isEqualTo("plugins folder p: does not exist (make it, or name another with --plugins)");
  }

  @Test
  void leaveAloneWhatHasNone() {
    assertThat(Flags.line(Problem.refused("strategy grid", "is busy", "")))
        .isEqualTo("strategy grid: is busy");
    assertThat(Flags.line(Problem.configuration("plugins folder p", "is empty", "fill it")))
        .isEqualTo("plugins folder p: is empty (fill it)");
  }
}
