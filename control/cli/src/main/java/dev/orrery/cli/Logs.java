package dev.orrery.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.orrery.cli.print.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where logs go. Standard output belongs to data and feed; a person at a terminal sees warnings and
 * errors in a short form on stderr, a program that collects stderr gets JSON lines; a daemon keeps
 * everything in its data directory, in files that are rolled.
 *
 * <p>Set up in code: reading XML would cost a tenth of the start-up time. Used by the thread of
 * {@code main} only.
 */
final class Logs {
  private static final String FILE_PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{24} - %msg"
          + "%replace( %mdc){' $', ''}%n%ex";
  private static final String SHORT_PATTERN = "%-5level %msg%n%nopex";
  private static final Map<String, Level> QUIET =
      Map.of(
          "org.quartz", Level.WARN,
          "org.pf4j", Level.WARN,
          "com.zaxxer.hikari", Level.WARN,
          "org.flywaydb", Level.WARN,
          "org.eclipse.jetty", Level.WARN,
          "io.javalin", Level.WARN,
          // A port that is not to be had is a problem of ours, told as one.
          "io.javalin.Javalin", Level.OFF);

  private static final ListAppender<ILoggingEvent> HELD = new ListAppender<>();

  private static @Nullable Path folder;

  private Logs() {}

  /** Short warnings on stderr: every verb but the daemon. */
  static void brief(Console console) {
    Logger root = reset();
    // The verbs that load jars tell of them themselves.
    context().getLogger("dev.orrery.runtime.plugin").setLevel(Level.ERROR);
    root.addAppender(stderr(console, pattern(root, SHORT_PATTERN), Level.WARN));
  }

  /** Of a command that tells in its result what went wrong in the play: nothing but accidents. */
  static void quiet(Console console) {
    brief(console);
    context().getLogger("dev.orrery").setLevel(Level.ERROR);
    context().getLogger("dev.orrery.executor").setLevel(Level.OFF);
  }

  /**
   * A daemon's: everything is held until {@link #opened}, because the folder of the file is another
   * daemon's until this one has it. What keeps a start from succeeding is told as problems: until
   * then stderr gets warnings only.
   */
  static void daemon(Console console) {
    held(console, Level.WARN);
  }

  /** A machine's: whoever keeps its output sees every step of a start that fails. */
  static void machine(Console console) {
    held(console, console.errTerminal() ? Level.WARN : Level.INFO);
  }

  private static void held(Console console, Level least) {
    Logger root = reset();
    boolean person = console.errTerminal();
    Encoder<ILoggingEvent> encoder = person ? pattern(root, SHORT_PATTERN) : json(root);
    root.addAppender(stderr(console, encoder, least));
    HELD.start();
    root.addAppender(HELD);
  }

  /** The data directory is ours: its file gets everything, a program at stderr what matters. */
  static void opened(Console console, Path dataDir) throws IOException {
    openFile(dataDir);
    if (!console.errTerminal()) {
      Logger root = context().getLogger(Logger.ROOT_LOGGER_NAME);
      root.detachAppender("stderr");
      root.addAppender(stderr(console, json(root), Level.INFO));
    }
  }

  /** From now on everything goes to {@code logs/orrery.log}, beginning with what was held. */
  private static void openFile(Path dataDir) throws IOException {
    Logger root = context().getLogger(Logger.ROOT_LOGGER_NAME);
    Appender<ILoggingEvent> file = file(root, Files.createDirectories(dataDir.resolve("logs")));
    root.addAppender(file);
    root.detachAppender(HELD);
    HELD.list.forEach(file::doAppend);
    HELD.list.clear();
  }

  /** Says where a failure nobody foresaw is kept, without opening anything. */
  static void unexpectedGoTo(Path dataDir) {
    folder = dataDir;
  }

  /** Keeps a failure with its stack; the file it is in, empty when there is no place for it. */
  static Optional<Path> keep(Throwable failure) {
    Path dataDir = folder;
    return dataDir != null && Files.isDirectory(dataDir)
        ? keepIn(dataDir, failure)
        : keepApart(failure);
  }

  /** Nothing was kept yet, so there is no folder of ours. */
  private static Optional<Path> keepApart(Throwable failure) {
    try {
      Path file = Files.createTempFile("orrery-failure-", ".txt");
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        failure.printStackTrace(out);
      }
      return Optional.of(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  private static Optional<Path> keepIn(Path dataDir, Throwable failure) {
    try {
      Logger root = context().getLogger(Logger.ROOT_LOGGER_NAME);
      if (root.getAppender("file") == null) {
        openFile(dataDir);
      }
      root.detachAppender("stderr");
      root.error("The command failed", failure);
      return Optional.of(dataDir.resolve("logs").resolve("orrery.log"));
    } catch (IOException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  private static Logger reset() {
    LoggerContext context = context();
    context.reset();
    QUIET.forEach((name, level) -> context.getLogger(name).setLevel(level));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    return root;
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static OutputStreamAppender<ILoggingEvent> stderr(
      Console console, Encoder<ILoggingEvent> encoder, Level least) {
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setName("stderr");
    appender.setContext(context());
    appender.setEncoder(encoder);
    appender.setOutputStream(new Unclosed(console.err()));
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel(least.toString());
    filter.start();
    appender.addFilter(filter);
    appender.start();
    return appender;
  }

  private static RollingFileAppender<ILoggingEvent> file(Logger root, Path logs) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setName("file");
    appender.setContext(root.getLoggerContext());
    appender.setFile(logs.resolve("orrery.log").toString());
    appender.setEncoder(pattern(root, FILE_PATTERN));
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(root.getLoggerContext());
    rolling.setParent(appender);
    rolling.setFileNamePattern(logs.resolve("orrery.%i.log.gz").toString());
    rolling.setMaxIndex(9);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(root.getLoggerContext());
    size.setMaxFileSize(new FileSize(20 * FileSize.MB_COEFFICIENT));
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> pattern(Logger root, String text) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(root.getLoggerContext());
    encoder.setPattern(text);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(Logger root) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(root.getLoggerContext());
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.start();
    return encoder;
  }

  /** Standard error outlives the appender that writes to it. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
