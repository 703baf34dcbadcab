package dev.orrery.broker.hyperliquid;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.broker.contract.LineFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What lies between a broker and a venue, of bytes by hand: it can lose, hold back and break. */
final class FaultyLine implements AutoCloseable {
  private static final String ACTION = "POST /exchange";

  private final int venuePort;
  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<byte[]> held = new ArrayList<>();
  private LineFault fault = LineFault.NONE;
  private @Nullable Around around;

  /** What happens at the venue while a request, and its answer, are on their way. */
  private record Around(String word, Runnable happening) {}

  FaultyLine(URI venue) throws IOException {
    venuePort = venue.getPort();
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI rest() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  URI socket() {
    return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/ws");
  }

  synchronized void set(LineFault next) {
    fault = next;
    if (next == LineFault.DISCONNECT) {
      for (Socket socket : open) {
        close(socket);
      }
      open.clear();
    }
    notifyAll();
  }

  /** What was held back arrives now. */
  void release() throws IOException {
    List<byte[]> late;
    synchronized (this) {
      late = List.copyOf(held);
      held.clear();
    }
    for (byte[] request : late) {
      try (Socket venue = connect()) {
        exchange(venue, request);
      }
    }
  }

  /** Has something happen just before and after the next request with this word in it arrives. */
  synchronized void around(String word, Runnable happening) {
    around = new Around(word, happening);
  }

  private synchronized Runnable happening(byte[] request) {
    Around met = around;
    if (met == null || !new String(request, UTF_8).contains(met.word())) {
      return () -> {};
    }
    around = null;
    return met.happening();
  }

  private synchronized LineFault now() {
    return fault;
  }

  /** The fault that this request meets; what is for one request only is over with it. */
  private synchronized LineFault meets(String head) {
    LineFault met = fault;
    boolean once =
        met == LineFault.LOST_REQUEST
            || met == LineFault.LOST_REPLY
            || met == LineFault.LATE_REQUEST;
    if (once && !head.startsWith(ACTION)) {
      return LineFault.NONE;
    }
    if (once) {
      fault = LineFault.NONE;
    }
    return met;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException end) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (now() == LineFault.DISCONNECT) {
        return;
      }
      String head = head(client.getInputStream());
      if (head == null) {
        return;
      }
      if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
        tunnel(client, head);
        return;
      }
      byte[] body = client.getInputStream().readNBytes(length(head));
      pass(client, head, joined(head, body));
    } catch (IOException | InterruptedException gone) {
      // One side went.
    }
  }

  /** Once a connection. */
  private void pass(Socket client, String head, byte[] request)
      throws IOException, InterruptedException {
    Runnable happening = happening(request);
    happening.run();
    LineFault met = meets(head);
    if (met == LineFault.DISCONNECT || met == LineFault.LOST_REQUEST) {
      return;
    }
    if (met == LineFault.LATE_REQUEST) {
      synchronized (this) {
        held.add(request);
      }
      return;
    }
    byte[] answer;
    try (Socket venue = connect()) {
      answer = exchange(venue, request);
    }
    happening.run();
    if (met == LineFault.LOST_REPLY) {
      return;
    }
    synchronized (this) {
      while (met == LineFault.SILENT && fault == LineFault.SILENT) {
        wait();
      }
    }
    client.getOutputStream().write(answer);
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), venuePort);
  }

  /** One request a connection: what the venue answers ends with it, however it counts. */
  private static byte[] exchange(Socket venue, byte[] request) throws IOException {
    int line = new String(request, UTF_8).indexOf("\r\n") + 2;
    venue.getOutputStream().write(request, 0, line);
    venue.getOutputStream().write("Connection: close\r\n".getBytes(UTF_8));
    venue.getOutputStream().write(request, line, request.length - line);
    venue.getOutputStream().flush();
    return venue.getInputStream().readAllBytes();
  }

  private void tunnel(Socket client, String head) throws IOException {
    try (Socket venue = connect()) {
      open.add(venue);
      venue.getOutputStream().write(head.getBytes(UTF_8));
      venue.getOutputStream().flush();
      Thread back = Thread.ofVirtual().start(() -> copy(venue, client));
      copy(client, venue);
      back.interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException gone) {
      // One side went.
    }
  }

  private static byte[] joined(String head, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
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

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    open.forEach(FaultyLine::close);
  }
}
