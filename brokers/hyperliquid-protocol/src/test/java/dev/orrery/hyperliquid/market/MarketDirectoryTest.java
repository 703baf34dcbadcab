package dev.orrery.hyperliquid.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.wire.Samples;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.info.SpotMeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MarketDirectoryTest {
  private static JsonNode answer(String request) {
    return Samples.rows("info.json")
        .filter(row -> row.path("request").toString().equals(request))
        .findFirst()
        .orElseThrow()
        .path("answer");
  }

  private static MarketDirectory directory() {
    return MarketDirectory.builder()
        .perps(WireJson.read(answer("{\"type\":\"meta\"}"), WireType.of(Meta.class)))
        .spot(WireJson.read(answer("{\"type\":\"spotMeta\"}"), WireType.of(SpotMeta.class)))
        .builderPerps(
            "xyz",
            1,
            WireJson.read(answer("{\"type\":\"meta\",\"dex\":\"xyz\"}"), WireType.of(Meta.class)))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "BTC, 0, PERP",
    "OLD, 1, PERP",
    "XYZ, 2, PERP",
    "PURR/USDC, 10000, SPOT",
    "@107, 10107, SPOT",
    "xyz:NVDA, 110000, BUILDER_PERP"
  })
  void namesAndNumbersBelongTogether(String coin, int asset, VenueMarket.Kind kind) {
    VenueMarket market = directory().byCoin(coin).orElseThrow();
    assertThat(market.asset()).isEqualTo(asset);
    assertThat(market.kind()).isEqualTo(kind);
    assertThat(directory().byAsset(asset)).contains(market);
    assertThat(AssetNumbers.kind(asset)).isEqualTo(kind);
  }

  @Test
  void delistedMarketsKeepTheirNumber() {
    assertThat(directory().byAsset(1)).hasValueSatisfying(it -> assertThat(it.delisted()).isTrue());
    assertThat(directory().assetOf("XYZ")).hasValue(2);
  }

  @Test
  void lotsOfSpotAreThoseOfTheBaseToken() {
    assertThat(directory().byCoin("@107").orElseThrow().rules()).isEqualTo(MarketRules.spot(2));
    assertThat(directory().byCoin("PURR/USDC").orElseThrow().rules())
        .isEqualTo(MarketRules.spot(0));
    assertThat(directory().byCoin("BTC").orElseThrow().rules()).isEqualTo(MarketRules.perp(5));
  }

  @Test
  void knowsNothingOfOthers() {
    assertThat(directory().byCoin("DOGE")).isEmpty();
    assertThat(directory().assetOf("DOGE")).isEmpty();
    assertThat(directory().byAsset(99)).isEmpty();
  }

  @Test
  void numbersOutcomesByTheirName() {
    assertThat(directory().assetOf("#1230")).hasValue(100_001_230);
    assertThat(AssetNumbers.outcome("#")).isEmpty();
    assertThat(AssetNumbers.outcome("#12x")).isEmpty();
    assertThat(AssetNumbers.kind(100_001_230)).isEqualTo(VenueMarket.Kind.OUTCOME);
  }

  @Test
  void numbersOfOtherDexesStartAfterTheFirst() {
    assertThat(AssetNumbers.builderPerp(1, 0)).isEqualTo(110_000);
    assertThat(AssetNumbers.builderPerp(3, 17)).isEqualTo(130_017);
    assertThatThrownBy(() -> AssetNumbers.builderPerp(0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AssetNumbers.perp(10_000))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
