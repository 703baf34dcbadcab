package dev.orrery.runtime.tick;

import dev.orrery.runtime.isolation.RateLimit;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of one strategy: at most 100 lines a second, lines of at most 4,000 characters, no debug
 * or trace. Thread-safe.
 */
final class StrategyLogger extends LegacyAbstractLogger {
  @Serial private static final long serialVersionUID = 1L;

  private static final int LINES_A_SECOND = 100;
  private static final int MAX_LINE = 4_000;

  private final transient StrategyUnit.LogSink sink;
  private final transient RateLimit limit = new RateLimit(LINES_A_SECOND);

  StrategyLogger(String strategy, StrategyUnit.LogSink sink) {
    this.name = "strategy." + strategy;
    this.sink = sink;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    long nanos = System.nanoTime();
    long dropped = limit.takeDropped(nanos);
    if (dropped > 0) {
      sink.line("warn", dropped + " log lines dropped: at most " + LINES_A_SECOND + " a second");
    }
    if (!limit.pass(nanos)) {
      return;
    }
    String text = String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments));
    if (thrown != null) {
      text = text + ": " + thrown;
    }
    if (text.length() > MAX_LINE) {
      text = text.substring(0, MAX_LINE) + "...";
    }
    sink.line(level.name().toLowerCase(Locale.ROOT), text);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
