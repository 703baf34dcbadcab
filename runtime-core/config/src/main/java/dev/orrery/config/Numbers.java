package dev.orrery.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, money and ratios. Lengths are bounded, so that no text can ask for a huge number. */
final class Numbers {
  private static final String PLAIN = "[+-]?\\d{1,18}(?:\\.\\d{1,18})?(?:[eE][+-]?\\d{1,2})?";
  private static final Pattern DECIMAL = Pattern.compile(PLAIN);
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");
  private static final Pattern MONEY = Pattern.compile("(" + PLAIN + ") ?([A-Za-z]{2,5})");
  private static final Pattern RATIO = Pattern.compile("(" + PLAIN + ") ?(%|bp)?");

  private Numbers() {}

  static long whole(String text, long least, long most) {
    if (!WHOLE.matcher(text).matches()) {
      throw new Mismatch("", "digits only");
    }
    BigDecimal value = new BigDecimal(text);
    if (value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new Mismatch("it does not fit", "from " + least + " to " + most);
    }
    return value.longValueExact();
  }

  static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new Mismatch("", "digits with a point, no separators");
    }
    return normal(new BigDecimal(text));
  }

  static BigDecimal money(String text) {
    Matcher matcher = MONEY.matcher(text);
    if (!matcher.matches()) {
      if (DECIMAL.matcher(text).matches()) {
        throw new Mismatch("the unit is missing", "write " + text + " USD");
      }
      throw new Mismatch("", "a number and USD or USDC");
    }
    String unit = matcher.group(2).toUpperCase(Locale.ROOT);
    if (!unit.equals("USD") && !unit.equals("USDC")) {
      throw new Mismatch("the unit " + unit + " is not known", "units are USD and USDC");
    }
    return decimal(matcher.group(1));
  }

  static BigDecimal ratio(String text) {
    Matcher matcher = RATIO.matcher(text);
    if (!matcher.matches()) {
      throw new Mismatch("", "a number alone, in bp or in %");
    }
    BigDecimal value = decimal(matcher.group(1));
    if (matcher.group(2) == null) {
      return value;
    }
    return normal(value.movePointLeft(matcher.group(2).equals("%") ? 2 : 4));
  }

  /** One value, one representation: no trailing zeros, no negative scale. */
  private static BigDecimal normal(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
