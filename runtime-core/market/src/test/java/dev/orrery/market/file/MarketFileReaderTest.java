package dev.orrery.market.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketFileReaderTest {
  private static final String CANDLES = "time_ms,open,high,low,close,volume\n";

  @TempDir Path folder = Path.of("");

  private MarketFile read(String text) throws Exception {
    Path file = folder.resolve("data.csv");
    Files.writeString(file, text);
    return MarketFileReader.read(file, null);
  }

  private List<String> problems(String text) throws Exception {
    Path file = folder.resolve("data.csv");
    Files.writeString(file, text);
    try {
      MarketFileReader.read(file, null);
      throw new AssertionError("was read");
    } catch (ProblemException e) {
      assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION);
      return e.problems().stream()
          .map(Problem::line)
          .map(line -> line.replace(file.toString(), "data.csv"))
          .toList();
    }
  }

  @Nested
  class Reads {
    @Test
    void candlesWithHeader() throws Exception {
      BarColumns bars = (BarColumns) read(CANDLES + "60000,10,12,9,11,5\n120000,11,11,11,11,0\n");
      assertThat(bars.rows()).isEqualTo(2);
      assertThat(bars.interval()).isEqualTo(Interval.MINUTE);
      assertThat(bars.openTime(0)).isEqualTo(60_000);
      assertThat(bars.time(0)).isEqualTo(120_000);
      assertThat(bars.open(0)).isEqualTo(10);
      assertThat(bars.high(0)).isEqualTo(12);
      assertThat(bars.low(0)).isEqualTo(9);
      assertThat(bars.close(0)).isEqualTo(11);
      assertThat(bars.volume(0)).isEqualTo(5);
    }

    @Test
    void candlesWithoutHeaderInWindowsLinesWithBlanks() throws Exception {
      BarColumns bars =
          (BarColumns) read("1700000100000, 10,12 ,9,11,5\r\n\r\n1700000400000,1,1,1,1,1");
      assertThat(bars.rows()).isEqualTo(2);
      assertThat(bars.interval()).isEqualTo(Interval.FIVE_MINUTES);
      assertThat(bars.high(0)).isEqualTo(12);
    }

    @Test
    void tradesInSecondsWithAndWithoutHeader() throws Exception {
      for (String header : List.of("", "timestamp,price,amount\n", "seconds,price,amount\n")) {
        TradeColumns trades =
            (TradeColumns) read(header + "1385337600,800.01,0.1\n1385337600,801,0\n");
        assertThat(trades.time(1)).isEqualTo(1_385_337_600_000L);
        assertThat(trades.price(0)).isEqualTo(800.01);
        assertThat(trades.size(0)).isEqualTo(0.1);
      }
    }

    @Test
    void tradesInMilliseconds() throws Exception {
      TradeColumns trades = (TradeColumns) read("\uFEFFtime_ms,price,size\n1385337600123,800,1\n");
      assertThat(trades.time(0)).isEqualTo(1_385_337_600_123L);
    }

    @Test
    void linesAcrossTheEdgeOfItsBuffer() throws Exception {
      StringBuilder text = new StringBuilder("seconds,price,amount\n");
      for (int i = 0; i < 20_000; i++) {
        text.append(1_000 + i).append(",10").append(i).append(".5,1\n");
      }
      TradeColumns trades = (TradeColumns) read(text.toString());
      assertThat(trades.rows()).isEqualTo(20_000);
      for (int i = 0; i < 20_000; i++) {
        assertThat(trades.time(i)).isEqualTo((1_000L + i) * 1_000);
        assertThat(trades.price(i)).isEqualTo(Double.parseDouble("10" + i + ".5"));
      }
    }

    @Test
    void gapsAsASummary() throws Exception {
      DataSummary bars =
          read(CANDLES + "0,1,1,1,1,1\n60000,1,1,1,1,1\n600000,1,1,1,1,1\n").summary();
      assertThat(bars).isEqualTo(new DataSummary(3, 60_000, 660_000, 1, 60_000, 540_000, 4));
      DataSummary trades = read("0,1,1\n600,1,1\n1201,1,1\n").summary();
      assertThat(trades.gaps()).isEqualTo(1);
      assertThat(trades.largestGapMillis()).isEqualTo(601_000);
    }

    @Test
    void digestsThatTellFilesApart() throws Exception {
      MarketFile one = read("0,1,1\n1,1,1\n");
      assertThat(read("0,1,1\n1,1,1\n").digest()).isEqualTo(one.digest());
      assertThat(read("0,1,1\n1,1,2\n").digest()).isNotEqualTo(one.digest());
    }
  }

  @Nested
  class Refuses {
    @Test
    void everyMalformedRowWithItsLine() throws Exception {
      assertThat(
              problems(
                  CANDLES
                      + "60000,10,12,9,11\n"
                      + "x,10,12,9,11,5\n"
                      + "120000,10,12,9,abc,5\n"
                      + "180000,-1,12,9,11,5\n"
                      + "240000,10,9,12,11,5\n"
                      + "300000,10,12,9,13,5\n"
                      + "360000,10,12,9,11,-5\n"
                      + "420000,1e999,12,9,11,5\n"))
          .containsExactly(
              "data.csv:2: has 5 columns, not 6",
              "data.csv:3: time 'x' is not a whole number of epoch milliseconds",
              "data.csv:4: close 'abc' is not a number greater than zero",
              "data.csv:5: open '-1' is not a number greater than zero",
              "data.csv:6: high 9.0 is below low 12.0",
              "data.csv:7: open 10.0 or close 13.0 is outside low 9.0 to high 12.0",
              "data.csv:8: volume '-5' is not a number of at least zero",
              "data.csv:9: open '1e999' is not a number greater than zero");
    }

    @Test
    void numbersThatNoPriceCouldHold() throws Exception {
      assertThat(
              problems(
                  CANDLES
                      + "60000,10,1e300,9,11,5\n"
                      + "120000,10,"
                      + "9".repeat(30)
                      + ",9,11,5\n"
                      + "180000,10,12,1e-13,11,5\n"
                      + "240000,10,12,9,11,1e16\n"
                      + "300000,1e15,1e15,1e-12,11,1e15\n"))
          .containsExactly(
              "data.csv:2: high '1e300' is larger than 1e15",
              "data.csv:3: high '" + "9".repeat(30) + "' is larger than 1e15",
              "data.csv:4: low '1e-13' is smaller than 1e-12",
              "data.csv:5: volume '1e16' is larger than 1e15");
    }

    @Test
    void disorderAndCandlesGivenTwice() throws Exception {
      assertThat(problems("10,1,1\n9,1,1\n"))
          .containsExactly("data.csv:2: time goes back from 10000 to 9000 ms");
      assertThat(problems(CANDLES + "60000,1,1,1,1,1\n60000,1,1,1,1,1\n0,1,1,1,1,1\n"))
          .containsExactly(
              "data.csv:3: candle of 60000 ms is there twice",
              "data.csv:4: time goes back from 60000 to 0 ms");
    }

    @Test
    void tellsTheFirstTenOnly() throws Exception {
      assertThat(problems("0,1,1\n" + "1,0,1\n".repeat(1_000))).hasSize(10);
    }

    @Test
    void filesThatAreNotMarketData() throws Exception {
      assertThat(problems("")).singleElement().asString().contains("data.csv: is empty");
      assertThat(problems("seconds,price,amount\n")).singleElement().asString().contains("no rows");
      assertThat(problems("a,b,c\n1,2,3\n"))
          .singleElement()
          .asString()
          .startsWith("data.csv:1: is neither candles nor trades")
          .contains("time_ms,open,high,low,close,volume");
      assertThat(problems("1,2\n")).singleElement().asString().contains("neither");
    }

    @Test
    void candlesWhoseIntervalCannotBe() throws Exception {
      assertThat(problems(CANDLES + "60000,1,1,1,1,1\n"))
          .singleElement()
          .asString()
          .contains("single candle");
      assertThat(problems(CANDLES + "0,1,1,1,1,1\n60000,1,1,1,1,1\n150000,1,1,1,1,1\n"))
          .singleElement()
          .asString()
          .startsWith("data.csv:4: open time 150000 ms is not a multiple of the interval 1m");
      assertThat(problems(CANDLES + "0,1,1,1,1,1\n5,1,1,1,1,1\n"))
          .singleElement()
          .asString()
          .contains("5 ms apart");
    }

    @Test
    void filesThatAreNotThere() {
      assertThatThrownBy(() -> MarketFileReader.read(folder.resolve("none.csv"), null))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("none.csv: no such file");
    }
  }
}
