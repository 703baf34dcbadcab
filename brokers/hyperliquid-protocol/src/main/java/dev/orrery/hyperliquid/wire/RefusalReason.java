package dev.orrery.hyperliquid.wire;

/**
 * Why the venue refused. The names are stable codes; the texts are the venue's, of which the live
 * ones often go on with {@code asset=N} or a value, so they are known by how they begin. An earlier
 * constant wins.
 */
public enum RefusalReason {
  // One order or cancel of an action.
  /** The price is not on the grid of the market. */
  TICK("Price must be divisible by tick size."),
  /** Worth less than 10 USD. */
  MIN_TRADE_NOTIONAL("Order must have minimum value of $"),
  /** Worth less than 10 of the quote token. */
  MIN_TRADE_SPOT_NOTIONAL("Order must have minimum value of "),
  /** Not enough margin. */
  MARGIN("Insufficient margin to place order."),
  /** Reduce-only, and there is nothing to reduce. */
  REDUCE_ONLY("Reduce only order would increase position."),
  /** Post-only, and it would have executed. */
  POST_ONLY_WOULD_MATCH("Post only order would have immediately matched"),
  /** Immediate, and nothing was there. */
  IOC_NO_MATCH("Order could not immediately match against any resting orders."),
  /** The trigger price is on the wrong side. */
  TRIGGER_PRICE("Invalid TP/SL price."),
  /** At market, and the book is empty. */
  NO_LIQUIDITY("No liquidity available for market order."),
  /** The market's open interest is at its cap. */
  OPEN_INTEREST_CAPPED("Order would increase open interest while open interest is capped"),
  /** The market's open interest is at its cap, and the price is beyond the oracle's. */
  TOO_AGGRESSIVE_AT_CAP(
      "Order rejected due to price more aggressive than oracle while at open interest cap"),
  /** The market's open interest would grow too fast. */
  OPEN_INTEREST_TOO_FAST("Order would increase open interest too quickly"),
  /** Not enough of a spot token. */
  SPOT_BALANCE("Insufficient spot balance"),
  /** The price is too far from the oracle's. */
  FAR_FROM_ORACLE("Order price too far from oracle", "Price too far from oracle"),
  /** The position would outgrow its margin tier. */
  MARGIN_TIER("Order would cause position to exceed margin tier limit at current leverage"),
  /** The order to cancel is gone: filled, cancelled, or never there. Normal traffic. */
  MISSING_ORDER("Order was never placed, already canceled, or filled."),
  /** Too many digits, or not above zero. */
  INVALID_PRICE("Order has invalid price."),
  /** Too many decimals. */
  INVALID_SIZE("Order has invalid size."),
  /** Nothing to trade. */
  ZERO_SIZE("Order has zero size."),
  /** The price is too far from the reference price. */
  FAR_FROM_REFERENCE("Order price cannot be more than"),
  /** The builder's fee is not approved. */
  BUILDER_NOT_APPROVED("Builder fee has not been approved"),
  /** Just after an upgrade of the venue only post-only orders are taken. */
  POST_ONLY_AFTER_UPGRADE("Only post-only orders allowed immediately after a network upgrade"),
  /** Too many orders are open. */
  TOO_MANY_OPEN_ORDERS("Too many open orders"),
  /** An action of orders without orders. */
  ORDERS_EMPTY("Orders are empty"),
  /** An exit of a group has to be reduce-only. */
  TRIGGER_NOT_REDUCE_ONLY("Trigger order is not reduce only."),

  // A whole action.
  /** Nobody known signed it: a wrong hash, or an agent that is gone. */
  UNKNOWN_SIGNER("User or API Wallet "),
  /** The account has no funds; also every action an agent signs that only an account may. */
  MUST_DEPOSIT("Must deposit before performing actions."),
  /** The signature is of nobody. */
  SIGNATURE("Unable to recover signer."),
  /** The nonce was used before. */
  NONCE_DUPLICATE("Invalid nonce: duplicate nonce"),
  /** The nonce is below all that are remembered. */
  NONCE_TOO_LOW("Invalid nonce: nonce too low"),
  /** The nonce is no good for another reason. */
  NONCE_INVALID("Invalid nonce"),
  /** It came after its {@code expiresAfter}. */
  EXPIRED("Action already expired"),
  /** The address has used up its actions. */
  ADDRESS_LIMIT("Too many cumulative requests sent"),
  /** There is no such vault. */
  VAULT_UNKNOWN("Vault not registered"),
  /** The sub-account is not of this account. */
  SUB_ACCOUNT_UNKNOWN("Sub-account "),
  /** The order to change is gone. */
  CANNOT_MODIFY("Cannot modify canceled or filled order"),
  /** Cross and isolated cannot be exchanged with an open position. */
  LEVERAGE_TYPE("Cannot switch leverage type with open position."),
  /** The position shares its margin. */
  NOT_ISOLATED("Position does not use isolated margin."),
  /** The account has not traded enough for the dead man's switch. */
  SCHEDULE_VOLUME("Cannot set scheduled cancel time until enough volume traded."),
  /** The account has as many agents as it may. */
  TOO_MANY_AGENTS("Too many extra agents"),
  /** The address was an agent before. */
  AGENT_USED("Extra agent already used."),
  /** An agent was removed a moment ago; for some 5 seconds none can be approved. */
  AGENT_REMOVAL_PENDING("User has pending agent removal"),
  /** The end of the approval is past, or more than 180 days ahead. */
  AGENT_EXPIRY("Agent valid_until already expired."),
  /** An agent moves money only within its account. */
  AGENT_DESTINATION("Agent can only send asset to same user or their sub-accounts."),
  /** Not for an account with one balance. */
  UNIFIED_ACCOUNT("Action disabled when unified account is active"),
  /** Not enough to withdraw. */
  WITHDRAWAL_BALANCE("Insufficient balance for withdrawal"),
  /** Not enough to send. */
  TRANSFER_BALANCE("Insufficient balance for token transfer"),

  // A request that did not get as far.
  /** Status 422: not an action as the venue knows it. */
  MALFORMED_REQUEST("Failed to deserialize the JSON body into the target type"),
  /** Status 429: too much weight from this address of the internet. */
  IP_LIMIT(),
  /** Another status that says the request was not taken. */
  HTTP_STATUS(),

  // Whatever else.
  /**
   * Something about the client order id. What the venue says of one that is used again is not
   * known: ask for the order before anything else.
   */
  CLOID(),
  /** A text nobody has listed. */
  UNKNOWN();

  private final String beginning;
  private final String orBeginning;

  RefusalReason(String beginning, String orBeginning) {
    this.beginning = beginning;
    this.orBeginning = orBeginning;
  }

  RefusalReason(String beginning) {
    this(beginning, "");
  }

  RefusalReason() {
    this("");
  }

  /** How the venue's text for it begins, or all of it; empty where there is none. */
  public String text() {
    return beginning;
  }

  boolean fits(String text) {
    return begins(text, beginning) || begins(text, orBeginning);
  }

  private static boolean begins(String text, String beginning) {
    return !beginning.isEmpty() && text.startsWith(beginning);
  }
}
