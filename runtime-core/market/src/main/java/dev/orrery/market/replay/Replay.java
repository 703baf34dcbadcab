package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.PacedTimeline;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSource;
import dev.orrery.market.file.DataSummary;
import dev.orrery.market.file.MarketFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A market read from a file of candles or trades of one symbol. Immutable: each setting gives
 * another one. The file is read once, by the first {@link #open} or {@link #summary}, and shared by
 * all that were made from the same {@link #of}.
 *
 * <p>By default the market is paced, at {@value #DEFAULT_SPEED} times its own speed. A simulated
 * replay plays the data once, the others lap after lap, for ever; {@link #laps} says otherwise.
 *
 * <p>
 *
 * {@snippet :
 * Replay.of(Path.of("btc-1m.csv"), "BTC").speed(60)
 * }
 */
public final class Replay implements MarketSource {
  /** Timeline seconds a wall second, unless said otherwise. */
  public static final double DEFAULT_SPEED = 600;

  private static final int LAPS_OF_THE_KIND = 0;

  private final Recording recording;
  private final Timeline.Kind kind;
  private final double speed;
  private final int laps;
  private final @Nullable Instrument instrument;
  private final Window window;

  private Replay(
      Recording recording,
      Timeline.Kind kind,
      double speed,
      int laps,
      @Nullable Instrument instrument,
      Window window) {
    this.recording = recording;
    this.kind = kind;
    this.speed = speed;
    this.laps = laps;
    this.instrument = instrument;
    this.window = window;
  }

  /** A file of candles or trades: told apart by header or columns. */
  public static Replay of(Path file, String symbol) {
    return of(Recording.of(file, symbol, null));
  }

  /** A file of candles of this length: for files with so many gaps that it cannot be told. */
  public static Replay of(Path file, String symbol, Interval interval) {
    return of(Recording.of(file, symbol, interval));
  }

  /**
   * The market that comes along: 100,000 trades of BTC in USD on Bitstamp, 25 November to 1
   * December 2013, as published with ta4j (MIT licence).
   */
  public static Replay bundled() {
    return of(Recording.bundled());
  }

  /**
   * With its columns kept in a file once they have been read, so that reading the same recording
   * again takes no time; a recording that has changed is read again. One process uses the file.
   *
   * @param file need not be there; its folder is
   */
  public Replay keptIn(Path file) {
    return new Replay(recording.keptIn(file), kind, speed, laps, instrument, window);
  }

  private static Replay of(Recording recording) {
    return new Replay(
        recording, Timeline.Kind.PACED, DEFAULT_SPEED, LAPS_OF_THE_KIND, null, Window.ALL);
  }

  /** Paced at {@code speed} timeline seconds a wall second; greater than zero. */
  public Replay speed(double newSpeed) {
    if (!(newSpeed > 0) || !Double.isFinite(newSpeed)) {
      throw new IllegalArgumentException("speed must be greater than zero: " + newSpeed);
    }
    return new Replay(recording, Timeline.Kind.PACED, newSpeed, laps, instrument, window);
  }

  /** Paced, at the speed set. */
  public Replay paced() {
    return new Replay(recording, Timeline.Kind.PACED, speed, laps, instrument, window);
  }

  /** On the world's clock: rows shifted to now. */
  public Replay wall() {
    return new Replay(recording, Timeline.Kind.WALL, speed, laps, instrument, window);
  }

  /** As fast as possible. */
  public Replay simulated() {
    return new Replay(recording, Timeline.Kind.SIMULATED, speed, laps, instrument, window);
  }

  /** On a timeline of this kind. */
  public Replay on(Timeline.Kind newKind) {
    return new Replay(recording, newKind, speed, laps, instrument, window);
  }

  /** Plays the data so many times; at least once. */
  public Replay laps(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("laps must be at least 1: " + count);
    }
    return new Replay(recording, kind, speed, count, instrument, window);
  }

  /** Plays the data again and again. */
  public Replay forever() {
    return laps(Integer.MAX_VALUE);
  }

  /** Rules of the symbol; by default those of Hyperliquid, for BTC its very own. */
  public Replay instrument(Instrument newInstrument) {
    if (!newInstrument.symbol().equals(recording.symbol())) {
      throw new IllegalArgumentException(
          "instrument " + newInstrument.symbol() + " for a market of " + recording.symbol());
    }
    return new Replay(recording, kind, speed, laps, newInstrument, window);
  }

  /**
   * Simulated, once, and only what happens in a window of time. What lies before it is known as
   * history: candles that strategies subscribe to are warm from the first row on.
   *
   * @param from epoch milliseconds of the first instant that is played
   * @param until epoch milliseconds of the first instant that is not; {@link Long#MAX_VALUE} for
   *     the end of the data
   */
  public Replay window(long from, long until) {
    Window wanted = new Window(from, until);
    return new Replay(recording, Timeline.Kind.SIMULATED, speed, 1, instrument, wanted);
  }

  /**
   * The rows of the window: from {@code first} to before {@code end}.
   *
   * @param first the first row played
   * @param end the row after the last one played
   */
  public record Part(int first, int end) {}

  /**
   * Which rows of the {@link #data} are played, in a lap.
   *
   * @throws dev.orrery.kernel.ProblemException when none is, or the data is missing or malformed
   */
  public Part part() {
    MarketFile file = recording.file();
    return new Part(window.first(file), window.end(recording.name(), file));
  }

  /**
   * The rules of the symbol, as strategies and brokers will see them.
   *
   * @throws dev.orrery.kernel.ProblemException when the data is missing or malformed
   */
  public Instrument instrument() {
    return instrument == null
        ? DefaultInstrument.of(recording.symbol(), recording.file())
        : instrument;
  }

  /** What it is of. */
  public String symbol() {
    return recording.symbol();
  }

  /** A name to show, without how it is played: the file's, or that of the bundled market. */
  public String name() {
    return recording.name();
  }

  /**
   * What the data covers.
   *
   * @throws dev.orrery.kernel.ProblemException when it is missing or malformed
   */
  public DataSummary summary() {
    return recording.file().summary();
  }

  /**
   * The rows themselves, for whoever plays them in another way.
   *
   * @throws dev.orrery.kernel.ProblemException when the data is missing or malformed
   */
  public MarketFile data() {
    return recording.file();
  }

  @Override
  public String describe() {
    return switch (kind) {
      case WALL -> "replay " + recording.name() + " wall";
      case PACED -> "replay " + recording.name() + " x" + shown(speed) + " paced";
      case SIMULATED -> "replay " + recording.name() + " simulated";
    };
  }

  @Override
  public MarketFeed open(Optional<FeedPosition> from) {
    MarketFile file = recording.file();
    String source = recording.symbol() + " sha256:" + file.digest();
    Course course = new Course(recording.symbol(), file, 0);
    Optional<FeedPosition> known =
        from.filter(it -> it.source().equals(source) && it.row() >= 0 && it.row() < file.rows());
    Part part = part();
    long first = known.map(it -> course.step(it.row(), it.lap())).orElse((long) part.first());
    Instrument rules = instrument();
    if (kind == Timeline.Kind.WALL) {
      WallTimeline timeline = new WallTimeline();
      long wait = Math.floorMod(course.time(first) - timeline.nowMillis(), file.grid());
      Course shifted = course.shiftedBy(timeline.nowMillis() + wait - course.time(first));
      return new WallReplayFeed(
          new ReplayStart(source, rules, shifted, first, end(file, first)), timeline);
    }
    Course resumed = course.shiftedBy(known.map(it -> it.time() - course.time(first)).orElse(0L));
    ReplayStart start = new ReplayStart(source, rules, resumed, first, end(file, first));
    return new SteppedReplayFeed(
        start,
        kind == Timeline.Kind.PACED
            ? new PacedTimeline(start.time(), speed)
            : new SimulatedTimeline(start.time()));
  }

  /** The step after the last: laps are counted from the first start, not from where one resumes. */
  private long end(MarketFile file, long first) {
    boolean once = laps == LAPS_OF_THE_KIND && kind == Timeline.Kind.SIMULATED;
    boolean forever = laps == Integer.MAX_VALUE || (laps == LAPS_OF_THE_KIND && !once);
    long lastLap = (once ? 1L : laps) - 1;
    return forever ? Long.MAX_VALUE : Math.max(first, lastLap * file.rows() + part().end());
  }

  private static String shown(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
