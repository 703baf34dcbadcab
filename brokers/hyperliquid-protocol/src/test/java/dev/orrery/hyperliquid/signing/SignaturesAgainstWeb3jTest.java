package dev.orrery.hyperliquid.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Hex;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.RandomActions;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import dev.orrery.testing.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.utils.Numeric;

/** Whatever is signed, web3j signs it the same, and a server recovers the same signer from it. */
class SignaturesAgainstWeb3jTest {
  @Test
  void signsAsWeb3jSigns() {
    Seeds.each(1_000, SignaturesAgainstWeb3jTest::check);
  }

  @Tag("certify")
  @Timeout(3_600)
  @Test
  void signsAsWeb3jSignsForLong() {
    Seeds.each(100_000, SignaturesAgainstWeb3jTest::check);
  }

  private static void check(SplittableRandom random) throws Exception {
    byte[] key = new byte[32];
    random.nextBytes(key);
    RandomActions actions = new RandomActions(random);
    Network network = actions.flag() ? Network.MAINNET : Network.TESTNET;
    Action action = actions.any();
    try (KeySigner signer = KeySigner.of(key)) {
      ECKeyPair theirs = ECKeyPair.create(new BigInteger(1, key));
      assertThat(signer.address()).isEqualTo(new Address("0x" + Keys.getAddress(theirs)));

      ExchangeRequest request =
          switch (action) {
            case L1Action it ->
                new ActionSigner(signer, network)
                    .sign(
                        it,
                        actions.time(),
                        actions.flag() ? null : actions.address(),
                        actions.flag() ? null : actions.time());
            case UserSignedAction it -> new ActionSigner(signer, it.chain().network()).sign(it);
          };
      byte[] digest = web3jDigest(request, network);
      assertThat(Hex.of(ActionDigest.of(request, network))).isEqualTo(Hex.of(digest));
      assertThat(request.signature()).isEqualTo(web3jSignature(digest, theirs));
      assertThat(Recovery.signer(ExchangeRequest.read(request.json()), network))
          .contains(signer.address());
    }
  }

  private static byte[] web3jDigest(ExchangeRequest request, Network network) throws Exception {
    String typedData =
        switch (request.action()) {
          case UserSignedAction it -> TypedData.json(it);
          case L1Action it ->
              agent(
                  network.source(),
                  ActionDigest.connectionId(
                      it, request.nonce(), request.vaultAddress(), request.expiresAfter()));
        };
    return new StructuredDataEncoder(typedData).hashStructuredData();
  }

  private static String agent(String source, byte[] connectionId) {
    return """
    {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
      {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
      "Agent":[{"name":"source","type":"string"},{"name":"connectionId","type":"bytes32"}]},
     "primaryType":"Agent",
     "domain":{"name":"Exchange","version":"1","chainId":1337,
      "verifyingContract":"0x0000000000000000000000000000000000000000"},
     "message":{"source":"%s","connectionId":"%s"}}
    """
        .formatted(source, Hex.of(connectionId));
  }

  private static Signature web3jSignature(byte[] digest, ECKeyPair key) {
    Sign.SignatureData data = Sign.signMessage(digest, key, false);
    return Signature.ofWallet(
        Numeric.toHexString(data.getR())
            + Numeric.toHexStringNoPrefix(data.getS())
            + Numeric.toHexStringNoPrefix(Arrays.copyOf(data.getV(), 1)));
  }
}
