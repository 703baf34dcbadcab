package dev.orrery.cli.feed;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.PluginChange;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.recording.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * For people. What trades is printed at once; what does nothing (noops, skips) is dimmed and told
 * together every few seconds; and past a number of lines a second the rest is counted, so that a
 * market at 600 times its pace stays readable. On a terminal with colours the last line is alive:
 * market time and equity of each strategy; every ten seconds it is left standing.
 */
final class TerminalFeed implements Feed {
  /** Told by a decision or fill already, or of no consequence while all is well. */
  private static final Set<String> UNSAID =
      Set.of(
          "order_placed",
          "order_filled",
          "order_cancelled",
          "tick_failed",
          "runner_started",
          "plugin_loaded",
          "plugin_replaced",
          "leverage_set",
          "reconciled",
          "funding_paid");

  /** However bad: a decision tells of the one, the line of its jar of the other. */
  private static final Set<String> TOLD = Set.of("tick_failed", "plugin_refused");

  private static final int LINES_PER_SECOND = 6;
  private static final long SUMMARY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  /** A terminal that was made narrower since does not break the line that is alive. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String MORE = " ".repeat(10) + "… ";
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final Ink ink;
  private final int columns;
  private final LongSupplier nanos;
  private final Tally tally = new Tally();
  private final Lull lull = new Lull();
  private final Valve valve = new Valve(LINES_PER_SECOND);
  private FeedLayout layout;
  private boolean alive;
  private long summarised;
  private long day = Long.MIN_VALUE;

  TerminalFeed(PrintStream out, Ink ink, int columns, LongSupplier nanos) {
    this.out = out;
    this.ink = ink;
    this.columns = columns;
    this.nanos = nanos;
    this.layout = FeedLayout.of(ink, columns, List.of());
  }

  @Override
  public synchronized void started(Opening opening) {
    summarised = nanos.getAsLong();
    layout =
        FeedLayout.of(
            ink, columns, opening.strategies().stream().map(StrategyStatus::name).toList());
    tally.begin(opening.began());
    tally.stand(opening.strategies());
    Pages.opening(opening, ink, columns).forEach(out::println);
    out.println();
  }

  @Override
  public synchronized void on(RuntimeFact fact) {
    tally.count(fact);
    named(fact).ifPresent(strategy -> layout = layout.with(strategy));
    switch (fact) {
      case RuntimeFact.Decided it -> decided(it);
      case RuntimeFact.Filled it ->
          line(
              it.fill().at(),
              it.strategy(),
              "fill",
              layout.fill(it.fill(), it.equity().value(), tally.score(it.strategy()).gain()));
      case RuntimeFact.Logged it -> logged(it);
      case RuntimeFact.Missed it ->
          print(ink.dim(MORE + Amounts.count(it.count()) + " facts more, all in the journal"));
      case RuntimeFact.MarketEnded it -> {
        if (it.how() == MarketEnd.FAILED) {
          print(ink.yellow("the market failed: " + it.detail()));
        }
      }
      case RuntimeFact.PluginChanged it -> changed(it.change());
    }
  }

  @Override
  public synchronized void beat(Instant now, List<StrategyStatus> standing) {
    tally.stand(standing);
    long at = nanos.getAsLong();
    for (Lull.Quiet quiet : lull.due(at)) {
      String more = quiet.count() > 1 ? " (" + Amounts.count(quiet.count()) + " times)" : "";
      line(
          quiet.asOf(),
          quiet.strategy(),
          quiet.verdict(),
          ink.dim(layout.cutToRoom(quiet.reason(), more)));
    }
    long held = valve.held(at);
    if (held > 0) {
      print(ink.dim(MORE + Amounts.count(held) + " more lines, all in the journal"));
    }
    String summary = layout.summary(now, tally.scores());
    if (at - summarised >= SUMMARY_NANOS) {
      summarised = at;
      print(summary);
    } else if (ink == Ink.COLOURED) {
      out.print((alive ? ERASE : "") + NO_WRAP + summary + WRAP);
      out.flush();
      alive = true;
    }
  }

  @Override
  public synchronized void ended(Closing closing) {
    tally.stand(closing.strategies());
    erase();
    Pages.closing(closing, tally.scores(), ink, columns).forEach(out::println);
  }

  private static Optional<String> named(RuntimeFact fact) {
    return switch (fact) {
      case RuntimeFact.Decided it -> Optional.of(it.strategy());
      case RuntimeFact.Filled it -> Optional.of(it.strategy());
      case RuntimeFact.Logged it -> Optional.of(it.strategy());
      case RuntimeFact.Missed _ -> Optional.empty();
      case RuntimeFact.MarketEnded _ -> Optional.empty();
      case RuntimeFact.PluginChanged _ -> Optional.empty();
    };
  }

  private void decided(RuntimeFact.Decided fact) {
    Instant asOf = Instant.ofEpochMilli(fact.decision().asOf());
    String reason = String.join("; ", fact.decision().reasons());
    String cut = layout.cutToRoom(reason, "");
    switch (fact.verdict()) {
      case NOOP, SKIPPED ->
          lull.add(fact.strategy(), fact.verdict().text(), asOf, reason, nanos.getAsLong());
      case EXECUTED -> line(asOf, fact.strategy(), fact.verdict().text(), cut);
      case PARTIALLY_EXECUTED, DENIED, REJECTED, UNRESOLVED ->
          line(asOf, fact.strategy(), shortly(fact.verdict()), ink.yellow(cut));
      case FAILED, TIMED_OUT -> line(asOf, fact.strategy(), fact.verdict().text(), ink.red(cut));
    }
  }

  private static String shortly(Verdict verdict) {
    return switch (verdict) {
      case PARTIALLY_EXECUTED -> "partly";
      case UNRESOLVED -> "unknown";
      default -> verdict.text();
    };
  }

  private void logged(RuntimeFact.Logged fact) {
    boolean routine = fact.level().equals("info");
    if (fact.level().equals("debug")
        || (UNSAID.contains(fact.event()) && routine)
        || TOLD.contains(fact.event())) {
      return;
    }
    String text = fact.event() + " " + fact.message();
    String coloured =
        switch (fact.level()) {
          case "info" -> ink.cyan(text);
          case "error" -> ink.red(text);
          default -> ink.yellow(text);
        };
    print(layout.aside(fact.strategy(), coloured));
  }

  private void changed(PluginChange change) {
    String text = change.kind().event() + " " + change.message();
    String coloured =
        switch (change.kind()) {
          case LOADED, REPLACED, SAME -> ink.cyan(text);
          case REFUSED, REMOVED -> ink.yellow(text);
        };
    print(layout.aside("plugins", coloured));
  }

  private void line(Instant asOf, String strategy, String verdict, String text) {
    if (!valve.open(nanos.getAsLong())) {
      return;
    }
    long now = Math.floorDiv(asOf.toEpochMilli(), DAY_MILLIS);
    if (now > day) {
      day = now;
      print(layout.day(asOf));
    }
    print(layout.line(asOf, strategy, verdict, text));
  }

  private void print(String line) {
    erase();
    out.println(line);
  }

  private void erase() {
    if (alive) {
      out.print(ERASE);
      alive = false;
    }
  }
}
