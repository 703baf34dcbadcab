package dev.orrery.market.replay;

import dev.orrery.api.market.Interval;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.MarketFileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Recorded data that is read when first needed, once. Thread-safe. */
final class Recording {
  private static final String BUNDLED = "bitstamp_trades_from_20131125_usd.csv";

  private final String name;
  private final String symbol;
  private final Supplier<MarketFile> reader;
  private @Nullable MarketFile file;

  private Recording(String name, String symbol, Supplier<MarketFile> reader) {
    this.name = name;
    this.symbol = symbol;
    this.reader = reader;
  }

  static Recording of(Path path, String symbol, @Nullable Interval interval) {
    String name = String.valueOf(path.getFileName()).replaceFirst("\\.csv$", "");
    return new Recording(name, symbol, () -> MarketFileReader.read(path, interval));
  }

  static Recording bundled() {
    return new Recording("bitstamp-2013-11", "BTC", Recording::readBundled);
  }

  String name() {
    return name;
  }

  String symbol() {
    return symbol;
  }

  synchronized MarketFile file() {
    if (file == null) {
      file = reader.get();
    }
    return file;
  }

  private static MarketFile readBundled() {
    try (InputStream in = Recording.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IllegalStateException("the build did not unpack " + BUNDLED);
      }
      return MarketFileReader.read(BUNDLED, in, null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUNDLED, e);
    }
  }
}
