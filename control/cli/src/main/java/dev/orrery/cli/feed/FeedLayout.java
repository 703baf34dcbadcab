package dev.orrery.cli.feed;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * How lines of the feed look: time, strategy, verdict, text, within the columns there are. Texts
 * are cut, amounts never: where there is no room, what can be done without is left out.
 *
 * @param columns of the terminal
 * @param names columns of the strategies' names
 */
record FeedLayout(Ink ink, int columns, int names) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final int TIME = 8;
  private static final int VERDICT = 9;
  private static final String GAP = "  ";
  private static final int LEAST_ROOM = 20;

  /** For these strategies. */
  static FeedLayout of(Ink ink, int columns, List<String> strategies) {
    int longest = strategies.stream().mapToInt(String::length).reduce(8, Math::max);
    return new FeedLayout(ink, columns, Math.min(longest, widest(columns)));
  }

  /** The same with room for one more: a jar may come at any time. */
  FeedLayout with(String strategy) {
    return strategy.length() <= names
        ? this
        : new FeedLayout(ink, columns, Math.min(strategy.length(), widest(columns)));
  }

  private static int widest(int columns) {
    return columns < 100 ? 12 : 24;
  }

  /** Where a day begins. */
  String day(Instant at) {
    return ink.dim("── " + DAY.format(at) + " ──");
  }

  /** One line; the text fits already. */
  String line(Instant at, String strategy, String verdict, String text) {
    return ink.dim(CLOCK.format(at))
        + GAP
        + pad(cut(strategy, names), names)
        + GAP
        + verdictInk(verdict, pad(verdict, VERDICT))
        + GAP
        + text;
  }

  /** Something that is said besides, whole: people have to read it. */
  String aside(String strategy, String text) {
    return " ".repeat(TIME) + GAP + pad(cut(strategy, names), names) + GAP + text;
  }

  /** A text cut to what is left of a line, but for its end. */
  String cutToRoom(String text, String kept) {
    int room = Math.max(LEAST_ROOM, room() - kept.length());
    return cut(text.replace('\n', ' '), room) + kept;
  }

  /** What was executed, and as much of what it came to as there is room for. */
  String fill(Fill fill, BigDecimal equity, BigDecimal gain) {
    BigDecimal price = fill.price().value();
    BigDecimal size = fill.quantity().value();
    String what =
        (fill.liquidation() ? "liquidated: " : "")
            + (fill.signedQuantity().signum() > 0 ? "▲ bought " : "▼ sold ")
            + size.toPlainString()
            + " "
            + fill.symbol()
            + " at "
            + price.toPlainString();
    String worth = " = " + Amounts.usd(price.multiply(size));
    String money = "   equity " + Amounts.usd(equity);
    String gained = GAP + "pnl " + Amounts.gain(gain);
    int left = room() - what.length();
    String text = ink.cyan(what);
    if (left >= worth.length() + money.length() + gained.length()) {
      return text + ink.cyan(worth) + ink.bold(money) + ink.signed(gain.signum(), gained);
    }
    if (left >= worth.length() + gained.length()) {
      return text + ink.cyan(worth) + ink.signed(gain.signum(), gained);
    }
    return left >= worth.length() ? text + ink.cyan(worth) : text;
  }

  /** Market time and how everybody stands; all together where there is no room for each. */
  String summary(Instant now, Collection<Tally.Score> scores) {
    String time = CLOCK.format(now);
    StringBuilder line = new StringBuilder(ink.dim(time));
    int used = time.length();
    for (Tally.Score score : scores) {
      String gain = Amounts.gain(score.gain());
      String equity = Amounts.usd(score.equity());
      used += score.strategy().length() + equity.length() + gain.length() + 6;
      line.append(ink.dim("  · ")).append(score.strategy()).append(' ');
      line.append(ink.bold(equity)).append(' ');
      line.append(ink.signed(score.gain().signum(), gain));
    }
    return used <= columns ? line.toString() : total(time, scores);
  }

  private String total(String time, Collection<Tally.Score> scores) {
    BigDecimal equity =
        scores.stream().map(Tally.Score::equity).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal gain =
        scores.stream().map(Tally.Score::gain).reduce(BigDecimal.ZERO, BigDecimal::add);
    return ink.dim(time + "  · ")
        + scores.size()
        + " strategies "
        + ink.bold(Amounts.usd(equity))
        + " "
        + ink.signed(gain.signum(), Amounts.gain(gain));
  }

  private int room() {
    return columns - TIME - names - VERDICT - 3 * GAP.length();
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

  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, room - 1) + "…";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
