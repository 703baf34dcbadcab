package dev.orrery.cli.feed;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.DurationText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.TextTable;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.TriggerKeys;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What stands above a feed and below it, within the columns there are. */
final class Pages {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final String MARGIN = "  ";

  /** Columns of the closing table that can be spared: those that say nothing first. */
  private static final int EMPTY = 10;

  private Pages() {}

  static List<String> opening(Opening opening, Ink ink, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(fact(ink, "market", opening.market() + ", " + opening.pace()));
    lines.add(fact(ink, "time", MOMENT.format(opening.from()) + " UTC"));
    lines.add(fact(ink, "journal", opening.journal()));
    lines.add(fact(ink, "page", opening.page().toString()));
    if (opening.dev()) {
      lines.add(fact(ink, "dev", ink.yellow("decisions have no deadline")));
    }
    lines.add("");
    TextTable table = new TextTable(ink).words("strategy").words("vault").spare(2);
    table.words("wakes on").spare(1).numbers("equity").words("state");
    for (StrategyStatus each : opening.strategies()) {
      String wakes = each.triggers().stream().map(TriggerKeys::of).collect(Collectors.joining(" "));
      table.row().cell(each.name(), ink::bold).cell(each.vault()).cell(wakes);
      table.cell(Amounts.usd(each.account().equity().value()));
      table.cell(each.state(), each.state().equals("running") ? ink::green : ink::yellow);
    }
    add(table, columns, lines);
    opening.refused().forEach(line -> lines.add(MARGIN + ink.yellow("refused " + line)));
    lines.add("");
    lines.add(
        MARGIN + ink.dim("ready in " + DurationText.shown(opening.ready()) + "; Ctrl-C ends"));
    return lines;
  }

  static List<String> closing(
      Closing closing, Collection<Tally.Score> scores, Ink ink, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    TextTable table = new TextTable(ink).words("strategy");
    for (Count count : Count.values()) {
      long all = scores.stream().mapToLong(count.of).sum();
      table.numbers(count.title).spare(all == 0 ? EMPTY + count.empty : count.spare);
    }
    table.numbers("fees").spare(2).numbers("pnl").numbers("equity");
    for (Tally.Score score : scores) {
      row(table, score.strategy(), List.of(score), ink);
    }
    if (scores.size() > 1) {
      row(table, "all", scores, ink);
    }
    add(table, columns, lines);
    lines.add("");
    lines.add(MARGIN + closing.cause() + " after " + DurationText.shown(closing.lasted()));
    lines.add(
        MARGIN
            + ink.dim(
                "the market is at "
                    + MOMENT.format(closing.at())
                    + " UTC; overruns "
                    + Amounts.count(closing.overruns())));
    return lines;
  }

  private static void row(TextTable table, String name, Collection<Tally.Score> scores, Ink ink) {
    BigDecimal gain = sum(scores, Tally.Score::gain);
    table.row().cell(name, ink::bold);
    for (Count count : Count.values()) {
      long sum = scores.stream().mapToLong(count.of).sum();
      table.cell(Amounts.count(sum), text -> count.ink(ink, sum, text));
    }
    table.cell(Amounts.usd(sum(scores, Tally.Score::fees)));
    table.cell(Amounts.gain(gain), text -> ink.signed(gain.signum(), text));
    table.cell(Amounts.usd(sum(scores, Tally.Score::equity)), ink::bold);
  }

  private static void add(TextTable table, int columns, List<String> lines) {
    table.lines(columns - MARGIN.length()).forEach(line -> lines.add(MARGIN + line));
  }

  private static BigDecimal sum(
      Collection<Tally.Score> scores, Function<Tally.Score, BigDecimal> what) {
    return scores.stream().map(what).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String fact(Ink ink, String name, String text) {
    return MARGIN + ink.dim(name + " ".repeat(9 - name.length())) + text;
  }

  /** What is counted, in the order shown. */
  private enum Count {
    DECISIONS("decisions", 3, 1, Tally.Score::decisions),
    NOOP("noop", 5, 3, score -> score.of(Verdict.NOOP)),
    EXECUTED("executed", 0, 0, score -> score.of(Verdict.EXECUTED, Verdict.PARTIALLY_EXECUTED)),
    DENIED("denied", 0, 5, score -> score.of(Verdict.DENIED, Verdict.REJECTED)),
    FAILED("failed", 0, 6, score -> score.of(Verdict.FAILED, Verdict.TIMED_OUT)),
    SKIPPED("skipped", 4, 7, score -> score.of(Verdict.SKIPPED)),
    ORDERS("orders", 6, 4, Tally.Score::orders),
    FILLS("fills", 0, 0, Tally.Score::fills);

    private final String title;
    private final int spare;
    private final int empty;

    @SuppressWarnings("ImmutableEnumChecker") // references to methods capture nothing
    private final ToLongFunction<Tally.Score> of;

    /**
     * One.
     *
     * @param spare what it can be spared for; 0 for not at all
     * @param empty the same among those that have nothing to count
     */
    Count(String title, int spare, int empty, ToLongFunction<Tally.Score> of) {
      this.title = title;
      this.spare = spare;
      this.empty = empty;
      this.of = of;
    }

    /** Nothing is nothing to look at; what went wrong is. */
    private String ink(Ink ink, long count, String text) {
      if (count == 0) {
        return ink.dim(text);
      }
      return switch (this) {
        case FAILED -> ink.red(text);
        case DENIED -> ink.yellow(text);
        case DECISIONS, NOOP, EXECUTED, SKIPPED, ORDERS, FILLS -> text;
      };
    }
  }
}
