package dev.orrery.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import dev.orrery.market.file.BarColumns;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.MarketFileReader;
import dev.orrery.market.file.RecordedFormats;
import dev.orrery.market.file.RecordedSink;
import dev.orrery.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTest {
  private static final long START = 1_709_251_200_000L;
  private static final List<String> CANDLE =
      List.of("time_ms", "open", "high", "low", "close", "volume");

  @TempDir private Path folder;

  private Path written(String name, List<String> names, double[]... rows) throws IOException {
    Path file = folder.resolve(name);
    try (RecordedSink sink = RecordedFormats.create(file, names)) {
      for (int i = 0; i < rows.length; i++) {
        sink.row(START + i * 60_000L, rows[i]);
      }
    }
    return file;
  }

  /** What is written as Parquet and as text is read as the same, over the bounds of its groups. */
  @Test
  void holdsWhatTextHolds() {
    Seeds.each(
        4,
        random -> {
          int rows = random.nextInt(3) == 0 ? 131_072 + random.nextInt(2) : 1 + random.nextInt(500);
          double[][] candles = new double[rows + 1][];
          for (int i = 0; i <= rows; i++) {
            candles[i] = candle(random);
          }
          try {
            MarketFile text = MarketFileReader.read(written("a.csv", CANDLE, candles), null);
            Path parquet = written("a.parquet", CANDLE, candles);
            BarColumns read = (BarColumns) MarketFileReader.read(parquet, null);
            BarColumns same = (BarColumns) text;
            assertThat(read.summary().rows()).isEqualTo(rows + 1).isEqualTo(same.rows());
            assertThat(read.interval()).isEqualTo(same.interval());
            for (int i = 0; i < read.rows(); i++) {
              assertThat(
                      new double[] {
                        read.openTime(i),
                        read.open(i),
                        read.high(i),
                        read.low(i),
                        read.close(i),
                        read.volume(i)
                      })
                  .containsExactly(
                      (double) same.openTime(i),
                      same.open(i),
                      same.high(i),
                      same.low(i),
                      same.close(i),
                      same.volume(i));
            }
            assertThat(MarketFileReader.read(parquet, null).digest()).isEqualTo(read.digest());
            assertThat(folder.resolve("a.parquet.part")).doesNotExist();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static double[] candle(SplittableRandom random) {
    double open = random.nextDouble(1, 100_000);
    double close = random.nextDouble(1, 100_000);
    double high = Math.max(open, close) + random.nextDouble();
    double low = Math.min(open, close) * random.nextDouble(0.5, 1);
    return new double[] {open, high, low, close, random.nextInt(3) * random.nextDouble()};
  }

  @Test
  void holdsTrades() throws IOException {
    MarketFile trades =
        MarketFileReader.read(
            written(
                "t.parquet",
                List.of("time_ms", "price", "size"),
                new double[] {1.5, 2},
                new double[] {1.25, 0}),
            null);
    assertThat(trades.summary().line()).startsWith("2 rows from 2024-03-01T00:00:00Z");
  }

  /** The same rules as for text, with the number of the row. */
  @Test
  void isHeldAgainstTheSameRules() throws IOException {
    Path low =
        written("low.parquet", CANDLE, new double[] {1, 1, 1, 1, 1}, new double[] {2, 1, 2, 1, 1});
    assertProblem(low, low + ":2: high 1.0 is below low 2.0");
    Path names = written("names.parquet", List.of("time_ms", "a", "b"), new double[] {1, 1});
    assertProblem(names, names + ":0: is neither candles nor trades (columns are time_ms,open");
    Path nan = written("nan.parquet", CANDLE, new double[] {1, 1, 1, Double.NaN, 1});
    assertProblem(nan, nan + ":1: close '' is not a number greater than zero");
    Path none = written("none.parquet", CANDLE);
    assertProblem(none, none + ": has no rows");
  }

  @Test
  void whatIsNoParquetIsSaidInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.parquet"), "time_ms,open\n1,2\n");
    assertProblem(text, text + ": cannot be read: [text.parquet] Not a Parquet file");
    Path whole = written("whole.parquet", CANDLE, new double[] {1, 1, 1, 1, 1});
    byte[] bytes = Files.readAllBytes(whole);
    for (int length : new int[] {0, 4, 60, bytes.length - 9, bytes.length - 1}) {
      Path cut = folder.resolve("cut.parquet");
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      assertProblem(cut, cut + ": cannot be read");
    }
    assertProblem(folder.resolve("gone.parquet"), "no such file");
  }

  private static void assertProblem(Path file, String line) {
    assertThatThrownBy(() -> MarketFileReader.read(file, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(line);
  }

  /** The bytes, so that a change of the format is noticed. */
  @Test
  void isWrittenInThePlainestForm() throws IOException {
    Path file = written("bytes.parquet", List.of("time_ms", "price", "size"), new double[] {2, 1});
    assertThat(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
        .isEqualTo(
            "UEFSMRUAFRAVECwVAhUAFQYVBgAAAIRP940BAAAVABUQFRAsFQIVABUGFQYAAAAAAAAAAABAFQAVEBUQLBUC"
                + "FQAVBhUGAAAAAAAAAADwPxUCGUxIBHJvd3MVBgAVBCUAGAd0aW1lX21zABUKJQAYBXByaWNlABUK"
                + "JQAYBHNpemUAFgIZHBk8JggcFQQZJQAGGRgHdGltZV9tcxUAFgIWMhYyJggAACY6HBUKGSUABhkY"
                + "BXByaWNlFQAWAhYyFjImOgAAJmwcFQoZJQAGGRgEc2l6ZRUAFgIWMhYyJmwAABaWARYCACgGb3Jy"
                + "ZXJ5AJ8AAABQQVIx");
  }
}
