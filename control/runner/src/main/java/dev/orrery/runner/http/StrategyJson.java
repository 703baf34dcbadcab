package dev.orrery.runner.http;

import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.deployment.http.Json;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.control.Quarantine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a strategy stands, for the API. Money and prices are texts: exact, whoever reads them. */
final class StrategyJson {
  private StrategyJson() {}

  static Map<String, @Nullable Object> of(StrategyStatus status) {
    Latches latches = status.latches();
    Account account = status.account();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", status.name());
    fields.put("deployment", status.deployment());
    fields.put("vault", status.vault());
    fields.put("state", status.state());
    fields.put("cause", cause(status));
    fields.put("notice", status.notice());
    fields.put("healthy", status.health().healthy());
    fields.put("skips_left", status.health().skipsLeft());
    fields.put("failures", status.health().failures());
    fields.put("unhealthy_since", text(status.health().since()));
    fields.put("paused", latches.paused());
    fields.put("halted", latches.halted());
    fields.put("flatten", latches.flatten());
    fields.put("stopping", latches.stopping());
    Quarantine quarantine = latches.quarantine();
    fields.put("quarantined", quarantine == null ? null : quarantine.cause());
    fields.put("quarantined_since", quarantine == null ? null : quarantine.since().toString());
    fields.put("under_way", status.underWay());
    fields.put("triggers", status.triggers().stream().map(Api::triggerText).toList());
    fields.put("parameters", Json.node(status.parameters()));
    fields.put("jar", status.fileName());
    fields.put("jar_digest", status.identity().jarDigest());
    fields.put("api_version", status.identity().apiVersion());
    fields.put("equity_usd", account.equity().toString());
    fields.put("balance_usd", account.balance().toString());
    fields.put("available_usd", account.available().toString());
    fields.put("positions", account.positions().stream().map(StrategyJson::position).toList());
    fields.put("open_orders", account.openOrders().stream().map(StrategyJson::order).toList());
    return fields;
  }

  /** Why it is not simply running; null when it is. */
  private static @Nullable String cause(StrategyStatus status) {
    Latches latches = status.latches();
    Quarantine quarantine = latches.quarantine();
    for (String reason :
        new @Nullable String[] {
          latches.stopping(),
          latches.flatten(),
          quarantine == null ? null : quarantine.cause(),
          status.removed() ? status.notice() : null,
          latches.paused(),
          latches.halted()
        }) {
      if (reason != null) {
        return reason;
      }
    }
    return status.health().cause();
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static Map<String, @Nullable Object> position(Position position) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("symbol", position.symbol());
    fields.put("quantity", position.quantity().toString());
    fields.put("average_entry", position.averageEntry().toString());
    fields.put("unrealised_usd", position.unrealised().toString());
    fields.put("leverage", position.leverage());
    fields.put("liquidation_price", position.liquidationPrice().map(Object::toString).orElse(null));
    fields.put("opened_at", position.openedAt().toString());
    return fields;
  }

  private static Map<String, @Nullable Object> order(OpenOrder order) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("cloid", order.clientOrderId());
    fields.put("symbol", order.symbol());
    fields.put("side", order.side().name());
    fields.put("terms", order.terms().toString());
    fields.put("quantity", order.quantity().toString());
    fields.put("remaining", order.remaining().toString());
    fields.put("reduce_only", order.reduceOnly());
    fields.put("label", order.label());
    fields.put("role", order.role().name());
    fields.put("entry", order.entryId().orElse(null));
    fields.put("status", order.status().name());
    return fields;
  }
}
