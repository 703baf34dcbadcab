package dev.orrery.backtest.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A headless Chromium that shows one page, spoken to by its debugging protocol on loopback. What
 * the page complains of, and what it asks the network for, is kept.
 */
final class Browser implements WebSocket.Listener, AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([A-Za-z0-9+/=]*)\"");
  private static final Pattern URL = Pattern.compile("\"url\":\"(.*?)\"");

  private final Path folder;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private String session = "";

  private Browser(Path folder) throws Exception {
    this.folder = folder;
    process =
        new ProcessBuilder(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("chromium.log").toFile())
            .start();
    List<String> place = place(folder.resolve("DevToolsActivePort"));
    URI address = URI.create("ws://127.0.0.1:" + place.getFirst() + place.getLast());
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, this)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static boolean present() {
    return Files.isExecutable(CHROMIUM);
  }

  static Browser start() throws Exception {
    return new Browser(Files.createTempDirectory("browser"));
  }

  private List<String> place(Path file) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      if (System.nanoTime() > end || process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException("chromium did not start");
      }
    }
    return Files.readAllLines(file);
  }

  /** Shows a page in a window of this size, and forgets the one before. */
  void open(Path page, int width, int height, boolean dark) throws Exception {
    session = "";
    String target = ask("Target.createTarget", "{\"url\":\"about:blank\"}");
    String id = first(target, "\"targetId\":\"(.*?)\"");
    String attached =
        ask("Target.attachToTarget", "{\"targetId\":\"" + id + "\",\"flatten\":true}");
    session = first(attached, "\"sessionId\":\"(.*?)\"");
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      ask(domain + ".enable", "{}");
    }
    size(width, height);
    ask(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
            + (dark ? "dark" : "light")
            + "\"}]}");
    ask("Page.navigate", "{\"url\":\"" + page.toUri() + "\"}");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!value("document.readyState + document.querySelectorAll('#found').length")
        .equals("complete1")) {
      if (System.nanoTime() > end) {
        throw new IOException("the page did not load: " + complaints());
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private void size(int width, int height) throws Exception {
    ask(
        "Emulation.setDeviceMetricsOverride",
        String.format(
            Locale.ROOT,
            "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%b}",
            width,
            height,
            width < 600));
  }

  /** Shows the page as it would be printed on paper of this width. */
  void print(int width) throws Exception {
    size(width, 1_000);
    value("window.dispatchEvent(new Event('beforeprint'))");
    ask("Emulation.setEmulatedMedia", "{\"media\":\"print\"}");
  }

  /** What an expression gives on the page, as text. */
  String value(String expression) throws Exception {
    String wrapped = "btoa(unescape(encodeURIComponent(String(" + expression + "))))";
    String escaped = Json.text(wrapped);
    String answer = ask("Runtime.evaluate", "{\"expression\":" + escaped + "}");
    Matcher value = VALUE.matcher(answer);
    if (!value.find()) {
      throw new IllegalStateException(expression + " gave " + answer);
    }
    return new String(Base64.getDecoder().decode(value.group(1)), StandardCharsets.UTF_8);
  }

  /** Errors of the page, and requests that left the disk. */
  List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  private String ask(String method, String parameters) throws Exception {
    String id = String.valueOf(ids.incrementAndGet());
    CompletableFuture<String> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String to = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
    String text =
        "{\"id\":" + id + to + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}";
    socket.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return found.group(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      heard(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void heard(String message) {
    Matcher id = ID.matcher(message);
    if (id.find()) {
      CompletableFuture<String> answer = answers.remove(id.group(1));
      if (answer != null) {
        answer.complete(message);
      }
    } else if (message.contains("\"Network.requestWillBeSent\"")) {
      Matcher url = URL.matcher(message);
      if (url.find() && !url.group(1).startsWith("file:") && !url.group(1).startsWith("data:")) {
        complain("request " + url.group(1));
      }
    } else if (message.contains("\"Runtime.exceptionThrown\"")
        || message.contains("\"Log.entryAdded\"")
        || message.contains("\"Runtime.consoleAPICalled\"")) {
      complain(message);
    }
  }

  private void complain(String what) {
    synchronized (complaints) {
      complaints.add(what);
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    forget();
  }

  /** What a child of the browser still writes while it ends may stay. */
  private void forget() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (UncheckedIOException e) {
      // It was gone before it was looked at.
    }
  }
}
