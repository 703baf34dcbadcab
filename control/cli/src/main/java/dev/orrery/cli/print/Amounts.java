package dev.orrery.cli.print;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Money for people: two decimals, thousands apart. The exact figures are in the journal. */
public final class Amounts {
  private Amounts() {}

  /** {@code 10,002.31}. */
  public static String usd(BigDecimal amount) {
    return format("#,##0.00").format(amount);
  }

  /** {@code +2.31}, {@code -0.40}, {@code 0.00}. */
  public static String gain(BigDecimal amount) {
    BigDecimal cents = amount.setScale(2, RoundingMode.HALF_EVEN);
    return cents.signum() == 0 ? "0.00" : format("+#,##0.00;-#,##0.00").format(cents);
  }

  /** Every decimal, without trailing zeros. */
  public static String exact(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  /** Whole numbers with thousands apart. */
  public static String count(long count) {
    return format("#,##0").format(count);
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}
