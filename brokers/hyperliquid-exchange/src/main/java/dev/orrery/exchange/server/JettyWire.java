package dev.orrery.exchange.server;

import dev.orrery.exchange.socket.Wire;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A connection of Jetty. */
record JettyWire(Session session) implements Wire {
  @Override
  public void send(String frame, Consumer<Boolean> done) {
    session.sendText(frame, Callback.from(() -> done.accept(true), failure -> done.accept(false)));
  }

  @Override
  public void close(int code, String reason) {
    session.close(code, reason, Callback.NOOP);
  }

  @Override
  public void cut() {
    session.disconnect();
  }
}
