package dev.orrery.hyperliquid.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Seeds;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.junit.jupiter.api.Test;

class JdkSha256Test {
  private static final BigInteger ORDER = CustomNamedCurves.getByName("secp256k1").getN();

  @Test
  void givesTheNumbersThatTheLibrarysOwnGives() {
    Seeds.each(
        500,
        random -> {
          byte[] key = new byte[31];
          byte[] digest = new byte[32];
          random.nextBytes(key);
          random.nextBytes(digest);
          HMacDSAKCalculator ours = new HMacDSAKCalculator(new JdkSha256());
          HMacDSAKCalculator theirs = new HMacDSAKCalculator(new SHA256Digest());
          ours.init(ORDER, new BigInteger(1, key), digest);
          theirs.init(ORDER, new BigInteger(1, key), digest);
          for (int i = 0; i < 3; i++) {
            assertThat(ours.nextK()).isEqualTo(theirs.nextK());
          }
        });
  }
}
