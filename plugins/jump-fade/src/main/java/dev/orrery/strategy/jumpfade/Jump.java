package dev.orrery.strategy.jumpfade;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event says about a price jump.
 *
 * @param symbol instrument
 * @param movePercent signed move in percent, not zero
 */
record Jump(String symbol, BigDecimal movePercent) {
  /** A number without exponent: no event may ask for a million digits. */
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}(\\.\\d{1,12})?");

  private static final String PAIR =
      "\\s*\"(\\w{1,64})\"\\s*:\\s*(?:\"([^\"\\\\]{0,64})\"|([\\w.+-]{1,64}))\\s*";
  private static final Pattern NEXT_PAIR = Pattern.compile(PAIR);
  private static final Pattern FLAT_OBJECT =
      Pattern.compile("\\s*\\{(?:" + PAIR + "(?:,(?=\\s*\")|(?=\\}))){0,64}+\\}\\s*");

  /** Reads a flat JSON object with {@code symbol} and {@code movePct}; empty for anything else. */
  static Optional<Jump> parse(String payload) {
    if (!FLAT_OBJECT.matcher(payload).matches()) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (Matcher pair = NEXT_PAIR.matcher(payload); pair.find(); ) {
      String text = pair.group(2);
      fields.put(pair.group(1), text == null ? pair.group(3) : text);
    }
    String symbol = fields.getOrDefault("symbol", "");
    String move = fields.getOrDefault("movePct", "");
    if (symbol.isBlank() || !NUMBER.matcher(move).matches()) {
      return Optional.empty();
    }
    Jump jump = new Jump(symbol, new BigDecimal(move));
    return jump.movePercent().signum() == 0 ? Optional.empty() : Optional.of(jump);
  }
}
