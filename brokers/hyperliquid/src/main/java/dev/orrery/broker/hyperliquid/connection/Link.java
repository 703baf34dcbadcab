package dev.orrery.broker.hyperliquid.connection;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/** One socket, used once. Tells what happens to it from threads of the library. Thread-safe. */
final class Link extends WebSocketClient {
  private final Consumer<Happening> told;
  private final AtomicInteger queued;
  private final int mostQueued;

  /**
   * A socket that is not open yet.
   *
   * @param queued frames told and not taken yet, counted down by who takes them
   */
  Link(ConnectionSettings settings, AtomicInteger queued, Consumer<Happening> told) {
    super(
        settings.uri(),
        new Draft_6455(List.of(), List.of(new Protocol("")), settings.largestFrame()));
    this.told = told;
    this.queued = queued;
    this.mostQueued = settings.mostQueued();
    setConnectionLostTimeout(0); // Its pings are frames of the protocol; the venue wants messages.
    setTcpNoDelay(true);
    setDaemon(true);
  }

  @Override
  public void onOpen(ServerHandshake handshake) {
    told.accept(new Happening.Opened(this));
  }

  @Override
  public void onMessage(String text) {
    if (queued.incrementAndGet() > mostQueued) {
      queued.decrementAndGet();
      drop("more than " + mostQueued + " frames wait to be taken in");
      return;
    }
    told.accept(new Happening.Frame(this, text));
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    onMessage("binary frame of " + bytes.remaining() + " bytes");
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    told.accept(
        new Happening.Lost(
            this,
            (remote ? "closed by the venue" : "closed")
                + " with code "
                + code
                + (reason == null || reason.isEmpty() ? "" : ": " + reason)));
  }

  @Override
  public void onError(Exception cause) {
    told.accept(new Happening.Lost(this, cause.toString()));
  }

  /** Sends a frame; one that cannot be sent any more is news of the loss, which is told. */
  void write(String text) {
    try {
      send(text);
    } catch (WebsocketNotConnectedException e) {
      told.accept(new Happening.Lost(this, "not open any more"));
    }
  }

  /** Lets go of the socket at once, whatever state it is in. */
  void drop(String cause) {
    closeConnection(CloseFrame.ABNORMAL_CLOSE, cause);
    Socket socket = getSocket();
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      told.accept(new Happening.Lost(this, "did not close: " + e));
    }
  }
}
