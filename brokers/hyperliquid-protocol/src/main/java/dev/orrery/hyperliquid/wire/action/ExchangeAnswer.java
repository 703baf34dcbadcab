package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the venue answers to an action with HTTP status 200. Everything but {@link Refused} is
 * {@code "status":"ok"}, which says that the action was taken, not that any order was: that is in
 * each of the {@link Statuses}.
 */
public sealed interface ExchangeAnswer {
  /**
   * The whole action was refused.
   *
   * @param text the venue's words
   */
  record Refused(String text) implements ExchangeAnswer {
    /** Which refusal it is. */
    public Refusal refusal() {
      return Refusal.of(text);
    }
  }

  /** Done, and there is nothing to tell. */
  record Done() implements ExchangeAnswer {}

  /**
   * One entry for each order, change or cancel.
   *
   * @param type {@code order} or {@code cancel}
   * @param statuses the entries, in the order of the action
   */
  record Statuses(String type, List<EntryStatus> statuses) implements ExchangeAnswer {
    /** Copies the list. */
    public Statuses {
      statuses = List.copyOf(statuses);
    }

    /**
     * Exactly one entry for each of the action's. The venue may answer a batch that failed its
     * first checks with one error for all of it; where it has fewer entries otherwise, what is
     * missing is {@link EntryStatus.Unknown}.
     */
    public List<EntryStatus> forEach(int count) {
      if (statuses.size() == 1 && statuses.getFirst() instanceof EntryStatus.Failed all) {
        return List.copyOf(Collections.nCopies(count, all));
      }
      List<EntryStatus> padded =
          new ArrayList<>(statuses.subList(0, Math.min(count, statuses.size())));
      while (padded.size() < count) {
        padded.add(new EntryStatus.Unknown(null));
      }
      return List.copyOf(padded);
    }
  }

  /**
   * The one entry of a time-weighted order.
   *
   * @param type {@code twapOrder} or {@code twapCancel}
   * @param status the entry
   */
  record OneStatus(String type, EntryStatus status) implements ExchangeAnswer {}

  /**
   * A sub-account was opened.
   *
   * @param account its address
   */
  record Created(Address account) implements ExchangeAnswer {}

  /**
   * Something else that went well.
   *
   * @param type what the venue calls it
   * @param data as it came, if there was any
   */
  record Other(String type, @Nullable JsonNode data) implements ExchangeAnswer {}

  /**
   * Reads an answer.
   *
   * @throws MalformedMessageException when it is none
   */
  static ExchangeAnswer read(byte[] json) {
    return read(WireJson.tree(json));
  }

  /** As {@link #read(byte[])}, from a part of a message. */
  static ExchangeAnswer read(JsonNode json) {
    JsonNode response = json.path("response");
    return switch (json.path("status").asString("")) {
      case "err" -> new Refused(response.isString() ? response.stringValue() : response.toString());
      case "ok" -> accepted(response);
      default ->
          throw new MalformedMessageException("an answer to an action has a status of ok or err");
    };
  }

  private static ExchangeAnswer accepted(JsonNode response) {
    String type = response.path("type").asString("");
    JsonNode data = response.get("data");
    if (data == null || data.isNull()) {
      return type.equals("default") ? new Done() : new Other(type, null);
    }
    if (data.path("statuses").isArray()) {
      return new Statuses(
          type,
          StreamSupport.stream(data.path("statuses").spliterator(), false)
              .map(EntryStatus::read)
              .toList());
    }
    if (data.has("status")) {
      return new OneStatus(type, EntryStatus.read(data.path("status")));
    }
    return type.equals(CreateSubAccount.TYPE)
        ? new Created(WireJson.read(data, WireType.of(Address.class)))
        : new Other(type, data);
  }

  /** As JSON, for a server or into another message. */
  default JsonNode json() {
    return switch (this) {
      case Refused(var text) -> WireJson.node(new Wire("err", text));
      case Done() -> ok("default", null);
      case Statuses(var type, var statuses) ->
          ok(type, Map.of("statuses", statuses.stream().map(EntryStatus::wire).toList()));
      case OneStatus(var type, var status) -> ok(type, Map.of("status", status.wire()));
      case Created(var account) -> ok(CreateSubAccount.TYPE, account);
      case Other(var type, var data) -> ok(type, data);
    };
  }

  private static JsonNode ok(String type, @Nullable Object data) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("type", type);
    if (data != null) {
      response.put("data", data);
    }
    return WireJson.node(new Wire("ok", response));
  }

  /** The two parts of every answer. */
  record Wire(String status, Object response) {}
}
