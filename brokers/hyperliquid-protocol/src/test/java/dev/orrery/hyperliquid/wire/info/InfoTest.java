package dev.orrery.hyperliquid.wire.info;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.Samples;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class InfoTest {
  private static final Address USER = new Address("0x31ca8395cf837de08b24da3f660e77761dfb974b");

  static Stream<JsonNode> samples() {
    return Samples.rows("info.json");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void requestsAndAnswersReadBackAsTheyWere(JsonNode sample) {
    InfoRequest<?> request = InfoRequest.read(sample.path("request"));
    assertThat(WireJson.tree(request.json())).isEqualTo(sample.path("request"));
    assertThat(WireJson.tree(WireJson.bytes(answer(request, sample.path("answer")))))
        .isEqualTo(sample.path("answer"));
  }

  private static <A> Object answer(InfoRequest<A> request, JsonNode json) {
    return Objects.requireNonNull(WireJson.read(json, request.answer()));
  }

  @Test
  void hasASampleOfEveryRequest() {
    List<String> seen =
        samples()
            .map(it -> (Object) InfoRequest.read(it.path("request")))
            .map(it -> it.getClass().getName())
            .toList();
    assertThat(seen)
        .containsAll(
            Stream.<Class<?>>of(MarketRequest.class, AccountRequest.class)
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                .map(Class::getName)
                .toList());
  }

  @Test
  void passesOverWhatIsNew() {
    String json =
        """
        {"cumVlm":"1.5","nRequestsUsed":1,"nRequestsCap":2,"new":{"deep":[1,2]},"nRequestsSurplus":null}
        """;
    assertThat(WireJson.read(json, WireType.of(UserRateLimit.class)))
        .isEqualTo(new UserRateLimit(new BigDecimal("1.5"), 1, 2, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'nRequestsUsed':1,'nRequestsCap':2}|cumVlm",
        "{'cumVlm':null,'nRequestsUsed':1,'nRequestsCap':2}|cumVlm",
        "{'cumVlm':'1.5','nRequestsCap':2}|nRequestsUsed",
        "{'cumVlm':'1.5','nRequestsUsed':null,'nRequestsCap':2}|nRequestsUsed",
        "{'cumVlm':'1.5','nRequestsUsed':1.5,'nRequestsCap':2}|nRequestsUsed",
        "{'cumVlm':'1e5','nRequestsUsed':1,'nRequestsCap':2}|cumVlm",
        "{'cumVlm':true,'nRequestsUsed':1,'nRequestsCap':2}|cumVlm",
        "null|UserRateLimit",
        "[]|UserRateLimit",
        "{|UserRateLimit",
      })
  void saysWhichPartIsMissingOrWrong(String json, String part) {
    assertThatThrownBy(
            () -> WireJson.read(json.replace('\'', '"'), WireType.of(UserRateLimit.class)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(part);
  }

  @Test
  void takesDecimalsThatAreNumbers() {
    String json = "{\"cumVlm\":2854574.590,\"nRequestsUsed\":1,\"nRequestsCap\":2}";
    assertThat(WireJson.read(json, WireType.of(UserRateLimit.class)).cumVlm())
        .isEqualTo(new BigDecimal("2854574.59"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"nothingOfTheKind\"}",
        "{}",
        "[]",
        "null",
        "{\"type\":\"clearinghouseState\",\"user\":\"0x1\"}",
        "{\"type\":\"clearinghouseState\"}",
        "{\"type\":\"l2Book\",\"coin\":5}",
        "{\"type\":\"orderStatus\",\"user\":\"0x31ca8395cf837de08b24da3f660e77761dfb974b\",\"oid\":true}"
      })
  void refusesWhatIsNoRequest(String json) {
    assertThatThrownBy(() -> InfoRequest.read(json.getBytes(UTF_8)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void readsRequestsOfOtherClients() {
    assertThat(InfoRequest.read("{\"type\":\"meta\",\"dex\":\"\"}".getBytes(UTF_8)))
        .isEqualTo(new MarketRequest.PerpMeta(null));
    assertThat(
            InfoRequest.read(
                "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":null,\"mantissa\":null}"
                    .getBytes(UTF_8)))
        .isEqualTo(new MarketRequest.Book("BTC", null, null));
    assertThat(
            InfoRequest.read(
                ("{\"oid\":\"0x0123456789ABCDEF0123456789ABCDEF\",\"user\":\"" + USER.hex() + "\",")
                    .concat("\"type\":\"orderStatus\"}")
                    .getBytes(UTF_8)))
        .isEqualTo(
            new AccountRequest.OrderStatus(
                USER, OrderRef.of(new Cloid("0x0123456789abcdef0123456789abcdef"))));
  }

  @Test
  void knowsWhatItWeighs() {
    assertThat(new MarketRequest.AllMids(null).weight()).isEqualTo(2);
    assertThat(new AccountRequest.Perpetuals(USER, null).weight()).isEqualTo(2);
    assertThat(new AccountRequest.Role(USER).weight()).isEqualTo(60);
    assertThat(new AccountRequest.OpenOrders(USER, null).weight()).isEqualTo(20);
    assertThat(new AccountRequest.OpenOrders(USER, null).extraWeight(List.of())).isZero();

    Fill fill =
        WireJson.read(
            Samples.rows("info.json")
                .filter(it -> it.path("request").path("type").stringValue().equals("userFills"))
                .findFirst()
                .orElseThrow()
                .path("answer")
                .path(0),
            WireType.of(Fill.class));
    AccountRequest.Fills fills = new AccountRequest.Fills(USER, null);
    assertThat(fills.extraWeight(Collections.nCopies(19, fill))).isZero();
    assertThat(fills.extraWeight(Collections.nCopies(2_000, fill))).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "open, OPEN",
    "triggered, TRIGGERED",
    "filled, FILLED",
    "canceled, CANCELED",
    "rejected, REJECTED",
    "marginCanceled, CANCELED",
    "scheduledCancel, CANCELED",
    "internalCancel, CANCELED",
    "perpMaxPositionCanceled, CANCELED",
    "iocCancelRejected, REJECTED",
    "minTradeSpotNtlRejected, REJECTED",
    "waiting, UNKNOWN",
    "'', UNKNOWN"
  })
  void sortsStatusesByTheirEnd(String status, OrderState state) {
    assertThat(OrderState.of(status)).isEqualTo(state);
  }

  @Test
  void tiersComeFromTheTableOrFromTheLeverage() {
    Meta meta =
        WireJson.read(samples().findFirst().orElseThrow().path("answer"), WireType.of(Meta.class));
    assertThat(meta.tiers(meta.universe().get(0)))
        .containsExactly(
            new MarginTier(new BigDecimal("0"), 40),
            new MarginTier(new BigDecimal("150000000"), 20));
    assertThat(meta.tiers(meta.universe().get(1)))
        .containsExactly(new MarginTier(BigDecimal.ZERO, 3));
    assertThat(meta.universe()).extracting(AssetMeta::delisted).containsExactly(false, true, false);
    assertThat(meta.universe())
        .extracting(AssetMeta::isolatedOnly)
        .containsExactly(false, false, true);
  }

  @Test
  void aLiquidationOnAFillMayBeSomebodyElses() {
    FillLiquidation liquidation =
        new FillLiquidation(
            new Address("0x5b38da6a701c568545dcfcb03fcb875f56beddc4"), BigDecimal.ONE, "market");
    assertThat(liquidation.of(USER)).isFalse();
    assertThat(liquidation.of(liquidation.liquidatedUser())).isTrue();
  }
}
