package dev.orrery.cli.exchange;

import dev.orrery.exchange.feed.Recorded;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.file.MarketFileReader;
import dev.orrery.market.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markets as {@code --data} names them: {@code FILE} or {@code COIN=FILE}.
 *
 * @param recorded what is played
 * @param source where it comes from, to be shown
 */
public record MarketData(Recorded recorded, String source) {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9]{1,12})=(.+)");
  private static final String COIN = "BTC";

  /**
   * Reads all of them; none is the bundled recording.
   *
   * @throws ProblemException CONFIGURATION when a file cannot be read or a coin is there twice
   */
  public static List<MarketData> of(List<String> options) {
    if (options.isEmpty()) {
      return List.of(
          new MarketData(
              new Recorded(COIN, Replay.bundled().data()), "the bundled week of BTC trades"));
    }
    List<MarketData> all = new ArrayList<>();
    Set<String> coins = new HashSet<>();
    for (String option : options) {
      Matcher named = NAMED.matcher(option);
      String coin = named.matches() ? named.group(1) : COIN;
      Path file = Path.of(named.matches() ? named.group(2) : option);
      if (!coins.add(coin)) {
        throw new ProblemException(
            Problem.configuration(
                "--data " + option,
                "is another recording of " + coin,
                "name the coin of each: --data BTC=FILE --data ETH=FILE"));
      }
      all.add(
          new MarketData(new Recorded(coin, MarketFileReader.read(file, null)), file.toString()));
    }
    return List.copyOf(all);
  }
}
