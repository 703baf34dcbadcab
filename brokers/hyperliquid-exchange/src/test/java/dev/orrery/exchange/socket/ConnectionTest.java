package dev.orrery.exchange.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Address ANN = new Address("0x" + "a".repeat(40));

  private final AtomicLong nanos = new AtomicLong();
  private final Reader reader = new Reader();
  private final Connection connection =
      new Connection(reader, "1.2.3.4", limits(1_000), nanos::get);

  @Test
  void writesInOrderOneAtATime() {
    connection.send("a");
    connection.send("b");
    connection.send("c");
    assertThat(reader.written).containsExactly("a");
    reader.read();
    reader.read();
    assertThat(reader.written).containsExactly("a", "b", "c");
  }

  @Test
  void writesAnyNumberOfFramesToAReaderThatIsAlwaysReady() {
    reader.ready = true;
    for (int i = 0; i < 100_000; i++) {
      connection.send("frame");
    }
    assertThat(reader.written).hasSize(100_000);
    assertThat(reader.ends).isEmpty();
  }

  @Test
  void isCutWhenItsReaderIsTooSlow() {
    for (int i = 0; i < 11; i++) {
      connection.send("x".repeat(100));
    }
    assertThat(reader.ends).containsExactly("cut");
    connection.send("more");
    reader.read();
    assertThat(reader.written).hasSize(1);
  }

  @Test
  void isCutWhenWritingFails() {
    connection.send("a");
    reader.fail();
    assertThat(reader.ends).containsExactly("cut");
  }

  @Test
  void losesWhatIsSentWhileItIsSilent() {
    reader.ready = true;
    connection.silence(Duration.ofSeconds(5).toNanos());
    connection.send("lost");
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    connection.send("told");
    assertThat(reader.written).containsExactly("told");
  }

  @Test
  void isIdleWhenNothingWasSentForTooLong() {
    reader.ready = true;
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(connection.isIdle()).isFalse();
    connection.send("a");
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(connection.isIdle()).isFalse();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(connection.isIdle()).isTrue();
  }

  @Test
  void staysOpenWhileItIsSilentOnDemand() {
    connection.silence(Duration.ofMinutes(5).toNanos());
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertThat(connection.isIdle()).isFalse();
  }

  @Test
  void endsOnce() {
    connection.close(1000, "Inactive");
    connection.cut();
    assertThat(reader.ends).containsExactly("1000 Inactive");
  }

  @Test
  void knowsWhomItFollows() {
    Subscription fills = new Subscription.UserFills(ANN, null);
    assertThat(connection.add(fills)).isTrue();
    assertThat(connection.add(new Subscription.UserFills(ANN, false))).isFalse();
    assertThat(connection.add(new Subscription.Trades("BTC"))).isTrue();
    assertThat(connection.users()).containsExactly(ANN);
    assertThat(connection.remove(fills)).isTrue();
    assertThat(connection.remove(fills)).isFalse();
  }

  private static SocketLimits limits(int queueChars) {
    return new SocketLimits(0, 0, 0, 0, 0, 0, 1_000, queueChars, Duration.ofSeconds(60));
  }

  /** Reads a frame when told to, or at once. */
  private static final class Reader implements Wire {
    private final List<String> written = new ArrayList<>();
    private final Deque<Consumer<Boolean>> open = new ArrayDeque<>();
    private final List<String> ends = new ArrayList<>();
    private boolean ready;

    @Override
    public void send(String frame, Consumer<Boolean> done) {
      written.add(frame);
      if (ready) {
        done.accept(true);
      } else {
        open.add(done);
      }
    }

    void read() {
      open.remove().accept(true);
    }

    void fail() {
      open.remove().accept(false);
    }

    @Override
    public void close(int code, String reason) {
      ends.add(code + " " + reason);
    }

    @Override
    public void cut() {
      ends.add("cut");
    }
  }
}
