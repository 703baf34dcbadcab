package dev.orrery.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * Lies between a client and a venue, and looks at the clock: when the whole of a request is there,
 * and when its answer is about to go back. In between is the venue's time; what is left of a call
 * is the client's own, with one hop over loopback. WebSockets pass untimed. Thread-safe.
 */
final class Relay implements AutoCloseable {
  private final int venuePort;
  private final ServerSocket listening;
  private long arrived;
  private long answered;
  private long away;

  Relay(URI venue) throws IOException {
    venuePort = venue.getPort();
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("relay").start(this::accept);
  }

  URI address(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort() + path);
  }

  /** Nanoseconds that requests were away at the venue since the last call of this. */
  synchronized long away() {
    long all = away;
    away = 0;
    return all;
  }

  /** When the whole of the last request was there. */
  synchronized long arrived() {
    return arrived;
  }

  /** When the last answer was about to go back. */
  synchronized long answered() {
    return answered;
  }

  private synchronized void passed(long from, long until) {
    arrived = from;
    answered = until;
    away += until - from;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        client.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().name("relay-connection").start(() -> serve(client));
      }
    } catch (IOException end) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket venue = new Socket(InetAddress.getLoopbackAddress(), venuePort)) {
      venue.setTcpNoDelay(true);
      InputStream requests = new BufferedInputStream(client.getInputStream());
      InputStream answers = new BufferedInputStream(venue.getInputStream());
      while (true) {
        byte[] request = message(requests);
        String head = new String(request, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (head.contains("upgrade: websocket")) {
          tunnel(client, venue, request);
          return;
        }
        long from = System.nanoTime();
        venue.getOutputStream().write(request);
        byte[] answer = message(answers);
        passed(from, System.nanoTime());
        client.getOutputStream().write(answer);
      }
    } catch (IOException gone) {
      // One side went.
    }
  }

  private static void tunnel(Socket client, Socket venue, byte[] request) throws IOException {
    venue.getOutputStream().write(request);
    Thread back = Thread.ofPlatform().daemon().name("relay-news").start(() -> copy(venue, client));
    copy(client, venue);
    back.interrupt();
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException gone) {
      // One side went.
    }
  }

  /** A head, and as much as it says of a body. */
  private static byte[] message(InputStream in) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      message.write(next);
      matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
    }
    int length =
        message
            .toString(ISO_8859_1)
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
            .findFirst()
            .orElse(0);
    message.write(in.readNBytes(length));
    return message.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
