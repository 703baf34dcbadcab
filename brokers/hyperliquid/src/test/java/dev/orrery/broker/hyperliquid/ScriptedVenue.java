package dev.orrery.broker.hyperliquid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A venue on loopback, for HTTP and WebSocket on one port, of bytes by hand: it can break off
 * anywhere. Questions are answered by what {@link #info} was told, actions by {@link #exchange}.
 */
public final class ScriptedVenue implements AutoCloseable {
  /** What to do with a request: an answer, or null to break off without one. */
  public interface Handler extends Function<String, @Nullable Answer> {}

  /** An answer over HTTP. */
  public record Answer(int status, String body) {}

  private final ServerSocket listening;
  private final Map<String, Handler> questions = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> actions = new CopyOnWriteArrayList<>();
  private final List<ScriptedSocket> sockets = new CopyOnWriteArrayList<>();
  private final List<Socket> all = new CopyOnWriteArrayList<>();
  private volatile Handler exchange = body -> new Answer(500, "nothing is set");
  private volatile boolean acknowledges = true;
  private volatile boolean refusesSockets;

  /** Listens. */
  public ScriptedVenue() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it is. */
  public URI rest() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Where it pushes. */
  public URI socket() {
    return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/ws");
  }

  /** Answers a type of question always so. */
  public ScriptedVenue info(String type, String body) {
    return info(type, ignored -> new Answer(200, body));
  }

  /** Answers a type of question by what it says. */
  public ScriptedVenue info(String type, Handler handler) {
    questions.put(type, handler);
    return this;
  }

  /** Answers actions. */
  public ScriptedVenue exchange(Handler handler) {
    exchange = handler;
    return this;
  }

  /** Whether new sockets acknowledge what is subscribed; they do at first. */
  public void acknowledges(boolean does) {
    acknowledges = does;
  }

  /** Whether new sockets are refused. */
  public void refusesSockets(boolean does) {
    refusesSockets = does;
  }

  /** Questions asked, as they came. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Actions sent, as they came. */
  public List<String> actions() {
    return List.copyOf(actions);
  }

  /** Sockets opened so far, closed ones too. */
  public List<ScriptedSocket> sockets() {
    return List.copyOf(sockets);
  }

  /** The socket opened last. */
  public ScriptedSocket last() {
    return sockets.getLast();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        all.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (true) {
        String head = head(socket.getInputStream());
        if (head == null) {
          return;
        }
        if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
          if (!refusesSockets) {
            ScriptedSocket opened = new ScriptedSocket(socket, acknowledges);
            opened.handshake(head);
            sockets.add(opened);
            opened.read();
          }
          return;
        }
        String body = new String(socket.getInputStream().readNBytes(length(head)), UTF_8);
        Answer answer = answer(head, body);
        if (answer == null) {
          return;
        }
        socket.getOutputStream().write(response(answer));
        socket.getOutputStream().flush();
      }
    } catch (IOException gone) {
      // The client went, or the test is over.
    }
  }

  private @Nullable Answer answer(String head, String body) {
    if (head.startsWith("POST /exchange")) {
      actions.add(body);
      return exchange.apply(body);
    }
    asked.add(body);
    for (Map.Entry<String, Handler> each : questions.entrySet()) {
      if (body.contains("\"type\":\"" + each.getKey() + "\"")) {
        return each.getValue().apply(body);
      }
    }
    return new Answer(422, "Failed to deserialize the JSON body into the target type");
  }

  private static byte[] response(Answer answer) {
    byte[] content = answer.body().getBytes(UTF_8);
    byte[] head =
        ("HTTP/1.1 "
                + answer.status()
                + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + content.length
                + "\r\n\r\n")
            .getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
        .findFirst()
        .orElse(0);
  }

  private static @Nullable String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    return head.toString(UTF_8);
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : all) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
