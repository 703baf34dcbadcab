package dev.orrery.exchange;

import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.socket.ClientFrame;
import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessages;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import dev.orrery.testing.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Somebody on the other end of a real socket, who keeps all that was said. */
public final class Listener implements AutoCloseable {
  private final List<String> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();

  /** Kept: who is not held by anybody may end, and its sockets hear nothing more. */
  private final HttpClient http = HttpClient.newHttpClient();

  private final WebSocket socket;

  /** Connects. */
  public Listener(URI address) {
    socket = http.newWebSocketBuilder().buildAsync(address, new Ears()).join();
  }

  private final class Ears implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        frames.add(parts.toString());
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end.complete(status + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end.complete("broken");
    }
  }

  /** Says a frame. */
  public void say(String frame) {
    socket.sendText(frame, true).join();
  }

  /** Says bytes. */
  public void say(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Subscribes, and waits until that is acknowledged. */
  public Listener subscribe(Subscription topic) {
    int before = acknowledged();
    say(new ClientFrame.Subscribe(topic).json());
    Await.until(() -> acknowledged() > before);
    return this;
  }

  private int acknowledged() {
    return (int) heard().stream().filter(it -> it instanceof ControlMessage.Acknowledged).count();
  }

  /** Asks over the socket. */
  public ControlMessage.PostAnswer ask(long id, InfoRequest<?> request) {
    say(ClientFrame.Post.of(id, request).json());
    return answer(id);
  }

  /** Acts over the socket. */
  public ControlMessage.PostAnswer act(long id, ExchangeRequest request) {
    say(ClientFrame.Post.of(id, request).json());
    return answer(id);
  }

  private ControlMessage.PostAnswer answer(long id) {
    return await(ControlMessage.PostAnswer.class, it -> it.id() == id);
  }

  /** Everything so far. */
  public List<ServerMessage> heard() {
    return frames.stream().map(ServerMessages::read).toList();
  }

  /** Everything of a kind so far. */
  public <T> List<T> heard(Class<T> kind) {
    return heard().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The frames so far. */
  public List<String> frames() {
    return List.copyOf(frames);
  }

  /** Waits for a message. */
  public <T> T await(Class<T> kind, Predicate<T> which) {
    AtomicReference<@Nullable T> found = new AtomicReference<>();
    Await.until(() -> {
      Optional<T> one = heard(kind).stream().filter(which).findFirst();
      one.ifPresent(found::set);
      return one.isPresent();
    });
    T message = found.get();
    if (message == null) {
      throw new AssertionError("nothing was found");
    }
    return message;
  }

  /** Waits for an error; its text. */
  public String awaitError() {
    return await(ControlMessage.Failed.class, it -> true).text();
  }

  /** Waits for the end: status and reason, or {@code broken}. */
  public String awaitEnd() {
    Await.until(end::isDone);
    return end.join();
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return end.isDone();
  }

  /** A JSON text, read and written again: to compare with. */
  public static String canonical(String json) {
    return WireJson.tree(json).toString();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
