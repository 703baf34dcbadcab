package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.TypedField;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.util.BigIntegers;

/**
 * Typed data as of EIP-712: what wallets show and sign for an action of the account itself, and the
 * digest they sign.
 */
public final class TypedData {
  private static final String DOMAIN = "HyperliquidSignTransaction";
  private static final String VERSION = "1";
  private static final String TYPE_PREFIX = "HyperliquidTransaction:";
  private static final byte[] DOMAIN_TYPE =
      Keccak.hash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] PREFIX = {0x19, 0x01};

  private TypedData() {}

  /**
   * What a wallet is asked to sign ({@code eth_signTypedData_v4}), as JSON. The answer is read by
   * {@link dev.orrery.hyperliquid.Signature#ofWallet}.
   */
  public static String json(UserSignedAction action) {
    String type = TYPE_PREFIX + action.typeName();
    Map<String, Object> types = new LinkedHashMap<>();
    types.put(
        "EIP712Domain",
        List.of(
            new Member("name", "string"),
            new Member("version", "string"),
            new Member("chainId", "uint256"),
            new Member("verifyingContract", "address")));
    types.put(
        type,
        fields(action).stream().map(field -> new Member(field.name(), field.type())).toList());
    Map<String, Object> message = new LinkedHashMap<>();
    fields(action).forEach(field -> message.put(field.name(), value(field)));
    return WireJson.text(
        new Request(
            new Domain(DOMAIN, VERSION, action.chain().chainId(), Address.ZERO),
            types,
            type,
            message));
  }

  private record Request(
      Domain domain, Map<String, Object> types, String primaryType, Map<String, Object> message) {}

  private record Domain(
      String name, String version, BigInteger chainId, Address verifyingContract) {}

  private record Member(String name, String type) {}

  /** The digest of an action of the account itself. */
  static byte[] digest(UserSignedAction action) {
    List<TypedField> fields = fields(action);
    String type =
        fields.stream()
            .map(field -> field.type() + " " + field.name())
            .collect(Collectors.joining(",", TYPE_PREFIX + action.typeName() + "(", ")"));
    List<byte[]> parts = new ArrayList<>();
    parts.add(Keccak.hash(type));
    fields.forEach(field -> parts.add(encoded(field)));
    return digest(
        domainSeparator(DOMAIN, action.chain().chainId()),
        Keccak.hash(parts.toArray(byte[][]::new)));
  }

  /** The digest of anything, from its domain and its own hash. */
  static byte[] digest(byte[] domainSeparator, byte[] structHash) {
    return Keccak.hash(PREFIX, domainSeparator, structHash);
  }

  /** The hash of a domain of version 1 without a contract. */
  static byte[] domainSeparator(String name, BigInteger chainId) {
    return Keccak.hash(
        DOMAIN_TYPE, Keccak.hash(name), Keccak.hash(VERSION), word(chainId), word(BigInteger.ZERO));
  }

  private static List<TypedField> fields(UserSignedAction action) {
    TypedField chain = new TypedField.Text("hyperliquidChain", action.chain().network().chain());
    return Stream.concat(Stream.of(chain), action.fields().stream()).toList();
  }

  private static byte[] encoded(TypedField field) {
    return switch (field) {
      case TypedField.Text(var name, var value) -> Keccak.hash(value);
      case TypedField.Account(var name, var value) -> word(new BigInteger(1, value.bytes()));
      case TypedField.Whole(var name, var value) -> word(BigInteger.valueOf(value));
      case TypedField.Flag(var name, var value) -> word(value ? BigInteger.ONE : BigInteger.ZERO);
    };
  }

  private static Object value(TypedField field) {
    return switch (field) {
      case TypedField.Text(var name, var value) -> value;
      case TypedField.Account(var name, var value) -> value;
      case TypedField.Whole(var name, var value) -> value;
      case TypedField.Flag(var name, var value) -> value;
    };
  }

  private static byte[] word(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(Keccak.BYTES, number);
  }
}
