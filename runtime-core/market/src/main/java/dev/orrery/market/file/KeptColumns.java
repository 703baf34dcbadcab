package dev.orrery.market.file;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of one recording as they were read the last time, in a file beside: a start over the
 * same recording neither parses nor digests it again. What is kept counts only while the {@link
 * FileStamp} of the recording is the same; what is damaged, or of another version, is read anew and
 * written over. Nothing here can fail a reading. Used by one process and one thread at a time.
 */
public final class KeptColumns {
  private static final Logger LOG = LoggerFactory.getLogger(KeptColumns.class);
  private static final String VERSION = "orrery columns 1\n";
  private static final int DIGEST_DIGITS = 64;

  private final Path file;

  /** What is kept in this file, which need not be there yet; its folder is. */
  public KeptColumns(Path file) {
    this.file = file;
  }

  /**
   * The recording's columns: those that are kept when they are this recording's, else what the
   * reader says, which is kept.
   *
   * @param recording where the recording, or the archive it is in, lies
   * @param interval the candles' length as it was asked for
   */
  public MarketFile read(Path recording, @Nullable Interval interval, Supplier<MarketFile> reader) {
    Optional<String> stamp = FileStamp.of(recording).map(it -> it.text(interval));
    Optional<MarketFile> known = stamp.flatMap(this::find);
    if (known.isPresent()) {
      return known.get();
    }
    MarketFile read = reader.get();
    stamp.ifPresent(text -> keep(read, recording, interval, text));
    return read;
  }

  private Optional<MarketFile> find(String stamp) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      byte[] head = (VERSION + stamp).getBytes(StandardCharsets.UTF_8);
      if (bytes.limit() < head.length + Long.BYTES
          || !bytes.slice(0, head.length).equals(ByteBuffer.wrap(head))) {
        return Optional.empty();
      }
      int body = bytes.limit() - Long.BYTES;
      if (bytes.getLong(body) != checksum(bytes.array(), body)) {
        LOG.warn("Kept columns are damaged and read anew file={}", file);
        return Optional.empty();
      }
      return Optional.of(columns(bytes.position(head.length)));
    } catch (IOException e) {
      LOG.debug("kept columns cannot be read file={}", file, e);
      return Optional.empty();
    }
  }

  private static MarketFile columns(ByteBuffer from) {
    byte[] digest = new byte[DIGEST_DIGITS];
    from.get(digest);
    Sha256 sha = new Sha256(new String(digest, StandardCharsets.US_ASCII));
    long interval = from.getLong();
    int firstLine = from.getInt();
    long[] times = new long[from.getInt()];
    double[][] numbers = new double[from.getInt()][times.length];
    from.asLongBuffer().get(times);
    from.position(from.position() + times.length * Long.BYTES);
    for (double[] column : numbers) {
      from.asDoubleBuffer().get(column);
      from.position(from.position() + column.length * Double.BYTES);
    }
    Columns columns = new Columns(times, numbers);
    return interval == 0
        ? new TradeColumns(columns, firstLine, sha)
        : new BarColumns(new Interval(interval), columns, firstLine, sha);
  }

  /** Only what has stood still while it was read, and for a while before. */
  private void keep(MarketFile read, Path recording, @Nullable Interval interval, String stamp) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, bytes(read, stamp));
      boolean settled =
          FileStamp.of(recording)
              .filter(now -> now.text(interval).equals(stamp))
              .filter(now -> now.settledBefore(FileStamp.of(fresh).orElse(now)))
              .isPresent();
      if (settled) {
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.delete(fresh);
      }
    } catch (IOException e) {
      LOG.debug("columns cannot be kept file={}", file, e);
    }
  }

  private static byte[] bytes(MarketFile read, String stamp) {
    byte[] head = (VERSION + stamp).getBytes(StandardCharsets.UTF_8);
    Columns columns =
        switch (read) {
          case BarColumns bars -> bars.columns();
          case TradeColumns trades -> trades.columns();
        };
    int firstLine =
        switch (read) {
          case BarColumns bars -> bars.firstLine();
          case TradeColumns trades -> trades.firstLine();
        };
    int fixed = head.length + DIGEST_DIGITS + 2 * Long.BYTES + 3 * Integer.BYTES;
    int cells = columns.rows() * (1 + columns.width());
    ByteBuffer to =
        ByteBuffer.allocate(Math.addExact(fixed, Math.multiplyExact(cells, Long.BYTES)))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(head)
            .put(read.digest().hex().getBytes(StandardCharsets.US_ASCII))
            .putLong(read instanceof BarColumns bars ? bars.interval().millis() : 0)
            .putInt(firstLine)
            .putInt(columns.rows())
            .putInt(columns.width());
    for (long time : columns.times()) {
      to.putLong(time);
    }
    for (int i = 0; i < columns.width(); i++) {
      for (double number : columns.numbers(i)) {
        to.putDouble(number);
      }
    }
    return to.putLong(checksum(to.array(), to.position())).array();
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }
}
