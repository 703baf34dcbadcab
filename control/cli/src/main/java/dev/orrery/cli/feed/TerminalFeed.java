package dev.orrery.cli.feed;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.PluginChange;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * For people. What trades is printed at once; what does nothing (noops, skips) is dimmed and told
 * together every few seconds; and past a number of lines a second the rest is counted, so that a
 * market at 600 times its pace stays readable. On a terminal with colours the last line is alive:
 * market time and equity of each strategy; every ten seconds it is left standing.
 */
final class TerminalFeed implements Feed {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("dd MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** Told by a decision or fill already, or of no consequence while all is well. */
  private static final Set<String> UNSAID =
      Set.of(
          "order_placed",
          "order_filled",
          "order_cancelled",
          "tick_failed",
          "runner_started",
          "reconciled",
          "funding_paid");

  private static final int LINES_PER_SECOND = 12;
  private static final long SUMMARY_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final Ink ink;
  private final int columns;
  private final LongSupplier nanos;
  private final Tally tally = new Tally();
  private final Lull lull = new Lull();
  private final Valve valve = new Valve(LINES_PER_SECOND);
  private int nameWidth = 8;
  private boolean alive;
  private long summarised;

  TerminalFeed(PrintStream out, Ink ink, int columns, LongSupplier nanos) {
    this.out = out;
    this.ink = ink;
    this.columns = columns;
    this.nanos = nanos;
  }

  @Override
  public synchronized void started(Opening opening) {

    summarised = nanos.getAsLong();
    nameWidth =
        opening.strategies().stream().mapToInt(each -> each.name().length()).reduce(8, Math::max);
    tally.stand(opening.strategies());
    Pages.opening(opening, ink).forEach(out::println);
  }

  @Override
  public synchronized void on(RuntimeFact fact) {
    tally.count(fact);
    switch (fact) {
      case RuntimeFact.Decided it -> decided(it);
      case RuntimeFact.Filled it -> filled(it);
      case RuntimeFact.Logged it -> logged(it);
      case RuntimeFact.Missed it ->
          print(ink.dim("  … " + Amounts.count(it.count()) + " facts more, all in the journal"));
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
      line(quiet.asOf(), quiet.strategy(), quiet.verdict(), ink.dim(cut(quiet.reason(), more)));
    }
    long held = valve.held(at);
    if (held > 0) {
      print(ink.dim("  … " + Amounts.count(held) + " more lines, all in the journal"));
    }
    if (at - summarised >= SUMMARY_NANOS) {
      summarised = at;
      print(summary(now));
    } else if (ink == Ink.COLOURED) {
      erase();
      out.print(summary(now));
      out.flush();
      alive = true;
    }
  }

  @Override
  public synchronized void ended(Closing closing) {
    tally.stand(closing.strategies());
    erase();
    Pages.closing(closing, tally.scores(), ink).forEach(out::println);
  }

  private void decided(RuntimeFact.Decided fact) {
    Instant asOf = Instant.ofEpochMilli(fact.decision().asOf());
    String reason = String.join("; ", fact.decision().reasons());
    String verdict = fact.verdict().text();
    switch (fact.verdict()) {
      case NOOP, SKIPPED -> lull.add(fact.strategy(), verdict, asOf, reason, nanos.getAsLong());
      case EXECUTED -> line(asOf, fact.strategy(), verdict, cut(reason, ""));
      case PARTIALLY_EXECUTED, DENIED, REJECTED, UNRESOLVED ->
          line(asOf, fact.strategy(), verdict, ink.yellow(cut(reason, "")));
      case FAILED, TIMED_OUT -> line(asOf, fact.strategy(), verdict, ink.red(cut(reason, "")));
    }
  }

  private void filled(RuntimeFact.Filled fact) {
    boolean bought = fact.fill().signedQuantity().signum() > 0;
    var price = fact.fill().price().value();
    var size = fact.fill().quantity().value();
    String what =
        (fact.fill().liquidation() ? "liquidated: " : "")
            + (bought ? "▲ bought " : "▼ sold ")
            + size.toPlainString()
            + " "
            + fact.fill().symbol()
            + " at "
            + price.toPlainString()
            + " = "
            + Amounts.usd(price.multiply(size));
    var gain = tally.score(fact.strategy()).gain();
    String money =
        ink.bold("   equity " + Amounts.usd(fact.equity().value()))
            + "  "
            + ink.signed(gain.signum(), Amounts.gain(gain));
    line(fact.fill().at(), fact.strategy(), "fill", ink.cyan(what) + money);
  }

  private void logged(RuntimeFact.Logged fact) {
    boolean routine = fact.level().equals("info");
    if (fact.level().equals("debug")
        || (UNSAID.contains(fact.event()) && routine)
        || fact.event().equals("tick_failed")) {
      return;
    }
    String text = fact.event() + " " + fact.message();
    String coloured = routine ? ink.cyan(text) : ink.yellow(text);
    print(" ".repeat(17) + pad(fact.strategy(), nameWidth) + "  " + coloured);
  }

  private void changed(PluginChange change) {
    String text = change.kind().event() + " " + change.message();
    String coloured =
        switch (change.kind()) {
          case LOADED, REPLACED, SAME -> ink.cyan(text);
          case REFUSED, REMOVED -> ink.yellow(text);
        };
    print(" ".repeat(17) + pad("plugins", nameWidth) + "  " + coloured);
  }

  private void line(Instant asOf, String strategy, String verdict, String text) {
    if (!valve.open(nanos.getAsLong())) {
      return;
    }
    print(
        ink.dim(CLOCK.format(asOf))
            + "  "
            + pad(strategy, nameWidth)
            + "  "
            + verdictInk(verdict, pad(verdict, 9))
            + "  "
            + text);
  }

  private String verdictInk(String verdict, String padded) {
    return switch (verdict) {
      case "executed" -> ink.green(padded);
      case "noop", "skipped" -> ink.dim(padded);
      case "fill" -> ink.cyan(padded);
      case "failed", "timed_out" -> ink.red(padded);
      default -> ink.yellow(padded);
    };
  }

  private String summary(Instant now) {
    StringBuilder line = new StringBuilder(ink.dim(CLOCK.format(now)));
    int used = 15;
    for (Tally.Score score : tally.scores()) {
      String plain = score.strategy() + " " + Amounts.usd(score.equity());
      String gain = Amounts.gain(score.gain());
      used += plain.length() + gain.length() + 5;
      if (used > columns && ink == Ink.COLOURED) {
        return line.append(ink.dim(" …")).toString();
      }
      line.append(ink.dim("  · ")).append(score.strategy()).append(' ');
      line.append(ink.bold(Amounts.usd(score.equity()))).append(' ');
      line.append(ink.signed(score.gain().signum(), gain));
    }
    return line.toString();
  }

  private String cut(String text, String kept) {
    int room = Math.max(20, columns - 15 - nameWidth - 9 - 6 - kept.length());
    String flat = text.replace('\n', ' ');
    return (flat.length() <= room ? flat : flat.substring(0, room - 1) + "…") + kept;
  }

  private void print(String line) {
    erase();
    out.println(line);
  }

  private void erase() {
    if (alive) {
      out.print("\r\u001b[K");
      alive = false;
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
