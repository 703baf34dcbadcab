package dev.orrery.hyperliquid.wire.action;

import java.util.List;

/**
 * An action of money and permissions. The account itself signs it as typed data, field by field,
 * and it applies to whoever signed; an agent cannot. Texts are kept as they came, because that is
 * what was hashed: an amount of {@code 1.0} and a destination in mixed case are not the same as
 * {@code 1} and lower case.
 */
public sealed interface UserSignedAction extends Action
    permits ApproveAgent,
        ApproveBuilderFee,
        SendAsset,
        SpotSend,
        UsdClassTransfer,
        UsdSend,
        UserSetAbstraction,
        Withdraw {
  /** What it is signed for. */
  SigningChain chain();

  /** The name of its type in typed data, after {@code HyperliquidTransaction:}. */
  String typeName();

  /** Epoch milliseconds; the nonce of the request has to be the same. */
  long nonce();

  /** Its fields in the order of the type, after {@code hyperliquidChain}, which all begin with. */
  List<TypedField> fields();

  @Override
  default void write(CanonicalForm out) {
    List<TypedField> fields = fields();
    out.beginMap(3 + fields.size())
        .text("type", type())
        .text("signatureChainId", chain().signatureChainId())
        .text("hyperliquidChain", chain().network().chain());
    fields.forEach(field -> field.write(out));
    out.endMap();
  }
}
