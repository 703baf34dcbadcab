package dev.orrery.broker.hyperliquid;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.hyperliquid.wire.WireJson;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** One WebSocket of a {@link ScriptedVenue}, from the server's side. Thread-safe. */
public final class ScriptedSocket {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FIN_TEXT = 0x81;
  private static final int TEXT = 0x01;
  private static final int FIN_CONTINUATION = 0x80;

  private final Socket socket;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final boolean acknowledges;
  private volatile boolean silent;
  private volatile boolean open = true;

  ScriptedSocket(Socket socket, boolean acknowledges) {
    this.socket = socket;
    this.acknowledges = acknowledges;
  }

  /** Frames the client sent. */
  public List<String> received() {
    return List.copyOf(received);
  }

  /** How often it subscribed to what has this text in it. */
  public long subscribed(String text) {
    return received.stream()
        .filter(it -> it.contains("\"subscribe\"") && it.contains(text))
        .count();
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return open;
  }

  /** Sends nothing any more, not even pongs; the socket stays. */
  public void silence() {
    silent = true;
  }

  /** Pushes a frame. */
  public ScriptedSocket send(String text) {
    byte[] content = text.getBytes(UTF_8);
    write(FIN_TEXT, content, content.length);
    return this;
  }

  /** Pushes on a channel. */
  public ScriptedSocket push(String channel, String data) {
    return send("{\"channel\":\"" + channel + "\",\"data\":" + data + "}");
  }

  /** Pushes a frame in two fragments. */
  public void sendFragmented(String text) {
    byte[] all = text.getBytes(UTF_8);
    int half = all.length / 2;
    write(TEXT, java.util.Arrays.copyOf(all, half), half);
    byte[] rest = java.util.Arrays.copyOfRange(all, half, all.length);
    write(FIN_CONTINUATION, rest, rest.length);
  }

  /** Promises a frame, sends half of it, and closes. */
  public void sendHalf(String text) {
    byte[] content = text.getBytes(UTF_8);
    write(FIN_TEXT, content, content.length / 2);
    drop();
  }

  /** Closes without a word. */
  public void drop() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void handshake(String head) throws IOException {
    String key =
        head.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
            .map(line -> line.substring(18).trim())
            .findFirst()
            .orElseThrow();
    OutputStream out = socket.getOutputStream();
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept(key)
                + "\r\n\r\n")
            .getBytes(UTF_8));
    out.flush();
    send("Websocket connection established.");
  }

  /** Reads frames until the end; answers pings and subscriptions unless it is to be silent. */
  void read() throws IOException {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 0x7F;
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] content = in.readNBytes(length);
        for (int i = 0; i < content.length; i++) {
          content[i] ^= mask[i % 4];
        }
        if ((first & 0x0F) == 8) {
          return;
        }
        take(new String(content, UTF_8));
      }
    } finally {
      open = false;
    }
  }

  private void take(String text) {
    received.add(text);
    JsonNode frame = WireJson.tree(text);
    if (silent) {
      return;
    }
    switch (frame.path("method").asString("")) {
      case "ping" -> send("{\"channel\":\"pong\"}");
      case "subscribe", "unsubscribe" -> {
        if (acknowledges) {
          push("subscriptionResponse", text);
        }
      }
      default -> {}
    }
  }

  private synchronized void write(int head, byte[] content, int bytes) {
    if (silent) {
      return;
    }
    try {
      OutputStream out = socket.getOutputStream();
      out.write(head);
      if (content.length < 126) {
        out.write(content.length);
      } else if (content.length < 1 << 16) {
        out.write(new byte[] {126, (byte) (content.length >> 8), (byte) content.length});
      } else {
        out.write(127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) ((long) content.length >> shift));
        }
      }
      out.write(content, 0, bytes);
      out.flush();
    } catch (IOException gone) {
      open = false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
