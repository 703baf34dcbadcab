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

/** What stands above a feed and below it. */
final class Pages {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Pages() {}

  static List<String> opening(Opening opening, Ink ink) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(fact(ink, "market", opening.market() + ", " + opening.pace()));
    lines.add(fact(ink, "time", MOMENT.format(opening.from()) + " UTC"));
    lines.add(fact(ink, "journal", opening.journal()));
    lines.add(fact(ink, "page", opening.page().toString()));
    lines.add("");
    TextTable table = new TextTable(ink).words("strategy").words("vault").words("wakes on");
    table.numbers("equity").words("state");
    for (StrategyStatus each : opening.strategies()) {
      String wakes = each.triggers().stream().map(TriggerKeys::of).collect(Collectors.joining(" "));
      table.row().cell(each.name(), ink::bold).cell(each.vault()).cell(wakes);
      table.cell(Amounts.usd(each.account().equity().value()));
      table.cell(each.state(), each.state().equals("running") ? ink::green : ink::yellow);
    }
    table.lines().forEach(line -> lines.add("  " + line));
    opening.refused().forEach(line -> lines.add("  " + ink.yellow("refused " + line)));
    lines.add("");
    lines.add(ink.dim("  ready in " + DurationText.shown(opening.ready()) + "; Ctrl-C ends"));
    lines.add("");
    return lines;
  }

  static List<String> closing(Closing closing, Collection<Tally.Score> scores, Ink ink) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    TextTable table = new TextTable(ink).words("strategy").numbers("decisions").numbers("noop");
    table.numbers("executed").numbers("denied").numbers("failed").numbers("skipped");
    table.numbers("orders").numbers("fills").numbers("fees").numbers("pnl").numbers("equity");
    for (Tally.Score score : scores) {
      row(table, score.strategy(), List.of(score), ink);
    }
    if (scores.size() > 1) {
      row(table, "all", scores, ink);
    }
    table.lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add(
        "  %s after %s; the market is at %s UTC; overruns %s"
            .formatted(
                closing.cause(),
                DurationText.shown(closing.lasted()),
                MOMENT.format(closing.at()),
                Amounts.count(closing.overruns())));
    return lines;
  }

  private static void row(TextTable table, String name, Collection<Tally.Score> scores, Ink ink) {
    BigDecimal gain = sum(scores, Tally.Score::gain);
    table.row().cell(name, ink::bold);
    count(table, scores, Tally.Score::decisions);
    count(table, scores, score -> score.of(Verdict.NOOP));
    count(table, scores, score -> score.of(Verdict.EXECUTED, Verdict.PARTIALLY_EXECUTED));
    count(table, scores, score -> score.of(Verdict.DENIED, Verdict.REJECTED));
    count(table, scores, score -> score.of(Verdict.FAILED, Verdict.TIMED_OUT));
    count(table, scores, score -> score.of(Verdict.SKIPPED));
    count(table, scores, Tally.Score::orders);
    count(table, scores, Tally.Score::fills);
    table.cell(Amounts.usd(sum(scores, Tally.Score::fees)));
    table.cell(Amounts.gain(gain), text -> ink.signed(gain.signum(), text));
    table.cell(Amounts.usd(sum(scores, Tally.Score::equity)), ink::bold);
  }

  private static void count(
      TextTable table, Collection<Tally.Score> scores, ToLongFunction<Tally.Score> what) {
    table.cell(Amounts.count(scores.stream().mapToLong(what).sum()));
  }

  private static BigDecimal sum(
      Collection<Tally.Score> scores, Function<Tally.Score, BigDecimal> what) {
    return scores.stream().map(what).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String fact(Ink ink, String name, String text) {
    return "  " + ink.dim(name + " ".repeat(9 - name.length())) + text;
  }
}
