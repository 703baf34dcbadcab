package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strategies print becomes lines of their log; what anybody else prints does not. */
class OutputTest {
  private static final String GATE = "orrery.test.output";

  @TempDir private Path folder;
  private final PrintStream oldOut = System.out;
  private final PrintStream oldErr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void catchWhatIsPrinted() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
  }

  @AfterEach
  void putBack() {
    System.setOut(oldOut);
    System.setErr(oldErr);
    System.getProperties().remove(GATE);
  }

  @Test
  void becomesLinesOfTheStrategysLog() {
    PrintStream before = System.out;
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                """
                System.out.println("one");
                System.out.print('t'); System.out.print("w"); System.out.println("o");
                System.err.printf(Locale.ROOT, "%d errors%n", 3);
                System.out.append("four").append("\\nfi").write('v');
                System.out.print("e \u00e9, with no end");
                return noop();
                """)
            .open(RuntimeBuilder::routeOutput)) {
      street.decide("bad");
      System.out.println("not a strategy's");
      List<String> lines = List.of("one", "two", "3 errors", "four", "five \u00e9, with no end");
      Await.until(() -> street.lines("bad").size() >= lines.size(), Street.LONG);
      assertThat(street.lines("bad")).containsExactlyElementsOf(lines);
      assertThat(street.levels("bad")).containsExactly("info", "info", "warn", "info", "info");
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("not a strategy's")
        .doesNotContain("3 errors\n", "one\ntwo");
    assertThat(System.out).isSameAs(before);
  }

  @Test
  void isCutToAHundredLinesASecondAndTheRestCounted() {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                "for (int i = 0; i < 20_000; i++) { System.out.println(\"flood \" + i); }"
                    + " return noop();")
            .deadline(Street.LONG)
            .open(RuntimeBuilder::routeOutput)) {
      street.decide("bad");
      street.neighbourTicksOn();
      street.decide("bad");
      Await.until(
          () -> street.lines("bad").stream().anyMatch(line -> line.contains("lines dropped")),
          Street.LONG);
      assertThat(street.lines("bad")).contains("flood 0").hasSizeLessThan(4_000);
      assertThat(street.lines("bad"))
          .anyMatch(line -> line.matches("\\d+ log lines dropped: at most 100 a second"));
    }
  }

  @Test
  void holdsUpNobodyWhoPrints() {
    Semaphore gate = new Semaphore(0);
    System.getProperties().put(GATE, gate);
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                "synchronized (System.out) { System.out.println(\"mine\");"
                    + " Semaphore gate = shared(\""
                    + GATE
                    + "\"); gate.acquireUninterruptibly(); return noop(); }")
            .strategy("other", "System.out.println(\"other\"); return noop();")
            .open(RuntimeBuilder::routeOutput)) {
      street.fire("bad");
      Await.until(() -> street.status("bad").underWay() == 1, Street.LONG);
      System.out.println("passes");
      street.decide("other");
      Await.until(() -> street.lines("other").contains("other"), Street.LONG);
      Await.until(() -> !street.lines("bad").isEmpty(), Street.LONG);
      assertThat(street.lines("bad")).containsExactly("mine");
      street.neighbourTicksOn();
      gate.release();
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("passes");
  }

  @Test
  void isTakenForEachOfTwoRuntimes() throws Exception {
    String says = "System.out.println(\"%s\"); return noop();";
    try (Street one =
            new Street(Files.createDirectory(folder.resolve("one")))
                .strategy("bad", says.formatted("one"))
                .open(RuntimeBuilder::routeOutput);
        Street two =
            new Street(Files.createDirectory(folder.resolve("two")))
                .strategy("bad", says.formatted("two"))
                .open(RuntimeBuilder::routeOutput)) {
      two.decide("bad");
      one.decide("bad");
      Await.until(() -> !one.lines("bad").isEmpty() && !two.lines("bad").isEmpty(), Street.LONG);
      assertThat(one.lines("bad")).containsExactly("one");
      assertThat(two.lines("bad")).containsExactly("two");
    }
  }

  @Test
  void staysAsItIsUnlessItIsAskedFor() {
    try (Street street =
        new Street(folder)
            .strategy("bad", "System.out.println(\"plain\"); return noop();")
            .open()) {
      street.decide("bad");
      assertThat(street.lines("bad")).isEmpty();
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("plain");
  }
}
