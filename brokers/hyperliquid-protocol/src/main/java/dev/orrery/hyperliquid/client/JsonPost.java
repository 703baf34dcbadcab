package dev.orrery.hyperliquid.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts JSON, once, and tells what came of it. Thread-safe.
 *
 * <p>On the caller's own thread, from the first byte to the last: an order waits for nobody else to
 * be woken. Once is meant: HTTP/1.1, so that a request is one message on one connection; no
 * redirects, and nothing is repeated. The time limit is our own, because a client's is for each
 * read, and a server may answer one byte at a time.
 */
final class JsonPost implements AutoCloseable {
  /** All fills of a long range are some megabytes; more is nothing the venue sends. */
  private static final int LARGEST = 64 << 20;

  private static final int CONNECTIONS = 64;

  /** An idle connection that the venue has closed meanwhile is found out before it is used. */
  private static final TimeValue LOOKED_AT_AFTER = TimeValue.ofSeconds(1);

  private static final ContentType JSON = ContentType.create("application/json");

  private final CloseableHttpClient http;
  private final PostLimits limits = new PostLimits();
  private final Duration answerTimeout;

  JsonPost(Duration connectTimeout, Duration answerTimeout) {
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(CONNECTIONS)
            .setMaxConnTotal(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(connectTimeout))
                    .setSocketTimeout(Timeout.of(answerTimeout))
                    .setValidateAfterInactivity(LOOKED_AT_AFTER)
                    .build())
            .build();
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(connectTimeout))
                    .build())
            .setUserAgent("orrery")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
    this.answerTimeout = answerTimeout;
  }

  /**
   * Posts.
   *
   * @param within the most it may take, where that is less than usual
   */
  HttpOutcome post(URI uri, byte[] json, Duration within) {
    HttpPost request = new HttpPost(uri);
    request.setEntity(new ByteArrayEntity(json, JSON));
    long millis = Math.max(1, Math.min(within.toMillis(), answerTimeout.toMillis()));
    PostLimits.Limited limited = limits.limit(request, millis);
    try {
      return http.execute(request, JsonPost::whole);
    } catch (IOException e) {
      return broken(e, limited.ended(), millis);
    } finally {
      limits.over(limited);
    }
  }

  private static HttpOutcome whole(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw new IOException("an answer of more than " + LARGEST + " bytes");
    }
    return new HttpOutcome.Response(response.getCode(), body);
  }

  /** What is not known to have stopped before the first byte may have been sent. */
  private static HttpOutcome broken(IOException cause, PostLimits.Ended ended, long millis) {
    return switch (ended) {
      case LATE -> late(millis);
      case INTERRUPTED -> interrupted();
      case NOT ->
          switch (cause) {
            case ConnectException e -> notConnected(e);
            case ConnectTimeoutException e -> notConnected(e);
            case ConnectionRequestTimeoutException e -> notConnected(e);
            case NoRouteToHostException e -> notConnected(e);
            case UnknownHostException e -> notConnected(e);
            case SSLHandshakeException e -> notConnected(e);
            case SocketTimeoutException _ -> late(millis);
            case IOException _ when Thread.currentThread().isInterrupted() -> interrupted();
            default -> new HttpOutcome.Broken(Trouble.CONNECTION_LOST, cause.toString());
          };
    };
  }

  private static HttpOutcome interrupted() {
    return new HttpOutcome.Broken(Trouble.INTERRUPTED, "interrupted while waiting");
  }

  private static HttpOutcome late(long millis) {
    return new HttpOutcome.Broken(Trouble.TIMEOUT, "no answer within " + millis + " ms");
  }

  private static HttpOutcome notConnected(IOException cause) {
    return new HttpOutcome.Broken(Trouble.NOT_CONNECTED, cause.toString());
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
    limits.close();
  }
}
