package dev.orrery.deployment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the reader of a log goes on. Ids are handed out before they are committed, so a line may be
 * seen after one with a higher id: instead of one id it names the last few that were read, and all
 * else above the lowest of them is still to come.
 *
 * @param horizon nothing at or below it comes any more
 * @param read the ids above it that were read, in order
 */
public record LogCursor(long horizon, List<Long> read) {
  private static final int MOST = 32;
  private static final Pattern TEXT = Pattern.compile("\\d{1,18}(\\.\\d{1,18}){0," + MOST + "}");

  /** Copies. */
  public LogCursor {
    read = List.copyOf(read);
  }

  /** As {@link #text} wrote it; empty when it is none. */
  public static Optional<LogCursor> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    List<Long> ids = Stream.of(text.split("\\.", -1)).map(Long::valueOf).toList();
    return Optional.of(new LogCursor(ids.getFirst(), ids.subList(1, ids.size())));
  }

  /**
   * After the latest lines.
   *
   * @param all whether there are no others; else those before them do not come
   */
  public static LogCursor of(Collection<LogTable.Line> latest, boolean all) {
    long below = latest.stream().mapToLong(LogTable.Line::id).min().orElse(1) - 1;
    return new LogCursor(all ? 0 : below, List.of()).after(latest);
  }

  /** After these lines, too. */
  public LogCursor after(Collection<LogTable.Line> lines) {
    TreeSet<Long> all = new TreeSet<>(read);
    lines.stream().map(LogTable.Line::id).filter(id -> id > horizon).forEach(all::add);
    long above = horizon;
    while (all.size() > MOST) {
      above = all.removeFirst();
    }
    return new LogCursor(above, List.copyOf(all));
  }

  /** Short, without a letter that an address would have to encode. */
  public String text() {
    return Stream.concat(Stream.of(horizon), read.stream())
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }
}
