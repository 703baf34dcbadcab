package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts of a venue together and runs them in turn. */
final class Engine {
  private static final BigDecimal FOUR = new BigDecimal("4");

  private final VenueState state;
  private final Execution execution;
  private final Quotes quotes;
  private final Liquidations liquidations;
  private final Clockwork clockwork;
  private final Gate gate;
  private final Dispatch dispatch;
  private final Control control;
  private final MarketAnswers markets;
  private final AccountAnswers accounts;

  Engine(VenueState state, Rejections rejections) {
    this.state = state;
    OrderEnds ends = new OrderEnds(state);
    Margins margins = new Margins(state);
    Settlement settlement = new Settlement(state);
    ReduceOnly reduceOnly = new ReduceOnly(state, ends);
    Matching matching = new Matching(state, ends, margins, settlement, reduceOnly);
    Money money = new Money(state, margins);
    this.execution = new Execution(state, ends, matching, reduceOnly);
    this.quotes = new Quotes(state, matching, reduceOnly);
    this.liquidations =
        new Liquidations(state, ends, margins, matching, settlement, reduceOnly, money);
    Funding funding = new Funding(state);
    this.clockwork = new Clockwork(state, funding, ends, quotes);
    this.gate = new Gate(state, money);
    EntryRules rules = new EntryRules(state, margins, reduceOnly);
    OrderDesk orders = new OrderDesk(state, rules, ends, execution, rejections);
    this.dispatch =
        new Dispatch(
            state,
            orders,
            new OrderChanges(state, ends, orders),
            new AgentDesk(state),
            new LeverageDesk(state, margins),
            money,
            margins);
    this.control = new Control(state, money, liquidations, funding, rejections, this::finish);
    this.markets = new MarketAnswers(state);
    this.accounts = new AccountAnswers(state, gate, margins);
  }

  /** The makers quote for the first time. */
  void open() {
    state.markets().forEach(quotes::quote);
    state.events().flush();
    state.markets().forEach(state.events()::knownMid);
  }

  void advance(long time) {
    clockwork.advance(time);
    consequences();
  }

  void tick(Market market, MarketTick tick) {
    switch (tick) {
      case MarketTick.Print print -> {
        quotes.print(market, print.px(), print.sz(), print.taker());
        moved(market);
      }
      case MarketTick.Bar bar -> {
        List<BigDecimal> path = path(bar);
        BigDecimal part =
            bar.volume().divide(FOUR, market.traits().szDecimals(), RoundingMode.DOWN);
        BigDecimal left = bar.volume();
        for (int i = 0; i < path.size(); i++) {
          BigDecimal size = i == path.size() - 1 ? left : part;
          left = left.subtract(size);
          quotes.print(market, path.get(i), size, null);
          moved(market);
        }
      }
    }
  }

  /** The nearer extreme comes first. */
  private static List<BigDecimal> path(MarketTick.Bar bar) {
    List<BigDecimal> path = new ArrayList<>(List.of(bar.open()));
    boolean highFirst =
        bar.high().subtract(bar.open()).compareTo(bar.open().subtract(bar.low())) <= 0;
    path.add(highFirst ? bar.high() : bar.low());
    path.add(highFirst ? bar.low() : bar.high());
    path.add(bar.close());
    return path;
  }

  private void moved(Market market) {
    clockwork.mark(market);
    state.events().contextChanged(market);
    consequences();
  }

  /** Triggers that marks fire, then accounts that they ruin, until there are no more. */
  private void consequences() {
    boolean any = true;
    while (any) {
      any = false;
      for (Market market : state.markets()) {
        any |= execution.fireTriggers(market);
      }
      any |= liquidations.check();
    }
  }

  ExchangeAnswer take(VenueCall call) {
    return switch (gate.pass(call)) {
      case Gate.Passage.Stopped(var text) -> new ExchangeAnswer.Refused(text);
      case Gate.Passage.Passed(var account, var master) ->
          dispatch.take(account, master, call.request().action());
    };
  }

  /** Ends every call. */
  void finish() {
    consequences();
    state.events().flush();
  }

  MarketAnswers markets() {
    return markets;
  }

  AccountAnswers accounts() {
    return accounts;
  }

  Control control() {
    return control;
  }
}
