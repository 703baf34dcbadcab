package dev.orrery.cli;

import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a control plane listens: on loopback unless it is told otherwise. */
final class BindAddress {
  static final String VARIABLE = "ORRERY_CONTROL_BIND";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_TOLD = 100;

  private BindAddress() {}

  /**
   * The address, never a name: that could come to mean another one.
   *
   * @param flag of the command line, which comes before the variable
   * @throws ProblemException CONFIGURATION when it is none
   */
  static String of(@Nullable String flag, Map<String, String> environment) {
    String wanted = flag != null ? flag : environment.getOrDefault(VARIABLE, LOOPBACK);
    try {
      return InetAddress.ofLiteral(wanted).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(
              flag != null ? "--bind" : VARIABLE,
              "is no address: " + OneLine.of(wanted, MOST_TOLD),
              "use 127.0.0.1, 0.0.0.0 for every interface, or one of this host's addresses"),
          e);
    }
  }

  /** The URL on this host. */
  static String url(String address, int port) {
    boolean everywhere = InetAddress.ofLiteral(address).isAnyLocalAddress();
    String host = everywhere ? LOOPBACK : address;
    return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
