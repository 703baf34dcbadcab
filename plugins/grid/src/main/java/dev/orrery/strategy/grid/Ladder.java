package dev.orrery.strategy.grid;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Prices at equal distances around a centre.
 *
 * @param centre price of line 0
 * @param lines lines on each side
 * @param spacingPercent distance between lines, in percent of the centre
 */
record Ladder(Price centre, int lines, BigDecimal spacingPercent) {
  private static final MathContext SIX_FIGURES = new MathContext(6);
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /**
   * A line that wants an order.
   *
   * @param label names ladder and line, so that an order is known again
   * @param side which side rests there
   * @param price the line's price
   */
  record Line(String label, Side side, Price price) {
    String key() {
      return key(side, label);
    }

    /** What tells one line's order of one side from all others. */
    static String key(Side side, String label) {
      return side + " " + label;
    }
  }

  /** A ladder around a price, rounded to six figures so that labels are short. */
  static Ladder around(Price price, GridParameters parameters) {
    Price centre = new Price(price.value().round(SIX_FIGURES));
    return new Ladder(centre, parameters.lines(), parameters.spacingPercent());
  }

  /** Whether a price is on the ladder: at most half a spacing beyond its last line. */
  boolean covers(Price price) {
    return price.compareTo(line(BigDecimal.valueOf(lines).add(HALF))) <= 0
        && price.compareTo(line(BigDecimal.valueOf(-lines).subtract(HALF))) >= 0;
  }

  /**
   * Lines of one side, nearest first: those at least half a spacing away from the mark, and nearer
   * ones that have their order already.
   *
   * @param standing keys of the orders there are
   */
  List<Line> side(Side side, Price mark, Set<String> standing) {
    int from = side == Side.BUY ? lines : -lines;
    Price bound = mark.plusPercent(spacingPercent.multiply(HALF).multiply(sign(side)));
    List<Line> wanted = new ArrayList<>();
    for (int step = 0; step <= 2 * lines; step++) {
      int number = from - side.sign() * step;
      Line line = new Line(centre + ":" + number, side, line(BigDecimal.valueOf(number)));
      if (line.price().compareTo(bound) * side.sign() <= 0 || standing.contains(line.key())) {
        wanted.add(line);
      }
    }
    return wanted;
  }

  private static BigDecimal sign(Side side) {
    return BigDecimal.valueOf(-side.sign());
  }

  private Price line(BigDecimal number) {
    return centre.plusPercent(spacingPercent.multiply(number));
  }
}
