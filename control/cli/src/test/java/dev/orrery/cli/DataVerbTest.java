package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DataVerbTest {
  private static final String OURS =
      """
      time_ms,open,high,low,close,volume
      1709251200000,1,3,0.5,2,10
      1709251260000,2,4,1.5,3,0
      1709251320000,3,5,2.5,4,7.25
      """;

  @TempDir private Path home;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private Captured run(int code, String words) {
    Captured console = Captured.at(home);
    assertThat(console.run(words.replace("%f", home.toString()).split(" ")))
        .as(words + ": " + console.err())
        .isEqualTo(code);
    return console;
  }

  @Nested
  class Importing {
    private String imported(String text) throws IOException {
      file("export.csv", text);
      run(0, "data import %f/export.csv --symbol BTC --to %f/out.csv");
      return Files.readString(home.resolve("out.csv"));
    }

    @Test
    void knowsColumnsByTheirNamesAndTellsTimesApart() throws IOException {
      assertThat(imported(OURS)).isEqualTo(OURS);
      // Newest first, seconds, a date beside, volumes of both sides.
      assertThat(
              imported(
                  """
                  unix,date,symbol,open,high,low,close,Volume BTC,Volume USD
                  1709251320,2024-03-01 00:02:00,BTC/USD,3,5,2.5,4,7.25,30
                  1709251260,2024-03-01 00:01:00,BTC/USD,2,4,1.5,3,0,0
                  1709251200,2024-03-01 00:00:00,BTC/USD,1,3,0.5,2,10,20
                  """))
          .isEqualTo(OURS);
      // Without names, twelve columns, microseconds.
      assertThat(
              imported(
                  """
                  1709251200000000,1,3,0.5,2,10,1709251259999999,20,5,1,2,0
                  1709251260000000,2,4,1.5,3,0,1709251319999999,0,5,1,2,0
                  1709251320000000,3,5,2.5,4,7.25,1709251379999999,30,5,1,2,0
                  """))
          .isEqualTo(OURS);
      assertThat(
              imported(
                  """
                  Volume,Close,Low,High,Open,Date
                  10,2,0.5,3,1,2024-03-01 00:00:00
                  0,3,1.5,4,2,2024-03-01T02:01:00+02:00
                  7.25,4,2.5,5,3,2024-03-01T00:02:00Z
                  """))
          .isEqualTo(OURS);
      assertThat(imported("timestamp,price,amount\n1709251200,5,1\n1709251200,6,0\n"))
          .isEqualTo("time_ms,price,size\n1709251200000,5,1\n1709251200000,6,0\n");
    }

    @Test
    void saysWhatItTookTheTimesFor() throws IOException {
      file(
          "export.csv",
          "time,open,high,low,close,volume\n1709251260,1,1,1,1,1\n1709251200,1,1,1,1,1\n");
      assertThat(run(0, "data import %f/export.csv --symbol X --to %f/out.csv").out())
          .startsWith("candles of X, times are epoch seconds, newest first: turned round\n")
          .contains("out.csv: 2 rows from 2024-03-01T00:01:00Z");
    }

    @Test
    void writesParquetThatIsPlayedAndComesBack() throws IOException {
      file("export.csv", OURS);
      run(0, "data import %f/export.csv --symbol BTC --to %f/out.parquet");
      run(0, "data import %f/out.parquet --symbol BTC --interval 1m --to %f/back.csv");
      assertThat(Files.readString(home.resolve("back.csv"))).isEqualTo(OURS);
      try (var all = Files.list(home)) {
        assertThat(all.map(each -> each.getFileName().toString()))
            .containsExactlyInAnyOrder("export.csv", "out.parquet", "back.csv");
      }
      assertThat(run(0, "data check %f/out.parquet").out()).contains("nothing found");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            when,open,high,low,close,volume;1,1,1,1,1,1           | has no column of times among when, open, high, low, close, volume
            a\u001b[31m,open,high,low,close,volume;1,1,1,1,1,1     | has no column of times among a [31m, open
            time,open,high,low,last,volume;1,1,1,1,1,1            | has no column of close among
            unix,timestamp,open,high,low,close,volume;1,1,1,1,1,1,1 | unix and timestamp could both be the time (leave one
            time,open,high,low,close,vol,base_volume;1,1,1,1,1,1,1  | vol and base_volume could both be the volume
            1709251200,1,2,3                                      | has no names in its first row and 4 columns
            time,open,high,low,close,volume                       | has no rows
            date,open,high,low,close,volume;01/02/2024,1,1,1,1,1  | time '01/02/2024' is none of dates
            time,price,size;1709251200,1,1;1709251260000,1,1      | time '1709251260000' is none of epoch seconds
            time,price,size;1709251200,one,1                      | lacks a number: 1709251200,one,1
            time,open,high,low,close,volume;1709251200,1,1,1,1,1;1709251320,1,1,1,1,1;1709251260,1,1,1,1,1 | time goes back from 1709251320000 to 1709251260000 ms (orrery data check says all that is wrong)
            time,open,high,low,close,volume;1709251200,1,1,2,1,1;1709251260,1,1,1,1,1 | high 1.0 is below low 2.0
            """)
    void refusesWhatIsAmbiguousOrWrong(String text, String cause) throws IOException {
      file("export.csv", text.replace(';', '\n'));
      Captured console = run(3, "data import %f/export.csv --symbol BTC --to %f/out.csv");
      assertThat(console.err())
          .startsWith("orrery: " + home.resolve("export.csv"))
          .contains(cause)
          .hasLineCount(1);
      try (var all = Files.list(home)) {
        assertThat(all.map(each -> each.getFileName().toString())).containsExactly("export.csv");
      }
    }

    @Test
    void needsANameItKnows() {
      assertThat(run(2, "data import %f/a.csv --symbol BTC --to %f/out.txt").err())
          .contains("end it in .csv or .parquet")
          .hasLineCount(1);
      assertThat(run(2, "data import %f/a.csv --symbol BTC --interval 1x --to %f/o.csv").err())
          .contains("--interval '1x' is none: write 1m, 15m, 1h or 1d");
      assertThat(run(3, "data import %f/gone.csv --symbol BTC --to %f/out.csv").err())
          .isEqualTo(
              "orrery: "
                  + home
                  + "/gone.csv: no such file (give the path of a CSV or Parquet file)\n");
    }
  }

  @Nested
  class Checking {
    @Test
    void findsNothingInCleanData() throws IOException {
      file("clean.csv", OURS);
      assertThat(run(0, "data check %f/clean.csv").out())
          .isEqualTo(
              "3 1m candles from 2024-03-01T00:00:00Z to 2024-03-01T00:02:00Z: nothing found\n");
    }

    @Test
    void goesOnAfterEachFinding() throws IOException {
      StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
      for (int i = 0; i < 40; i++) {
        double price = i == 30 ? 200 : 100 + i * i % 7 * 0.125;
        text.append(1_709_251_200_000L + (i < 20 ? i : i + 5) * 60_000L)
            .append(",%s,%s,%s,%s,1%n".formatted(price, price, price, price));
      }
      text.append("1709251200000,1,1,1,1,1\n"); // goes back
      text.append("1709253840000,1,1,1,1,1\n"); // the last one again
      text.append("1709253900000,1,1,0,1,1\n");
      text.append("1709253900000,1,1,2,1,1\n");
      text.append("1709253900000,1\n");
      file("bad.csv", text.toString());
      String name = home.resolve("bad.csv").toString();
      List<String> lines = run(1, "data check %f/bad.csv").out().lines().toList();
      assertThat(lines.stream().map(line -> line.replaceFirst(", \\d+ deviations", "")))
          .containsExactly(
              name + ":22: gap: 5 candles missing, PT6M after 2024-03-01T00:19:00Z",
              name + ":32: spike: from 100.125 to 200.0",
              name + ":33: spike: from 200.0 to 100.25",
              name + ":42: disorder: 2024-03-01T00:00:00Z comes after 2024-03-01T00:44:00Z",
              name + ":43: duplicate: candle of 2024-03-01T00:44:00Z is there twice",
              name + ":44: price: low is 0.0",
              name + ":45: range: open 1.0, high 1.0, low 2.0, close 1.0",
              name + ":46: malformed: is no row: 1709253900000,1",
              "45 1m candles from 2024-03-01T00:00:00Z to 2024-03-01T00:44:00Z: 1 malformed,"
                  + " 1 disorder, 1 duplicate, 1 gap, 1 price, 1 range, 2 spike");
      JsonNode object = JsonText.read(run(1, "data check %f/bad.csv --json").out());
      assertThat(object.get("counts").get("spike").asInt()).isEqualTo(2);
      assertThat(object.get("findings").get(0).get("line").asInt()).isEqualTo(22);
      assertThat(run(1, "data check %f/bad.csv --spike 1000").out()).doesNotContain("spike");
    }

    @Test
    void saysInOneLineWhatCannotBeChecked() throws IOException {
      file("empty.csv", "");
      file("names.csv", "a,b\n1,2\n");
      for (String name : List.of("gone.csv", "empty.csv", "names.csv")) {
        assertThat(run(3, "data check %f/" + name).err()).contains(name).hasLineCount(1);
      }
      assertThat(run(2, "data check %f/empty.csv --spike 0").err())
          .isEqualTo(
              "orrery data check: --spike is greater than zero (orrery data check --help)\n");
    }
  }
}
