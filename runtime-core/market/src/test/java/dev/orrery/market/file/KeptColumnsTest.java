package dev.orrery.market.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptColumnsTest {
  private static final String TRADES = "1,800,0.5\n1,801,0\n700,799.25,2\n";
  private static final String BARS =
      "time_ms,open,high,low,close,volume\n60000,10,12,9,11,5\n120000,11,11,11,11,0\n";

  @TempDir Path folder = Path.of("");
  private Path recording = folder;
  private Path kept = folder;
  private int readings;

  @BeforeEach
  void names() {
    recording = folder.resolve("data.csv");
    kept = folder.resolve("market.columns");
  }

  private MarketFile read() {
    return new KeptColumns(kept)
        .read(
            recording,
            null,
            () -> {
              readings++;
              return MarketFileReader.read(recording, null);
            });
  }

  /** Writes a recording that is as old as it says by its system's own clock. */
  private void record(String text) throws IOException {
    Files.writeString(recording, text);
    Instant ripe = Instant.now().plus(Duration.ofSeconds(3));
    while (Instant.now().isBefore(ripe)) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void same(MarketFile one, @Nullable MarketFile other) {
    assertThat(one).usingRecursiveComparison().isEqualTo(other);
  }

  @Test
  void tradesAreReadOnceAndComeBackTheSame() throws Exception {
    record(TRADES);
    MarketFile first = read();
    MarketFile second = read();
    assertThat(readings).isEqualTo(1);
    assertThat(second).isInstanceOf(TradeColumns.class);
    same(second, first);
    assertThat(second.summary().largestGapLine()).isEqualTo(3);
  }

  @Test
  void candlesAreReadOnceAndComeBackTheSame() throws Exception {
    record(BARS);
    MarketFile first = read();
    same(read(), first);
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void recordingThatChangedIsReadAgainThoughSizeAndTimeAreTheSame() throws Exception {
    record(TRADES);
    read();
    FileTime written = Files.getLastModifiedTime(recording);
    record(TRADES.replace("799.25", "799.75"));
    Files.setLastModifiedTime(recording, written);
    MarketFile again = read();
    assertThat(readings).isEqualTo(2);
    assertThat(((TradeColumns) again).price(2)).isEqualTo(799.75);
    assertThat(again.digest()).isEqualTo(MarketFileReader.read(recording, null).digest());
  }

  @Test
  void recordingThatWasJustWrittenIsNotKept() throws Exception {
    Files.writeString(recording, TRADES);
    read();
    read();
    assertThat(readings).isEqualTo(2);
    assertThat(folder)
        .isDirectoryContaining("glob:**.csv")
        .isDirectoryNotContaining("glob:**.columns*");
  }

  @Test
  void damagedColumnsAreReadAnewAndMended() throws Exception {
    record(TRADES);
    MarketFile first = read();
    byte[] bytes = Files.readAllBytes(kept);
    bytes[bytes.length - 20] ^= 1;
    Files.write(kept, bytes);
    same(read(), first);
    assertThat(readings).isEqualTo(2);
    Files.write(kept, Arrays.copyOf(bytes, 100));
    same(read(), first);
    same(read(), first);
    assertThat(readings).isEqualTo(3);
  }
}
