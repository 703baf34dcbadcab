package dev.orrery.hyperliquid.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Hex;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.Samples;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.Actions;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import dev.orrery.kernel.Secret;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Signatures that other implementations have made, each of them agreed on by at least two. Some are
 * published by the venue's own client.
 */
class SigningVectorsTest {
  private static final String TYPE_PREFIX = "HyperliquidTransaction:";

  /** A case of the file. */
  record Case(JsonNode json) {
    String text(String name) {
      return json.path(name).stringValue();
    }

    Action action() {
      return Actions.read(json.path("action"));
    }

    long nonce() {
      return json.path("nonce").longValue();
    }

    @Nullable Address vault() {
      JsonNode vault = json.path("vaultAddress");
      return vault.isNull() ? null : new Address(vault.stringValue());
    }

    @Nullable Long expiresAfter() {
      JsonNode expires = json.path("expiresAfter");
      return expires.isNull() ? null : Long.valueOf(expires.longValue());
    }

    Network network() {
      return json.path("isMainnet").booleanValue() ? Network.MAINNET : Network.TESTNET;
    }

    Signature signature() {
      return WireJson.read(json.path("signature"), WireType.of(Signature.class));
    }

    KeySigner signer() {
      return KeySigner.of(Secret.of(text("privateKey")));
    }

    /** As a client sends it: with the canonical action. */
    ExchangeRequest request() {
      return new ExchangeRequest(action(), nonce(), signature(), vault(), expiresAfter());
    }

    byte[] digest() {
      return ActionDigest.of(request(), network());
    }

    @Override
    public String toString() {
      return text("id");
    }
  }

  static Stream<Case> cases() {
    JsonNode all = Samples.file("signing.json").path("cases");
    return StreamSupport.stream(all.spliterator(), false).map(Case::new);
  }

  private static Stream<Case> cases(String kind) {
    return cases().filter(it -> it.text("kind").equals(kind));
  }

  static Stream<Case> honest() {
    return cases().filter(it -> !it.text("kind").equals("l1-mismatch"));
  }

  static Stream<Case> l1() {
    return cases("l1");
  }

  static Stream<Case> userSigned() {
    return cases("userSigned");
  }

  static Stream<Case> mismatch() {
    return cases("l1-mismatch");
  }

  @Test
  void hasAllOfThem() {
    assertThat(cases()).hasSize(17);
    assertThat(l1()).hasSize(12);
    assertThat(userSigned()).hasSize(3);
    assertThat(mismatch()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("l1")
  void hashesWhatOthersHash(Case it) {
    L1Action action = (L1Action) it.action();
    String preimage =
        Hex.of(ActionDigest.preimage(action, it.nonce(), it.vault(), it.expiresAfter()));
    assertThat(preimage).startsWith(it.text("msgpackHex")).isEqualTo(it.text("preimageHex"));
    assertThat(Hex.of(ActionDigest.connectionId(action, it.nonce(), it.vault(), it.expiresAfter())))
        .isEqualTo(it.text("connectionId"));
    assertThat(Hex.of(it.digest())).isEqualTo(it.text("eip712Digest"));
  }

  @ParameterizedTest
  @MethodSource("userSigned")
  void hashesTypedDataAsOthersDo(Case it) {
    assertThat(Hex.of(it.digest())).isEqualTo(it.text("eip712Digest"));
    assertThat(TYPE_PREFIX + ((UserSignedAction) it.action()).typeName())
        .isEqualTo(it.text("primaryType"));
  }

  @ParameterizedTest
  @MethodSource("honest")
  void signsAsOthersSign(Case it) {
    try (KeySigner signer = it.signer()) {
      assertThat(signer.address()).isEqualTo(new Address(it.text("signer")));
      assertThat(signer.sign(it.digest())).isEqualTo(it.signature());
      ActionSigner actions = new ActionSigner(signer, it.network());
      assertThat(
              switch (it.action()) {
                case L1Action action ->
                    actions.sign(action, it.nonce(), it.vault(), it.expiresAfter());
                case UserSignedAction action -> actions.sign(action);
              })
          .isEqualTo(it.request());
    }
  }

  @ParameterizedTest
  @MethodSource("honest")
  void theVenuesOwnClientPublishesTheSame(Case it) {
    JsonNode published = it.json().path("published");
    if (published.has("r")) {
      assertThat(it.signature().r()).isEqualTo(number(published.path("r")));
      assertThat(it.signature().s()).isEqualTo(number(published.path("s")));
      assertThat(it.signature().v()).isEqualTo(published.path("v").intValue());
    }
  }

  private static BigInteger number(JsonNode hex) {
    return new BigInteger(hex.stringValue().substring(2), 16);
  }

  @ParameterizedTest
  @MethodSource("honest")
  void aServerRecoversWhoSigned(Case it) {
    ExchangeRequest received = ExchangeRequest.read(it.request().json());
    assertThat(Recovery.signer(received, it.network())).contains(new Address(it.text("signer")));
  }

  @ParameterizedTest
  @MethodSource("mismatch")
  void aServerRecoversSomebodyElseFromASignatureOverSomethingElse(Case it) {
    assertThat(Hex.of(it.digest())).isEqualTo(it.text("eip712Digest"));
    ExchangeRequest received = ExchangeRequest.read(it.request().json());
    assertThat(Recovery.signer(received, it.network()))
        .contains(new Address(it.text("recovered")))
        .isNotEqualTo(new Address(it.text("signer")));
  }

  @Test
  void aServerHashesPricesWithoutTheZerosTheyCameWith() {
    Case honest =
        l1().filter(it -> it.text("id").equals("order-gtc-mainnet")).findFirst().orElseThrow();
    String padded = new String(honest.request().json(), UTF_8).replace("\"100\"", "\"100.00\"");
    ExchangeRequest received = ExchangeRequest.read(padded.getBytes(UTF_8));
    assertThat(Recovery.signer(received, honest.network()))
        .contains(new Address(honest.text("signer")));
  }

  @Test
  void domainsAndTypesHashAsPublished() {
    assertThat(Hex.of(TypedData.domainSeparator("Exchange", BigInteger.valueOf(1_337))))
        .isEqualTo("0xd79297fcdf2ffcd4ae223d01edaa2ba214ff8f401d7c9300d995d17c82aa4040");
    assertThat(
            Stream.of("66eee", "a4b1", "1")
                .map(id -> new BigInteger(id, 16))
                .map(id -> TypedData.domainSeparator("HyperliquidSignTransaction", id))
                .map(Hex::of))
        .containsExactly(
            "0xfeb1393ca4412a4ca577bd51d04f0a77033514c602f4d0a11490fb95f7428df6",
            "0x2f54e643b38c9c2b65cb731aaf11c54f01705ee0cdf45aea16e2ac0a5ce7531a",
            "0xdb17d1ad595c034a414294c8a640f420ba18e2b7488231f5b97d02780d8e8648");
    assertThat(Arrays.asList(Hex.of(Keccak.hash("a")), Hex.of(Keccak.hash("b"))))
        .containsExactly(
            "0x3ac225168df54212a25c1c01fd35bebfea408fdac2e31ddd6f80a4bbf9a5f1cb",
            "0xb5553de315e0edf504d9150af82dafa5c4667fa618ed0a6f19c69b41166c5510");
  }
}
