package dev.orrery.hyperliquid.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Price must be divisible by tick size. asset=0|TICK",
        "Order must have minimum value of $10. asset=3|MIN_TRADE_NOTIONAL",
        "Order must have minimum value of 10 USDC. asset=10107|MIN_TRADE_SPOT_NOTIONAL",
        "Insufficient margin to place order. asset=0|MARGIN",
        "Reduce only order would increase position. asset=0|REDUCE_ONLY",
        "Post only order would have immediately matched, bbo was 97000@97001. asset=0|POST_ONLY_WOULD_MATCH",
        "Order could not immediately match against any resting orders. asset=0|IOC_NO_MATCH",
        "Invalid TP/SL price. asset=0|TRIGGER_PRICE",
        "No liquidity available for market order. asset=0|NO_LIQUIDITY",
        "Order would increase open interest while open interest is capped|OPEN_INTEREST_CAPPED",
        "Order rejected due to price more aggressive than oracle while at open interest cap|TOO_AGGRESSIVE_AT_CAP",
        "Order would increase open interest too quickly|OPEN_INTEREST_TOO_FAST",
        "Insufficient spot balance asset=10107|SPOT_BALANCE",
        "Order price too far from oracle|FAR_FROM_ORACLE",
        "Price too far from oracle asset=4|FAR_FROM_ORACLE",
        "Order would cause position to exceed margin tier limit at current leverage|MARGIN_TIER",
        "Order was never placed, already canceled, or filled. asset=0|MISSING_ORDER",
        "Order has invalid price.|INVALID_PRICE",
        "Order has invalid size.|INVALID_SIZE",
        "Order has zero size.|ZERO_SIZE",
        "Order price cannot be more than 80% away from the reference price|FAR_FROM_REFERENCE",
        "Builder fee has not been approved|BUILDER_NOT_APPROVED",
        "Only post-only orders allowed immediately after a network upgrade|POST_ONLY_AFTER_UPGRADE",
        "Too many open orders|TOO_MANY_OPEN_ORDERS",
        "Orders are empty|ORDERS_EMPTY",
        "Trigger order is not reduce only.|TRIGGER_NOT_REDUCE_ONLY",
        "User or API Wallet 0x31ca8395cf837de08b24da3f660e77761dfb974b does not exist.|UNKNOWN_SIGNER",
        "L1 error: User or API Wallet 0x31ca8395cf837de08b24da3f660e77761dfb974b does not exist.|UNKNOWN_SIGNER",
        "Must deposit before performing actions. User: 0x31ca8395cf837de08b24da3f660e77761dfb974b|MUST_DEPOSIT",
        "Unable to recover signer.|SIGNATURE",
        "Invalid nonce: duplicate nonce 1763600000000|NONCE_DUPLICATE",
        "Invalid nonce: nonce too low 1 < 2|NONCE_TOO_LOW",
        "Invalid nonce: of another kind|NONCE_INVALID",
        "Action already expired|EXPIRED",
        "Too many cumulative requests sent (37986 > 10436) for cumulative volume traded $437.92.|ADDRESS_LIMIT",
        "Vault not registered: 0x5b38da6a701c568545dcfcb03fcb875f56beddc4|VAULT_UNKNOWN",
        "Sub-account 0x5b38da6a701c568545dcfcb03fcb875f56beddc4 is not registered to 0x31|SUB_ACCOUNT_UNKNOWN",
        "Cannot modify canceled or filled order|CANNOT_MODIFY",
        "Cannot switch leverage type with open position.|LEVERAGE_TYPE",
        "Position does not use isolated margin.|NOT_ISOLATED",
        "Cannot set scheduled cancel time until enough volume traded. Required: $1000000. Traded: $12066.75.|SCHEDULE_VOLUME",
        "Too many extra agents for cumulative volume traded. Current limit is 3|TOO_MANY_AGENTS",
        "Extra agent already used.|AGENT_USED",
        "User has pending agent removal|AGENT_REMOVAL_PENDING",
        "Agent valid_until already expired.|AGENT_EXPIRY",
        "Agent can only send asset to same user or their sub-accounts.|AGENT_DESTINATION",
        "Action disabled when unified account is active|UNIFIED_ACCOUNT",
        "Insufficient balance for withdrawal|WITHDRAWAL_BALANCE",
        "Insufficient balance for token transfer|TRANSFER_BALANCE",
        "Failed to deserialize the JSON body into the target type|MALFORMED_REQUEST",
        "Duplicate Cloid of something|CLOID",
        "A text of tomorrow asset=3|UNKNOWN",
        "''|UNKNOWN",
      })
  void sortsTheVenuesTextsAndKeepsThem(String text, RefusalReason reason) {
    assertThat(Refusal.of(text)).isEqualTo(new Refusal(reason, text));
  }

  @ParameterizedTest
  @EnumSource(RefusalReason.class)
  void noReasonHidesBehindAnEarlierOne(RefusalReason reason) {
    if (!reason.text().isEmpty()) {
      assertThat(Refusal.of(reason.text()).reason()).isEqualTo(reason);
    }
  }

  @Test
  void onlyReasonsOfOursHaveNoText() {
    Set<RefusalReason> without =
        Arrays.stream(RefusalReason.values())
            .filter(reason -> reason.text().isEmpty())
            .collect(Collectors.toSet());
    assertThat(without)
        .containsExactlyInAnyOrder(
            RefusalReason.IP_LIMIT,
            RefusalReason.HTTP_STATUS,
            RefusalReason.CLOID,
            RefusalReason.UNKNOWN);
  }

  @Test
  void findsWhatTheTextNames() {
    Refusal signer =
        Refusal.of("User or API Wallet 0x31CA8395cf837de08b24da3f660e77761dfb974b does not exist.");
    assertThat(signer.address())
        .contains(new Address("0x31ca8395cf837de08b24da3f660e77761dfb974b"));
    assertThat(signer.asset()).isEmpty();
    assertThat(Refusal.of("Invalid TP/SL price. asset=110003").asset()).hasValue(110_003);
    assertThat(Refusal.of("hash 0x" + "ab".repeat(32)).address()).isEmpty();
  }
}
