package dev.orrery.backtest.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedFilesTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rows.txt"), text);
  }

  @Nested
  class Events {
    @Test
    void areReadFromColumnsOrJson() throws IOException {
      String columns =
          """
          time_ms,topic,payload
          1709251200000,price-jump,{"symbol": "BTC", "movePct": -2}

          1709251200000,news,"said ""up"", loud"
          1709251260000,empty
          """;
      String json =
          """
          {"time_ms": 1709251200000, "topic": "price-jump", "payload": "{\\"symbol\\": \\"BTC\\", \\"movePct\\": -2}"}
          {"time_ms": 1709251200000, "topic": "news", "payload": "said \\"up\\", loud"}
          {"time_ms": 1709251260000, "topic": "empty"}
          """;
      assertThat(RecordedEvents.read(file(columns)))
          .containsExactly(
              new RecordedEvent(
                  1_709_251_200_000L, "price-jump", "{\"symbol\": \"BTC\", \"movePct\": -2}"),
              new RecordedEvent(1_709_251_200_000L, "news", "said \"up\", loud"),
              new RecordedEvent(1_709_251_260_000L, "empty", ""))
          .isEqualTo(RecordedEvents.read(file(json)));
      assertThat(
              RecordedEvents.read(
                  file("{\"time_ms\":1709251200000,\"topic\":\"a\",\"payload\":{\"b\":1}}")))
          .containsExactly(new RecordedEvent(1_709_251_200_000L, "a", "{\"b\":1}"));
    }

    @Test
    void areRefusedWithTheirLines() throws IOException {
      String text =
          """
          time_ms,topic,payload
          soon,news
          1709251200,news
          1709251260000,no topic
          1709251260000,news,"a"b"
          {"time_ms": 1709251260000}
          {"time_ms": 1709251260000, "topic": "a", "extra": 1}
          1709251260000,news
          1709251200000,news
          1709251260000,news,%s
          """
              .formatted("x".repeat(8_000));
      assertThat(problems(file(text)))
          .containsExactly(
              "2: time 'soon' is not a whole number of epoch milliseconds ("
                  + RecordedEvents.LAYOUT
                  + ")",
              "3: time 1709251200 is not of epoch milliseconds: it would be 1970-01-20T18:47:31.200Z",
              "4: topic 'no topic' must be 1 to 63 letters, digits or _ . : -",
              "5: payload \"a\"b\" has a quote too few: inside of quotes one is written twice",
              "6: needs time_ms and a topic",
              "7: has an unknown name extra",
              "9: time goes back from 1709251260000 to 1709251200000 ms",
              "10: payload has 8000 bytes, the limit is 7999");
    }

    private List<String> problems(Path file) {
      try {
        throw new AssertionError(RecordedEvents.read(file));
      } catch (ProblemException e) {
        return e.problems().stream()
            .map(Problem::line)
            .map(line -> line.substring(file.toString().length() + 1))
            .toList();
      }
    }
  }

  @Nested
  class Funding {
    @Test
    void isOfTheHourItsStampLiesIn() throws IOException {
      assertThat(
              FundingSeries.read(
                  file("time_ms,rate\n1709251200015,0.0000125\n1709258400007,-1e-5\n")))
          .containsExactly(
              new FundingRow(1_709_251_200_000L, 0.0000125),
              new FundingRow(1_709_258_400_000L, -0.00001));
    }

    @Test
    void isRefusedWithItsLine() throws IOException {
      assertRefused("1709251200000,0.05", ":1: rate '0.05' is not a number from -0.04 to 0.04");
      assertRefused("1709251200000,NaN", ":1: rate 'NaN' is not a number from -0.04 to 0.04");
      assertRefused("1709251200000,0,0", ":1: has 3 columns, not 2");
      assertRefused(
          "1709251200000,0\n1709251200090,0", ":2: hour of 1709251200090 ms is there twice");
      assertRefused(
          "1709251200000,0\n1709247600000,0",
          ":2: time goes back from 1709251200000 to 1709247600000 ms");
      assertThatThrownBy(() -> FundingSeries.read(folder.resolve("gone.csv")))
          .hasMessageContaining("gone.csv: no such file");
    }

    private void assertRefused(String text, String part) throws IOException {
      Path file = file(text);
      assertThatThrownBy(() -> FundingSeries.read(file))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(part);
    }
  }

  @Nested
  class GeneratedFunding {
    private static final long START = 1_709_251_200_000L;
    private static final long HOUR = 3_600_000;

    private List<String> lines(FundingGenerator generator, long until) {
      List<String> lines = new ArrayList<>();
      generator.write(START - 1, until, lines::add);
      return lines;
    }

    /** Written down, so that another machine or JVM that makes others is noticed. */
    @Test
    void isTheSameForASeedOnEveryMachine() {
      assertThat(lines(FundingGenerator.seeded(7), START + 4 * HOUR))
          .containsExactly(
              "time_ms,rate",
              "1709251200000,0.0000125000",
              "1709254800000,0.0000024905",
              "1709258400000,0.0000163263",
              "1709262000000,0.0000213236");
    }

    @Test
    void canBeReadAndReturnsToItsMean() throws IOException {
      List<String> lines = lines(FundingGenerator.seeded(3), START + 20_000 * HOUR);
      List<FundingRow> rows = FundingSeries.read(file(String.join("\n", lines)));
      assertThat(rows).hasSize(20_000);
      double mean = rows.stream().mapToDouble(FundingRow::rate).average().orElseThrow();
      double squares = rows.stream().mapToDouble(r -> Math.pow(r.rate() - mean, 2)).sum();
      assertThat(mean).isBetween(0.000009, 0.000016);
      assertThat(Math.sqrt(squares / rows.size())).isBetween(0.000028, 0.000036);
      long negative = rows.stream().filter(r -> r.rate() < 0).count();
      assertThat(negative).isBetween(5_500L, 8_500L);
    }

    @Test
    void withoutDeviationStaysAtItsMean() {
      assertThat(lines(new FundingGenerator(1, 0.0001, 0.5, 0), START + 2 * HOUR))
          .containsExactly(
              "time_ms,rate", "1709251200000,0.0001000000", "1709254800000,0.0001000000");
    }
  }
}
