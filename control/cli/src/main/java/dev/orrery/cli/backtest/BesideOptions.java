package dev.orrery.cli.backtest;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.recorded.FundingSeries;
import dev.orrery.backtest.recorded.RecordedEvents;
import dev.orrery.cli.print.InstantText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What happens in a backtest beside the prices: events, firings by hand, funding rates. */
public final class BesideOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Events to deliver: time_ms,topic,payload, or lines of JSON with these names.")
  private @Nullable Path events;

  @Option(
      names = "--fire",
      paramLabel = "TIME[=PAYLOAD]",
      description = "Fire the strategy by hand at this moment; as often as needed.")
  private List<String> firings = new ArrayList<>();

  @Option(
      names = "--funding",
      paramLabel = "[SYMBOL=]FILE",
      description = "Funding rates hour by hour, time_ms,rate, in place of --funding-rate.")
  private List<String> funding = new ArrayList<>();

  /** For picocli to fill in. */
  public BesideOptions() {}

  /**
   * Gives them to a backtest.
   *
   * @param symbols what its market is of
   * @throws dev.orrery.kernel.ProblemException when a file is missing or malformed
   */
  public void addTo(Backtest backtest, List<String> symbols) {
    if (events != null) {
      backtest.events(RecordedEvents.read(events));
    }
    for (String each : firings) {
      fire(backtest, each);
    }
    for (String each : funding) {
      int equals = each.indexOf('=');
      if (equals < 0 && symbols.size() > 1) {
        throw wrong(
            "--funding " + each + ": say of what it is, like " + symbols.getFirst() + "=" + each);
      }
      String symbol = equals < 0 ? symbols.getFirst() : each.substring(0, equals);
      backtest.funding(symbol, FundingSeries.read(Path.of(each.substring(equals + 1))));
    }
  }

  private void fire(Backtest backtest, String text) {
    int equals = text.indexOf('=');
    String time = equals < 0 ? text : text.substring(0, equals);
    try {
      backtest.fire(
          new InstantText().convert(time), equals < 0 ? null : text.substring(equals + 1));
    } catch (TypeConversionException e) {
      throw wrong("--fire " + e.getMessage());
    }
  }

  private ParameterException wrong(String cause) {
    return new ParameterException(spec.commandLine(), cause);
  }
}
