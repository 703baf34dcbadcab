package dev.orrery.runtime;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.util.stream.Collectors;

/** A decision in one line: who, what became of it, what it wanted, why. */
final class Headline {
  private Headline() {}

  static String of(DecisionRecord decision, Verdict verdict) {
    String wanted =
        decision.actions().stream()
            .map(Headline::text)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    String why = String.join("; ", decision.reasons());
    return decision.strategy()
        + " "
        + verdict.text()
        + (wanted.isEmpty() ? "" : " " + wanted)
        + (why.isEmpty() ? "" : ": " + why);
  }

  private static String text(Action action) {
    return switch (action) {
      case Noop ignored -> "";
      case PlaceOrder it ->
          it.side()
              + " "
              + size(it.size(), it.symbol())
              + " "
              + terms(it.terms())
              + (it.reduceOnly() ? " reduce-only" : "");
      case TargetPosition it ->
          switch (it.target()) {
            case TargetPosition.Target.Base base -> "TARGET " + base.quantity() + " " + it.symbol();
            case TargetPosition.Target.Worth worth ->
                "TARGET " + worth.value() + " USD of " + it.symbol();
          };
      case ClosePosition it -> "CLOSE " + it.symbol();
      case AmendOrder it -> "AMEND " + it.clientOrderId();
      case CancelOrder it -> "CANCEL " + it.clientOrderId();
      case CancelAll it -> "CANCEL ALL " + it.symbol();
      case SetExits it -> "EXITS " + it.symbol();
      case SetLeverage it -> "LEVERAGE " + it.leverage() + " " + it.symbol();
    };
  }

  private static String size(OrderSize size, String symbol) {
    return switch (size) {
      case OrderSize.Base base -> base.quantity() + " " + symbol;
      case OrderSize.Worth worth -> worth.value() + " USD of " + symbol;
    };
  }

  private static String terms(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> "market";
      case OrderTerms.Limit it -> "limit " + it.price();
      case OrderTerms.Stop it -> "stop " + it.trigger();
      case OrderTerms.TakeProfit it -> "take-profit " + it.trigger();
    };
  }
}
