package dev.orrery.benchmark;

import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.signing.ActionDigest;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.kernel.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;

/**
 * One order with a client order id, from the action to the bytes that are posted: the client's
 * share of sending it. Beside it the same with web3j making the signature.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SigningBenchmark {
  /** A key for measuring and nothing else. */
  private static final String KEY = "0x" + "0123456789abcdef".repeat(4);

  private static final Network NETWORK = Network.TESTNET;
  private static final PlaceOrders ORDER =
      PlaceOrders.of(
          new OrderRequest(
              0,
              true,
              new BigDecimal("97123"),
              new BigDecimal("0.001"),
              false,
              new OrderTerms.Limit(OrderTerms.Tif.IOC),
              new Cloid("0x0123456789abcdef0123456789abcdef")));

  private final KeySigner key = KeySigner.of(Secret.of(KEY));
  private final ActionSigner signer = new ActionSigner(key, NETWORK);
  private final ECKeyPair pair = ECKeyPair.create(new BigInteger(KEY.substring(2), 16));
  private long nonce = 1_763_600_000_000L;

  /** As an order goes out. */
  @Benchmark
  public byte[] ours() {
    long now = nonce++;
    return signer.sign(ORDER, now, null, now + 5_000).json();
  }

  /** The same, signed by web3j. */
  @Benchmark
  public byte[] web3j() {
    long now = nonce++;
    byte[] digest = ActionDigest.of(ORDER, now, null, now + 5_000, NETWORK);
    Sign.SignatureData made = Sign.signMessage(digest, pair, false);
    Signature signature =
        new Signature(
            new BigInteger(1, made.getR()), new BigInteger(1, made.getS()), made.getV()[0]);
    return new ExchangeRequest(ORDER, now, signature, null, now + 5_000).json();
  }

  /** Ends. */
  @TearDown
  public void end() {
    key.close();
  }
}
