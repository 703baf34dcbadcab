package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A signed action, as it is posted.
 *
 * @param action what to do
 * @param nonce epoch milliseconds, used once by its signer
 * @param signature by the account or, if the action may be, by one of its agents
 * @param vaultAddress the sub-account or vault it is for, if not the signer's account
 * @param expiresAfter epoch milliseconds after which the venue refuses it
 */
public record ExchangeRequest(
    Action action,
    long nonce,
    Signature signature,
    @Nullable Address vaultAddress,
    @Nullable Long expiresAfter) {
  private static final WireType<Envelope> ENVELOPE = WireType.of(Envelope.class);

  private record Envelope(
      JsonNode action,
      long nonce,
      Signature signature,
      @Nullable Address vaultAddress,
      @Nullable Long expiresAfter) {}

  /**
   * Reads what a client posted. What it may leave out and what it may send as null is the same.
   *
   * @throws MalformedMessageException what a server answers with status 422
   */
  public static ExchangeRequest read(byte[] json) {
    return read(WireJson.tree(json));
  }

  /** As {@link #read(byte[])}, from a part of a message. */
  public static ExchangeRequest read(JsonNode json) {
    Envelope envelope = WireJson.read(json, ENVELOPE);
    if (envelope.nonce < 0 || (envelope.expiresAfter != null && envelope.expiresAfter < 0)) {
      throw new MalformedMessageException("nonce and expiresAfter are 0 or more");
    }
    return new ExchangeRequest(
        Actions.read(envelope.action),
        envelope.nonce,
        envelope.signature,
        envelope.vaultAddress,
        envelope.expiresAfter);
  }

  /** What is posted: JSON in UTF-8. */
  public byte[] json() {
    JsonForm out = new JsonForm();
    out.beginMap(3 + (vaultAddress == null ? 0 : 1) + (expiresAfter == null ? 0 : 1));
    action.write(out.key("action"));
    out.number("nonce", nonce)
        .key("signature")
        .beginMap(3)
        .text("r", signature.rHex())
        .text("s", signature.sHex())
        .number("v", signature.v())
        .endMap();
    if (vaultAddress != null) {
      out.address("vaultAddress", vaultAddress);
    }
    if (expiresAfter != null) {
      out.number("expiresAfter", expiresAfter);
    }
    out.endMap();
    return out.toBytes();
  }
}
