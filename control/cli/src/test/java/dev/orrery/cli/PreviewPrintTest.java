package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewPrintTest {
  @Test
  void showsEachOrderWithPriceSizeNotionalAndTheGatesWord() {
    Captured console = Captured.plain();
    new PreviewPrint(console.console())
        .show(
            JsonText.read(
                """
                {"strategy": "grid", "preview": true, "skipped": "paused: a look",
                 "result": "denied", "error": null, "problem": null,
                 "actions": [
                   {"action": "place", "symbol": "BTC", "side": "BUY", "size": 0.5,
                    "terms": "limit 800.1 GTC", "reduceOnly": false, "stop": 790,
                    "reason": "rung 1"},
                   {"action": "cancel-all", "symbol": "BTC", "reason": "new grid"}],
                 "orders": [
                   {"id": "a", "text": "BUY 0.5 BTC limit 800.1 GTC", "notional_usd": "400.05",
                    "label": "low", "cleared": true, "sent": false},
                   {"id": "b", "text": "SELL 9 BTC market", "notional_usd": "7200",
                    "label": "", "cleared": false, "sent": false}],
                 "other": ["cancel BTC order c"],
                 "clearances": [
                   {"id": "a", "cleared": true, "text": "CLEARED id=a"},
                   {"id": "b", "cleared": false, "text": "POSITION_EXCEEDS_CAP cap=5000",
                    "reason": "POSITION_EXCEEDS_CAP", "meaning": "Too much.", "way_out": "Less."},
                   {"id": "d", "cleared": false, "text": "MARK_MISSING symbol=ETH",
                    "reason": "MARK_MISSING", "meaning": "No price.", "way_out": "Wait."}],
                 "notes": ["ETH is flat already"]}
                """));
    assertThat(console.out())
        .isEqualTo(
            """
            grid would be: denied; nothing was sent
              wants    BUY 0.5 BTC limit 800.1 GTC, stop 790: rung 1
              wants    cancel all orders of BTC: new grid
              order    BUY 0.5 BTC limit 800.1 GTC = 400.05 USD (low)  cleared, but another of the decision is denied: not sent
              order    SELL 9 BTC market = 7,200.00 USD  denied
                       POSITION_EXCEEDS_CAP cap=5000
                       Too much. Less.
                       MARK_MISSING symbol=ETH
                       No price. Wait.
              sends    cancel BTC order c
              note     ETH is flat already
              but      a firing would be skipped: paused: a look
            """);
  }

  @Test
  void showsWhatAStrategyThrew() {
    Captured console = Captured.plain();
    new PreviewPrint(console.console())
        .show(
            JsonText.read(
                """
                {"strategy": "grid", "result": "failed", "error": "IllegalState: no\\n at Grid",
                 "actions": [], "orders": [], "other": [], "clearances": [], "notes": []}
                """));
    assertThat(console.out())
        .isEqualTo(
            """
            grid would be: failed; nothing was sent
              error    IllegalState: no
              error     at Grid
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"action":"noop","reason":"calm"}                                     | nothing: calm
          {"action":"place","symbol":"BTC","side":"SELL","worth":"1234.50","terms":"market","reduceOnly":true,"reason":"out"} | SELL BTC worth 1,234.50 USD market reduce-only: out
          {"action":"target","symbol":"BTC","size":-0.10,"takeProfit":700,"reason":"short"} | a position of -0.1 BTC, take-profit 700: short
          {"action":"close","symbol":"BTC","reason":"done"}                     | close BTC: done
          {"action":"amend","id":"0xa","price":800,"size":null,"reason":"closer"} | change order 0xa to price 800: closer
          {"action":"cancel","id":"0xa","reason":"old"}                         | cancel order 0xa: old
          {"action":"leverage","symbol":"BTC","leverage":3,"mode":"CROSS","reason":"calm"} | leverage of BTC to 3 CROSS: calm
          """)
  void putsEveryActionIntoWords(String json, String words) {
    assertThat(ActionWords.of(JsonText.read(json))).isEqualTo(words);
  }
}
