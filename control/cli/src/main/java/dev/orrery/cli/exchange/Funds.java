package dev.orrery.cli.exchange;

import dev.orrery.exchange.DevAccount;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has money at the beginning.
 *
 * @param accounts those with known keys
 * @param ofAccounts USDC of each of them
 * @param others USDC of accounts that were named
 * @param ofAnybody USDC that everybody else finds who signs; 0 for nothing
 */
public record Funds(
    List<DevAccount> accounts,
    BigDecimal ofAccounts,
    Map<Address, BigDecimal> others,
    BigDecimal ofAnybody) {
  private static final BigDecimal USUAL = new BigDecimal("10000");
  private static final int ACCOUNTS = 3;

  /** Copies. */
  public Funds {
    accounts = List.copyOf(accounts);
    others = Map.copyOf(others);
  }

  /**
   * As {@code --fund} says: {@code USDC}, {@code ADDRESS=USDC}, {@code any=USDC}.
   *
   * @throws ProblemException CONFIGURATION when one says something else
   */
  public static Funds of(List<String> options, long seed) {
    BigDecimal ofAccounts = USUAL;
    BigDecimal ofAnybody = BigDecimal.ZERO;
    Map<Address, BigDecimal> others = new LinkedHashMap<>();
    for (String option : options) {
      int sign = option.indexOf('=');
      try {
        BigDecimal usdc = usdc(option.substring(sign + 1));
        switch (sign < 0 ? "" : option.substring(0, sign)) {
          case "" -> ofAccounts = usdc;
          case "any" -> ofAnybody = usdc;
          case String address -> others.put(new Address(address), usdc);
        }
      } catch (IllegalArgumentException e) {
        throw new ProblemException(
            Problem.configuration(
                "--fund " + option,
                String.valueOf(e.getMessage()),
                "write an amount as 10000, an address and an amount as 0x...=500, or any=1000"),
            e);
      }
    }
    return new Funds(DevAccount.of(seed, ACCOUNTS), ofAccounts, others, ofAnybody);
  }

  private static BigDecimal usdc(String text) {
    BigDecimal usdc = Decimals.parse(text);
    if (usdc.signum() <= 0 || usdc.compareTo(new BigDecimal("1e12")) > 0 || usdc.scale() > 6) {
      throw new IllegalArgumentException("an amount is above 0, with 6 decimals at most: " + text);
    }
    return usdc;
  }
}
