package dev.orrery.exchange;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.Actions;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody with a key who trades over HTTP. */
public final class Trader {
  private static final AtomicLong CLOIDS = new AtomicLong();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final ActionSigner signer;
  private final Nonces nonces;

  Trader(URI address, KeySigner key) {
    this.address = address;
    this.signer = new ActionSigner(key, Network.TESTNET);
    this.nonces = new Nonces(key.address(), InstantSource.system(), 0);
  }

  /** The account. */
  public Address user() {
    return signer.address();
  }

  /** A new client order id. */
  public static Cloid cloid() {
    return new Cloid("0x%032x".formatted(CLOIDS.incrementAndGet()));
  }

  /** An order of BTC as JSON. */
  public static String order(boolean isBuy, String px, String sz, String tif, Cloid cloid) {
    return "{\"a\":0,\"b\":%b,\"p\":\"%s\",\"s\":\"%s\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"%s\"}},\"c\":\"%s\"}"
        .formatted(isBuy, px, sz, tif, cloid.hex());
  }

  /** An action of orders. */
  public static L1Action orders(String... orders) {
    return (L1Action)
        Actions.read(
            WireJson.tree(
                "{\"type\":\"order\",\"orders\":["
                    + String.join(",", orders)
                    + "],\"grouping\":\"na\"}"));
  }

  /** Signs an action. */
  public ExchangeRequest signed(L1Action action) {
    return signer.sign(action, nonces.next());
  }

  /** Signs an action that the venue is to refuse after a while. */
  public ExchangeRequest signedUntil(L1Action action, Duration valid) {
    long nonce = nonces.next();
    return signer.sign(action, nonce, null, nonce + valid.toMillis());
  }

  /** Signs an action of the account itself. */
  public ExchangeRequest signed(UserSignedAction action) {
    return signer.sign(action);
  }

  /** The next nonce. */
  public long nonce() {
    return nonces.next();
  }

  /** Places orders; the answer's text. */
  public String place(String... orders) {
    return exchange(signed(orders(orders))).body();
  }

  /** Posts an action. */
  public HttpResponse<String> exchange(ExchangeRequest request) {
    return post("/exchange", request.json());
  }

  /** Posts an action, and reads the answer. */
  public ExchangeAnswer act(ExchangeRequest request) {
    return ExchangeAnswer.read(WireJson.tree(exchange(request).body()));
  }

  /** Asks. */
  public <A> A ask(InfoRequest<A> request) {
    return WireJson.read(post("/info", request.json()).body(), request.answer());
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String path, String json) {
    return post(path, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String path, byte[] json) {
    return send(request(path).POST(BodyPublishers.ofByteArray(json)).build());
  }

  /** A request of JSON. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
  }

  /** Sends. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Unanswered(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** There was no answer. */
  public static final class Unanswered extends RuntimeException {
    Unanswered(IOException cause) {
      super(cause);
    }
  }
}
