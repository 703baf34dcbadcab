package dev.orrery.hyperliquid.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that does to each request what the next step of its script says: well, badly
 * or not at all. When the script is over it closes connections unread.
 */
final class ScriptedServer implements AutoCloseable {
  /** What to do with a request that has been read; true keeps the connection. */
  interface Step {
    boolean answer(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * A request as it arrived.
   *
   * @param head request line and headers
   */
  record Arrival(String head, String body) {}

  private final ServerSocket listening;
  private final BlockingQueue<Step> script = new LinkedBlockingQueue<>();
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  ScriptedServer() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.add(Thread.ofVirtual().start(this::accept));
  }

  static Step respond(int status, String body) {
    return out -> {
      out.write(response(status, body));
      out.flush();
      return true;
    };
  }

  static byte[] response(int status, String body) {
    byte[] content = body.getBytes(UTF_8);
    return ("HTTP/1.1 "
            + status
            + " X\r\nContent-Type: application/json\r\nContent-Length: "
            + content.length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  static Step hangUp() {
    return out -> false;
  }

  /** Sends the beginning of a response and then nothing more. */
  static Step stallAfter(int bytes, String body) {
    return out -> {
      out.write(response(200, body), 0, bytes);
      out.flush();
      new CountDownLatch(1).await(); // until the test is over
      return false;
    };
  }

  /** Sends the beginning of a response and closes. */
  static Step breakAfter(int bytes, String body) {
    return out -> {
      out.write(response(200, body), 0, bytes);
      out.flush();
      return false;
    };
  }

  ScriptedServer then(Step... steps) {
    script.addAll(List.of(steps));
    return this;
  }

  URI uri() {
    return URI.create(
        "http://" + listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort());
  }

  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        threads.add(Thread.ofVirtual().start(() -> serve(socket)));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      boolean open = true;
      while (open) {
        Arrival arrival = read(socket.getInputStream());
        if (arrival == null) {
          return;
        }
        arrivals.add(arrival);
        Step step = script.poll();
        open = step != null && step.answer(socket.getOutputStream());
      }
    } catch (IOException | InterruptedException gone) {
      // The client went, or the test is over.
    }
  }

  private static @Nullable Arrival read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String text = head.toString(UTF_8);
    int length =
        text.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
            .findFirst()
            .orElse(0);
    return new Arrival(text, new String(in.readNBytes(length), UTF_8));
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.forEach(Thread::interrupt);
  }
}
