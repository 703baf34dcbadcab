package dev.orrery.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.deployment.http.Json;
import dev.orrery.store.DecisionViews.Chain;
import dev.orrery.store.DecisionViews.View;
import dev.orrery.store.SentOrder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class DecisionJsonTest {
  private static final Instant AT = Instant.parse("2013-11-25T00:00:00Z");

  @Test
  void hasTheNamesOfTheJournalsColumns() {
    assertThat(text(DecisionJson.of(view("executed"))))
        .isEqualTo(
            """
            {"id":"f1","deployment":"00000000-0000-0000-0000-000000000001","strategy":"cross",\
            "vault":"paper-1","firing":"f1","trigger":"every:60s",\
            "tick_at":"2013-11-25T00:00:00.005Z","as_of":"2013-11-25T00:00:00.003Z",\
            "verdict":"executed","reasons":["go"],"size_usd":400.25,"latency_us":7,\
            "cost_usd":0,"error":null}\
            """);
  }

  @Test
  void hasNoVerdictWhileItsOrdersAreUnderWay() {
    assertThat(DecisionJson.of(view("under_way"))).containsEntry("verdict", null);
  }

  @Test
  void tellsTheWholeChain() {
    Chain chain =
        new Chain(
            view("executed"),
            "a",
            "b",
            "0.1",
            "{\"actions\": [{\"action\": \"noop\"}], \"sizeUsd\": \"400.25\"}",
            "{\"outcomes\": [\"accepted\"]}",
            "[{\"of\": \"mark\"}]",
            "{\"fast\": 1.5}",
            List.of(order()));
    assertThat(text(DecisionJson.of(chain)))
        .endsWith(
            """
            "error":null,"scheduled_at":"2013-11-25T00:00:00Z","origin":null,"payload":null,\
            "reads":[{"of":"mark"}],"actions":[{"action":"noop"}],"clearances":[],\
            "outcomes":["accepted"],"orders":[{"cloid":"0x1","symbol":"BTC","side":"buy",\
            "size_base":0.5,"terms":"market","reduce_only":false,"entry_cloid":null,"label":"",\
            "epoch":3,"valid_until":null,"as_of":"2013-11-25T00:00:00Z",\
            "events":[{"kind":"closed","detail":"filled: all","as_of":"2013-11-25T00:00:00Z"}],\
            "fills":[{"fill_id":"t1","side":"buy","price":800.5,"size_base":0.5,"fee_usd":0.18,\
            "maker":false,"liquidation":true,"as_of":"2013-11-25T00:00:00Z"}]}],\
            "series":{"fast":1.5},"jar_digest":"a","parameter_digest":"b","api_version":"0.1",\
            "overran":false}\
            """);
  }

  private static View view(String verdict) {
    return new View(
        "f1",
        new UUID(0, 1),
        "cross",
        "paper-1",
        "f1",
        "every:60s",
        AT,
        null,
        null,
        AT.plusMillis(5),
        AT.plusMillis(3),
        verdict,
        List.of("go"),
        new BigDecimal("400.25"),
        7,
        BigDecimal.ZERO,
        false,
        null);
  }

  private static SentOrder order() {
    return new SentOrder(
        "0x1",
        "BTC",
        "buy",
        new BigDecimal("0.5"),
        "market",
        false,
        null,
        "",
        3,
        null,
        AT,
        List.of(new SentOrder.Step("closed", "filled: all", AT)),
        List.of(
            new SentOrder.Fill(
                "t1",
                "buy",
                new BigDecimal("800.5"),
                new BigDecimal("0.5"),
                new BigDecimal("0.18"),
                false,
                true,
                AT)));
  }

  private static String text(Object json) {
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }
}
