package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads actions. What comes out is the canonical action: key order, trailing zeros, case of hex and
 * options sent as null or false are gone, so writing it gives what the client had to hash.
 */
public final class Actions {
  private static final Map<String, Function<Fields, Action>> READERS = readers();

  private Actions() {}

  /**
   * Reads one.
   *
   * @return of a type that is not listed here, an {@link UnlistedAction}
   * @throws dev.orrery.hyperliquid.wire.MalformedMessageException when it is no action, or not what
   *     its type says
   */
  public static Action read(JsonNode json) {
    String type = json.path("type").asString("");
    Function<Fields, Action> reader = READERS.get(type);
    return reader == null
        ? UnlistedAction.read(json)
        : Fields.all(
            json,
            "action",
            in -> {
              in.text("type");
              return reader.apply(in);
            });
  }

  private static Map<String, Function<Fields, Action>> readers() {
    Map<String, Function<Fields, Action>> all = new HashMap<>();
    all.put(PlaceOrders.TYPE, PlaceOrders::read);
    all.put(CancelOrders.TYPE, CancelOrders::read);
    all.put(CancelByCloid.TYPE, CancelByCloid::read);
    all.put(ModifyOrder.TYPE, ModifyOrder::read);
    all.put(BatchModify.TYPE, BatchModify::read);
    all.put(UpdateLeverage.TYPE, UpdateLeverage::read);
    all.put(UpdateIsolatedMargin.TYPE, UpdateIsolatedMargin::read);
    all.put(TopUpIsolatedOnlyMargin.TYPE, TopUpIsolatedOnlyMargin::read);
    all.put(ScheduleCancel.TYPE, ScheduleCancel::read);
    all.put(TwapOrder.TYPE, TwapOrder::read);
    all.put(TwapCancel.TYPE, TwapCancel::read);
    all.put(Noop.TYPE, in -> new Noop());
    all.put(ReserveRequestWeight.TYPE, ReserveRequestWeight::read);
    all.put(CreateSubAccount.TYPE, CreateSubAccount::read);
    all.put(SubAccountTransfer.TYPE, SubAccountTransfer::read);
    all.put(VaultTransfer.TYPE, VaultTransfer::read);
    all.put(SetReferrer.TYPE, SetReferrer::read);
    all.put(AgentSetAbstraction.TYPE, AgentSetAbstraction::read);
    all.put(ApproveAgent.TYPE, signed(ApproveAgent::read));
    all.put(ApproveBuilderFee.TYPE, signed(ApproveBuilderFee::read));
    all.put(UsdSend.TYPE, signed(UsdSend::read));
    all.put(Withdraw.TYPE, signed(Withdraw::read));
    all.put(SpotSend.TYPE, signed(SpotSend::read));
    all.put(UsdClassTransfer.TYPE, signed(UsdClassTransfer::read));
    all.put(SendAsset.TYPE, signed(SendAsset::read));
    all.put(UserSetAbstraction.TYPE, signed(UserSetAbstraction::read));
    return Map.copyOf(all);
  }

  private static Function<Fields, Action> signed(
      BiFunction<SigningChain, Fields, UserSignedAction> reader) {
    return in ->
        reader.apply(
            new SigningChain(
                in.text("signatureChainId"),
                in.choice("hyperliquidChain", Network.values(), Network::chain)),
            in);
  }
}
