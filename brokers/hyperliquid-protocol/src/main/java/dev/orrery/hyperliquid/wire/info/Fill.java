package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.BookSide;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An execution of an order. Those of one millisecond have no order but the chain of their {@code
 * startPosition}.
 *
 * @param coin the market
 * @param px price
 * @param sz size
 * @param side of the order
 * @param time epoch milliseconds
 * @param startPosition the position before it
 * @param dir for people: {@code Open Long} and many others
 * @param closedPnl of the part that closed, before fees
 * @param hash of the transaction; all zeros of a time-weighted order
 * @param oid the venue's number of the order
 * @param crossed whether the order took
 * @param fee below zero is a rebate; the builder's part is in it
 * @param builderFee the builder's part, when there is one
 * @param tid with coin and time, its identity
 * @param feeToken what the fee was paid in
 * @param liquidation when it came of a liquidation, of this account or of the other side
 * @param twapId the time-weighted order it belongs to
 * @param cloid the client's id of the order
 */
public record Fill(
    String coin,
    BigDecimal px,
    BigDecimal sz,
    BookSide side,
    long time,
    BigDecimal startPosition,
    String dir,
    BigDecimal closedPnl,
    String hash,
    long oid,
    boolean crossed,
    BigDecimal fee,
    @Nullable BigDecimal builderFee,
    long tid,
    String feeToken,
    @Nullable FillLiquidation liquidation,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long twapId,
    @Nullable Cloid cloid) {}
