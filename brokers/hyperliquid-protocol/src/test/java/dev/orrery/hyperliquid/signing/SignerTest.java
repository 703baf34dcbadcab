package dev.orrery.hyperliquid.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Hex;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.action.UsdSend;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.Sha256;
import dev.orrery.testing.Seeds;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
  private static final BigInteger ORDER = CustomNamedCurves.getByName("secp256k1").getN();
  private static final String ONE = "0x" + "0".repeat(63) + "1";

  private static byte[] sha256(String text) {
    return Hex.bytes("0x" + Sha256.of(text.getBytes(UTF_8)).hex());
  }

  @Test
  void signsWithTheNumberThatFollowsFromKeyAndDigest() {
    try (KeySigner signer = KeySigner.of(Secret.of(ONE))) {
      assertThat(signer.address())
          .isEqualTo(new Address("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"));
      Signature signature = signer.sign(sha256("Satoshi Nakamoto"));
      assertThat(signature.rHex())
          .isEqualTo("0x934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8");
      assertThat(signature.sHex())
          .isEqualTo("0x2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
    }
  }

  @Test
  void everySignatureIsLowAndRecoversItsSigner() {
    Seeds.each(
        500,
        random -> {
          byte[] key = new byte[32];
          byte[] digest = new byte[32];
          random.nextBytes(key);
          random.nextBytes(digest);
          try (KeySigner signer = KeySigner.of(key)) {
            Signature signature = signer.sign(digest);
            assertThat(signature.s()).isLessThanOrEqualTo(ORDER.shiftRight(1));
            assertThat(signature.v()).isBetween(27, 28);
            assertThat(Recovery.signer(digest, signature)).contains(signer.address());
            Signature high =
                new Signature(signature.r(), ORDER.subtract(signature.s()), 55 - signature.v());
            assertThat(Recovery.signer(digest, high)).contains(signer.address());
            digest[random.nextInt(32)] ^= (byte) 1;
            assertThat(Recovery.signer(digest, signature)).isNotEqualTo(signer.address());
          }
        });
  }

  @Test
  void recoversNobodyFromWhatIsNoSignature() {
    byte[] digest = sha256("x");
    Signature good;
    try (KeySigner signer = KeySigner.of(Secret.of(ONE))) {
      good = signer.sign(digest);
    }
    List<Signature> none = new ArrayList<>();
    none.add(new Signature(good.r(), good.s(), 0));
    none.add(new Signature(good.r(), good.s(), 29));
    none.add(new Signature(BigInteger.ZERO, good.s(), 27));
    none.add(new Signature(good.r(), BigInteger.ZERO, 27));
    none.add(new Signature(ORDER, good.s(), 27));
    none.add(new Signature(good.r(), ORDER, 27));
    none.add(new Signature(BigInteger.valueOf(5), good.s(), 27)); // No point has this x.
    assertThat(none).allSatisfy(it -> assertThat(Recovery.signer(digest, it)).isEmpty());
  }

  @Test
  void digestsAreThirtyTwoBytes() {
    try (KeySigner signer = KeySigner.of(Secret.of(ONE))) {
      assertThatThrownBy(() -> signer.sign(new byte[31]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> Recovery.signer(new byte[33], new Signature(BigInteger.ONE, BigInteger.ONE, 27)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "0x5ec4e7",
        "5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4",
        "0x5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75eczz",
        "0x0000000000000000000000000000000000000000000000000000000000000000",
        "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
      })
  void refusesWhatIsNoKeyWithoutShowingIt(String text) {
    assertThatThrownBy(() -> KeySigner.of(Secret.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageStartingWith("a private key is 0x and 64 hex digits")
        .message()
        .doesNotContain("5ec4e7");
  }

  @Test
  void printsNoKey() {
    Secret key = KeySigner.newKey(new SecureRandom());
    try (KeySigner signer = KeySigner.of(key)) {
      assertThat(signer).hasToString("signer of " + signer.address() + " with key ***");
      assertThat(key).hasToString("***");
      assertThat(key.reveal()).matches("0x[0-9a-f]{64}");
    }
  }

  @Test
  void signsNothingOnceClosed() {
    KeySigner signer = KeySigner.of(Secret.of(ONE));
    signer.close();
    signer.close();
    assertThatThrownBy(() -> signer.sign(new byte[32]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void signsAsItselfOrNotAtAllWhileItIsClosed() throws Exception {
    byte[] digest = sha256("x");
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 200; round++) {
        KeySigner signer = KeySigner.of(KeySigner.newKey(new SecureRandom()));
        Future<List<Signature>> signing =
            threads.submit(() -> {
              List<Signature> made = new ArrayList<>();
              try {
                while (made.size() < 50) {
                  made.add(signer.sign(digest));
                }
              } catch (IllegalStateException closed) {
                assertThat(closed).hasMessageContaining("closed");
              }
              return made;
            });
        threads.submit(signer::close).get(60, TimeUnit.SECONDS);
        assertThat(signing.get(60, TimeUnit.SECONDS))
            .allSatisfy(it -> assertThat(Recovery.signer(digest, it)).contains(signer.address()));
      }
    }
  }

  @Test
  void refusesMoneyForAnotherNetwork() {
    UsdSend send = new UsdSend(SigningChain.of(Network.TESTNET), "0x1", "1", 5);
    try (KeySigner signer = KeySigner.of(Secret.of(ONE))) {
      assertThatThrownBy(() -> new ActionSigner(signer, Network.MAINNET).sign(send))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("usdSend is for Testnet, this signer for Mainnet");
    }
  }
}
