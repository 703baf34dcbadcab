package dev.orrery.hyperliquid.wire.socket;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import dev.orrery.hyperliquid.wire.info.ActiveAssetData;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.Trade;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads and writes what the server sends on the WebSocket. */
public final class ServerMessages {
  private static final Map<String, Function<JsonNode, ServerMessage>> READERS = readers();

  private ServerMessages() {}

  /**
   * Reads a frame. What is no JSON and what comes on an unknown channel is told as such.
   *
   * @throws MalformedMessageException when a known channel carries something else than it should;
   *     the message begins with the channel
   */
  public static ServerMessage read(String frame) {
    if (!frame.stripLeading().startsWith("{")) {
      return new ControlMessage.Text(frame);
    }
    JsonNode json = WireJson.tree(frame);
    String channel = json.path("channel").asString("");
    Function<JsonNode, ServerMessage> reader = READERS.get(channel);
    if (reader == null) {
      return new ControlMessage.Other(channel, json.get("data"));
    }
    try {
      return reader.apply(json.path("data"));
    } catch (MalformedMessageException e) {
      throw new MalformedMessageException(channel + ": " + e.getMessage(), e);
    }
  }

  /** Writes a frame. */
  public static String write(ServerMessage message) {
    return switch (message) {
      case ControlMessage.Text(var text) -> text;
      case ControlMessage.Pong pong -> WireJson.text(Map.of("channel", pong.channel()));
      case ServerMessage other -> WireJson.text(new Frame(other.channel(), other.content()));
    };
  }

  private record Frame(String channel, Object data) {}

  private static Map<String, Function<JsonNode, ServerMessage>> readers() {
    Map<String, Function<JsonNode, ServerMessage>> all = new HashMap<>();
    all.put("subscriptionResponse", as(ControlMessage.Acknowledged.class));
    all.put("error", ControlMessage.Failed::read);
    all.put("pong", data -> new ControlMessage.Pong());
    all.put("post", ControlMessage.PostAnswer::read);
    all.put("allMids", as(MarketMessage.Mids.class));
    all.put("l2Book", as(WireType.of(L2Book.class), MarketMessage.Book::new));
    all.put("bbo", as(MarketMessage.BestPrices.class));
    all.put("trades", as(WireType.listOf(Trade.class), MarketMessage.Trades::new));
    all.put("candle", MarketMessage.CandleUpdate::read);
    all.put("activeAssetCtx", as(MarketMessage.AssetContext.class));
    all.put("activeSpotAssetCtx", as(MarketMessage.SpotContext.class));
    all.put("allDexsAssetCtxs", as(MarketMessage.AllContexts.class));
    all.put("fastAssetCtxs", MarketMessage.FastContexts::read);
    all.put("outcomeMetaUpdates", as(MarketMessage.OutcomeUpdates.class));
    all.put(
        "activeAssetData", as(WireType.of(ActiveAssetData.class), AccountMessage.ActiveAsset::new));
    all.put(
        "orderUpdates",
        as(WireType.listOf(AccountMessage.OrderUpdate.class), AccountMessage.OrderUpdates::new));
    all.put("user", as(AccountMessage.UserEvent.class));
    all.put("userFills", as(AccountMessage.UserFills.class));
    all.put("userFundings", as(AccountMessage.UserFundings.class));
    all.put("userNonFundingLedgerUpdates", as(AccountMessage.LedgerUpdates.class));
    all.put("clearinghouseState", as(AccountMessage.Perpetuals.class));
    all.put("allDexsClearinghouseState", as(AccountMessage.AllPerpetuals.class));
    all.put("openOrders", as(AccountMessage.OpenOrders.class));
    all.put("spotState", as(AccountMessage.Spot.class));
    all.put("webData3", as(AccountMessage.WebData.class));
    all.put("notification", as(AccountMessage.Notification.class));
    all.put("twapStates", as(AccountMessage.TwapStates.class));
    all.put("userTwapHistory", as(AccountMessage.TwapHistory.class));
    all.put("userTwapSliceFills", as(AccountMessage.TwapSliceFills.class));
    return Map.copyOf(all);
  }

  private static Function<JsonNode, ServerMessage> as(Class<? extends ServerMessage> type) {
    return as(WireType.of(type), message -> message);
  }

  private static <T> Function<JsonNode, ServerMessage> as(
      WireType<T> type, Function<? super T, ? extends ServerMessage> wrap) {
    return data -> wrap.apply(WireJson.read(data, type));
  }
}
