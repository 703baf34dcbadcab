package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSource;
import dev.orrery.market.file.MarketFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recordings of several symbols on one simulated timeline, once, in the order of their times; at
 * one instant in the order they were given. What is played is the time that all of them cover: what
 * one has before it warms candles. Immutable.
 */
public final class JointReplay implements MarketSource {
  private final List<Replay> replays;
  private final long from;
  private final long until;

  private JointReplay(List<Replay> replays, long from, long until) {
    this.replays = List.copyOf(replays);
    this.from = from;
    this.until = until;
  }

  /**
   * Two or more recordings, each of a symbol of its own.
   *
   * @throws ProblemException when a symbol comes twice, data is missing or malformed, or there is
   *     no time that all cover
   */
  public static JointReplay of(List<Replay> replays) {
    Set<String> symbols = new HashSet<>();
    long from = Long.MIN_VALUE;
    long until = Long.MAX_VALUE;
    for (Replay each : replays) {
      if (!symbols.add(each.symbol())) {
        throw new ProblemException(
            Problem.configuration(
                "market " + each.name(),
                each.symbol() + " is there twice",
                "give each symbol one file: larger candles are built from the smaller"));
      }
      MarketFile file = each.data();
      from = Math.max(from, file.time(0));
      until = Math.min(until, file.time(file.rows() - 1) + 1);
    }
    if (from >= until) {
      throw new ProblemException(
          Problem.configuration(
              "the market",
              "has no time that all symbols cover",
              replays.stream().map(JointReplay::covered).collect(Collectors.joining("; "))));
    }
    return new JointReplay(replays, from, until);
  }

  private static String covered(Replay replay) {
    return replay.symbol()
        + " has "
        + Instant.ofEpochMilli(replay.summary().from())
        + " to "
        + Instant.ofEpochMilli(replay.summary().to());
  }

  /**
   * Only what happens in a window of time; what lies before it is history.
   *
   * @param first epoch milliseconds of the first instant that is played
   * @param end epoch milliseconds of the first instant that is not
   */
  public JointReplay window(long first, long end) {
    return new JointReplay(replays, Math.max(from, first), Math.min(until, end));
  }

  /** First instant played, epoch milliseconds. */
  public long from() {
    return from;
  }

  /** First instant not played. */
  public long until() {
    return until;
  }

  /**
   * The recordings, each with this window, in the order given.
   *
   * @return none of which is without rows in the window
   * @throws ProblemException when one of them is
   */
  public List<Replay> parts() {
    List<Replay> parts = replays.stream().map(each -> each.window(from, until)).toList();
    parts.forEach(Replay::part);
    return parts;
  }

  /** The rules of all symbols, in their order. */
  public List<Instrument> instruments() {
    return replays.stream().map(Replay::instrument).toList();
  }

  /** Their names, joined. */
  public String name() {
    return replays.stream().map(Replay::name).collect(Collectors.joining("+"));
  }

  @Override
  public String describe() {
    return "replay " + name() + " simulated";
  }

  /** From the start: a simulated market is not resumed. */
  @Override
  public MarketFeed open(Optional<FeedPosition> position) {
    List<JointTrack> tracks = new ArrayList<>();
    long start = Long.MAX_VALUE;
    for (Replay each : parts()) {
      JointTrack track = new JointTrack(each.instrument(), each.data(), each.part());
      tracks.add(track);
      start = Math.min(start, track.nextTime());
    }
    return new JointFeed(tracks, new SimulatedTimeline(start - 1));
  }
}
