package dev.orrery.market.replay;

import dev.orrery.api.market.Interval;
import dev.orrery.market.file.KeptColumns;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.MarketFileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Recorded data that is read when first needed, once. Thread-safe. */
final class Recording {
  private static final String BUNDLED = "bitstamp_trades_from_20131125_usd.csv";

  private final String name;
  private final String symbol;
  private final Supplier<MarketFile> reader;
  private final Optional<Path> source;
  private final @Nullable Interval interval;
  private @Nullable MarketFile file;

  private Recording(
      String name,
      String symbol,
      Supplier<MarketFile> reader,
      Optional<Path> source,
      @Nullable Interval interval) {
    this.name = name;
    this.symbol = symbol;
    this.reader = reader;
    this.source = source;
    this.interval = interval;
  }

  static Recording of(Path path, String symbol, @Nullable Interval interval) {
    String name = String.valueOf(path.getFileName()).replaceFirst("\\.csv$", "");
    return new Recording(
        name, symbol, () -> MarketFileReader.read(path, interval), Optional.of(path), interval);
  }

  static Recording bundled() {
    return new Recording("bitstamp-2013-11", "BTC", Recording::readBundled, bundledSource(), null);
  }

  /** The same, kept in a file once it has been read: see {@link KeptColumns}. */
  Recording keptIn(Path file) {
    if (source.isEmpty()) {
      return this;
    }
    KeptColumns kept = new KeptColumns(file);
    Path from = source.get();
    return new Recording(name, symbol, () -> kept.read(from, interval, reader), source, interval);
  }

  /** The archive it comes in, or the file itself where there is none. */
  private static Optional<Path> bundledSource() {
    URL found = Recording.class.getResource(BUNDLED);
    if (found == null) {
      return Optional.empty();
    }
    String place = found.toString();
    int inside = place.indexOf("!/");
    if (place.startsWith("jar:file:") && inside > 0) {
      return Optional.of(Path.of(URI.create(place.substring("jar:".length(), inside))));
    }
    return place.startsWith("file:") ? Optional.of(Path.of(URI.create(place))) : Optional.empty();
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
